"""Citations as they are found in a text: the mark, what it refers to, the sentence it proves."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape

from prose.markup import text_content
from prose.quotations import BLANK, Quotations
from prose.urls import canonical


@dataclass(frozen=True, slots=True)
class Citation:
    """A mark in the text. `start` and `end` are code points of its words in the plain text.

    `number` is as the author wrote it, `mark` the id of the mark in the page, `quote` the
    sentence with the mark, or before it; `inline` says that the number is a word of the sentence.
    A footnote's own words are its `title`; its `url` may be empty, and so its `canonical_url`.
    """

    number: str
    url: str
    start: int
    end: int
    quote: str
    inline: bool
    title: str
    mark: str
    canonical_url: str = ""


@dataclass(slots=True)
class Mark:
    start: int
    end: int
    number: str
    url: str
    inline: bool
    title: str
    mark: str

    def citation(self, quotations: Quotations) -> Citation:
        quote = quotations.quote(self.start, self.end, inline=self.inline)
        return Citation(
            self.number, self.url, self.start, self.end, quote, self.inline, self.title, self.mark,
            canonical(self.url) if self.url else "",
        )  # fmt: skip


def cited(marks: Sequence[Mark], text: str) -> list[Citation]:
    """Each mark with its sentence, which is quoted without the marks that stand beside it."""
    pieces, at = [], 0
    for mark in marks:
        if not mark.inline:
            pieces += [text[at : mark.start], BLANK * (mark.end - mark.start)]
            at = mark.end
    quotations = Quotations("".join([*pieces, text[at:]]))
    return [mark.citation(quotations) for mark in marks]


def footnotes(section: str) -> dict[str, tuple[str, str]]:
    """Of each footnote, by id: the first address in it, and its words."""
    found = {}
    for piece in section.split('<li id="fn-')[1:]:
        name, _, inner = piece.partition('">')
        inner = inner.partition('<a href="#fnref-')[0]
        link = re.search(r'<a href="(https?://[^"]*)"', inner)
        words = " ".join(text_content(inner).split())
        found[f"fn-{name}"] = (unescape(link[1]) if link else "", words)
    return found


def without_marks(text: str, citations: Sequence[Citation]) -> str:
    """Plain `text` less its reference numbers: they are no words, and lead nowhere in a hit."""
    kept: list[str] = []
    # From the end: what follows a mark is what stands there once the marks after it are gone.
    rest = len(text)
    for citation in reversed(citations):
        if citation.inline:
            continue
        start = citation.start
        if citation.end < rest:
            kept.append(text[citation.end : rest])
        before, after = text[start - 1 : start], kept[-1][:1] if kept else ""
        if before == " " and after in {"", " ", "\n"}:
            start -= 1
        elif after == " " and _is_wide(before):
            kept[-1:] = [kept[-1][1:]] if kept[-1][1:] else []
        rest = start
    return "".join([text[:rest], *reversed(kept)])


def _is_wide(character: str) -> bool:
    """Whether a character is of a script written without spaces, as 。 and 字 are."""
    return bool(character) and unicodedata.east_asian_width(character) in "WF"


class Unmarked:
    """A part's plain text (`whole`) without its reference numbers (`text`), which a renumbering
    changes too; `marks` is where they stand in the whole."""

    def __init__(self, whole: str, marks: Iterable[tuple[int, int]]) -> None:
        self.whole, self.marks = whole, sorted(marks)
        self.kept: list[tuple[int, int]] = []
        pieces, at, length = [], 0, 0
        for start, end in self.marks:
            pieces.append(whole[at:start])
            self.kept.append((length, at))
            length += max(0, start - at)
            at = end
        self.kept.append((length, at))
        self.text = "".join([*pieces, whole[at:]])

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where `start`:`end` of the text without numbers stands in the whole one."""
        if start >= end:
            return 0, 0
        return self._place(start), self._place(end - 1) + 1

    def without(self, position: int) -> int:
        """Where `position` of the whole text stands in the text without numbers."""
        number = bisect_right(self.kept, position, key=lambda kept: kept[1]) - 1
        length, at = self.kept[number]
        following = self.kept[number + 1][0] if number + 1 < len(self.kept) else len(self.text)
        return min(length + position - at, following)

    def _place(self, position: int) -> int:
        length, at = self.kept[bisect_right(self.kept, position, key=lambda kept: kept[0]) - 1]
        return at + position - length
