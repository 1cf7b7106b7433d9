"""Two layers of an interview: what was said, and what was published of it, turn by turn. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from prose.aligning import Aligner
from prose.comparing import Run, word_runs
from prose.words import bare_words, split_words

# A spoken turn belongs to the published one that has at least this share of its words.
SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Spoken:
    """A turn's speaker and plain text; `key` is "" for one of the verbatim text."""

    label: str
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """What an editor did to a published turn: `runs` are the words that were said, cut and added."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Layers:
    """`edited` by the keys of published turns; `cut` are spoken turns of which nothing was
    published, by the key of the published turn that they follow ("" at the beginning)."""

    edited: dict[str, Edited]
    cut: dict[str, list[Spoken]]


def layers(said: Sequence[Spoken], published: Sequence[Spoken]) -> Layers:
    """Lay the `said` turns beside the `published` ones."""
    homes = _homes(said, published)
    together: dict[str, list[str]] = {}
    cut: dict[str, list[Spoken]] = {}
    last = ""
    for turn, home in zip(said, homes, strict=True):
        if home is None:
            cut.setdefault(last, []).append(turn)
        else:
            last = published[home].key
            together.setdefault(last, []).append(turn.text)
    edited = {}
    for turn in published:
        spoken = "\n".join(together.get(turn.key, []))
        if spoken and _letters(spoken) != _letters(turn.text):
            edited[turn.key] = Edited(word_runs(spoken, turn.text))
    return Layers(edited, cut)


def _homes(said: Sequence[Spoken], published: Sequence[Spoken]) -> list[int | None]:
    """The published turn that each spoken one went into, by the words they share in order."""
    before = [bare_words(turn.text) for turn in said]
    after = [bare_words(turn.text) for turn in published]
    ends = list(accumulate(map(len, before))), list(accumulate(map(len, after)))
    shared: list[Counter[int]] = [Counter() for _ in said]
    flat = [word for words in before for word in words], [w for words in after for w in words]
    one = other = 0
    for match in Aligner().matches(*flat):
        for step in range(match.size):
            while ends[0][one] <= match.before + step:
                one += 1
            while ends[1][other] <= match.after + step:
                other += 1
            shared[one][other] += 1
    homes: list[int | None] = []
    for words, found in zip(before, shared, strict=True):
        best = max(found, key=lambda place: (found[place], -place), default=None)
        enough = best is not None and found[best] >= max(1, SHARE * len(words))
        homes.append(best if enough else None)
    return homes


def _letters(text: str) -> list[str]:
    """Words and signs, whatever room stands between them."""
    return [piece for piece in split_words(text) if not piece.isspace()]
