"""Figures: medians of repeated runs, in CPU time of this process, beside their limits."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection


def cpu_ms(action: Callable[[], object], *, runs: int, batch: int = 1) -> float:
    """Median CPU milliseconds of one `action`, over `runs` batches after one to warm up.

    CPU time has a coarse clock for very short actions: those are measured in batches.
    """
    action()
    gc.collect()
    spent = []
    for _ in range(runs):
        start = time.process_time()
        for _ in range(batch):
            action()
        spent.append((time.process_time() - start) * 1000 / batch)
    return statistics.median(spent)


def queries(action: Callable[[], object]) -> int:
    asked: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        action()
    return len(asked)


class Lock:
    """How long writers were kept waiting: from the statement that takes the lock to the commit."""

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
                    self.held_ms.append((time.perf_counter() - self._since) * 1000)
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
            self._since = time.perf_counter()
            return result
        return execute(sql, params, many, context)


@dataclass
class Table:
    """What was measured, what is allowed, and whether it holds."""

    rows: list[tuple[str, str, str, bool]] = field(default_factory=list)

    def at_most(self, what: str, value: float, limit: float, unit: str = "") -> None:
        self._add(what, value, limit, unit, "≤", value <= limit)

    def at_least(self, what: str, value: float, limit: float, unit: str = "") -> None:
        self._add(what, value, limit, unit, "≥", value >= limit)

    def _add(
        self, what: str, value: float, limit: float, unit: str, sign: str, holds: bool
    ) -> None:
        def said(number: float) -> str:
            shown = f"{number:.2f}" if isinstance(number, float) else str(number)
            return f"{shown.rstrip('0').rstrip('.') if '.' in shown else shown} {unit}".strip()

        row = (what, said(value), f"{sign} {said(limit)}", holds)
        self.rows.append(row)
        print(
            f"  {row[0]:<62}{row[1]:>12}  {row[2]:>12}  {'ok' if holds else 'MISSED'}", flush=True
        )

    @property
    def missed(self) -> list[str]:
        return [what for what, _, _, holds in self.rows if not holds]
