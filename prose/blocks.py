"""A text in Markdown cut where it can be cut without changing what it says. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from prose.quotations import sentence_spans

_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})(.*)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_DEFINITION = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:[ \t]+\S")


class Item(NamedTuple):
    """Some words, and the white space before them; None before the first of a text."""

    words: str
    gap: str | None


class Cut(NamedTuple):
    """A text: `lead` and `tail` are the white space around its items."""

    lead: str
    items: list[Item]
    tail: str


def blocks(text: str) -> Cut:
    """Paragraphs, headings, lists, tables: whatever blank lines part. A fence is one block."""
    lines = text.split("\n")
    closing = _Closing(lines)
    found: list[tuple[int, int]] = []  # the first line of a block, and the one after its last
    number = 0
    while number < len(lines):
        if not lines[number].strip():
            number += 1
            continue
        start = number
        while number < len(lines) and lines[number].strip():
            number = closing.after_fence(number) or number + 1
        found.append((start, number))
    if not found:
        return Cut(text, [], "")
    starts = _offsets(lines)
    spans = [(starts[first], starts[after] - 1) for first, after in found]
    return _cut(text, spans)


def is_fenced(words: str) -> bool:
    """Does the block hold fenced code?"""
    return any(_FENCE.match(line) for line in words.split("\n"))


def is_definition(words: str) -> bool:
    """A footnote's words or a link's address: where among its kind it stands says nothing."""
    return _DEFINITION.match(words) is not None


def units(block: Item) -> list[Item]:
    """What of a block can be another's: sentences, lines of a list, rows of a table.

    Fenced code is one unit, and so are a table's heading and the line under it.
    """
    if is_fenced(block.words):
        return [block]
    spans: list[tuple[int, int]] = []
    lines = block.words.split("\n")
    starts = _offsets(lines)
    is_table = len(lines) > 1 and "|" in lines[0] and _DELIMITER.fullmatch(lines[1]) is not None
    first = 0
    if is_table:
        spans.append((0, starts[2] - 1))
        first = 2
    for number in range(first, len(lines)):
        line = lines[number]
        if is_table or _ITEM.match(line) or is_definition(line):
            spans.append((starts[number], starts[number + 1] - 1))
        else:
            spans += [
                (starts[number] + start, starts[number] + end)
                for start, end in sentence_spans(line)
            ]
    cut = _cut(block.words, spans)
    items = cut.items
    items[0] = Item(cut.lead + items[0].words, block.gap)
    items[-1] = Item(items[-1].words + cut.tail, items[-1].gap)
    return items


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> Cut:
    kept = [(start, end) for start, end in spans if end > start]
    if not kept:
        return Cut(text, [], "")
    items = [Item(text[kept[0][0] : kept[0][1]], None)]
    for (_, before), (start, end) in zip(kept, kept[1:], strict=False):
        items.append(Item(text[start:end], text[before:start]))
    return Cut(text[: kept[0][0]], items, text[kept[-1][1] :])


def _offsets(lines: Sequence[str]) -> list[int]:
    """Where each line begins, and where one after the last would."""
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    return offsets


class _Closing:
    """Which line closes a fence. One that nothing closes is a line like any other."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.fences = {
            number: match
            for number, line in enumerate(lines)
            if ("```" in line or "~~~" in line) and (match := _FENCE.match(line))
        }
        closers = [number for number, match in self.fences.items() if not match[2].strip()]
        self.closers = {
            sign: [number for number in closers if self.fences[number][1][0] == sign]
            for sign in "`~"
        }
        # A fence of that length was not closed: no longer one after it is. Hostile ones would
        # take quadratic time otherwise.
        self.hopeless = {"`": 10**9, "~": 10**9}

    def after_fence(self, number: int) -> int | None:
        """The line after the fence that opens on line `number`; None if none does."""
        opening = self.fences.get(number)
        if opening is None:
            return None
        sign, length = opening[1][0], len(opening[1])
        if length >= self.hopeless[sign] or (sign == "`" and "`" in opening[2]):
            return None
        closers = self.closers[sign]
        for place in range(bisect_right(closers, number), len(closers)):
            if len(self.fences[closers[place]][1]) >= length:
                return closers[place] + 1
        self.hopeless[sign] = length
        return None
