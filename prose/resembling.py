"""Where in a text words stand that resemble others: at most a fifth of their letters differ. Pure.

Of words with few errors some stretch is left as it was: short stretches of them are looked for, and
places where several stand in their order are measured (edit distance in bits: Myers 1999). What
would take long is not looked at, because whoever reads a proposal can do without one.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from prose.words import split_words

# One error in so many letters.
ONE_IN = 5
LONGEST = 2000
MOST_STRETCHES = 32
# Of a stretch that stands oftener no further place is looked at.
MOST_PLACES = 500
# Letters compared in all, each with all those of the words at once.
MOST_COMPARED = 20_000
MOST_WINDOWS = 16
AROUND = 64


class Resembling(NamedTuple):
    """`errors` letters to change, put in or take out."""

    errors: int
    start: int
    end: int


def resembling(text: str, words: str) -> Resembling | None:
    """The one place in `text` that resembles `words` most; None, if two do equally or none does."""
    if not words.strip() or len(words) > LONGEST:
        return None
    most = len(words) // ONE_IN
    found: list[Resembling] = []
    compared = 0
    for start, end in _windows(text, words, most):
        compared += end - start
        if compared > MOST_COMPARED and found:
            break
        here = _nearest(text, words, start, end)
        if here.errors <= most and not any(_overlap(here, each) for each in found):
            found.append(here)
        elif here.errors <= most:
            found = [min(here, each) if _overlap(here, each) else each for each in found]
    found.sort()
    if not found or (len(found) > 1 and found[0].errors == found[1].errors):
        return None
    return found[0]


def _overlap(one: Resembling, other: Resembling) -> bool:
    return one.start < other.end and other.start < one.end


def _windows(text: str, words: str, most: int) -> list[tuple[int, int]]:
    """Where to look, the likeliest first."""
    size = max(1, len(words) // (most + 1))
    step = max(size, (len(words) - size) // MOST_STRETCHES + 1)
    wide = max(most, 8)
    votes: Counter[int] = Counter()
    for offset in range(0, len(words) - size + 1, step):
        stretch = words[offset : offset + size]
        near: set[int] = set()
        at = text.find(stretch)
        for _ in range(MOST_PLACES):
            if at < 0:
                break
            near.add((at - offset) // wide)
            at = text.find(stretch, at + 1)
        # What was put in or taken out before a stretch moves it: next door counts too.
        votes.update(near | {each + 1 for each in near})
    likeliest = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:MOST_WINDOWS]
    return [
        (max(0, (each - 1) * wide - most), min(len(text), (each + 1) * wide + len(words) + most))
        for each, _ in likeliest
    ]


def _nearest(text: str, words: str, start: int, end: int) -> Resembling:
    window = text[start:end]
    errors, last = _least(_distances(words, window, anchored=False), len(words))
    back = window[:last][::-1]
    _, size = _least(_distances(words[::-1], back, anchored=True), len(words))
    return Resembling(errors, start + last - size, start + last)


def _least(distances: list[int], usual: int) -> tuple[int, int]:
    """The least of them and its place; of equal ones, that nearest to the usual."""
    least = min(distances)
    places = (place for place, each in enumerate(distances) if each == least)
    return least, min(places, key=lambda place: abs(place - usual))


def _distances(words: str, text: str, *, anchored: bool) -> list[int]:
    """The edit distance of `words` to what ends at each place of `text`; `anchored` words have to
    begin where it does. A column of the usual table is two numbers of as many bits."""
    top, whole = 1 << (len(words) - 1), (1 << len(words)) - 1
    standing: dict[str, int] = {}
    for place, letter in enumerate(words):
        standing[letter] = standing.get(letter, 0) | 1 << place
    up, down = whole, 0
    distance = len(words)
    distances = [distance]
    for letter in text:
        same = standing.get(letter, 0)
        across = (((same & up) + up) ^ up) | same
        rise, fall = down | ~(across | up), up & across
        distance += bool(rise & top) - bool(fall & top)
        distances.append(distance)
        rise, fall = (rise << 1 | anchored) & whole, (fall << 1) & whole
        up, down = (fall | ~(same | down | rise)) & whole, rise & (same | down)
    return distances


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The place with its ends moved to the nearest ends of words, as long as a word is left."""
    first, last = nearest_edge(text, start), nearest_edge(text, end)
    return (first, last) if first < last else (start, end)


def nearest_edge(text: str, place: int) -> int:
    begins = max(0, place - AROUND)
    edges = [at := begins]
    for piece in split_words(text[begins : place + AROUND]):
        edges.append(at := at + len(piece))
    return min(edges, key=lambda edge: abs(edge - place))
