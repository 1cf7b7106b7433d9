"""Notes on real edits: where they are carried, told beside an aligner that works another way.

The judge reads each text as one row of words and signs and knows neither blocks, turns nor runs of
words: it fills the whole table of longest common subsequences, a row of bits for each word (Hyyrö
2004), in both directions. A placed note is right if some longest alignment of the two texts leads
from its words to where it was put, or if what stands around moved with it.
"""

from __future__ import annotations

import itertools
import random
import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.anchoring import Selector

WORDS = (1, 5, 15)
EACH = 200
LEAST_PLACED = 99.0
# Of what moved, so many words on each side have to be the same, or the part has to end.
MOVED_WITH = 3
_WORD = re.compile(r"\w+|[^\w\s]")
Texts = dict[str, str]


class Judged:
    """A text as a row of words, and where each stands."""

    def __init__(self, texts: Texts) -> None:
        self.begins: dict[str, int] = {}
        whole = []
        at = 0
        for part, text in texts.items():
            self.begins[part] = at
            whole.append(text)
            at += len(text) + 1
        self.whole = "\n".join(whole)
        found = list(_WORD.finditer(self.whole))
        self.words = [each.group() for each in found]
        self.starts = [each.start() for each in found]
        self.ends = [each.end() for each in found]

    def span(self, note: Selector) -> tuple[int, int]:
        """The first word of a passage, and the one after its last."""
        begins = self.begins[note.part]
        return (
            bisect_left(self.starts, begins + note.start),
            bisect_left(self.starts, begins + note.end),
        )


class Judge:
    """How many words any beginning, and any end, of two texts have in common, in order."""

    def __init__(self, old: Judged, new: Judged) -> None:
        self.old, self.new = old, new
        self.size = len(new.words)
        self.from_start = _rows(old.words, new.words)
        self.from_end = _rows(old.words[::-1], new.words[::-1])
        self.most = self.common(len(old.words), self.size)
        self.kept = self._kept()

    def common(self, count: int, other: int) -> int:
        """Of the first words of both."""
        return (~self.from_start[count] & ((1 << other) - 1)).bit_count()

    def common_after(self, count: int, other: int) -> int:
        """Of the words from these on."""
        left = len(self.old.words) - count
        return (~self.from_end[left] & ((1 << (self.size - other)) - 1)).bit_count()

    def _kept(self) -> dict[int, int]:
        """One longest alignment, read off the table from its end."""
        kept = {}
        at, there = len(self.old.words), self.size
        while at and there:
            if self.old.words[at - 1] == self.new.words[there - 1]:
                at, there = at - 1, there - 1
                kept[at] = there
                continue
            # In row `at` the bits of words that made the sequence longer are 0.
            if self.common(at - 1, there) == self.common(at, there):
                at -= 1
            else:
                there -= 1
        return kept

    def is_untouched(self, note: Selector) -> bool:
        """Did all of it stay, in one piece?"""
        start, end = self.old.span(note)
        there = self.kept.get(start)
        if there is None or self.kept.get(end - 1) != there + end - 1 - start:
            return False
        return self.new.whole[self.new.starts[there] : self.new.ends[there + end - 1 - start]] == (
            note.exact
        )

    def is_right(self, note: Selector, now: Selector) -> bool:
        start, end = self.old.span(note)
        there, until = self.new.span(now)
        if self.new.words[there:until] != self.old.words[start:end]:
            return False
        size = end - start
        if self.common(start, there) + size + self.common_after(end, until) == self.most:
            return True
        before = self.old.words[max(0, start - MOVED_WITH) : start]
        after = self.old.words[end : end + MOVED_WITH]
        return self.new.words[max(0, there - MOVED_WITH) : there] == before and (
            self.new.words[until : until + MOVED_WITH] == after
        )


def _rows(old: list[str], new: list[str]) -> list[int]:
    """A row for each word of `old`: bit j is 0 where the sequence gets longer by new word j."""
    whole = (1 << len(new)) - 1
    places: dict[str, int] = {}
    for place, word in enumerate(new):
        places[word] = places.get(word, 0) | 1 << place
    row = whole
    rows = [row]
    for word in old:
        here = row & places.get(word, 0)
        row = ((row + here) | (row - here)) & whole
        rows.append(row)
    return rows


@dataclass
class Tally:
    """What became of the passages."""

    counts: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    untouched: Counter[int] = field(default_factory=Counter)
    placed: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def compare_anchors(folder: Path) -> list[str]:
    """Real edits: passages drawn at random, and as many on edited words, carried to the new text."""
    tally = Tally()
    pairs = 0
    for path in sorted(folder.glob("*.before.md")):
        before, after = _texts(path)
        _carry(path.name, before, after, tally)
        pairs += 1
    for drawn, words in itertools.product(("at random", "on edits"), WORDS):
        shown = ", ".join(
            f"{tally.counts[drawn, words, each]:,} {each}"
            for each in ("placed", "moved", "orphaned")
        )
        print(f"anchors {drawn}, {words} words: {shown}")
    untouched, placed = tally.untouched.total(), tally.placed.total()
    share = 100 * placed / max(untouched, 1)
    print(f"anchors: {pairs} pairs; {placed:,} of {untouched:,} untouched placed ({share:.2f} %), ")
    print(f"  {len(tally.wrong)} placed wrongly")
    failures = tally.wrong[:20]
    if share < LEAST_PLACED:
        failures.append(f"anchors: {share:.2f} % of the untouched passages placed, expected 99 %")
    return failures


def _texts(path: Path) -> tuple[Texts, Texts]:
    """Both wordings by part, with the keys that a save would give their turns."""
    from interviews.deriving import render_parts
    from interviews.grammar import parse
    from interviews.keys import KeyedTurn, align
    from interviews.transcripts import TurnsRead, turn_records

    sources = [
        path.read_text("utf-8"),
        path.with_name(path.name.replace(".before.", ".after.")).read_text("utf-8"),
    ]
    old, new = map(parse, sources)
    keys = [f"k{at}" for at in range(len(old.turns))]
    keyed = [
        KeyedTurn(key, each.kind, each.label, each.text)
        for key, each in zip(keys, old.turns, strict=True)
    ]
    minted = itertools.count()
    later = align(keyed, new.turns, mint=lambda: f"n{next(minted)}")
    made = []
    for source, read, names in zip(sources, (old, new), (keys, later), strict=True):
        turns = turn_records(TurnsRead([], [], read.turns, names))
        texts = {"introduction": read.introduction, "transcript": source}
        parts = render_parts(texts, turns, "en", {})
        made.append({part: rendered.text for part, rendered in parts.items()})
    return made[0], made[1]


def _carry(name: str, before: Texts, after: Texts, tally: Tally) -> None:
    from annotations.anchoring import Carrying

    judge = Judge(Judged(before), Judged(after))
    carrying = Carrying(before, after)
    for drawn, words, note in _passages(name, before, judge):
        found = carrying.anchor(note)
        tally.counts[drawn, words, found.placement] += 1
        if judge.is_untouched(note):
            tally.untouched[words] += 1
            tally.placed[words] += found.placement == "placed"
        if found.placement == "placed" and not judge.is_right(note, found.selector):
            tally.wrong.append(
                f"{name}: “{note.exact}” of {note.part} at {note.start} placed in"
                f" {found.selector.part} at {found.selector.start}"
            )


def _passages(name: str, texts: Texts, judge: Judge) -> list[tuple[str, int, Selector]]:
    """Passages of one part, the same ones at each run."""
    from annotations.anchoring import selector

    chance = random.Random(name)
    spoken = [
        (part, list(re.finditer(r"\w+", text))) for part, text in texts.items() if text.strip()
    ]
    drawn: list[tuple[str, int, Selector]] = []
    for words in WORDS:
        places = [
            (part, found[at].start(), found[at + words - 1].end())
            for part, found in spoken
            for at in range(len(found) - words + 1)
        ]
        edited = [
            place
            for place in places
            if not judge.is_untouched(selector(texts, *place)) or _is_beside(place, judge)
        ]
        for kind, choice in (("at random", places), ("on edits", edited)):
            drawn += [
                (kind, words, selector(texts, *each))
                for each in chance.sample(choice, min(EACH, len(choice)))
            ]
    return drawn


def _is_beside(place: tuple[str, int, int], judge: Judge) -> bool:
    """Was a word right before or after it changed?"""
    part, start, end = place
    begins = judge.old.begins[part]
    first = bisect_left(judge.old.starts, begins + start)
    last = bisect_left(judge.old.starts, begins + end)
    stayed = [judge.kept.get(each) for each in (first - 1, first, last - 1, last)]
    return None in stayed or stayed[1] != stayed[0] + 1 or stayed[3] != stayed[2] + 1
