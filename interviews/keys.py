"""Keys of turns: which of the turns that were is which of those that are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from interviews.grammar import ParsedTurn

# An edited turn is the same turn while at least half of its words are.
SAME_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class KeyedTurn:
    """A turn that has a key; a `removed` one stays a candidate, so that it can come back."""

    key: str
    kind: str
    label: str
    text: str
    removed: bool = False


def align(
    old: Sequence[KeyedTurn], new: Sequence[ParsedTurn], *, mint: Callable[[], str]
) -> list[str]:
    """The key of each of the `new` turns, in order; no key is given twice.

    Unchanged turns keep theirs, in order (the longest run that stays in place first, then moved
    ones); between two that stay, a turn keeps its key while half of its words are the same; a
    removed turn that comes back word for word has its key again. `mint` makes the others'.
    """
    standing = [turn for turn in old if not turn.removed]
    keys: list[str | None] = [None] * len(new)
    used: set[str] = set()
    before = [_words(turn) for turn in standing]
    after = [_words(turn) for turn in new]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    changed: list[tuple[int, int, int, int]] = []
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what == "equal":
            for place in range(old_to - old_from):
                keys[new_from + place] = standing[old_from + place].key
                used.add(standing[old_from + place].key)
        else:
            changed.append((old_from, old_to, new_from, new_to))
    _bring_back(old, new, keys, used)
    for old_from, old_to, new_from, new_to in changed:
        _match_edited(standing[old_from:old_to], new, new_from, new_to, keys, used)
    return [key if key is not None else mint() for key in keys]


def _words(turn: KeyedTurn | ParsedTurn) -> tuple[str, str, str]:
    return turn.kind, turn.label, turn.text


def _bring_back(
    old: Sequence[KeyedTurn],
    new: Sequence[ParsedTurn],
    keys: list[str | None],
    used: set[str],
) -> None:
    """Turns that moved, or were removed and are here again, word for word."""
    waiting: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for turn in sorted(old, key=lambda turn: turn.removed):
        if turn.key not in used:
            waiting[_words(turn)].append(turn.key)
    for place, now in enumerate(new):
        candidates = waiting.get(_words(now))
        if keys[place] is None and candidates:
            keys[place] = candidates.pop(0)
            used.add(keys[place] or "")


def _match_edited(
    gone: Sequence[KeyedTurn],
    new: Sequence[ParsedTurn],
    start: int,
    end: int,
    keys: list[str | None],
    used: set[str],
) -> None:
    """Edited turns of one changed stretch, each with the nearest of those it could have been."""
    at = 0
    free = [turn for turn in gone if turn.key not in used]
    for place in range(start, end):
        if keys[place] is not None:
            continue
        best, score = -1, SAME_WORDS
        # Looking a few turns ahead bounds the work on a transcript that was rewritten whole.
        for candidate in range(at, min(at + 12, len(free))):
            alike = _likeness(free[candidate], new[place])
            if alike > score or (alike == score and best < 0):
                best, score = candidate, alike
        if best >= 0:
            keys[place] = free[best].key
            used.add(free[best].key)
            at = best + 1


def _likeness(old: KeyedTurn, new: ParsedTurn) -> float:
    """The share of the longer turn's words that both have, in order; 0 for another kind."""
    if old.kind != new.kind:
        return 0.0
    one, other = old.text.split(), new.text.split()
    longer = max(len(one), len(other))
    if not longer:
        return 1.0 if old.label == new.label else 0.0
    if min(len(one), len(other)) / longer < SAME_WORDS:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() < SAME_WORDS:
        return 0.0
    return sum(block.size for block in matcher.get_matching_blocks()) / longer
