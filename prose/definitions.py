"""Link and footnote definitions, which may stand far from the words that use them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate

from prose.blocks import blocks, is_fenced

_DEFINITION = re.compile(
    r"^ {0,3}\[(\^[^\]\s]{1,100}|[^\]^\n]{1,200})\]:[ \t]*\S.*(?:\n(?: {4}|\t).*)*", re.MULTILINE
)
# The same by its first line, and only where Markdown takes it for one.
_FOOTNOTE = re.compile(r" {0,3}\[(\^[^\]\s]{1,100})\]:[ \t]*\S")
_LINK = re.compile(
    r" {0,3}\[([^\]^\n]{1,200})\]:[ \t]*(?:<[^<>\n]*>|[^\s<]\S*)"
    # Its title may stand on the next line, and go on over others.
    r"(?:(?:[ \t]+|[ \t]*\n[ \t]*)(?:\"(?:[^\"\\]|\\.){0,999}\"|'(?:[^'\\]|\\.){0,999}'|\((?:[^()\\]|\\.){0,999}\)))?"
    r"[ \t]*(?=\n|\Z)"
)
_QUOTED = re.compile(r" {0,3}>")
_QUOTE = re.compile(r"(?: {0,3}> ?)*")
# These end a footnote's paragraph, as they end any.
_INTERRUPTS = re.compile(r" {0,3}(?:#{1,6}(?:\s|\Z)|[-*+]\s|1[.)]\s)")
_HEADING = re.compile(r" {0,3}#{1,6}(?:\s|\Z)")
_GAP = re.compile(r"\s*\n")
_USED = re.compile(r"\[([^\[\]]{1,200})\]")


class Definitions:
    """The definitions of a whole text, for its parts that are rendered by themselves.

    A part is given those it uses and no others: giving every one to each takes quadratic time.
    """

    def __init__(self, source: str) -> None:
        self.by_name: dict[str, str] = {}
        if "]:" in source:
            for match in _DEFINITION.finditer(source):
                self.by_name.setdefault(_folded(match[1]), match[0])

    def used_in(self, text: str) -> str:
        """What `text` uses, and what the footnotes among that use, one after the other."""
        return "\n\n".join(self._used_in(text).values())

    def lacking(self, text: str) -> str:
        """What `text` uses and does not define itself, one after the other."""
        used = self._used_in(text)
        own = Definitions(text).by_name if used else {}
        return "\n\n".join(each for name, each in used.items() if name not in own)

    def _used_in(self, text: str) -> dict[str, str]:
        used: dict[str, str] = {}
        reading = [text] if self.by_name else []
        while reading:
            for label in _USED.findall(reading.pop()):
                name = _folded(label)
                if name in self.by_name and name not in used:
                    used[name] = self.by_name[name]
                    if name.startswith("^"):
                        reading.append(used[name])
        return used


def without_unused(source: str, beside: str = "") -> str:
    """`source` less the definitions that neither it nor the text `beside` it uses: no page shows
    them, and people write remarks so that are meant for nobody else ([//]: # (ask her again))."""
    if "]:" not in source:
        return source
    pieces = list(_pieces(source))
    defined: dict[str, list[str]] = {}
    for name, text in [*pieces, *_pieces(beside)]:
        defined.setdefault(name, []).append(text)
    used, reading = {""}, ["\n".join(defined[""])]
    while reading:
        named = {_folded(label) for label in _USED.findall(reading.pop())}
        found = (named & defined.keys()) - used
        used |= found
        reading += ["".join(defined[name]) for name in found if name.startswith("^")]
    return _joined((text, name in used) for name, text in pieces)


def _joined(pieces: Iterable[tuple[str, bool]]) -> str:
    """The pieces that stay; what a block began with keeps it apart from the one before."""
    kept, gap = [], ""
    for text, stays in pieces:
        begins = _GAP.match(text)
        own = begins[0] if begins else ""
        gap = max(gap, own, key=lambda each: each.count("\n"))
        if stays and text:
            kept.append(f"{gap}{text[len(own) :]}" if own else text)
            gap = ""
    return "".join(kept)


def _pieces(source: str) -> Iterator[tuple[str, str]]:
    """`source` in pieces, each with the name of what it defines; "" for one that is words."""
    cut = blocks(source)
    yield "", cut.lead
    name, is_code = "", False
    for block in cut.items:
        gap = block.gap or ""
        # A fence that nothing closes goes on to the end.
        is_code = is_code or sum(map(is_fenced, block.words.split("\n"))) % 2 > 0
        if is_code:
            yield "", f"{gap}{block.words}"
            continue
        # Of a footnote, indented paragraphs are its own.
        if name.startswith("^") and block.words.startswith(("    ", "\t")):
            yield name, f"{gap}{block.words}"
        else:
            for name, text in _in_block(block.words, gap):  # noqa: B007
                yield name, text
            if any(map(_QUOTED.match, block.words.split("\n"))):
                name = ""  # a quotation's footnote ends with it
    yield "", cut.tail


def _in_block(words: str, gap: str) -> Iterator[tuple[str, str]]:
    """The pieces of lines that no blank line parts; the marks of a quotation stay where they are."""
    marks = [match[0] for line in words.split("\n") if (match := _QUOTE.match(line))]
    lines = [line[len(mark) :] for mark, line in zip(marks, words.split("\n"), strict=True)]
    unquoted = "\n".join(lines)
    if is_fenced(unquoted):
        yield "", f"{gap}{words}"
        return
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    name, goes_on, depth = "", 0, marks[0].count(">")
    for place, line in enumerate(lines):
        deeper = marks[place].count(">") > depth
        left = marks[place].count(">") < depth and not lines[place - 1].strip()
        # A line with fewer marks goes on with the paragraph above it all the same.
        if deeper or not line.strip() or not lines[place - 1].strip() or _INTERRUPTS.match(line):
            depth = marks[place].count(">")
        if goes_on:
            goes_on -= 1
        elif note := _FOOTNOTE.match(line):
            name, depth = _folded(note[1]), marks[place].count(">")
        elif (
            place == 0
            or deeper
            or (name and not name.startswith("^"))
            or not lines[place - 1].strip()
            or _HEADING.match(lines[place - 1])
        ) and (link := _LINK.match(unquoted, starts[place])):
            name, goes_on = _folded(link[1]), link[0].count("\n")
        elif deeper or left or not _belongs(name, line, lines[place - 1]):
            name = ""
        lead = gap if place == 0 else "\n"
        if marks[place]:
            yield "", f"{lead}{marks[place].rstrip()}"
            lead = marks[place][len(marks[place].rstrip()) :]
        yield name, f"{lead}{line}"


def _belongs(name: str, line: str, before: str) -> bool:
    """Does a line go on with the footnote `name`? A link's definition has ended by itself."""
    if not name.startswith("^") or _INTERRUPTS.match(line):
        return False
    return bool(before.strip()) or not line.strip() or line.startswith(("    ", "\t"))


def _folded(label: str) -> str:
    """A label as Markdown compares it: case and spaces aside."""
    return " ".join(label.split()).casefold()
