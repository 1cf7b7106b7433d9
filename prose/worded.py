"""One wording of a story taken apart: all its blocks, and the words of those that changed."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from prose.words import piece_worth, split_words

# So many words in a row are looked for elsewhere: a shorter run stands in many places.
SEED = 5
# How far beside words that moved others are looked for that moved along.
AROUND = 200

Parts = Sequence[tuple[str, str]]


class Text:
    """All parts of one wording: its blocks, where they begin, and what part each is of."""

    def __init__(self, parts: Parts) -> None:
        self.whole = "\n".join(text for _, text in parts)
        self.names = [name for name, _ in parts]
        self.begins = [0, *accumulate(len(text) + 1 for _, text in parts)][: len(parts)]
        self.blocks: list[str] = []
        self.parts: list[int] = []
        for part, (_, text) in enumerate(parts):
            lines = text.split("\n")
            self.blocks += lines
            self.parts += [part] * len(lines)
        self.starts = [0, *accumulate(len(block) + 1 for block in self.blocks)]

    def part_at(self, place: int) -> int:
        return bisect_right(self.begins, place) - 1

    def all_of(self, block: int) -> str | None:
        """The part that this block is all of."""
        part = self.parts[block]
        alone = self.parts[max(0, block - 1) : block + 2].count(part) == 1
        return self.names[part] if alone else None


@dataclass(slots=True)
class Words:
    """The words of the blocks that changed, one after another; signs too, spaces not."""

    pieces: list[str] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)
    letters: list[int] = field(default_factory=lambda: [0])  # of the words before each
    worth: list[float] = field(default_factory=lambda: [0.0])
    taken: bytearray = field(default_factory=bytearray)
    spans: dict[int, range] = field(default_factory=dict)  # of each block

    def take(self, text: Text, blocks: range) -> range:
        """The places of the words of these blocks."""
        first = len(self.pieces)
        for block in blocks:
            self._add(text, block)
        return range(first, len(self.pieces))

    def _add(self, text: Text, block: int) -> None:
        first, at = len(self.pieces), text.starts[block]
        for piece in split_words(text.blocks[block]):
            if not piece.isspace():
                self.pieces.append(piece)
                self.begins.append(at)
                self.letters.append(self.letters[-1] + (len(piece) if piece[0].isalnum() else 0))
                self.worth.append(self.worth[-1] + piece_worth(piece))
            at += len(piece)
        self.spans[block] = range(first, len(self.pieces))
        self.blocks += [block] * (len(self.pieces) - first)
        self.taken += bytes(len(self.pieces) - first)

    def end(self, place: int) -> int:
        return self.begins[place] + len(self.pieces[place])

    def letters_of(self, block: int) -> int:
        span = self.spans[block]
        return self.letters[span.stop] - self.letters[span.start]

    def beside(self, start: int, end: int) -> range:
        """The free words round those from `start` to `end`, in their block and not far."""
        block = self.spans[self.blocks[start]]
        first, last = start, end
        while first > max(block.start, start - AROUND) and not self.taken[first - 1]:
            first -= 1
        while last < min(block.stop, end + AROUND) and not self.taken[last]:
            last += 1
        return range(first, last)


def runs(pieces: Sequence[str], size: int) -> list[tuple[str, ...]]:
    return list(zip(*(pieces[step:] for step in range(size)), strict=False))


def runs_once(words: Words) -> dict[tuple[str, ...], int]:
    """Where each run of free words begins; -1 for one that stands there twice."""
    places: dict[tuple[str, ...], int] = {}
    for place, shingle in enumerate(runs(words.pieces, SEED)):
        if 1 not in words.taken[place : place + SEED]:
            places[shingle] = -1 if shingle in places else place
    return places


def spans_of_parts(text: Text, words: Words) -> dict[str, range]:
    """The words of the parts none of whose blocks stayed."""
    spans: defaultdict[int, list[range]] = defaultdict(list)
    often = Counter(text.parts)
    for block, span in words.spans.items():
        spans[text.parts[block]].append(span)
    return {
        text.names[part]: range(here[0].start, here[-1].stop)
        for part, here in spans.items()
        if len(here) == often[part] and here[0].start < here[-1].stop
    }
