"""What the ends of a manuscript's lines mean: a paragraph's end, or only a width."""

from __future__ import annotations

import re
from collections.abc import Sequence

CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_MARKDOWN = re.compile(r"^#{1,6} |\*\*|\]\(|^```|^> ", re.MULTILINE)
WRAP_WIDTH = 120


def line_is_paragraph(lines: Sequence[str]) -> bool:
    """Is each line a paragraph? So it is where hardly any line is blank and lines do not wrap."""
    filled = [line for line in lines if line.strip()]
    blank = len("\n".join(lines).strip("\n").split("\n")) - len(filled)
    if len(filled) < 2:
        return True
    return blank < len(filled) * 0.15 and _wrapped(filled) < 0.8


def lines_end_on_purpose(lines: Sequence[str]) -> bool:
    """In plain text with blank lines, too, unless its lines were broken at a width.

    Markdown means nothing by the end of a line.
    """
    return not _MARKDOWN.search("\n".join(lines)) and _wrapped(lines) < 0.4


def _wrapped(lines: Sequence[str]) -> float:
    """The share of lines that were broken at a width: the next line's first word never fitted."""
    width = max(map(len, lines), default=0)
    if width > WRAP_WIDTH:
        return 0.0
    broken = [
        len(line) + _first_word(following) > width * 0.92
        for line, following in zip(lines, lines[1:], strict=False)
        if line.strip() and following.strip()
    ]
    return sum(broken) / len(broken) if broken else 0.0


def _first_word(line: str) -> int:
    """Its letters, and the space before it; Chinese breaks between any two."""
    return 1 if CJK.match(line) else 1 + len(line.split(" ", 1)[0])
