"""What a source's address answers, redirects followed, and what that says of the source."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from urllib.parse import urljoin

from annotations.models import Source
from annotations.network import Answer, Failed, Network, Refused
from annotations.sourcing import LONGEST
from prose.urls import bare, canonical, publisher_host

Outcome = Source.Outcome

MOST_REDIRECTS = 5
HOST_SECONDS = 2.0
_PERMANENT, _REDIRECTS = {301, 308}, {301, 302, 303, 307, 308}
_GONE = {404, 410}
# Asked again at once they would only say the same.
_BUSY = {429, 503}


class Stopped(Exception):
    """The round ends before this address was asked."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`reached`: somebody answered, so the network is there. `why` says it in words."""

    outcome: Outcome
    status: int | None = None
    leads_to: str = ""
    why: str = ""
    reached: bool = True
    no_name: bool = False


class Pace:
    """At least so many seconds between two requests to one host, whichever thread asks.

    A host is a site: example.org and www.example.org stand on one machine more often than not.
    """

    def __init__(self, seconds: float = HOST_SECONDS) -> None:
        self.seconds = seconds
        self.stopped = threading.Event()
        self._lock = threading.Lock()
        self._free: dict[str, float] = {}

    def wait(self, url: str) -> None:
        """Until `url`'s host may be asked. Raises Stopped."""
        host = publisher_host(url)
        with self._lock:
            now = time.monotonic()
            at = max(now, self._free.get(host, now))
            self._free[host] = at + self.seconds
        if self.stopped.wait(at - now):
            raise Stopped

    def rest(self, url: str) -> None:
        """A request to `url` is over: its host's pause begins now, however long it took."""
        host, at = publisher_host(url), time.monotonic() + self.seconds
        with self._lock:
            self._free[host] = max(at, self._free.get(host, at))


def ask(url: str, network: Network, pace: Pace) -> Finding:
    """Ask `url` and follow where it leads. Raises Stopped, and nothing else."""
    here, moved, only_permanent, reached = url, "", True, False
    try:
        for _ in range(MOST_REDIRECTS + 1):
            answer = _answer(here, network, pace)
            reached = True
            if answer.status not in _REDIRECTS or not answer.location:
                return _judged(url, answer, moved)
            here = _joined(here, answer.location)
            only_permanent = only_permanent and answer.status in _PERMANENT
            if only_permanent:
                moved = here
    except Refused as refusal:
        where = "" if here == url else here[:LONGEST]
        return Finding(Outcome.REFUSED, None, where, str(refusal), reached)
    except Failed as failure:
        reached = reached or failure.reached
        # A name that a redirect leads to says nothing of the name of the source.
        no_name = failure.no_name and here == url
        return Finding(Outcome.SILENT, None, "", str(failure), reached, no_name)
    why = f"It leads on and on, more than {MOST_REDIRECTS} times."
    return Finding(Outcome.SILENT, answer.status, "", why)


def _answer(url: str, network: Network, pace: Pace) -> Answer:
    """By HEAD; by GET where HEAD is not answered well: no page is called gone on a HEAD alone."""
    answer = _asked("HEAD", url, network, pace)
    if answer.status < 400 or answer.status in _BUSY:
        return answer
    return _asked("GET", url, network, pace)


def _asked(method: str, url: str, network: Network, pace: Pace) -> Answer:
    pace.wait(url)
    try:
        return network.ask(method, url)
    finally:
        pace.rest(url)


def _joined(here: str, location: str) -> str:
    try:
        return urljoin(here, location.strip())
    except ValueError:
        raise Refused("It leads to no address.") from None


def _judged(url: str, answer: Answer, moved: str) -> Finding:
    status = answer.status
    if status in _GONE:
        return Finding(Outcome.DEAD, status, why=f"It answers {status}: it is not there.")
    if not 200 <= status < 300:
        return Finding(Outcome.SILENT, status, why=f"It answers {status}.")
    if moved and bare(moved) != bare(url):
        return Finding(Outcome.MOVED, status, canonical(moved)[:LONGEST], f"It moved to {moved}")
    return Finding(Outcome.ANSWERS, status, why="It answers.")
