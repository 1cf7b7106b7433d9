"""Recovering a text's shape: paragraphs, headings and lists, from however its lines were broken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from interviews.labels import read_label

BlockKind = Literal["heading", "paragraph", "item", "verbatim", "rule"]


@dataclass(frozen=True, slots=True)
class Block:
    """One block; `line` is where it begins, from 1. `bare` marks a heading guessed from its look.

    For a heading `level` is 1 to 6; an item's `marker` is "-" or "1.", its level its depth.
    """

    kind: BlockKind
    text: str
    line: int
    level: int = 0
    marker: str = ""
    bare: bool = False


_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*\Z")
_SETEXT = re.compile(r" {0,3}(={2,}|-{3,})[ \t]*\Z")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})\Z")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_BULLET = re.compile(r"([ \t]*)([-*+•‣▪◦●·–])[ \t]+(\S.*)\Z")
_NUMBER = re.compile(r"([ \t]*)(\d{1,3})[.)][ \t]+(\S.*)\Z")
_BULLET_ALONE = re.compile(r"[ \t]*([-*+•‣▪◦●·–]|\d{1,3}[.)])[ \t]*\Z")
_BOLD_LINE = re.compile(r"\*\*([^*]+)\*\*\Z|__([^_]+)__\Z")
_CLOSED = tuple(".!?:;,…。！？：；，、؟؛،")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")

# A bare heading is short, and what follows it is prose.
HEADING_WORDS = 14
HEADING_LENGTH = 100
UNCASED_HEADING_LENGTH = 34
PROSE_LENGTH = 70
UNCASED_PROSE_LENGTH = 36
WRAP_WIDTH = 120


def blocks(text: str, *, first_line: int = 1) -> list[Block]:
    """The blocks of `text`. Every word of it is in exactly one of them."""
    lines = text.split("\n")
    return _bare_headings(_Reader(lines, first_line, _line_is_paragraph(lines)).read())


def _line_is_paragraph(lines: Sequence[str]) -> bool:
    """Is each line a paragraph? So it is where hardly any line is blank and lines do not wrap."""
    filled = [line for line in lines if line.strip()]
    blank = len(lines) - len(filled)
    if len(filled) < 2:
        return True
    return blank < len(filled) * 0.15 and not _is_wrapped(filled)


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Were these lines broken at a width? Then the next line's first word never fitted."""
    width = max(len(line) for line in lines)
    if width > WRAP_WIDTH or len(lines) < 2:
        return False
    broken = [
        len(line) + 1 + len(following.split(" ", 1)[0]) > width * 0.92
        for line, following in zip(lines, lines[1:], strict=False)
        if line.strip() and following.strip()
    ]
    return bool(broken) and sum(broken) >= len(broken) * 0.8


class _Reader:
    def __init__(self, lines: Sequence[str], first_line: int, line_is_paragraph: bool) -> None:
        self.lines, self.first_line = lines, first_line
        self.line_is_paragraph = line_is_paragraph
        self.found: list[Block] = []
        self.open: list[str] = []  # lines of the paragraph or item being read
        self.opened = 0
        self.item: tuple[str, int] | None = None

    def read(self) -> list[Block]:
        at = 0
        while at < len(self.lines):
            at = self.take(at)
        self.close()
        return self.found

    def take(self, at: int) -> int:
        """Take the line at `at`, and those that belong to it; return where to go on."""
        line = self.lines[at]
        if not line.strip():
            self.close()
            return at + 1
        for read in (self.fence, self.heading, self.alone, self.list_item, self.verbatim):
            after = read(at, line)
            if after:
                return after
        self.text(at, line)
        return at + 1

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
            self.found.append(Block("paragraph", text, line))
        self.open, self.item = [], None

    def fence(self, at: int, line: str) -> int:
        mark = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if mark is None:
            return 0
        end = at + 1
        while end < len(self.lines) and not self.lines[end].strip().startswith(mark[1]):
            end += 1
        end = min(end + 1, len(self.lines))
        self.add(Block("verbatim", "\n".join(self.lines[at:end]), self.first_line + at))
        return end

    def heading(self, at: int, line: str) -> int:
        match = _HEADING.match(line) if "#" in line[:10] else None
        if match:
            if match[2].strip():
                self.add(Block("heading", match[2].strip(), self.first_line + at, len(match[1])))
            return at + 1
        following = self.lines[at + 1] if at + 1 < len(self.lines) else ""
        under = _SETEXT.match(following) if following[:4].strip()[:1] in ("=", "-") else None
        if (
            under
            and not self.open
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
        if end == len(self.lines) or _BULLET_ALONE.match(self.lines[end]):
            self.close()
            return at + 1
        self.close()
        marker = "1." if match[1][0].isdigit() else "-"
        self.item, self.opened = (marker, 0), at
        self.open = [self.lines[end].strip()]
        if self.line_is_paragraph:
            self.close()
        return end + 1

    def list_item(self, at: int, line: str) -> int:
        match = _BULLET.match(line) or _NUMBER.match(line)
        if match is None or (match[2] == "–" and self.open):
            return 0
        if match[2].isdigit() and self.open and match[2] != "1" and self.item is None:
            return 0  # a year or a sum at the head of a wrapped line
        self.close()
        marker = "1." if match[2].isdigit() else "-"
        self.item = (marker, min(len(match[1].expandtabs(4)) // 2, 3))
        self.opened, self.open = at, [match[3].strip()]
        return at + 1

    def verbatim(self, at: int, line: str) -> int:
        """Tables, quotations, definitions and the like keep their lines."""
        start = line.lstrip()[:1]
        definition = start == "[" and re.match(r" {0,3}\[[^\]]+\]:\s", line)
        if start not in {"|", ">"} and not definition:
            return 0
        end = at + 1
        while end < len(self.lines) and self.lines[end].lstrip()[:1] == start and not definition:
            end += 1
        self.add(Block("verbatim", "\n".join(self.lines[at:end]), self.first_line + at))
        return end

    def text(self, at: int, line: str) -> None:
        stripped = line.strip()
        continues = bool(self.open) and (
            not self.line_is_paragraph or (self.item is not None and line[:2].isspace())
        )
        if continues and read_label(stripped) is not None and not self.item:
            continues = not stripped.startswith(("**", "__", "[", "\\["))
        if not continues:
            self.close()
            self.opened = at
        # Two spaces or a backslash at the end break a line on purpose.
        self.open.append(stripped + ("\\" if line.endswith("  ") and stripped else ""))
        if self.line_is_paragraph and self.item is None:
            self.close()


def _join(lines: Sequence[str]) -> str:
    """Lines of one paragraph as one line; no space between Chinese characters."""
    joined = lines[0]
    for line in lines[1:]:
        if joined.endswith("\\"):
            joined = f"{joined}\n{line}"
        elif joined and line and _CJK.match(joined[-1]) and _CJK.match(line[0]):
            joined += line
        else:
            joined = f"{joined} {line}"
    return joined.rstrip("\\") if joined.endswith("\\") and not joined.endswith("\\\\") else joined


def _bare_headings(found: list[Block]) -> list[Block]:
    """Mark the paragraphs that look like headings: short, unclosed, with prose after them."""
    marked = list(found)
    for place, block in enumerate(found):
        if block.kind != "paragraph":
            continue
        following = found[place + 1] if place + 1 < len(found) else None
        bold = _BOLD_LINE.match(block.text)
        text = (bold[1] or bold[2]) if bold else block.text
        if (
            _looks_like_heading(text)
            and following is not None
            and (
                _is_prose(following)
                or (bold is not None and following.kind != "heading")
                or (
                    place == 0
                    and _looks_like_heading(following.text)
                    and following.kind == "paragraph"
                )
            )
        ):
            marked[place] = replace(block, kind="heading", text=text.strip(), level=2, bare=True)
    return marked


def _looks_like_heading(text: str) -> bool:
    if "\n" in text or text.endswith(_CLOSED) or text[:1] in "[<!*_(\"“'‘—-":
        return False
    if _CJK.search(text):
        return len(text) <= UNCASED_HEADING_LENGTH
    first = next((each for each in text if each.isalnum()), "")
    if not first or first.islower():
        return False
    return len(text) <= HEADING_LENGTH and len(text.split()) <= HEADING_WORDS


def _is_prose(block: Block) -> bool:
    if block.kind != "paragraph":
        return False
    if _CJK.search(block.text):
        return len(block.text) >= UNCASED_PROSE_LENGTH
    return len(block.text) >= PROSE_LENGTH or block.text.endswith((".", "!", "?", ":", "؟"))
