"""Keys of turns: which of the turns that were is which of those that are. Pure.

In this order, and no key is given twice:

1. *unchanged* turns keep their key, in the longest order that both texts keep;
2. *re-labelled* ones too: the same words in the same place, said by somebody else;
3. *moved* ones, word for word, if they are long enough to be told from others; and a *removed* one
   that is here again, if it is as long;
4. *edited* ones: words are laid side by side between the turns that stayed. Of a *split* turn the
   part with most of its words keeps the key (the first, if they are even); of two *merged* ones the
   one that gave most of the words does. What keeps less than half is another turn;
5. turns that moved *and* were edited, while at least half of their words are the same;
6. a removed one too short to be told from others, where it stood (`interviews.returning`).

Everything else is *inserted*, and gets a key of its own. Taking an edit back restores the keys.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from interviews.grammar import ParsedTurn
from interviews.returning import Is, Was, come_back
from prose.aligning import Aligner, Match
from prose.words import bare_words

# Fewer words than that say nothing about where a turn comes from: "Yes." stands everywhere.
TELLING_WORDS = 5
# Of a turn that is said once in each text, so few do.
TELLING_ONCE = 3
# What a transcriber writes of words: "[unintelligible 00:12:28]", "[laughter]". Not so a link.
_REMARK = re.compile(r"\\?\[[^\]\[\n]*\](?!\()")
# A turn that moved and was edited is found by words that stand in so few of the others.
RARE = 4


@dataclass(frozen=True, slots=True)
class KeyedTurn:
    """A turn that has a key. A `removed` one stays where it stood, so that it can come back."""

    key: str
    kind: str
    label: str
    text: str
    removed: bool = False


class _Alike(NamedTuple):
    """What two turns have in common: `kept` words in order, `run` of them in one piece."""

    kept: int
    run: int
    old: int
    new: int


def align(
    old: Sequence[KeyedTurn], new: Sequence[ParsedTurn], *, mint: Callable[[], str]
) -> list[str]:
    """The key of each of the `new` turns, in order. `mint` makes those of turns that are new."""
    found = _Keys(old, new)
    for gap in found.unchanged():
        found.same_words(gap)
    found.moved()
    found.removed()
    for gap in found.gaps:
        found.edited(gap)
    found.moved_and_edited()
    found.removed_and_short()
    return [key if key is not None else mint() for key in found.keys]


class _Gap(NamedTuple):
    """Standing turns and new ones between two that stayed."""

    old: range
    new: range


class _Keys:
    """`keys` of the new turns, as far as they are known."""

    def __init__(self, old: Sequence[KeyedTurn], new: Sequence[ParsedTurn]) -> None:
        self.old = old
        self.standing = [turn for turn in old if not turn.removed]
        self.gone = [turn for turn in old if turn.removed]
        self.new = new
        self.keys: list[str | None] = [None] * len(new)
        self.used: set[str] = set()
        self.gaps: list[_Gap] = []
        self.aligner = Aligner()
        self._words: dict[tuple[bool, int], list[str]] = {}

    def give(self, place: int, turn: KeyedTurn) -> None:
        self.keys[place] = turn.key
        self.used.add(turn.key)

    def free(self, places: range) -> list[int]:
        return [place for place in places if self.standing[place].key not in self.used]

    def open(self, places: range) -> list[int]:
        return [place for place in places if self.keys[place] is None]

    def unchanged(self) -> list[_Gap]:
        old = [f"{turn.kind}\n{turn.label}\n{turn.text}" for turn in self.standing]
        new = [f"{turn.kind}\n{turn.label}\n{turn.text}" for turn in self.new]
        at = there = 0
        for match in [*self.aligner.matches(old, new), Match(len(old), len(new), 0)]:
            if at < match.before or there < match.after:
                self.gaps.append(_Gap(range(at, match.before), range(there, match.after)))
            for place in range(match.size):
                self.give(match.after + place, self.standing[match.before + place])
            at, there = match.before + match.size, match.after + match.size
        return self.gaps

    def same_words(self, gap: _Gap) -> None:
        """The same turns, said by somebody else."""
        old = [f"{self.standing[place].kind}\n{self.standing[place].text}" for place in gap.old]
        new = [f"{self.new[place].kind}\n{self.new[place].text}" for place in gap.new]
        for match in self.aligner.matches(old, new):
            for place in range(match.size):
                turn = self.standing[gap.old[match.before + place]]
                if turn.kind == "speech":
                    self.give(gap.new[match.after + place], turn)

    def moved(self) -> None:
        """Word for word, elsewhere: said by the same person first."""
        for with_label in (True, False):
            waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
            for place in self.free(range(len(self.standing))):
                waiting[_said(self.standing[place], with_label)].append(place)
            often = Counter(_said(turn, with_label) for turn in self.standing)
            often.update(_said(turn, with_label) for turn in self.new)
            for place in self.open(range(len(self.new))):
                said = _said(self.new[place], with_label)
                if waiting.get(said) and self.is_telling(place, once=often[said] == 2):
                    self.give(place, self.standing[waiting[said].pop(0)])

    def removed(self) -> None:
        """Turns that went once and are here again, word for word: of the same person first."""
        for with_label in (True, False):
            waiting: dict[tuple[str, ...], list[KeyedTurn]] = defaultdict(list)
            for turn in self.gone:
                if turn.key not in self.used:
                    waiting[_said(turn, with_label)].append(turn)
            if not waiting:
                return
            often = Counter(_said(turn, with_label) for turn in self.old)
            often.update(_said(turn, with_label) for turn in self.new)
            for place in self.open(range(len(self.new))):
                said = _said(self.new[place], with_label)
                if waiting.get(said) and self.is_telling(place, once=often[said] == 2):
                    self.give(place, waiting[said].pop(0))

    def removed_and_short(self) -> None:
        """Those of them that are told by their place alone."""
        if not self.gone or None not in self.keys:
            return
        old = [Was(turn.key, _said(turn, True), turn.removed) for turn in self.old]
        new = zip(self.keys, self.new, strict=True)
        found = come_back(old, [Is(key, _said(turn, True)) for key, turn in new])
        for place, key in found.items():
            self.keys[place] = key
            self.used.add(key)

    def is_telling(self, place: int, *, once: bool) -> bool:
        """Can words be told from others by themselves? `once`: they stand once in each text."""
        return len(self.words(place, of_new=True)) >= (TELLING_ONCE if once else TELLING_WORDS)

    def edited(self, gap: _Gap) -> None:
        """Turns of one changed stretch: who has most of whose words, the strongest tie first."""
        old, new = self.free(gap.old), self.open(gap.new)
        if not old or not new:
            return
        in_place = self._in_place(old, new)
        for alike in sorted(self._alike(old, new), key=self._strength):
            turn = self.standing[alike.old]
            if turn.key in self.used or self.keys[alike.new] is not None:
                continue
            if self._is_same(alike, in_place=in_place.get(alike.old) == alike.new):
                self.give(alike.new, turn)
        for place, other in in_place.items():
            # Nobody had understood it: whatever stands there now is what was said.
            turn = self.standing[place]
            if self.keys[other] is None and not self.words(place, of_new=False):
                self.give(other, turn)

    def moved_and_edited(self) -> None:
        old, new = self.free(range(len(self.standing))), self.open(range(len(self.new)))
        for place, other in self._proposed(old, new):
            turn = self.standing[place]
            if turn.key in self.used or self.keys[other] is not None:
                continue
            for alike in self._alike([place], [other]):
                if self._is_same(alike, in_place=False) and alike.kept >= TELLING_WORDS:
                    self.give(other, turn)

    def words(self, place: int, *, of_new: bool) -> list[str]:
        """The words of a turn, without case, signs and remarks on them; none, if there is no other.

        Of a turn without a letter, what stands there.
        """
        known = self._words.get((of_new, place))
        if known is None:
            turn: KeyedTurn | ParsedTurn = self.new[place] if of_new else self.standing[place]
            text = f"{turn.label} {turn.text}" if turn.kind == "marker" else turn.text
            spoken = _REMARK.sub(" ", text)
            known = bare_words(spoken)
            if not known and (spoken == text or turn.kind == "marker"):
                known = [text.strip() or turn.label]
            self._words[of_new, place] = known
        return known

    def _in_place(self, old: Sequence[int], new: Sequence[int]) -> dict[int, int]:
        """Where as many turns of the same speakers stand on both sides, each is in its place."""
        before = [(self.standing[place].kind, self.standing[place].label) for place in old]
        after = [(self.new[place].kind, self.new[place].label) for place in new]
        return dict(zip(old, new, strict=True)) if before == after else {}

    def _alike(self, old: Sequence[int], new: Sequence[int]) -> Iterator[_Alike]:
        """What the words of `old` turns and of `new` ones have in common, laid side by side."""
        before = [self.words(place, of_new=False) for place in old]
        after = [self.words(place, of_new=True) for place in new]
        kept: Counter[tuple[int, int]] = Counter()
        runs: dict[tuple[int, int], int] = {}
        ends = list(accumulate(map(len, before))), list(accumulate(map(len, after)))
        one = other = 0
        flat = [word for words in before for word in words], [w for words in after for w in words]
        for match in self.aligner.matches(*flat):
            at, there, left = match
            while left:
                while ends[0][one] <= at:
                    one += 1
                while ends[1][other] <= there:
                    other += 1
                size = min(left, ends[0][one] - at, ends[1][other] - there)
                kept[one, other] += size
                runs[one, other] = max(runs.get((one, other), 0), size)
                at, there, left = at + size, there + size, left - size
        for (one, other), count in kept.items():
            if self.standing[old[one]].kind == self.new[new[other]].kind:
                yield _Alike(count, runs[one, other], old[one], new[other])

    def _strength(self, alike: _Alike) -> tuple[int, bool, int, int]:
        relabelled = self.standing[alike.old].label != self.new[alike.new].label
        return -alike.kept, relabelled, alike.new, alike.old

    def _is_same(self, alike: _Alike, *, in_place: bool) -> bool:
        one = len(self.words(alike.old, of_new=False))
        other = len(self.words(alike.new, of_new=True))
        if 2 * alike.kept >= max(one, other):
            return True
        # A turn that was cut short, or goes on, or was split or merged: what is left of it must
        # be a passage of its own and not words that stand in any sentence.
        telling = in_place or alike.run >= TELLING_WORDS
        return telling and 2 * alike.kept >= min(one, other)

    def _proposed(self, old: Sequence[int], new: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Each old turn with the new one that shares most of its rare words, the surest first."""
        standing: defaultdict[str, set[int]] = defaultdict(set)
        for place in new:
            for word in self.words(place, of_new=True):
                standing[word].add(place)
        often = Counter(word for place in old for word in set(self.words(place, of_new=False)))
        found = []
        for place in old:
            votes: Counter[int] = Counter()
            for word in set(self.words(place, of_new=False)):
                if often[word] <= RARE and len(standing.get(word, ())) <= RARE:
                    votes.update(standing.get(word, ()))
            if votes:
                best = min(votes, key=lambda other: (-votes[other], other))
                found.append((-votes[best], place, best))
        for _, place, best in sorted(found):
            yield place, best


def _said(turn: KeyedTurn | ParsedTurn, with_label: bool) -> tuple[str, ...]:
    return (turn.kind, turn.text, turn.label) if with_label else (turn.kind, turn.text)
