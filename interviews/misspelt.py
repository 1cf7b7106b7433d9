"""Labels that look like another one typed wrongly: asked about, never decided."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias

from interviews.vocabulary import is_part

# Shorter names differ by a letter because they are different names.
LEAST_LENGTH = 5
# From here on two letters may be wrong.
LONG = 10
# A label of more turns is no slip of one that was decided on.
RARE = 2
# Hostile texts have thousands of labels; a conversation has a few.
MOST_ASKED, MOST_MEANT = 100, 30


# Which of these labels, two by two, somebody said are two people.
Apart: TypeAlias = Callable[[Collection[str]], Collection[frozenset[str]]]


def likely_meant(
    uses: Mapping[str, int], known: Collection[str] = (), apart: Apart = lambda labels: ()
) -> dict[str, str]:
    """For each label that is probably a slip, the label it stands beside: {"Chis": "Chris"}.

    `uses` says how many turns each label has; `known` are labels that somebody decided on.
    """
    sure = sorted(
        (label for label in uses.keys() | set(known) if not is_part(label)),
        key=lambda label: (label not in known, -uses.get(label, 0), label),
    )[:MOST_MEANT]
    asked = [label for label in uses if label not in known and not is_part(label)][:MOST_ASKED]
    found: dict[str, str] = {}
    parted = apart([*asked, *sure]) if asked and sure else ()
    for label in asked:
        others = [each for each in sure if _outweighs(each, label, uses, known)]
        meant = nearest(label, [each for each in others if {each, label} not in parted])
        if meant:
            found[label] = meant
    return found


def _outweighs(one: str, other: str, uses: Mapping[str, int], known: Collection[str]) -> bool:
    """Two names that speak equally often are two people; nobody is typed wrongly all the time."""
    if one == other:
        return False
    return uses.get(one, 0) >= 2 * uses[other] or (one in known and uses[other] <= RARE)


def nearest(label: str, others: Collection[str]) -> str:
    """The one of `others` that `label` is a slip of; empty if none is."""
    for other in others:
        if other != label and is_slip(label, other):
            return other
    return ""


def is_slip(one: str, other: str) -> bool:
    """Are these one name, but for a letter or two, capitals, accents or a space?"""
    one, other = _plain(one), _plain(other)
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        return True
    if min(len(one), len(other)) < LEAST_LENGTH or _must_agree(one) != _must_agree(other):
        return False
    most = 2 if min(len(one), len(other)) >= LONG else 1
    return _within(one, other, most)


def _plain(label: str) -> str:
    letters = unicodedata.normalize("NFKD", label.casefold())
    return " ".join("".join(each for each in letters if not unicodedata.combining(each)).split())


def _must_agree(label: str) -> list[str]:
    """Numbers, initials and the shortest words tell people apart: Speaker 1, J. Lee, Anna Li."""
    return [word for word in re.findall(r"\w+", label) if len(word) < 3 or word.isdigit()]


def _within(one: str, other: str, most: int) -> bool:
    """Do at most `most` letters have to be added, left out, changed or swapped with the next?

    Optimal string alignment, in a band as wide as the answer needs.
    """
    if abs(len(one) - len(other)) > most:
        return False
    far = most + 1
    before: dict[int, int] = {}
    row = {column: column for column in range(most + 1)}
    for here, letter in enumerate(one, 1):
        earlier, before, row = before, row, {}
        for there in range(max(0, here - most), min(len(other), here + most) + 1):
            if there == 0:
                row[0] = here
                continue
            cost = 0 if letter == other[there - 1] else 1
            best = min(
                before.get(there - 1, far) + cost,
                before.get(there, far) + 1,
                row.get(there - 1, far) + 1,
            )
            swapped = here > 1 and there > 1 and letter == other[there - 2]
            if swapped and one[here - 2] == other[there - 1]:
                best = min(best, earlier.get(there - 2, far) + 1)
            row[there] = best
        if min(row.values(), default=far) > most:
            return False
    return row.get(len(other), far) <= most
