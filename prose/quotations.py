"""Sentences: where one begins and ends, and which of them a citation's mark belongs to."""

from __future__ import annotations

import re

# A full stop after these, or after one capital letter, ends no sentence.
_ABBREVIATIONS = {
    "dr", "mr", "mrs", "ms", "prof", "st", "no", "vol", "pp", "p", "fig", "cf", "e.g", "i.e", "vs",
    "u.s", "u.k", "u.n", "etc", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
    "oct", "nov", "dec", "gen", "col", "sen", "rep", "ft", "approx", "inc", "ltd", "co",
}  # fmt: skip
_CLOSING = "\"'”’»)]」』）"
_END = re.compile(rf"[.!?…؟]+[{re.escape(_CLOSING)}]*(?=\s)|[。！？]+[{re.escape(_CLOSING)}]*")
_LAST_WORD = re.compile(r"([^\s(“\"']+)\Z")


def sentence_spans(line: str) -> list[tuple[int, int]]:
    """Start and end of every sentence of one block of text, spaces between them left out."""
    spans, start = [], 0
    for match in _END.finditer(line):
        if match[0].startswith(".") and _is_abbreviation(
            line[max(start, match.start() - 16) : match.start()]
        ):
            continue
        spans.append((start, match.end()))
        start = match.end()
        while start < len(line) and line[start].isspace():
            start += 1
    if line[start:].strip():
        spans.append((start, len(line.rstrip())))
    return spans


def _is_abbreviation(before: str) -> bool:
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    return word[1].casefold() in _ABBREVIATIONS or (len(word[1]) == 1 and word[1].isupper())


def sentence_at(text: str, position: int) -> tuple[int, int]:
    """The sentence of `text` (blocks apart by a newline) that holds `position`."""
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line = text[start : end if end >= 0 else len(text)]
    for first, last in sentence_spans(line):
        if position - start < last or last == len(line):
            return start + first, start + last
    return start, start + len(line)


def quote_for(text: str, start: int, end: int, *, inline: bool) -> str:
    """The sentence that a mark at `start`:`end` belongs to, spaces folded.

    A number that is a word belongs to the sentence it stands in, and stays in the quotation. A
    mark belongs to the sentence before it where that has ended, else to the one around it.
    """
    return " ".join(_quote(text, start, end, inline=inline).split())


def _quote(text: str, start: int, end: int, *, inline: bool) -> str:
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    # Long lines (a wall of text) are looked at near the mark only.
    left, right = max(line_start, start - 800), min(line_end, end + 800)
    if inline:
        window = text[left:right]
        place = start - left
        for first, last in sentence_spans(window):
            if first <= place < last:
                return window[first:last]
        return window.strip()
    before, after = text[left:start], text[end:right]
    if before.rstrip().endswith(tuple(".!?…。！？؟" + _CLOSING)):
        spans = sentence_spans(before)
        return before[spans[-1][0] : spans[-1][1]].strip() if spans else before.strip()
    joined = before.rstrip() + after
    place = max(len(before.rstrip()) - 1, 0)
    for first, last in sentence_spans(joined):
        if first <= place < last:
            return joined[first:last].strip()
    return joined.strip()
