"""Sentences: where one begins and ends, and which of them a citation's mark belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right

# A full stop after these, or after one capital letter, ends no sentence.
_ABBREVIATIONS = {
    "dr", "mr", "mrs", "ms", "prof", "st", "vol", "pp", "p", "fig", "cf", "e.g", "i.e", "vs",
    "u.s", "u.k", "u.n", "etc", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
    "oct", "nov", "dec", "gen", "col", "sen", "rep", "ft", "approx", "inc", "ltd", "co",
}  # fmt: skip
# "No. 5" is a number; "They said no." is a sentence.
_BEFORE_NUMBERS = {"no", "nos"}
_CLOSING = "\"'”’»)]」』）"
# Each run of full stops is tried once, from its beginning: hostile ones would take quadratic time.
_END = re.compile(
    rf"(?<![.!?…؟])[.!?…؟]++[{re.escape(_CLOSING)}]*+(?=\s)|[。！？]+[{re.escape(_CLOSING)}]*"
)
_ENDINGS = tuple(".!?…。！？؟" + _CLOSING)
# What stands in a text where a mark was: a space to every rule here, and nothing in the quotation.
BLANK = "\x1f"
# Of a sentence longer than that on one side of the mark, only so much is quoted.
_REACH = 800
_LAST_WORD = re.compile(r"([^\s(“\"']+)\Z")


def sentence_spans(line: str) -> list[tuple[int, int]]:
    """Start and end of every sentence of one block of text, spaces between them left out."""
    spans, start = [], 0
    for match in _END.finditer(line):
        if match[0].startswith(".") and _is_abbreviation(
            line[max(start, match.start() - 16) : match.start()],
            line[match.end() : match.end() + 2].strip(),
        ):
            continue
        spans.append((start, match.end()))
        start = match.end()
        while start < len(line) and line[start].isspace():
            start += 1
    if line[start:].strip():
        spans.append((start, len(line.rstrip())))
    return spans


def _is_abbreviation(before: str, after: str) -> bool:
    word = _LAST_WORD.search(before.rstrip())  # a mark's place is blank: the U.S [1].
    if word is None:
        return False
    if word[1].casefold() in _BEFORE_NUMBERS:
        return after.isdecimal()
    return word[1].casefold() in _ABBREVIATIONS or (len(word[1]) == 1 and word[1].isupper())


class Quotations:
    """Which words of a text (blocks apart by a newline) a mark stands for.

    Each block is cut into sentences once, however many marks stand in it.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks = [0, *(match.end() for match in re.finditer("\n", text))]
        self.sentences: dict[int, list[tuple[int, int]]] = {}

    def quote(self, start: int, end: int, *, inline: bool) -> str:
        """The sentence that a mark at `start`:`end` belongs to, spaces folded.

        A number that is a word belongs to the sentence it stands in, and stays in the quotation.
        A mark belongs to the sentence before it where that has ended, else to the one around it.
        """
        return " ".join(self._quote(start, end, inline=inline).replace(BLANK, "").split())

    def _quote(self, start: int, end: int, *, inline: bool) -> str:
        text, left, right = self.text, start - _REACH, end + _REACH
        if inline:
            first, last = self.sentence_at(start)
            return text[max(first, left) : min(last, right)]
        left = max(left, self.block_of(start)[0])
        before = text[left:start].rstrip()
        stop = left + len(before)
        first, last = self.sentence_at(max(stop - 1, left))
        words = text[max(first, left) : stop]
        return words if before.endswith(_ENDINGS) else words + text[end : min(last, right)]

    def sentence_at(self, position: int) -> tuple[int, int]:
        """Start and end of the sentence that holds `position`, or else of its block."""
        begin, end = self.block_of(position)
        if begin not in self.sentences:
            self.sentences[begin] = sentence_spans(self.text[begin:end])
        spans = self.sentences[begin]
        place = bisect_right(spans, position - begin, key=lambda span: span[0]) - 1
        if place < 0 or position - begin >= spans[place][1]:
            return begin, end
        first, last = spans[place]
        return begin + first, begin + last

    def block_of(self, position: int) -> tuple[int, int]:
        place = bisect_right(self.blocks, position)
        end = self.blocks[place] - 1 if place < len(self.blocks) else len(self.text)
        return self.blocks[place - 1], end
