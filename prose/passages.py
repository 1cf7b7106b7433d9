"""Which sentences of a text changed: what they said, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from prose.quotations import sentence_spans

# Sentences compared with sentences: more than that, and what differs is told as one passage.
MOST_PAIRS = 4_000_000


@dataclass(frozen=True, slots=True)
class Changed:
    """`says` stands at `start`:`end` of the later text; both are the same where it was taken out."""

    said: str
    says: str
    start: int
    end: int


def changed_passages(before: str, after: str) -> list[Changed]:
    """The passages that differ, in the order of `after`, whole sentences each.

    Blocks are apart by newlines. Sentences that changed one for one are told one by one; others
    that follow each other are told together. Spaces make no difference.
    """
    old, new = _sentences(before), _sentences(after)
    was, now = [words for words, _, _ in old], [words for words, _, _ in new]
    found: list[Changed] = []
    for was_from, was_to, now_from, now_to in _unequal(was, now):
        pairs = [(was_from, was_to, now_from, now_to)]
        if was_to - was_from == now_to - now_from:
            steps = range(was_to - was_from)
            pairs = [
                (was_from + n, was_from + n + 1, now_from + n, now_from + n + 1) for n in steps
            ]
        for first, last, start, stop in pairs:
            at = new[start][1] if start < len(new) else len(after)
            end = new[stop - 1][2] if stop > start else at
            found.append(Changed(" ".join(was[first:last]), " ".join(now[start:stop]), at, end))
    return found


def _sentences(text: str) -> list[tuple[str, int, int]]:
    """Each sentence with its spaces folded, and where it begins and ends."""
    found, at = [], 0
    for block in text.split("\n"):
        found += [
            (" ".join(block[start:end].split()), at + start, at + end)
            for start, end in sentence_spans(block)
        ]
        at += len(block) + 1
    return found


def _unequal(was: Sequence[str], now: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Stretches of sentences that differ: from and to in the one, from and to in the other."""
    first = 0
    while first < min(len(was), len(now)) and was[first] == now[first]:
        first += 1
    last = 0
    while last < min(len(was), len(now)) - first and was[-1 - last] == now[-1 - last]:
        last += 1
    old, new = was[first : len(was) - last], now[first : len(now) - last]
    if len(old) * len(new) > MOST_PAIRS:
        return [(first, first + len(old), first, first + len(new))]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        (first + one, first + two, first + three, first + four)
        for what, one, two, three, four in matcher.get_opcodes()
        if what != "equal"
    ]
