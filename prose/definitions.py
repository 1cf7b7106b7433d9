"""Link and footnote definitions, which may stand far from the words that use them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from prose.blocks import blocks, is_fenced

_DEFINITION = re.compile(
    r"^ {0,3}\[(\^[^\]\s]{1,100}|[^\]^\n]{1,200})\]:[ \t]*\S.*(?:\n(?: {4}|\t).*)*", re.MULTILINE
)
# The same by its first line, and only where Markdown takes it for one.
_FOOTNOTE = re.compile(r" {0,3}\[(\^[^\]\s]{1,100})\]:")
_BARE_FOOTNOTE = re.compile(r" {0,3}\[\^[^\]\s]{1,100}\]:\s*\Z")
LINK = re.compile(
    # Its address may stand on the next line, if that cannot begin a block of its own.
    r" {0,3}\[([^\]^\n]{1,200})\]:(?:[ \t]*(?:<[^<>\n]*>|[^\s<()](?:[^\s()]|\([^\s()]*\))*)"
    r"|[ \t]*\n[ \t]*[A-Za-z/.](?:[^\s()]|\([^\s()]*\))*)"
    # Its title may stand on the next line, and go on over others.
    r"(?:(?:[ \t]+|[ \t]*\n[ \t]*)(?:\"(?:[^\"\\]|\\.){0,999}\"|'(?:[^'\\]|\\.){0,999}'|\((?:[^()\\]|\\.){0,999}\)))?"
    # Some lines after it are words, and without it a line across, code or another's title.
    r"[ \t]*(?=\n|\Z)(?!\n(?: {0,3}-+[ \t]*(?:\n|\Z)| {4}| {0,3}\t|[ \t]*[\"'(]))"
)
_QUOTED = re.compile(r" {0,3}>")
_QUOTE = re.compile(r"(?: {0,3}> ?)*")
# These end a footnote's paragraph, as they end any.
_INTERRUPTS = re.compile(r" {0,3}(?:#{1,6}(?:\s|\Z)|[-*+]\s|1[.)]\s|-{3,}[ \t]*\Z)")
_HEADING = re.compile(r" {0,3}#{1,6}(?:\s|\Z)")
# Under a paragraph it makes that a heading; else it is a line across. Nothing goes on after it.
_ACROSS = re.compile(r" {0,3}-{3,}[ \t]*\Z")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*\Z)|~{3,})")
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
                self.by_name.setdefault(folded(match[1]), match[0])

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
                name = folded(label)
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
        found = (names_in(reading.pop()) & defined.keys()) - used
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
        is_code = is_code or _stays_open(block.words.split("\n"))
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
        yield from _fenced(words, gap, is_quoted=any(marks))
        return
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    first = next((place for place, line in enumerate(lines) if "]:" in line), len(lines))
    name, goes_on, depth = "", 0, marks[0].count(">")
    for place, line in enumerate(lines):
        deeper = marks[place].count(">") > depth
        left = marks[place].count(">") < depth and not lines[place - 1].strip()
        # A line with fewer marks goes on with the paragraph above it all the same.
        if deeper or not line.strip() or not lines[place - 1].strip() or _INTERRUPTS.match(line):
            depth = marks[place].count(">")
        if goes_on:
            goes_on -= 1
        elif (note := _FOOTNOTE.match(line)) and not (
            _BARE_FOOTNOTE.match(line) and place and lines[place - 1].strip()
        ):
            name, depth = folded(note[1]), marks[place].count(">")
        elif (
            place == 0
            or deeper
            or (name and not name.startswith("^"))
            or not lines[place - 1].strip()
            or _HEADING.match(lines[place - 1])
            or (place <= first and _ACROSS.match(lines[place - 1]))
        ) and (link := _whole_link(unquoted, lines, marks, starts[place], place)):
            name, goes_on = folded(link[1]), link[0].count("\n")
        elif deeper or left or not _belongs(name, line, lines[place - 1], marks[place]):
            name = ""
        lead = gap if place == 0 else "\n"
        if marks[place]:
            yield "", f"{lead}{marks[place].rstrip()}"
            lead = marks[place][len(marks[place].rstrip()) :]
        yield name, f"{lead}{line}"


def _fenced(words: str, gap: str, *, is_quoted: bool) -> Iterator[tuple[str, str]]:
    """Code, and what stands right under its fence."""
    lines = words.split("\n")
    fence = 0 if is_quoted else _fence(lines)
    if is_fenced("\n".join(lines[fence:])):
        fence = 0
    yield "", gap + "\n".join(lines[:fence] or lines)
    if 0 < fence < len(lines):
        yield from _in_block("\n".join(lines[fence:]), "\n")


def _whole_link(
    text: str, lines: Sequence[str], marks: Sequence[str], start: int, place: int
) -> re.Match[str] | None:
    """The link's definition that begins on the line `place`, if none of its lines begins a block."""
    link = LINK.match(text, start)
    others = range(place + 1, place + 1 + link[0].count("\n")) if link else ()
    ends = any(
        _INTERRUPTS.match(lines[each])
        or _FOOTNOTE.match(lines[each])
        or marks[each].count(">") != marks[place].count(">")
        for each in others
    )
    return None if ends else link


def _belongs(name: str, line: str, before: str, mark: str) -> bool:
    """Does a line go on with the footnote `name`? A link's definition has ended by itself."""
    if not name.startswith("^") or _INTERRUPTS.match(line) or _BARE_FOOTNOTE.match(line):
        return False
    if mark and not (line.strip() and before.strip()):
        return False  # in a quotation an empty line ends it, and what is indented is code
    goes_on = bool(before.strip()) and not _BARE_FOOTNOTE.match(before)
    return goes_on or not line.strip() or line.startswith(("    ", "\t"))


def _stays_open(lines: Sequence[str]) -> bool:
    """Is a fence among them that none of them closes, or may one be?"""
    opening, count = "", 0
    for line in filter(is_fenced, lines):
        count += 1
        if not opening and (found := _FENCE.match(line.strip())):
            opening = found[1]
        elif opening and line.strip() == opening[0] * max(len(opening), len(line.strip())):
            opening = ""
    return bool(opening) or count % 2 > 0


def _fence(lines: Sequence[str]) -> int:
    """How many of the lines are the fenced code they begin with; 0 if they do not, or it stays open."""
    opening = _FENCE.match(lines[0])
    if opening:
        for number, line in enumerate(lines[1:], start=2):
            closing = line.strip()
            if closing == opening[1][0] * max(len(opening[1]), len(closing)):
                return 0 if line.startswith(("    ", "\t")) else number
    return 0


def names_in(text: str) -> set[str]:
    """Whatever stands in brackets, as a definition would be called that it may use."""
    return {folded(label) for label in _USED.findall(text)}


def folded(label: str) -> str:
    """A label as Markdown compares it: case and spaces aside."""
    return " ".join(label.split()).casefold()
