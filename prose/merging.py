"""Three wordings made one: what two people changed in a text that both began from. Pure.

Blocks are laid beside the wording both began from; where both changed the same ones, their
sentences, lines and rows are. What only one side changed is taken; where both changed the same
words differently, both stand beside each other and somebody has to say. No word is ever dropped
unless the side that had it dropped it and the other left it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from prose.blocks import Item, blocks, is_definition, is_fenced, units
from prose.comparing import MOVED_LENGTH, compare
from prose.notes import with_own_notes

Choice = Literal["mine", "theirs", "both"]
PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class Agreed:
    """Words that stand, after `gap`, the white space before them, and who changed them.

    Changed ones stand `instead_of` others; deleted ones left no words.
    """

    words: str
    by: Literal["nobody", "mine", "theirs", "both"]
    gap: str = PARAGRAPH
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class Collision:
    """Words that both changed, each in another way; "" where a side has none there."""

    base: str
    mine: str
    theirs: str
    gap: str = PARAGRAPH
    between: str = PARAGRAPH  # what parts the two if both are kept

    def chosen(self, choice: Choice) -> str:
        if choice == "both":
            return self.between.join(words for words in (self.mine, self.theirs) if words)
        return self.mine if choice == "mine" else self.theirs


Piece = Agreed | Collision


@dataclass(frozen=True, slots=True)
class Merged:
    pieces: tuple[Piece, ...]
    lead: str = ""
    tail: str = ""

    @property
    def collisions(self) -> list[Collision]:
        return [piece for piece in self.pieces if isinstance(piece, Collision)]

    def text(self, choices: Mapping[int, Choice] | None = None) -> str:
        """The text, with the collisions settled by their numbers from 0; “both” where none says."""
        written: list[str] = []
        number = 0
        for piece in self.pieces:
            if isinstance(piece, Collision):
                words = piece.chosen((choices or {}).get(number, "both"))
                number += 1
            else:
                words = piece.words
            if words:
                written += [piece.gap, words] if written else [words]
        return self.lead + "".join(written) + self.tail


def merge(base: str, mine: str, theirs: str) -> Merged:
    """What both made of `base`, in one text with its collisions."""
    if mine == theirs:
        return Merged((Agreed(mine, "nobody" if mine == base else "both"),))
    mine = with_own_notes(base, mine, theirs)
    cuts = blocks(base), blocks(mine), blocks(theirs)
    pieces = _merge_items(cuts[0].items, cuts[1].items, cuts[2].items, whole=True)
    pieces = _followed(_followed(pieces, "mine", "theirs"), "theirs", "mine")
    return Merged(
        tuple(_joined(pieces)),
        settled(cuts[0].lead, cuts[1].lead, cuts[2].lead) or "",
        settled(cuts[0].tail, cuts[1].tail, cuts[2].tail) or "",
    )


def settled(base: str | None, mine: str | None, theirs: str | None) -> str | None:
    """White space as the side that changed it has it; the wider one where both did."""
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    return max(mine or "", theirs or "", key=lambda gap: (gap.count("\n"), len(gap), gap))


# What a side changed


class _Change(NamedTuple):
    """`base[start:end]` became the side's items from `at` to `until`."""

    start: int
    end: int
    at: int
    until: int


class _Side:
    """One side's items beside the base's."""

    def __init__(self, base: Sequence[Item], items: Sequence[Item]) -> None:
        self.items = items
        self.changes = list(_changes(base, items))
        self.passed = 0  # changes that belong to earlier stretches

    def stretch(self, start: int, end: int, changes: Sequence[_Change]) -> tuple[int, int]:
        """Where the side's own words for `base[start:end]` stand, all `changes` there being known."""
        before = self.changes[self.passed - 1] if self.passed else _Change(0, 0, 0, 0)
        at = before.until + start - before.end
        if not changes:
            return at, at + end - start
        self.passed += len(changes)
        last = changes[-1]
        return changes[0].at - (changes[0].start - start), last.until + end - last.end


def _changes(base: Sequence[Item], items: Sequence[Item]) -> Iterable[_Change]:
    """Changed items one by one, and stretches that went or came or both."""
    at = there = 0
    started: tuple[int, int] | None = None
    for block in compare([item.words for item in base], [item.words for item in items]):
        if block.kind in {"same", "changed"}:
            if started:
                yield _Change(started[0], at, started[1], there)
                started = None
            if block.kind == "changed":
                yield _Change(at, at + 1, there, there + 1)
        elif started is None:
            started = at, there
        at += block.before is not None
        there += block.after is not None
    if started:
        yield _Change(started[0], at, started[1], there)


class _Stretch(NamedTuple):
    """Changes of both sides that concern the same items of the base."""

    start: int
    end: int
    mine: list[_Change]
    theirs: list[_Change]


def _stretches(mine: _Side, theirs: _Side) -> list[_Stretch]:
    found: list[_Stretch] = []
    ordered = sorted(
        [(change, True) for change in mine.changes] + [(change, False) for change in theirs.changes]
    )
    for change, is_mine in ordered:
        last = found[-1] if found else None
        if last and _meet(last, change):
            found[-1] = last = last._replace(end=max(last.end, change.end))
        else:
            last = _Stretch(change.start, change.end, [], [])
            found.append(last)
        (last.mine if is_mine else last.theirs).append(change)
    return found


def _meet(stretch: _Stretch, change: _Change) -> bool:
    if stretch.start == stretch.end == change.start == change.end:
        return True
    return change.start < stretch.end and change.end > stretch.start


# What becomes of it


def _merge_items(
    base: Sequence[Item], mine: Sequence[Item], theirs: Sequence[Item], *, whole: bool
) -> list[Piece]:
    """`whole`: the items are blocks, whose sentences may still be merged."""
    sides = _Side(base, mine), _Side(base, theirs)
    pieces: list[Piece] = []
    at = 0
    for stretch in _stretches(*sides):
        pieces += _unchanged(base, sides, at, stretch.start)
        spans = (
            sides[0].stretch(stretch.start, stretch.end, stretch.mine),
            sides[1].stretch(stretch.start, stretch.end, stretch.theirs),
        )
        three = (
            base[stretch.start : stretch.end],
            mine[slice(*spans[0])],
            theirs[slice(*spans[1])],
        )
        pieces += _settle(*three, stretch, whole=whole)
        at = stretch.end
    return pieces + _unchanged(base, sides, at, len(base))


def _unchanged(
    base: Sequence[Item], sides: tuple[_Side, _Side], start: int, end: int
) -> list[Piece]:
    places = [side.stretch(start, end, ())[0] - start for side in sides]
    return [
        Agreed(
            base[place].words,
            "nobody",
            _gap(
                settled(
                    base[place].gap,
                    sides[0].items[place + places[0]].gap,
                    sides[1].items[place + places[1]].gap,
                )
            ),
        )
        for place in range(start, end)
    ]


def _settle(
    base: Sequence[Item],
    mine: Sequence[Item],
    theirs: Sequence[Item],
    stretch: _Stretch,
    *,
    whole: bool,
) -> list[Piece]:
    """One stretch: taken from the side that changed it, or merged, or a collision."""
    if not stretch.theirs:
        return _taken(base, mine, theirs, "mine")
    if not stretch.mine:
        return _taken(base, theirs, mine, "theirs")
    if [item.words for item in mine] == [item.words for item in theirs]:
        return _taken(base, mine, theirs, "both")
    if whole and base and mine and theirs:
        three = [[unit for block in each for unit in units(block)] for each in (base, mine, theirs)]
        return _merge_items(*three, whole=False)
    return _collide(base, mine, theirs)


def _taken(
    base: Sequence[Item],
    items: Sequence[Item],
    others: Sequence[Item],
    by: Literal["mine", "theirs", "both"],
) -> list[Piece]:
    gaps = [item.gap for item in items]
    if by == "both":
        # The same words, but maybe not the same room between them: whoever asks gets one answer.
        gaps = [
            settled(None, item.gap, other.gap) for item, other in zip(items, others, strict=True)
        ]
    pieces: list[Piece] = [
        Agreed(item.words, by, _gap(gap)) for item, gap in zip(items, gaps, strict=True)
    ]
    if not base:
        return pieces
    gap = items[0].gap if items else base[0].gap
    if items and others:
        # The other side may have changed what stands before these words, and so their gap.
        gap = settled(base[0].gap, items[0].gap, others[0].gap)
    first = Agreed(items[0].words if items else "", by, _gap(gap), _words(base))
    return [first, *pieces[1:]]


def _collide(base: Sequence[Item], mine: Sequence[Item], theirs: Sequence[Item]) -> list[Piece]:
    """A collision, less the words in which both agree at its beginning and its end."""
    if not base and all(is_definition(item.words) for item in (*mine, *theirs)):
        # Notes have no order of their own: whoever adds one beside another's is not in its way.
        added = [item for item in theirs if item.words not in {each.words for each in mine}]
        return _taken((), mine, (), "mine") + _taken((), added, (), "theirs")
    least = min(len(mine), len(theirs))
    begin = 0
    while begin < least and mine[begin].words == theirs[begin].words:
        begin += 1
    end = 0
    while end < least - begin and mine[-1 - end].words == theirs[-1 - end].words:
        end += 1
    inner = mine[begin : len(mine) - end], theirs[begin : len(theirs) - end]
    gaps = [each[0].gap for each in inner if each]
    gap = _gap(settled(base[0].gap if base and not begin else None, gaps[0], gaps[-1]))
    pieces = _taken((), mine[:begin], theirs[:begin], "both")
    if base or (inner[0] and inner[1]):
        three = _words(base), _words(inner[0]), _words(inner[1])
        pieces.append(Collision(*three, gap, _between(gap, *three)))
    else:
        pieces += _taken((), inner[0], (), "mine") + _taken((), inner[1], (), "theirs")
    return pieces + _taken((), mine[len(mine) - end :], theirs[len(theirs) - end :], "both")


def _followed(
    pieces: list[Piece], mover: Literal["mine", "theirs"], editor: Literal["mine", "theirs"]
) -> list[Piece]:
    """Blocks that the `mover` put elsewhere, with the words that the `editor` gave them meanwhile."""
    came: dict[str, list[int]] = {}
    for place, piece in enumerate(pieces):
        if isinstance(piece, Agreed) and piece.by == mover and not piece.instead_of:
            came.setdefault(piece.words, []).append(place)
    found = list(pieces)
    for place, piece in enumerate(pieces):
        if not isinstance(piece, Collision) or getattr(piece, mover):
            continue
        there = came.get(piece.base, [])
        if len(there) == 1 and len(piece.base) >= MOVED_LENGTH:
            moved = pieces[there[0]]
            found[there[0]] = Agreed(getattr(piece, editor), editor, moved.gap, piece.base)
            found[place] = Agreed("", mover, piece.gap, piece.base)
    return found


def _between(gap: str, *three: str) -> str:
    """Sentences go on in one paragraph, items in one list; what begins a block begins another."""
    if "\n\n" in gap or any(is_fenced(words) or "\n\n" in words for words in three):
        return PARAGRAPH
    return gap


def _words(items: Sequence[Item]) -> str:
    return "".join(
        item.words if place == 0 else _gap(item.gap) + item.words
        for place, item in enumerate(items)
    )


def _gap(gap: str | None) -> str:
    """What stood first in its text had nothing before it; wherever it stands now, it begins one."""
    return PARAGRAPH if gap is None else gap


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours that the same side wrote, as one piece."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if (
            isinstance(last, Agreed)
            and isinstance(piece, Agreed)
            and (last.by, piece.instead_of) == (piece.by, "")
            and last.words
        ):
            words = last.words + piece.gap + piece.words
            joined[-1] = Agreed(words, last.by, last.gap, last.instead_of)
        else:
            joined.append(piece)
    return joined
