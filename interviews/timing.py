"""When a turn begins, told by the subtitles that it came from. Pure.

Words that were not changed keep their time. A turn gets one only where its first word is the first
of a subtitle: nothing is reckoned in between.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from prose.aligning import Aligner
from prose.words import bare_words

# [start, end, label, words]: seconds, None where the file does not say.
Cue = Sequence[float | str | None]


def starts(texts: Sequence[str], cues: Sequence[Cue]) -> list[float | None]:
    """The second at which each turn begins, as far as `cues` say; None elsewhere."""
    spoken = [bare_words(str(cue[3])) for cue in cues]
    printed = [bare_words(text) for text in texts]
    begins = [0, *accumulate(map(len, spoken))]
    first = [0, *accumulate(map(len, printed))]
    found: list[float | None] = [None] * len(texts)
    flat = [word for words in spoken for word in words], [w for words in printed for w in words]
    for match in Aligner().matches(*flat):
        turn = bisect_right(first, match.after - 1)
        while turn < len(texts) and first[turn] < match.after + match.size:
            heard = match.before + first[turn] - match.after
            cue = bisect_right(begins, heard) - 1
            said_at = cues[cue][0]
            if printed[turn] and begins[cue] == heard and isinstance(said_at, int | float):
                found[turn] = float(said_at)
            turn += 1
    return found
