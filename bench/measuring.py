"""Figures: medians of repeated runs, in CPU time of this process, beside their limits.

A limit is a time on the machine it was set on; `bench.yardstick` says how that compares.
"""

from __future__ import annotations

import gc
import operator
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import connection

from bench import yardstick

_SCHEDULED = Path("/proc/thread-self/schedstat")


@dataclass(frozen=True, slots=True)
class Timed:
    """A figure as measured here, as it would be on the machine the limits were set on, and how many
    times slower this one was in these seconds."""

    here: float
    there: float
    machine: float


class Series:
    """Times of one action, each between two laps of the yardstick."""

    def __init__(self) -> None:
        gc.collect()
        self._laps = [yardstick.lap()]
        self._cpu_ms: list[float] = []

    @contextmanager
    def timed(self) -> Iterator[None]:
        start = time.process_time()
        yield
        self._cpu_ms.append((time.process_time() - start) * 1000)
        self._laps.append(yardstick.lap())

    def cpu(self, batch: int = 1) -> Timed:
        """Milliseconds of processor time, where each time was of `batch` actions."""
        return self.judged([spent / batch for spent in self._cpu_ms])

    def judged(self, figures: Sequence[float]) -> Timed:
        """One figure an action: their median, and that of each measured in the yardsticks beside it."""
        beside = [(before + after) / 2 for before, after in pairwise(self._laps)]
        here = statistics.median(figures)
        there = statistics.median(
            figure / factor for figure, factor in zip(figures, beside, strict=True)
        )
        return Timed(here, there, here / there)


def cpu_ms(action: Callable[[], object], *, runs: int, batch: int = 1) -> Timed:
    """Median CPU milliseconds of one `action`, over `runs` batches after one to warm up.

    CPU time has a coarse clock for very short actions: those are measured in batches.
    """
    action()
    series = Series()
    for _ in range(runs):
        with series.timed():
            for _ in range(batch):
                action()
    return series.cpu(batch)


def per_second(size: float, spent: Timed) -> Timed:
    """`size` each second, of what took `spent`."""
    return Timed(size * 1000 / spent.here, size * 1000 / spent.there, spent.machine)


def queries(action: Callable[[], object]) -> int:
    asked: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        action()
    return len(asked)


class Lock:
    """How long writers were kept waiting: from the statement that takes the lock to the commit.

    What waited for a processor meanwhile is left out where the system tells it (Linux): on a machine
    that others use too it is most of the time, and says nothing of the site.
    """

    def __init__(self) -> None:
        self.held_ms: list[float] = []
        self._since: float | None = None

    @contextmanager
    def watched(self) -> Iterator[None]:
        commit = connection._commit

        def timed_commit() -> Any:
            try:
                return commit()
            finally:
                if self._since is not None:
                    self.held_ms.append((_clock() - self._since) * 1000)
                    self._since = None

        connection._commit = timed_commit
        try:
            with connection.execute_wrapper(self._see):
                yield
        finally:
            del connection._commit

    def _see(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        # SQLite locks at BEGIN IMMEDIATE, PostgreSQL row by row from the first write on.
        takes = sql.startswith(("BEGIN", "INSERT", "UPDATE", "DELETE")) or "FOR UPDATE" in sql
        if takes and self._since is None and (connection.in_atomic_block or "BEGIN" in sql):
            result = execute(sql, params, many, context)
            self._since = _clock()
            return result
        return execute(sql, params, many, context)


def _clock() -> float:
    """Seconds, less those in which this thread was ready to run and had no processor."""
    now = time.perf_counter()
    if not _SCHEDULED.exists():
        return now
    _, waited_ns, _ = _SCHEDULED.read_text().split()
    return now - int(waited_ns) / 1e9


@dataclass
class Table:
    """What was measured, what is allowed, and whether it holds.

    Times are allowed as much more as the yardstick took more beside them; counts and sizes are what
    they are on every machine.
    """

    rows: list[tuple[str, bool]] = field(default_factory=list)

    def head(self) -> None:
        print(f"  {'':<62}{'measured':>12}{'limit':>14}  {'machine':>7}  {'so there':>12}")

    def at_most(self, what: str, value: float | Timed, limit: float, unit: str = "") -> None:
        self._add(what, value, limit, unit, "≤", operator.le)

    def at_least(self, what: str, value: float | Timed, limit: float, unit: str = "") -> None:
        self._add(what, value, limit, unit, "≥", operator.ge)

    def _add(
        self,
        what: str,
        value: float | Timed,
        limit: float,
        unit: str,
        sign: str,
        within: Callable[[float, float], bool],
    ) -> None:
        machine, there = "", value
        if isinstance(value, Timed):
            machine, there, value = f"×{value.machine:.2f}", value.there, value.here
        holds = within(there, limit)
        self.rows.append((what, holds))
        print(
            f"  {what:<62}{_said(value, unit):>12}{f'{sign} {_said(limit, unit)}':>14}"
            f"  {machine:>7}  {_said(there, unit) if machine else '':>12}  "
            f"{'ok' if holds else 'MISSED'}",
            flush=True,
        )

    @property
    def missed(self) -> list[str]:
        return [what for what, holds in self.rows if not holds]


def _said(number: float, unit: str) -> str:
    shown = f"{number:.2f}" if isinstance(number, float) else str(number)
    return f"{shown.rstrip('0').rstrip('.') if '.' in shown else shown} {unit}".strip()
