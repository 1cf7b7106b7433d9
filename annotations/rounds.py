"""A round of asking sources whether they still answer: in which order, how fast, what is written."""

from __future__ import annotations

import heapq
import threading
import time
from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue

from django.db.models import F, Q
from django.utils import timezone

from annotations.answering import Finding, Outcome, Pace, Stopped, ask
from annotations.models import Source
from annotations.network import Network
from prose.urls import publisher_host

WORKERS = 8
# So many hosts in a row that nobody reached, and none that somebody did: the network is away.
AWAY = 12
# An answer shows for so long that our own network is there; longer than any one request takes.
FRESH_SECONDS = 30.0
# A name that is not found is called gone if it was not found a day before either.
GONE_AFTER = timedelta(days=1)


def due(limit: int | None = None, since: int | None = None) -> list[Source]:
    """Sources on the web, those asked longest ago first; `since`: not in the last so many days."""
    sources = Source.objects.exclude(url="")
    if since is not None:
        begins = timezone.now() - timedelta(days=since)
        sources = sources.filter(Q(checked_at__isnull=True) | Q(checked_at__lt=begins))
    return list(sources.order_by(F("checked_at").asc(nulls_first=True), "pk")[:limit])


def findings(
    sources: Sequence[Source], network: Network, pace: Pace, ends: float
) -> Generator[tuple[Source, Finding], None, None]:
    """As they come in, until `ends` (monotonic). Hosts take turns; one is asked by one thread alone.

    The threads ask and never touch the database. Whatever stops this stops them: those that are in
    the middle of a request end with it, within its own time, and what they find is dropped.
    """
    waiting: dict[str, deque[Source]] = {}
    for source in sources:
        waiting.setdefault(publisher_host(source.url), deque()).append(source)
    turns = [(0.0, order, host) for order, host in enumerate(waiting)]
    tasks: SimpleQueue[Source | None] = SimpleQueue()
    found: SimpleQueue[tuple[Source, Finding | BaseException]] = SimpleQueue()
    workers = min(WORKERS, len(waiting))
    for _ in range(workers):
        threading.Thread(
            target=_work, args=(tasks, found, network, pace), name="check_sources", daemon=True
        ).start()
    asked = 0
    order_of = {host: order for _, order, host in turns}
    try:
        while (turns or asked) and (now := time.monotonic()) < ends:
            while turns and asked < workers and turns[0][0] <= now:
                tasks.put(waiting[heapq.heappop(turns)[2]].popleft())
                asked += 1
            pause = ends - now
            if turns and asked < workers:
                pause = min(pause, turns[0][0] - now)
            try:
                source, finding = found.get(timeout=pause)
            except Empty:
                continue
            asked -= 1
            host = publisher_host(source.url)
            if waiting[host]:
                heapq.heappush(turns, (time.monotonic() + pace.seconds, order_of[host], host))
            if isinstance(finding, BaseException):
                raise finding
            yield source, finding
    finally:
        pace.stopped.set()
        for _ in range(workers):
            tasks.put(None)


def _work(
    tasks: SimpleQueue[Source | None],
    found: SimpleQueue[tuple[Source, Finding | BaseException]],
    network: Network,
    pace: Pace,
) -> None:
    while (source := tasks.get()) is not None:
        try:
            found.put((source, ask(source.url, network, pace)))
        except Stopped:
            return
        except Exception as fault:
            found.put((source, fault))  # whoever waits for it raises it


@dataclass(slots=True)
class Round:
    """Writes what was found. What our own missing network could have caused counts if somebody
    answered just before, or else waits until somebody does; if nobody does, it is dropped, and those
    sources are the first of the next round."""

    counts: dict[str, int] = field(default_factory=dict)
    held: list[tuple[Source, Finding]] = field(default_factory=list)
    reached_at: float = 0.0

    @property
    def reached(self) -> bool:
        return self.reached_at > 0

    @property
    def is_away(self) -> bool:
        """Whether asking on makes no sense: nobody was reached, and so many were tried."""
        return not self.reached and len(self.held) >= AWAY

    @property
    def written(self) -> int:
        return sum(self.counts.values())

    def take(self, source: Source, finding: Finding) -> list[tuple[Source, Outcome, str]]:
        """What is written now: each source with its outcome, and why."""
        self.held.append((source, finding))
        if finding.reached:
            self.reached_at = time.monotonic()
        if self.reached and time.monotonic() - self.reached_at < FRESH_SECONDS:
            ready, self.held = self.held, []
        elif finding.outcome == Outcome.REFUSED:
            ready = [self.held.pop()]
        else:
            ready = []
        return [(source, self._write(source, finding), finding.why) for source, finding in ready]

    def _write(self, source: Source, finding: Finding) -> Outcome:
        now = timezone.now()
        outcome = settled(source, finding, now)
        # Of an address that an editor changed meanwhile nothing is known.
        Source.objects.filter(pk=source.pk, url=source.url).update(
            outcome=outcome, status=finding.status, leads_to=finding.leads_to, checked_at=now
        )
        self.counts[outcome] = self.counts.get(outcome, 0) + 1
        return outcome


def settled(source: Source, finding: Finding, now: datetime) -> Outcome:
    """The finding's outcome; of a name that nobody knows, gone only when it is missed again."""
    if not finding.no_name:
        return finding.outcome
    missed = source.outcome in {Outcome.SILENT, Outcome.DEAD} and source.status is None
    before = source.checked_at is not None and source.checked_at <= now - GONE_AFTER
    return Outcome.DEAD if missed and (before or source.outcome == Outcome.DEAD) else Outcome.SILENT
