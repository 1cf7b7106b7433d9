"""Where words stand that stood elsewhere in a text, known by themselves and by what is round them."""

from __future__ import annotations

import re

# A space or a full stop alone stands round many words.
ALIKE = 4


def refind(
    text: str, exact: str, start: int, *, prefix: str = "", suffix: str = ""
) -> tuple[int, int] | None:
    """Start and end of `exact` in `text`: at `start` if it is there, else where it stands once.

    Of several places the one with most of `prefix` before and of `suffix` after it; None where that
    says nothing either. Spaces and line ends count as the same, for a renderer may set others.
    """
    if not exact.strip():
        return None
    if text[start : start + len(exact)] == exact:
        return start, start + len(exact)
    spaced = re.compile(r"\s+".join(map(re.escape, exact.split())))
    places = [found.span() for found in spaced.finditer(text)]
    if len(places) < 2:
        return places[0] if places else None
    likeness = [
        _shared(text[max(0, first - len(prefix)) : first][::-1], prefix[::-1])
        + _shared(text[last : last + len(suffix)], suffix)
        for first, last in places
    ]
    best = max(likeness)
    if best < ALIKE or likeness.count(best) > 1:
        return None
    return places[likeness.index(best)]


def _shared(text: str, wanted: str) -> int:
    """How many characters both begin with."""
    count = 0
    for one, other in zip(text, wanted, strict=False):
        if one != other and not (one.isspace() and other.isspace()):
            break
        count += 1
    return count
