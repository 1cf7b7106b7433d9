"""Two sequences laid side by side: what both have, in order. Pure, and never quadratic.

First what both begin and end with; then the items that stand once in each, in the longest order
that both keep (Bram Cohen's patience diff); what lies between is treated the same way. A stretch
without such items is compared exactly (Myers 1986) while it differs little. What would take longer
counts as replaced: a coarser answer, but an answer.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

# Deeper, a text made to be slow would take quadratic time; articles stay under five.
DEEPEST = 6
# Myers' algorithm takes the square of that, and a comparison this many of its steps in all.
MOST_EDITS = 100
MOST_STEPS = 600_000


class Match(NamedTuple):
    """`size` items from `before` on are those from `after` on."""

    before: int
    after: int
    size: int


class _Gap(NamedTuple):
    before: int
    before_end: int
    after: int
    after_end: int
    depth: int


class Aligner:
    """Lays sequences side by side, as many as a comparison needs: its steps are counted in all."""

    def __init__(self) -> None:
        self.steps = MOST_STEPS

    def matches(self, before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Match]:
        """What both have, in order; touching matches are one."""
        found: list[Match] = []
        gaps = [_Gap(0, len(before), 0, len(after), 0)]
        while gaps:
            gap = _trim(before, after, gaps.pop(), found)
            if gap.before == gap.before_end or gap.after == gap.after_end:
                continue
            anchors = _anchors(before, after, gap) if gap.depth < DEEPEST else []
            if anchors:
                gaps += _between(before, after, gap, anchors, found)
            else:
                found += self._few_edits(before, after, gap)
        return merged(sorted(found))

    def _few_edits(
        self, before: Sequence[Hashable], after: Sequence[Hashable], gap: _Gap
    ) -> list[Match]:
        """Myers' shortest way from one to the other; nothing, if it is long."""
        start, end, other, other_end, _ = gap
        reach = {1: 0}
        ways: list[dict[int, int]] = []
        for edits in range(min(MOST_EDITS, end - start + other_end - other) + 1):
            self.steps -= edits + 1
            if self.steps < 0:
                return []
            ways.append(dict(reach))
            for diagonal in range(-edits, edits + 1, 2):
                down = diagonal == -edits or (
                    diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1]
                )
                at = reach[diagonal + 1] if down else reach[diagonal - 1] + 1
                place, there = start + at, other + at - diagonal
                self.steps += place
                while place < end and there < other_end and before[place] == after[there]:
                    place, there = place + 1, there + 1
                self.steps -= place
                reach[diagonal] = place - start
                if place >= end and there >= other_end:
                    return _back(ways, gap, diagonal)
        return []


def _trim(
    before: Sequence[Hashable], after: Sequence[Hashable], gap: _Gap, found: list[Match]
) -> _Gap:
    """The gap less what both of its sides begin and end with."""
    start, end, other, other_end, depth = gap
    size = _same_from(before, after, gap)
    if size:
        found.append(Match(start, other, size))
        start, other = start + size, other + size
    size = 0
    most = min(end - start, other_end - other)
    while size < most and before[end - 1 - size] == after[other_end - 1 - size]:
        size += 1
    if size:
        end, other_end = end - size, other_end - size
        found.append(Match(end, other_end, size))
    return _Gap(start, end, other, other_end, depth)


def _same_from(before: Sequence[Hashable], after: Sequence[Hashable], gap: _Gap) -> int:
    start, end, other, other_end, _ = gap
    size = 0
    most = min(end - start, other_end - other)
    while size < most and before[start + size] == after[other + size]:
        size += 1
    return size


def _anchors(
    before: Sequence[Hashable], after: Sequence[Hashable], gap: _Gap
) -> list[tuple[int, int]]:
    """Places of the items that stand once in each, in the longest order both keep."""
    once = _once(before, gap.before, gap.before_end)
    there = _once(after, gap.after, gap.after_end)
    return increasing(
        (place, there[item])
        for item, place in once.items()
        if place >= 0 and there.get(item, -1) >= 0
    )


def _once(items: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    """Where each item stands; -1 for one that stands there twice."""
    places: dict[Hashable, int] = {}
    for place in range(start, end):
        item = items[place]
        places[item] = -1 if item in places else place
    return places


def increasing(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of `pairs`, which come ordered by their first, whose second rises too."""
    kept = list(pairs)
    ends: list[int] = []  # the least second that a run of each length can end with
    last: list[int] = []  # the pair it ends with
    before: list[int] = []
    for place, (_, second) in enumerate(kept):
        length = bisect_left(ends, second)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [second]
        last[length : length + 1] = [place]
    run = []
    at = last[-1] if last else -1
    while at >= 0:
        run.append(kept[at])
        at = before[at]
    return run[::-1]


def _between(
    before: Sequence[Hashable],
    after: Sequence[Hashable],
    gap: _Gap,
    anchors: list[tuple[int, int]],
    found: list[Match],
) -> list[_Gap]:
    """The stretches between anchors, each of which is a match and goes on as far as it does."""
    gaps = []
    at, there, depth = gap.before, gap.after, gap.depth + 1
    for place, other in anchors:
        if place < at:
            continue
        size = _same_from(before, after, _Gap(place, gap.before_end, other, gap.after_end, 0))
        found.append(Match(place, other, size))
        gaps.append(_Gap(at, place, there, other, depth))
        at, there = place + size, other + size
    gaps.append(_Gap(at, gap.before_end, there, gap.after_end, depth))
    return gaps


def _back(ways: list[dict[int, int]], gap: _Gap, diagonal: int) -> list[Match]:
    """The matches on the way that ended on `diagonal`, from its end."""
    found = []
    place, there = gap.before_end - gap.before, gap.after_end - gap.after
    for edits in range(len(ways) - 1, -1, -1):
        reach = ways[edits]
        down = diagonal == -edits or (
            diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1]
        )
        came_from = diagonal + 1 if down else diagonal - 1
        begun = reach[came_from] + (0 if down else 1) if edits else 0
        if place > begun:
            size = place - begun
            found.append(Match(gap.before + begun, gap.after + there - size, size))
        place = reach[came_from]
        there = place - came_from
        diagonal = came_from
    return found


def merged(matches: list[Match]) -> list[Match]:
    """Matches in order, those that touch on both sides as one."""
    joined: list[Match] = []
    for match in matches:
        last = joined[-1] if joined else None
        if (
            last
            and last.before + last.size == match.before
            and last.after + last.size == match.after
        ):
            joined[-1] = Match(last.before, last.after, last.size + match.size)
        else:
            joined.append(match)
    return joined
