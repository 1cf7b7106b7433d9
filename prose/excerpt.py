"""The lines of a search hit: the found words in their context, marked."""

from __future__ import annotations

import re

from prose.words import fold, query_tokens

# After a line that is no sentence: a heading, an item, a cell of a table.
_UNENDED = re.compile(r"(?<=\w)[^\S\n]*\n\s*(?=\S)")


def excerpt(text: str, query: str, *, length: int = 240) -> list[tuple[str, bool]]:
    """About `length` characters of `text` round the first match, as (piece, is it a match).

    The pieces joined are a part of `text` (spaces folded, a dot after lines that are no sentences),
    with "…" where something was left out.
    """
    text = " ".join(_UNENDED.sub(" · ", text).split())
    spans = _matches(text, set(query_tokens(query)))
    first = spans[0][0] if spans else 0
    start = max(0, min(first - length // 3, len(text) - length))
    if start:
        space = text.find(" ", start, first)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + length)
    if end < len(text):
        space = text.rfind(" ", max(start, end - 30), end)
        end = space if space > first else end
    # No dot but between two lines.
    start += 2 if start and text.startswith("· ", start) else 0
    end -= 2 if end < len(text) and text.endswith(" ·", start, end) else 0
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for left, right in spans:
        if right <= start or left >= end or left < at:
            continue
        if left > at:
            pieces.append((text[at:left], False))
        pieces.append((text[left : min(right, end)], True))
        at = min(right, end)
    if at < end:
        pieces.append((text[at:end], False))
    if end < len(text):
        pieces.append(("…", False))
    return pieces


def _matches(text: str, wanted: set[str]) -> list[tuple[int, int]]:
    """Where in `text` a word of the query stands, in order and without overlaps."""
    spans: list[tuple[int, int]] = []
    for match in re.finditer(r"\w(?:\w|[\u0300-\u036f\u064b-\u0652])*", text):
        word = match[0]
        folded = fold(word)
        if folded in wanted:
            spans.append(match.span())
        elif len(word) == len(folded) and not word.isascii():
            spans += _pairs(word, folded, match.start(), wanted)
    return _merged(spans)


def _pairs(word: str, folded: str, offset: int, wanted: set[str]) -> list[tuple[int, int]]:
    found = []
    for place in range(len(folded)):
        if folded[place : place + 2] in wanted and place + 2 <= len(folded):
            found.append((offset + place, offset + place + 2))
        elif folded[place] in wanted:
            found.append((offset + place, offset + place + 1))
    return found


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for left, right in sorted(spans):
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged
