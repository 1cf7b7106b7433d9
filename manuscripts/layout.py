"""Recovering a text's shape: paragraphs, headings and lists, from however its lines were broken."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from interviews.clock import only_a_time
from interviews.fences import Fences
from interviews.head import MAX_HEAD
from interviews.labels import Label, heading
from interviews.vocabulary import ENDS
from manuscripts.line_ends import CJK, line_is_paragraph, lines_end_on_purpose
from manuscripts.looks import CLOSED, ENUMERATED, looks_like_heading

BlockKind = Literal["heading", "paragraph", "item", "verbatim", "rule", "label", "fact"]


@dataclass(frozen=True, slots=True)
class Block:
    """One block; `line` is where it begins, from 1. `bare` marks a heading guessed from its look,
    `wrapped` a paragraph of several lines.

    For a heading `level` is 1 to 6; an item's `marker` is "-" or its number ("1."), its level its depth. A
    label's text is the speaker's name, and what is said follows; a fact is a labelled line at the
    head.
    """

    kind: BlockKind
    text: str
    line: int
    level: int = 0
    marker: str = ""
    bare: bool = False
    wrapped: bool = False
    label: Label | None = None


_SETEXT = re.compile(r" {0,3}(={2,}|-{3,})[ \t]*\Z")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})\Z")
_BULLET = re.compile(r"([ \t]*)([-*+•‣▪◦●·–])[ \t]+(\S.*)\Z")
_NUMBER = re.compile(r"([ \t]*)[(（]?(\d{1,3})(?:[.)][ \t]+|[、）][ \t]*)(\S.*)\Z")
_BULLET_ALONE = re.compile(r"[ \t]*([-*+•‣▪◦●·–]|\d{1,3}[.)])[ \t]*\Z")
_BOLD_LINE = re.compile(r"\*\*([^*]+)\*\*\Z|__([^_]+)__\Z")
# [1] Name, https://… and a definition of such a link.
_SOURCE = re.compile(r"\\?\[\^?\d{1,3}\\?\]|https?://")
_SENTENCE_END = (".", "!", "?", ":", "؟", "。", "！", "？", "：")

# What follows a bare heading is prose: so many letters.
PROSE_LENGTH = 70
UNCASED_PROSE_LENGTH = 36
LONG_LINE = 200
# A line of so many letters may have been broken where it was copied from.
BROKEN_LENGTH = 50


def blocks(
    text: str,
    *,
    first_line: int = 1,
    labels: Mapping[int, Label] | None = None,
    facts: Collection[int] = (),
) -> list[Block]:
    """The blocks of `text`. Every word of it is in exactly one of them.

    `labels` and `facts` are the lines (from 0) that begin a turn or tell of the piece.
    """
    lines = text.split("\n")
    reader = _Reader(lines, first_line, labels or {}, facts)
    return _bare_headings(reader.read())


class _Reader:
    def __init__(
        self,
        lines: Sequence[str],
        first_line: int,
        labels: Mapping[int, Label],
        facts: Collection[int],
    ) -> None:
        self.lines, self.first_line = lines, first_line
        self.line_is_paragraph = line_is_paragraph(lines)
        self.on_purpose = self.line_is_paragraph or lines_end_on_purpose(lines)
        self.labels, self.facts = labels, facts
        self.fences = Fences(lines)
        self.found: list[Block] = []
        self.spoken = False
        self.open: list[str] = []  # lines of the paragraph or item being read
        self.opened = 0
        self.item: tuple[str, int] | None = None
        self.number = 0  # of the last item that had one

    def read(self) -> list[Block]:
        at = 0
        while at < len(self.lines):
            at = self.take(at)
        self.close()
        return self.found

    def take(self, at: int) -> int:
        """Take the line at `at`, and those that belong to it; return where to go on."""
        line = self.lines[at]
        label = self.labels.get(at)
        if label is not None:
            self.spoken = True
            self.add(Block("label", label.name, self.first_line + at, label=label))
            line = label.text
            if not line:
                return at + 1
        elif at in self.facts:
            self.add(Block("fact", line.strip(), self.first_line + at))
            return at + 1
        if not line.strip():
            self.close()
            return at + 1
        for read in (self.fence, self.heading, self.alone, self.list_item, self.verbatim):
            if label is not None and read in (self.heading, self.alone):
                continue  # “14.” may be somebody's whole answer
            if label is not None and read == self.list_item and not self.list_goes_on(at, line):
                continue  # “1912. That was the year.” and “- no, wait” are words
            after = read(at, line)
            if after:
                return after
        self.text(at, line)
        return at + 1

    @property
    def in_a_paragraph(self) -> bool:
        """May the next line belong to the words before it, whatever it begins with?"""
        return bool(self.open) and not self.line_is_paragraph

    def goes_on(self, at: int) -> bool:
        return at < len(self.lines) and at not in self.labels and bool(self.lines[at].strip())

    def add(self, block: Block) -> None:
        self.close()
        self.found.append(block)

    def close(self) -> None:
        if not self.open:
            return
        text = _join(self.open)
        line = self.first_line + self.opened
        if self.item is not None:
            marker, level = self.item
            self.found.append(Block("item", text, line, level, marker))
        else:
            self.found.append(Block("paragraph", text, line, wrapped=len(self.open) > 1))
        self.open, self.item = [], None

    def fence(self, at: int, line: str) -> int:
        end = self.fences.end(at, line.lstrip()) if line.lstrip()[:1] in ("`", "~") else -1
        if end < 0:
            return 0
        self.add(
            Block(
                "verbatim", "\n".join([line, *self.lines[at + 1 : end + 1]]), self.first_line + at
            )
        )
        return end + 1

    def heading(self, at: int, line: str) -> int:
        found = heading(line) if "#" in line[:4] else None
        if found:
            if found[1]:
                self.add(Block("heading", found[1], self.first_line + at, found[0]))
            return at + 1
        following = self.lines[at + 1] if self.goes_on(at + 1) else ""
        under = _SETEXT.match(following) if following[:4].strip()[:1] in ("=", "-") else None
        if (
            under
            and not self.in_a_paragraph
            and len(line) <= 200
            and not line.lstrip().startswith(("|", ">"))
        ):
            level = 1 if under[1][0] == "=" else 2
            self.add(Block("heading", line.strip(), self.first_line + at, level))
            return at + 2
        if _RULE.match(line):
            self.add(Block("rule", "---", self.first_line + at))
            return at + 1
        return 0

    def alone(self, at: int, line: str) -> int:
        """A bullet on a line of its own: the next words are the item."""
        match = _BULLET_ALONE.match(line)
        if match is None:
            return 0
        end = at + 1
        while end < len(self.lines) and not self.lines[end].strip():
            end += 1
        if not self.goes_on(end) or _BULLET_ALONE.match(self.lines[end]):
            if match[1][0].isdigit():
                return 0
            self.close()
            return at + 1
        self.close()
        marker = f"{match[1][:-1]}." if match[1][0].isdigit() else "-"
        self.item, self.opened = (marker, 0), at
        self.open = [self.lines[end].strip()]
        return end + 1

    def list_item(self, at: int, line: str) -> int:
        match = _BULLET.match(line) or _NUMBER.match(line)
        if match is None or (match[2] == "–" and self.in_a_paragraph):
            return 0
        number = int(match[2]) if match[2].isdigit() else 0
        if (
            number
            and self.in_a_paragraph
            and number not in (1, self.number + 1)
            and self.item is None
        ):
            return 0  # a year or a sum at the head of a wrapped line
        self.number = number or self.number
        self.close()
        marker = f"{match[2]}." if match[2].isdigit() else "-"
        self.item = (marker, min(len(match[1].expandtabs(4)) // 2, 3))
        self.opened, self.open = at, [match[3].strip()]
        return at + 1

    def list_goes_on(self, at: int, line: str) -> bool:
        """Is there a second item below the one that stands behind a label?"""
        shape = _BULLET if _BULLET.match(line) else _NUMBER
        following = next((each for each in self.lines[at + 1 : at + 8] if each.strip()), "")
        return shape.match(following) is not None

    def verbatim(self, at: int, line: str) -> int:
        """Tables, quotations, definitions and the like keep their lines."""
        start = line.lstrip()[:1]
        definition = start == "[" and re.match(r" {0,3}\[[^\]]+\]:\s", line)
        if start not in {"|", ">"} and not definition:
            return 0
        end = at + 1
        while self.goes_on(end) and self.lines[end].lstrip()[:1] == start and not definition:
            end += 1
        self.add(
            Block("verbatim", "\n".join([line, *self.lines[at + 1 : end]]), self.first_line + at)
        )
        return end

    def text(self, at: int, line: str) -> None:
        stripped = line.strip()
        a_time = stripped[0] in "[(\\0123456789" and only_a_time(stripped) is not None
        if a_time or not (self.open and self.continues(line, stripped)):
            self.close()
            self.opened = at
        # Two spaces or a backslash at the end break a line on purpose.
        self.open.append(stripped + ("\\" if line.endswith("  ") and stripped else ""))
        if a_time:
            self.close()

    def broke_off(self) -> bool:
        """Does the last line, of an item or long enough to have been too long, end in a sentence?"""
        last = self.open[-1]
        return (self.item is not None or len(last) > BROKEN_LENGTH) and not last.endswith(CLOSED)

    def continues(self, line: str, stripped: str) -> bool:
        """Does this line belong to the paragraph or item before it?"""
        if self.broke_off() and stripped[0].islower():
            return True
        # What is said may be broken anywhere, as captions are; where a sentence ends, on purpose.
        in_a_sentence = self.spoken and not self.open[-1].endswith(_SENTENCE_END)
        purposeful = self.line_is_paragraph or (self.on_purpose and not in_a_sentence)
        if self.item is not None:
            return not purposeful or line[:2].isspace()
        if purposeful or self.spoken:
            return not purposeful  # in a turn only a blank line ends a paragraph, as in Markdown
        last = self.open[-1]
        if len(last) > LONG_LINE and last.endswith(CLOSED):
            return False  # a whole paragraph on its line
        # A heading right above its text: short, unclosed, and the first words would have fitted.
        prose = UNCASED_PROSE_LENGTH if CJK.match(stripped) else PROSE_LENGTH
        heads = len(self.open) == 1 and len(stripped) > max(prose, 2 * len(last))
        return not (heads and looks_like_heading(last))


def _join(lines: Sequence[str]) -> str:
    """Lines of one paragraph as one line; no space between Chinese characters."""
    pieces = [lines[0]]
    for before, line in zip(lines, lines[1:], strict=False):
        if before.endswith("\\"):
            pieces.append("\n")
        elif not (CJK.match(before[-1:]) and CJK.match(line)):
            pieces.append(" ")
        pieces.append(line)
    joined = "".join(pieces)
    return joined[:-1] if joined.endswith("\\") and not joined.endswith("\\\\") else joined


def _bare_headings(found: list[Block]) -> list[Block]:
    """Mark the paragraphs that look like headings: short, unclosed, with prose after them.

    Not once somebody speaks: there a short line is a short answer.
    """
    marked = list(found)
    ends = _sources_begin(found)
    if ends is not None:
        heads = found[ends].text.rstrip(":：").strip("*_:： ")
        marked[ends] = replace(found[ends], kind="heading", text=heads, level=2, bare=True)
    for place, block in enumerate(found):
        if block.kind == "label":
            break
        if block.kind != "paragraph" or (block.wrapped and place):
            continue
        bold = _BOLD_LINE.match(block.text)
        text = (bold[1] or bold[2]) if bold else block.text
        following = next(
            (each for each in found[place + 1 : place + 2 + MAX_HEAD] if each.kind != "fact"), None
        )
        if following is None or not looks_like_heading(text, is_title=place == 0):
            continue
        numbered = ENUMERATED.match(text)
        title = place == 0 and following.kind == "paragraph" and looks_like_heading(following.text)
        if (
            title
            or numbered
            or text.strip().casefold() in ENDS
            or _is_prose(following)
            or following.kind == "label"
            or (bold is not None and following.kind != "heading")
        ):
            level = 3 if numbered and numbered[1] else 2
            marked[place] = replace(
                block, kind="heading", text=text.strip(), level=level, bare=True
            )
    return marked


def _sources_begin(found: Sequence[Block]) -> int | None:
    """The line “Sources” over nothing but a list of them to the very end, whoever spoke before."""
    place = len(found) - 1
    while place > 0 and _is_a_source(found[place]):
        place -= 1
    head = found[place] if found else None
    if head is None or place == len(found) - 1 or head.kind != "paragraph":
        return None
    return place if head.text.strip("*_:： ").casefold() in ENDS else None


def _is_a_source(block: Block) -> bool:
    return block.kind == "item" or (
        block.kind in {"paragraph", "verbatim"} and bool(_SOURCE.match(block.text))
    )


def _is_prose(block: Block) -> bool:
    if block.kind != "paragraph":
        return False
    if CJK.search(block.text):
        return len(block.text) >= UNCASED_PROSE_LENGTH or block.text.endswith(_SENTENCE_END)
    return len(block.text) >= PROSE_LENGTH or block.text.endswith(_SENTENCE_END)
