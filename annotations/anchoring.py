"""Notes stay on their exact words when a text is edited, and say so when they cannot. Pure.

When a text is saved, both wordings are at hand. They are laid side by side over the whole story
(`prose.side_by_side`), and only then it is asked in which part a passage stands now:

- *placed*: all of the passage stayed, and nothing was put into it. What was put in right before or
  after it is outside. Whole words stay whole: “he” is not placed in “her”;
- *moved*: some of its words stayed. It reaches from the first of them to the last, over whatever
  stands there now. If they stand in two parts, because a turn was split inside the passage or half
  of it was taken elsewhere, it is where most of its letters are (the first, if they are even): a
  note is in one part;
- all its words went: they are looked for (`find`) among the words that are new, and if the passage
  stands there and in both wordings only once, it is *placed*. Else it is *orphaned*.

A position is counted in code points of its part's plain text. The same two texts in the other order
put every placed note back where it was.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from prose.resembling import nearest_edge, resembling, whole_words
from prose.side_by_side import TELLING, Kept, Reworded, side_by_side
from prose.words import words_worth

CONTEXT = 32  # code points kept before and after

Placement = Literal["placed", "moved", "orphaned"]


class Mismatch(ValueError):
    """A passage that is not where it is said to be."""


@dataclass(frozen=True, slots=True)
class Selector:
    """The words `exact`, from `start` to `end` in code points of a part's plain text, and up to 32
    code points that stand before and after them in the same part."""

    part: str
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Anchored:
    """Where a note's words are now; of an orphaned one, where they were."""

    placement: Placement
    selector: Selector


def selector(texts: Mapping[str, str], part: str, start: int, end: int) -> Selector:
    """The passage of these places. Raises Mismatch, if there is none."""
    text = texts.get(part)
    if text is None or not 0 <= start < end <= len(text):
        raise Mismatch(f"There are no words from {start} to {end} of {part}.")
    return Selector(
        part=part,
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def from_utf16(text: str, start: int, end: int, exact: str) -> tuple[int, int]:
    """A browser's offsets, in UTF-16 units, as code points.

    Raises Mismatch unless `exact` stands there: offsets that run backwards, past the end or into a
    character are nobody's selection.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    if not 0 <= start <= end <= len(units) // 2:
        raise Mismatch(f"{start} to {end} is no passage of a text of {len(units) // 2} units.")
    first = len(units[: 2 * start].decode("utf-16-le", "surrogatepass"))
    last = first + len(units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass"))
    if text[first:last] != exact:
        raise Mismatch("These words are not the ones at that place.")
    return first, last


def find(texts: Mapping[str, str], note: Selector) -> Selector | None:
    """The note's exact words, if they stand in one place only and cannot be others: they are worth
    five words, or what stands before and after them is the same."""
    return _find(_Ground(texts), note)


def _find(ground: _Ground, note: Selector) -> Selector | None:
    place = _only_place(ground.whole, note.exact)
    there = None if place is None else ground.passage(place, place + len(note.exact))
    if there is None:
        return None
    found = selector(ground.texts, *there)
    same_around = (found.prefix, found.suffix) == (note.prefix, note.suffix)
    around = note.prefix + note.exact + note.suffix if same_around else note.exact
    if words_worth(around) < TELLING:
        return None
    begins = len(note.prefix)
    cut = _cuts(note.prefix + note.exact + note.suffix, begins, begins + len(note.exact))
    return found if cut == _cuts(ground.texts[found.part], found.start, found.end) else None


def suggest(texts: Mapping[str, str], note: Selector) -> Selector | None:
    """Where most of the note's words seem to stand, for a person to say yes or no to."""
    ground = _Ground(texts)
    place = resembling(ground.whole, note.exact)
    if place is None:
        return None
    there = ground.passage(place.start, place.end)
    if there is None:
        return None
    part, start, end = there
    begins = len(note.prefix)
    around = note.prefix + note.exact + note.suffix
    if _cuts(around, begins, begins + len(note.exact)) == (False, False):
        start, end = whole_words(texts[part], start, end)
    return selector(texts, part, start, end)


def _only_place(text: str, words: str) -> int | None:
    """Where they stand; None, if that is nowhere or in two places."""
    place = text.find(words) if words else -1
    return place if place >= 0 and text.find(words, place + 1) < 0 else None


def _cuts(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Does a passage begin, and end, inside a word?"""
    return nearest_edge(text, start) != start, nearest_edge(text, end) != end


class _Ground:
    """All parts of a story as one text, and back."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.parts = list(texts)
        self.whole = "\n".join(texts.values())
        self.begins: dict[str, int] = {}
        at = 0
        for part, text in texts.items():
            self.begins[part] = at
            at += len(text) + 1
        self._starts = list(self.begins.values())

    def part_at(self, place: int) -> str:
        return self.parts[bisect_right(self._starts, place) - 1]

    def passage(self, start: int, end: int) -> tuple[str, int, int] | None:
        """The places in their part; None, if they are not all in one."""
        if not 0 <= start < end <= len(self.whole):
            return None
        part = self.part_at(start)
        begins = self.begins[part]
        if end - begins > len(self.texts[part]):
            return None
        return part, start - begins, end - begins


class _Piece(NamedTuple):
    """What is left of some words of a passage."""

    start: int
    end: int
    letters: int


class Carrying:
    """Two wordings of a story, laid side by side once for any number of notes."""

    def __init__(self, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        self._before, self._after = _Ground(before), _Ground(after)
        laid = side_by_side(list(before.items()), list(after.items()))
        self._kept, self._reworded = laid.kept, laid.reworded
        self._back = sorted(Kept(one.after, one.before, one.size, one.way) for one in laid.kept)
        self._ends = [one.before + one.size for one in self._kept]
        self._back_ends = [one.before + one.size for one in self._back]
        self._reworded_ends = [one.before_end for one in self._reworded]

    def anchor(self, note: Selector) -> Anchored:
        """Where the note's words are in the later wording.

        A note that is not on its words in the earlier one can only be found again.
        """
        text = self._before.texts.get(note.part)
        if text is None or not note.exact or text[note.start : note.end] != note.exact:
            found = _find(self._after, note)
            return Anchored("placed", found) if found else Anchored("orphaned", note)
        start = self._before.begins[note.part] + note.start
        end = start + len(note.exact)
        placed = self._placed(start, end)
        if placed is not None:
            return Anchored("placed", placed)
        moved = self._moved(start, end)
        if moved is not None:
            return Anchored("moved", moved)
        found = self._found(note)
        return Anchored("placed", found) if found else Anchored("orphaned", note)

    def _selector(self, start: int, end: int) -> Selector | None:
        there = self._after.passage(start, end)
        return selector(self._after.texts, *there) if there else None

    def _placed(self, start: int, end: int) -> Selector | None:
        for each in _touching(self._kept, self._ends, start, end):
            if each.before <= start and end <= each.before + each.size:
                at = start + each.after - each.before
                return self._selector(at, at + end - start)
        beside = _beside(self._kept, self._ends, self._before.whole, self._after.whole, start, end)
        if beside is None:
            return None
        at, there = beside, beside + end - start
        back = _beside(
            self._back, self._back_ends, self._after.whole, self._before.whole, at, there
        )
        return self._selector(at, there) if back == start else None

    def _moved(self, start: int, end: int) -> Selector | None:
        """What is left of the passage, from its first word to its last."""
        pieces: defaultdict[tuple[int, str], list[_Piece]] = defaultdict(list)
        whole = self._before.whole
        sign = str.isalnum if any(map(str.isalnum, whole[start:end])) else _is_seen
        for each in _touching(self._kept, self._ends, start, end):
            first, last = max(start, each.before), min(end, each.before + each.size)
            apart = each.after - each.before
            letters = sum(map(sign, whole[first:last]))
            pieces[each.way, self._after.part_at(first + apart)].append(
                _Piece(first + apart, last + apart, letters)
            )
        if not pieces:
            return None
        here, left = max(pieces.items(), key=lambda piece: sum(each.letters for each in piece[1]))
        if not any(each.letters for each in left):
            return None
        left += self._words_reworded(start, end, *here)
        first, last = min(each.start for each in left), max(each.end for each in left)
        now = self._after.whole[first:last]
        first += len(now) - len(now.lstrip())
        last -= len(now) - len(now.rstrip())
        return self._selector(first, last)

    def _words_reworded(self, start: int, end: int, way: int, part: str) -> Iterator[_Piece]:
        """A word that changed in part is left too, all of it if all of it was in the passage."""
        for each in _between(self._reworded, self._reworded_ends, start, end):
            if each.way == way and self._after.part_at(each.after) == part:
                first = each.after if start <= each.before else None
                last = each.after_end if end >= each.before_end else None
                if first is not None and last is not None:
                    yield _Piece(first, last, 0)

    def _found(self, note: Selector) -> Selector | None:
        """The words of a passage that went, where they came in, if they stand nowhere else."""
        found = _find(self._after, note)
        if found is None or _find(self._before, note) is None:
            return None
        start = self._after.begins[found.part] + found.start
        end = start + len(found.exact)
        stayed = _touching(self._back, self._back_ends, start, end)
        return None if any(True for _ in stayed) else found


def _is_seen(letter: str) -> bool:
    return not letter.isspace()


def _touching(kept: Sequence[Kept], ends: Sequence[int], start: int, end: int) -> Iterator[Kept]:
    """The pieces that a passage has letters of; `ends` are theirs."""
    for place in range(bisect_right(ends, start), len(kept)):
        if kept[place].before >= end:
            return
        yield kept[place]


def _between(
    reworded: Sequence[Reworded], ends: Sequence[int], start: int, end: int
) -> Iterator[Reworded]:
    for place in range(bisect_left(ends, start), len(reworded)):
        if reworded[place].before >= end:
            return
        yield reworded[place]


def _beside(
    kept: Sequence[Kept], ends: Sequence[int], old: str, new: str, start: int, end: int
) -> int | None:
    """Where the same words stand beside a piece of theirs that stayed.

    Of “very” in “very very good” either can be the one that was put in: a passage that stands
    whole beside the other has not changed.
    """
    words = old[start:end]
    best: tuple[int, int] | None = None
    for each in _touching(kept, ends, start, end):
        first, last = max(start, each.before), min(end, each.before + each.size)
        size = len(old[first:last].strip())
        at = start + each.after - each.before
        if not size or at < 0 or new[at : at + end - start] != words:
            continue
        if _cuts(old, start, end) == _cuts(new, at, at + end - start):
            best = max(best or (0, 0), (size, at))
    return best[1] if best else None
