"""Removed turns that are too short to be told from others, and come back where they stood. Pure.

"Yes." stands everywhere: such a turn is the one that went only between the same turns, or right
beside one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple


class Was(NamedTuple):
    """A turn that was, in its place; `said` is what it has to say again to be the same."""

    key: str
    said: Hashable
    removed: bool


class Is(NamedTuple):
    """A turn that is; None for a `key` that is not known yet."""

    key: str | None
    said: Hashable


class _Beside(NamedTuple):
    """The nearest turns that stand in both texts; empty where the text ends."""

    before: str
    after: str


def come_back(old: Sequence[Was], new: Sequence[Is]) -> dict[int, str]:
    """The keys of those `new` turns, by their place, that are removed ones of `old`."""
    found: dict[int, str] = {}
    keys = [turn.key for turn in new]
    for side in ("both", "before", "after"):
        used = set(keys)
        waiting: defaultdict[Hashable, list[str]] = defaultdict(list)
        were = _beside([turn.key if turn.key in used else None for turn in old])
        for turn, beside in zip(old, were, strict=True):
            if turn.removed and turn.key not in used:
                waiting[_tie(beside, side), turn.said].append(turn.key)
        for place, beside in enumerate(_beside(keys)):
            keys_here = waiting.get((_tie(beside, side), new[place].said))
            if keys[place] is None and keys_here and _touches(keys, place, side):
                keys[place] = found[place] = keys_here.pop(0)
    return found


def _tie(beside: _Beside, side: str) -> Hashable:
    return {"both": beside, "before": beside.before, "after": beside.after}[side]


def _touches(keys: Sequence[str | None], place: int, side: str) -> bool:
    """Of one neighbour it has to stand right beside it."""
    if side == "both":
        return True
    other = place - 1 if side == "before" else place + 1
    return not 0 <= other < len(keys) or keys[other] is not None


def _beside(keys: Sequence[str | None]) -> list[_Beside]:
    return [
        _Beside(before, after)
        for before, after in zip(_nearest(keys), reversed(_nearest(reversed(keys))), strict=True)
    ]


def _nearest(keys: Iterable[str | None]) -> list[str]:
    """For each place the last key before it."""
    found, last = [], ""
    for key in keys:
        found.append(last)
        last = key or last
    return found


def in_place(standing: Sequence[str], before: Iterable[str]) -> list[str]:
    """All keys in one order: those `standing`, and each other of `before` after the one that it
    stood after."""
    known = set(standing)
    gone: defaultdict[str, list[str]] = defaultdict(list)
    last = ""
    for key in before:
        if key in known:
            last = key
        else:
            gone[last].append(key)
    found = gone[""]
    for key in standing:
        found += [key, *gone[key]]
    return found
