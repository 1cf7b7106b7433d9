"""Two wordings of a whole story laid side by side, letter for letter. Pure, and never quadratic.

What stayed is told from the coarse to the fine: blocks that stand in both, in the longest order that
both keep; between them the words, by runs of four first, because one word alone stands anywhere;
then what moved: a part of the same name, and runs of words that stand once in each; last the
letters of a word that changed in part. Words are not kept because they are the same: a few of them
among many that changed are another sentence's.

Which text is called the earlier one makes no difference: taking an edit back is its mirror image.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from prose.aligning import Aligner, Match, merged
from prose.worded import SEED, Parts, Text, Words, runs, runs_once, spans_of_parts
from prose.words import piece_worth, split_words

# So many words say where they come from; fewer stand in many sentences.
TELLING = 5.0
# A run of words that moved and is no longer than that has to be the only one in both texts.
SURE = 12.0
# Looking for one in a whole text takes time: so often at most.
MOST_LOOKS = 500
# A block is another's later wording if it has this share of the letters of the shorter one.
TIED = 1 / 3
RUN = 4
# More words than that in one place were not misspelt, they were rewritten.
MOST_REWORDED = 8


class Kept(NamedTuple):
    """`size` letters from `before` on stand from `after` on. `way` is 0 for what stayed in order;
    what moved together has another number."""

    before: int
    after: int
    size: int
    way: int


class Reworded(NamedTuple):
    """A word that changed in part."""

    before: int
    before_end: int
    after: int
    after_end: int
    way: int


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Places count over all parts, joined by one letter each. Both lists are in the order of the
    earlier text; what is `kept` never overlaps, and goes on as far as it can."""

    kept: list[Kept]
    reworded: list[Reworded]


def side_by_side(before: Parts, after: Parts) -> SideBySide:
    """Parts are pairs of name and plain text, in reading order, a line for each block."""
    if list(before) <= list(after):
        laid = _Laying(Text(before), Text(after))
        return SideBySide(laid.joined(laid.kept), sorted(laid.reworded))
    laid = _Laying(Text(after), Text(before))
    turned = [Kept(one.after, one.before, one.size, one.way) for one in laid.kept]
    laid.old, laid.new = laid.new, laid.old
    return SideBySide(
        laid.joined(turned),
        sorted(Reworded(*each[2:4], *each[:2], each.way) for each in laid.reworded),
    )


class _Laying:
    def __init__(self, old: Text, new: Text) -> None:
        self.old, self.new = old, new
        self.aligner = Aligner()
        self.kept: list[Kept] = []
        self.reworded: list[Reworded] = []
        self.one, self.other = Words(), Words()
        self.ways = 0
        self.looks = MOST_LOOKS
        gaps = list(self.same_blocks())
        spans = [(self.one.take(old, gone), self.other.take(new, come)) for gone, come in gaps]
        for one, other in spans:
            self.lay(one, other, 0)
        self.same_parts()
        self.moved()

    # Blocks

    def same_blocks(self) -> Iterator[tuple[range, range]]:
        """Blocks of the same part first, then of any; yields the blocks between them."""
        old, new = self.old, self.new
        found: list[Match] = []
        keyed = (
            list(zip((old.names[part] for part in old.parts), old.blocks, strict=True)),
            list(zip((new.names[part] for part in new.parts), new.blocks, strict=True)),
        )
        at = there = 0
        ends = Match(len(old.blocks), len(new.blocks), 0)
        for match in [*self.aligner.matches(*keyed), ends]:
            gap = old.blocks[at : match.before], new.blocks[there : match.after]
            found += [
                Match(at + one.before, there + one.after, one.size)
                for one in self.aligner.matches(*gap)
            ]
            found.append(match)
            at, there = match.before + match.size, match.after + match.size
        sure = telling(merged(found[:-1]), old.starts, new.starts, self._is_block_telling)
        at = there = 0
        for match in [*sure, ends]:
            if at < match.before or there < match.after:
                yield range(at, match.before), range(there, match.after)
            for step in range(match.size):
                self._keep_block(match.before + step, match.after + step)
            at, there = match.before + match.size, match.after + match.size

    def _is_block_telling(self, match: Match) -> bool:
        blocks = range(min(match.size, SEED))
        text = " ".join(self.old.blocks[match.before + step] for step in blocks)
        return sum(map(piece_worth, split_words(text[:500]))) >= TELLING or any(
            self._is_same_part(match.before + step, match.after + step) for step in blocks
        )

    def _is_same_part(self, block: int, other: int) -> bool:
        """Is each all of a part, and that a turn with the same key?"""
        name = self.old.all_of(block)
        return name is not None and name == self.new.all_of(other)

    def _keep_block(self, block: int, other: int) -> None:
        size = len(self.old.blocks[block])
        if size:
            self.kept.append(Kept(self.old.starts[block], self.new.starts[other], size, 0))

    # Words

    def lay(self, one: range, other: range, way: int) -> None:
        """Keeps what the words of two stretches have in common, if it says something."""
        if not one or not other:
            return
        old, new = self.one, self.other
        matches = telling(self._in_order(one, other), old.letters, new.letters, self._is_telling,
                          (one, other))  # fmt: skip
        pieces = [(run, match) for match in matches for run in self._by_block(match)]
        shared: Counter[tuple[int, int]] = Counter()
        for run, _ in pieces:
            pair = old.blocks[run.before], new.blocks[run.after]
            shared[pair] += old.letters[run.before + run.size] - old.letters[run.before]
        tied = {
            pair
            for pair, letters in shared.items()
            if letters >= TIED * min(old.letters_of(pair[0]), new.letters_of(pair[1]))
        }
        stayed = [
            run
            for run, match in pieces
            if (old.blocks[run.before], new.blocks[run.after]) in tied or self._is_telling(match)
        ]
        if self._is_one_word_respelt(one, other):
            tied.add((old.blocks[one.start], new.blocks[other.start]))
        at, there = one.start, other.start
        for run in [*stayed, Match(one.stop, other.stop, 0)]:
            self._reword(range(at, run.before), range(there, run.after), tied, way)
            self._keep_words(run, way)
            at, there = run.before + run.size, run.after + run.size

    def _is_one_word_respelt(self, one: range, other: range) -> bool:
        """Does a block of a single word stand in the place of another? Nothing ties such blocks, and
        yet an answer “Quay.” that was “Key.” is the same answer."""
        return all(
            words.blocks[stretch.start] == words.blocks[stretch.stop - 1]
            and sum(words.pieces[place][0].isalnum() for place in stretch) == 1
            for words, stretch in ((self.one, one), (self.other, other))
        )

    def _in_order(self, one: range, other: range) -> list[Match]:
        """Runs of four words first: they stand once where a single one stands everywhere."""
        old = self.one.pieces[one.start : one.stop]
        new = self.other.pieces[other.start : other.stop]
        found: list[Match] = []
        at = there = 0
        longer = self.aligner.matches(runs(old, RUN), runs(new, RUN))
        for match in [*longer, Match(len(old), len(new), 1 - RUN)]:
            late = max(at - match.before, there - match.after, 0)
            size = match.size + RUN - 1 - late
            if size < 0 or (size == 0 and match.before < len(old)):
                continue
            start, begin = match.before + late, match.after + late
            found += [
                Match(at + each.before, there + each.after, each.size)
                for each in self.aligner.matches(old[at:start], new[there:begin])
            ]
            found.append(Match(start, begin, size))
            at, there = start + size, begin + size
        return [
            Match(one.start + each.before, other.start + each.after, each.size)
            for each in merged([each for each in found if each.size])
        ]

    def _is_telling(self, match: Match) -> bool:
        worth = self.one.worth
        return worth[match.before + match.size] - worth[match.before] >= TELLING

    def _by_block(self, match: Match) -> Iterator[Match]:
        """A run cut where a block begins, in either text."""
        at, there, left = match
        while left:
            size = min(
                left,
                self.one.spans[self.one.blocks[at]].stop - at,
                self.other.spans[self.other.blocks[there]].stop - there,
            )
            yield Match(at, there, size)
            at, there, left = at + size, there + size, left - size

    def _keep_words(self, run: Match, way: int) -> None:
        if not run.size:
            return
        old, new = self.one, self.other
        start, begin = old.begins[run.before], new.begins[run.after]
        size = old.end(run.before + run.size - 1) - start
        if self.old.whole[start : start + size] == self.new.whole[begin : begin + size]:
            self.kept.append(Kept(start, begin, size, way))
        else:  # other spaces between them
            for step in range(run.size):
                piece = old.pieces[run.before + step]
                begins = old.begins[run.before + step], new.begins[run.after + step]
                self.kept.append(Kept(*begins, len(piece), way))
        old.taken[run.before : run.before + run.size] = b"\1" * run.size
        new.taken[run.after : run.after + run.size] = b"\1" * run.size

    # What moved

    def same_parts(self) -> None:
        """A turn with the same key, somewhere else."""
        spans = spans_of_parts(self.old, self.one), spans_of_parts(self.new, self.other)
        for name, one in spans[0].items():
            other = spans[1].get(name)
            if other is not None and not (
                any(self.one.taken[one.start : one.stop])
                or any(self.other.taken[other.start : other.stop])
            ):
                self.ways += 1
                self.lay(one, other, self.ways)

    def moved(self) -> None:
        """Words that went in one place and came in another, with what is left of those beside."""
        for run in self._runs_moved():
            if 1 in self.one.taken[run.before : run.before + run.size]:
                continue
            if 1 in self.other.taken[run.after : run.after + run.size]:
                continue
            self.ways += 1
            one = self.one.beside(run.before, run.before + run.size)
            other = self.other.beside(run.after, run.after + run.size)
            self.lay(one, other, self.ways)

    def _runs_moved(self) -> list[Match]:
        """Free words that stand once among those of each text, the longest run first."""
        old, new = self.one, self.other
        here, there = runs_once(old), runs_once(new)
        found: list[Match] = []
        ends: dict[int, int] = {}  # where the last run of each distance ends
        for run_of_words, place in here.items():
            match_at = there.get(run_of_words, -1)
            if place < 0 or match_at < 0 or place < ends.get(match_at - place, 0):
                continue
            run = self._extended(place, match_at)
            ends[match_at - place] = run.before + run.size
            worth = old.worth[run.before + run.size] - old.worth[run.before]
            if worth >= SURE or (worth >= TELLING and self._is_only_one(run)):
                found.append(run)
        return sorted(found, key=lambda run: (-run.size, run))

    def _extended(self, place: int, other: int) -> Match:
        old, new = self.one, self.other
        start, end = place, place
        span, far = old.spans[old.blocks[place]], new.spans[new.blocks[other]]
        apart = other - place
        while (
            start > span.start
            and start + apart > far.start
            and not (old.taken[start - 1] or new.taken[start - 1 + apart])
            and old.pieces[start - 1] == new.pieces[start - 1 + apart]
        ):
            start -= 1
        while (
            end < span.stop
            and end + apart < far.stop
            and not (old.taken[end] or new.taken[end + apart])
            and old.pieces[end] == new.pieces[end + apart]
        ):
            end += 1
        return Match(start, start + apart, end - start)

    def _is_only_one(self, run: Match) -> bool:
        self.looks -= 1
        words = self.old.whole[
            self.one.begins[run.before] : self.one.end(run.before + run.size - 1)
        ]
        return self.looks >= 0 and all(
            text.whole.find(words, text.whole.find(words) + 1) < 0 for text in (self.old, self.new)
        )

    # Letters

    def _reword(self, one: range, other: range, tied: set[tuple[int, int]], way: int) -> None:
        """Words that went and came in one place: those that are alike are one that changed."""
        if not 0 < len(one) <= MOST_REWORDED or not 0 < len(other) <= MOST_REWORDED:
            return
        pairs = {(one[0], other[0]), (one[-1], other[-1])}
        if len(one) == len(other):
            pairs = set(zip(one, other, strict=True))
        for place, there in sorted(pairs):
            if (self.one.blocks[place], self.other.blocks[there]) in tied:
                self._reword_one(place, there, way)

    def _reword_one(self, place: int, there: int, way: int) -> None:
        word, other = self.one.pieces[place], self.other.pieces[there]
        if word == other or not (word[0].isalnum() and other[0].isalnum()):
            return
        if self.one.taken[place] or self.other.taken[there]:
            return
        shorter = min(len(word), len(other))
        head = _shared(word, other, shorter)
        tail = _shared(word[::-1], other[::-1], shorter - head)
        if 2 * (head + tail) < max(len(word), len(other)):
            return
        # The end of one word is not the same place as the middle of another: “he” is no part of
        # “her”.
        head, tail = min(head, shorter - 1), min(tail, shorter - 1)
        start, begin = self.one.begins[place], self.other.begins[there]
        self.reworded.append(Reworded(start, start + len(word), begin, begin + len(other), way))
        if head:
            self.kept.append(Kept(start, begin, head, way))
        if tail:
            ends = start + len(word) - tail, begin + len(other) - tail
            self.kept.append(Kept(*ends, tail, way))
        self.one.taken[place] = self.other.taken[there] = 1

    def joined(self, kept: list[Kept]) -> list[Kept]:
        """Pieces in the order of the earlier text; those with the same between them are one."""
        found: list[Kept] = []
        for piece in sorted(kept):
            last = found[-1] if found else None
            if last is not None and self._goes_on(last, piece):
                size = piece.before + piece.size - last.before
                found[-1] = Kept(last.before, last.after, size, last.way)
            else:
                found.append(piece)
        return found

    def _goes_on(self, last: Kept, piece: Kept) -> bool:
        end, other = last.before + last.size, last.after + last.size
        if piece.before - end != piece.after - other:
            return False
        between = self.old.whole[end : piece.before]
        return (
            between == self.new.whole[other : piece.after]
            and (not between or between.isspace())
            and self.new.part_at(last.after) == self.new.part_at(piece.after)
        )


def telling(
    matches: Sequence[Match],
    old: Sequence[int],
    new: Sequence[int],
    is_telling: Callable[[Match], bool],
    within: tuple[range, range] | None = None,
) -> list[Match]:
    """`matches` without those that are small beside what changed on both sides of them.

    `old` and `new` are how many letters stand before each item.
    """
    ends = (within[0].stop, within[1].stop) if within else (len(old) - 1, len(new) - 1)
    begins = (within[0].start, within[1].start) if within else (0, 0)
    stayed = [Match(*begins, 0)]
    for match in [*matches, Match(*ends, 0)]:
        while len(stayed) > 1:
            last = stayed[-1]
            letters = old[last.before + last.size] - old[last.before]
            around = min(_changed(stayed[-2], last, old, new), _changed(last, match, old, new))
            if not around or 2 * letters > around or is_telling(last):
                break
            stayed.pop()
        stayed.append(match)
    return stayed[1:-1]


def _changed(last: Match, match: Match, old: Sequence[int], new: Sequence[int]) -> int:
    """The letters between two matches, on the side that has more."""
    return max(
        old[match.before] - old[last.before + last.size],
        new[match.after] - new[last.after + last.size],
    )


def _shared(word: str, other: str, most: int) -> int:
    size = 0
    while size < most and word[size] == other[size]:
        size += 1
    return size
