"""What hand-made notes stand on: a part's plain text without its reference numbers.

Numbers are no words: a citation that is added, or numbered anew when the piece is published, must
move no note. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prose.html import Rendered
from prose.marks import Unmarked


def ground(rendered: Rendered) -> Unmarked:
    """A part as its author wrote the numbers."""
    return Unmarked(rendered.text, ((each.start, each.end) for each in rendered.citations))


def grounds(parts: Mapping[str, Rendered]) -> dict[str, str]:
    """The words of every part, in order: what is laid beside the next wording."""
    return {part: ground(rendered).text for part, rendered in parts.items()}


def as_read(rendered: Rendered, numbers: Iterable[int]) -> Unmarked:
    """A part as readers have it, with the `numbers` shown for its citations."""
    pieces: list[str] = []
    marks, at, length = [], 0, 0
    for citation, number in zip(rendered.citations, numbers, strict=True):
        words = f"[{number}]" if citation.inline else str(number)
        pieces += [rendered.text[at : citation.start], words]
        start = length + citation.start - at
        length = start + len(words)
        marks.append((start, length))
        at = citation.end
    return Unmarked("".join([*pieces, rendered.text[at:]]), marks)
