"""Two wordings compared: paragraphs and turns first, then words inside those that changed.

Nothing is ever lost: what is kept and deleted, joined, is the old wording, and what is kept and
inserted the new one, to the letter.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from prose.aligning import Aligner, Match, increasing
from prose.quotations import sentence_spans
from prose.words import split_words, vocabulary

# Two paragraphs are one that changed while they share so much of their words.
ALIKE = 0.4
# A smaller stretch of changed paragraphs is paired exactly; in a larger one rare words propose.
MOST_PAIRS = 900
RARE = 4
# Words shorter than that stand in many places: nobody moved them.
MOVED_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a changed paragraph."""

    kind: Literal["same", "inserted", "deleted"]
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or turn: `before` and `after` are its places, None where it
    does not stand. A deleted or inserted one that stands elsewhere word for word has `moved`."""

    kind: Literal["same", "inserted", "deleted", "changed"]
    before: int | None
    after: int | None
    runs: tuple[Run, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """What a passage said and what it says, in whole sentences; "" where there was none.

    `after` stands at `start`:`end` of the new text; both are the same where it was taken out.
    """

    before: str
    after: str
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


def compare(before: Sequence[str], after: Sequence[str]) -> list[Block]:
    """Blocks of both texts in order: unchanged ones, changed ones with their words, others."""
    aligner = Aligner()
    blocks = _paired(before, after, aligner)
    moved = _moved(blocks, before, after)
    return [_finished(block, before, after, moved, aligner) for block in blocks]


def word_runs(before: str, after: str) -> tuple[Run, ...]:
    """The words of two strings: kept, deleted, inserted."""
    return _word_runs(before, after, Aligner())


def changes(before: str, after: str) -> list[Changed]:
    """Every passage of whole sentences that says something else; lines are blocks.

    Words are told apart by their script, not by the piece's language: a piece quotes others.
    A paragraph that only moved says the same.
    """
    old, new = before.split("\n"), after.split("\n")
    begins = [0, *accumulate(len(line) + 1 for line in new)]
    found: list[Changed] = []
    for block in compare(old, new):
        if block.kind == "same" or block.moved:
            continue
        gone = "" if block.before is None else old[block.before]
        come = "" if block.after is None else new[block.after]
        at = 0 if block.after is None else begins[block.after]
        if block.kind == "changed":
            found += _by_sentence(gone, come, block.runs, at)
        else:
            found += _passage(gone, come, at)
    return found


# Blocks


def _paired(before: Sequence[str], after: Sequence[str], aligner: Aligner) -> list[Block]:
    blocks: list[Block] = []
    at = there = 0
    for match in [*aligner.matches(before, after), Match(len(before), len(after), 0)]:
        blocks += _in_gap(before, after, range(at, match.before), range(there, match.after))
        blocks += [
            Block("same", match.before + place, match.after + place) for place in range(match.size)
        ]
        at, there = match.before + match.size, match.after + match.size
    return blocks


def _in_gap(before: Sequence[str], after: Sequence[str], gone: range, come: range) -> list[Block]:
    """Blocks none of which stayed: similar ones are one that changed."""
    pairs: list[tuple[int, int]] = []
    if gone and come:
        old = {place: vocabulary(before[place]) for place in gone}
        new = {place: vocabulary(after[place]) for place in come}
        pairs = _alike(old, new)
    blocks: list[Block] = []
    at, there = gone.start, come.start
    for place, other in [*pairs, (gone.stop, come.stop)]:
        blocks += [Block("deleted", each, None) for each in range(at, place)]
        blocks += [Block("inserted", None, each) for each in range(there, other)]
        if place < gone.stop:
            blocks.append(Block("changed", place, other))
        at, there = place + 1, other + 1
    return blocks


Vocabularies = dict[int, frozenset[str]]


def _alike(old: Vocabularies, new: Vocabularies) -> list[tuple[int, int]]:
    """Pairs of places whose words are alike, both rising."""
    if len(old) * len(new) <= MOST_PAIRS:
        return _best_pairs(old, new)
    sure = increasing(_proposed(old, new))
    pairs: list[tuple[int, int]] = []
    at, there = min(old), min(new)
    for place, other in [*sure, (max(old) + 1, max(new) + 1)]:
        between = {each: old[each] for each in range(at, place)}
        beside = {each: new[each] for each in range(there, other)}
        if between and beside and len(between) * len(beside) <= MOST_PAIRS:
            pairs += _best_pairs(between, beside)
        pairs += [(place, other)] if place in old else []
        at, there = place + 1, other + 1
    return pairs


def _proposed(old: Vocabularies, new: Vocabularies) -> Iterator[tuple[int, int]]:
    """Each old block with the new one that shares most of its rare words, if they are alike."""
    standing: defaultdict[str, list[int]] = defaultdict(list)
    for place, words in new.items():
        for word in words:
            standing[word].append(place)
    often = Counter(word for words in old.values() for word in words)
    for place, words in old.items():
        votes: Counter[int] = Counter()
        for word in words:
            if often[word] <= RARE and len(standing.get(word, ())) <= RARE:
                votes.update(standing.get(word, ()))
        if votes:
            best = min(votes, key=lambda other: (-votes[other], other))
            if _likeness(words, new[best]) >= ALIKE:
                yield place, best


def _best_pairs(old: Vocabularies, new: Vocabularies) -> list[tuple[int, int]]:
    """The rising pairs that are most alike in all."""
    places, others = list(old), list(new)
    # best[i][j]: of the blocks from i and j on, the likeness of the best pairs.
    best = [[0.0] * (len(others) + 1) for _ in range(len(places) + 1)]
    alike = [[_likeness(old[place], new[other]) for other in others] for place in places]
    for i in range(len(places) - 1, -1, -1):
        for j in range(len(others) - 1, -1, -1):
            skipped = max(best[i + 1][j], best[i][j + 1])
            taken = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= ALIKE else 0.0
            best[i][j] = max(skipped, taken)
    pairs = []
    i = j = 0
    while i < len(places) and j < len(others):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((places[i], others[j]))
            i, j = i + 1, j + 1
    return pairs


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient: what both share, against what they are on average."""
    return 2 * len(one & other) / (len(one) + len(other) or 1)


def _moved(blocks: Iterable[Block], before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Texts that went in one place and came in another."""
    gone = {before[block.before or 0] for block in blocks if block.kind == "deleted"}
    come = {after[block.after or 0] for block in blocks if block.kind == "inserted"}
    return {text for text in gone & come if len(text) >= MOVED_LENGTH}


def _finished(
    block: Block, before: Sequence[str], after: Sequence[str], moved: set[str], aligner: Aligner
) -> Block:
    if block.kind == "changed":
        runs = _word_runs(before[block.before or 0], after[block.after or 0], aligner)
        return Block("changed", block.before, block.after, runs)
    if block.kind == "deleted" and before[block.before or 0] in moved:
        return Block("deleted", block.before, None, moved=True)
    if block.kind == "inserted" and after[block.after or 0] in moved:
        return Block("inserted", None, block.after, moved=True)
    return block


# Words


@dataclass(slots=True)
class _Edit:
    """Words that went and came in one place, after words that stayed."""

    kept: list[str]
    gone: list[str]
    come: list[str]

    @property
    def weight(self) -> int:
        return max(_letters(self.gone), _letters(self.come))


def _word_runs(before: str, after: str, aligner: Aligner) -> tuple[Run, ...]:
    old, new = split_words(before), split_words(after)
    edits: list[_Edit] = []
    kept: list[str] = []
    at = there = 0
    for match in [*aligner.matches(old, new), Match(len(old), len(new), 0)]:
        start, other, size = match
        late = 0
        if at < start or there < other:
            late = _late(old, new, at, there, match)
            kept += old[at : at + late] if at < start else new[there : there + late]
            _add(
                edits, _Edit(kept, old[at + late : start + late], new[there + late : other + late])
            )
            kept = []
        kept += old[start + late : start + size]
        at, there = start + size, other + size
    runs = []
    for edit in [*edits, _Edit(kept, [], [])]:
        runs += [
            Run("same", "".join(edit.kept)),
            Run("deleted", "".join(edit.gone)),
            Run("inserted", "".join(edit.come)),
        ]
    return tuple(run for run in runs if run.text)


def _late(old: list[str], new: list[str], at: int, there: int, match: Match) -> int:
    """How much later words that only went, or only came, can be said to have stood: not “. And so”
    before a full stop, but “And so.” after it."""
    late = 0
    if there == match.after:
        while late < match.size and old[at + late] == old[match.before + late]:
            late += 1
    elif at == match.before:
        while late < match.size and new[there + late] == new[match.after + late]:
            late += 1
    return late


def _add(edits: list[_Edit], edit: _Edit) -> None:
    """A few letters kept between two larger edits would only make them hard to read."""
    last = edits[-1] if edits else None
    if last and 2 * _letters(edit.kept) <= min(last.weight, edit.weight):
        last.gone += edit.kept + edit.gone
        last.come += edit.kept + edit.come
    else:
        edits.append(edit)


def _letters(pieces: list[str]) -> int:
    return sum(len(piece) for piece in pieces if piece[0].isalnum())


# Sentences


def _by_sentence(before: str, after: str, runs: Sequence[Run], begins: int) -> Iterator[Changed]:
    """Both wordings cut where a sentence ends in both, between words that stayed.

    The later one begins at `begins` of its text.
    """
    old, new = _edges(before), set(_edges(after))
    at = there = start = other = 0
    for run in runs:
        if run.kind == "same":
            kept = slice(bisect_left(old, at), bisect_right(old, at + len(run.text)))
            for edge in old[kept]:
                if there + edge - at in new:
                    edge_now = there + edge - at
                    yield from _passage(before[start:edge], after[other:edge_now], begins + other)
                    start, other = edge, there + edge - at
        at += len(run.text) if run.kind != "inserted" else 0
        there += len(run.text) if run.kind != "deleted" else 0
    yield from _passage(before[start:], after[other:], begins + other)


def _edges(text: str) -> list[int]:
    """Where sentences begin and end, in order."""
    return [edge for span in sentence_spans(text) for edge in span]


_SPACES = re.compile(r"\s+")


def _passage(before: str, after: str, at: int) -> Iterator[Changed]:
    said, says = _SPACES.sub(" ", before).strip(), _SPACES.sub(" ", after).strip()
    if said != says:
        start = at + len(after) - len(after.lstrip()) if says else 0
        end = at + len(after.rstrip()) if says else 0
        yield Changed(said, says, start, end)
