"""Link and footnote definitions, which may stand far from the words that use them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prose.blocks import blocks, is_fenced

_DEFINITION = re.compile(
    r"^ {0,3}\[(\^[^\]\s]{1,100}|[^\]^\n]{1,200})\]:[ \t]*\S.*(?:\n(?: {4}|\t).*)*", re.MULTILINE
)
# The same by its first line, and only where Markdown takes it for one.
_FOOTNOTE = re.compile(r" {0,3}\[(\^[^\]\s]{1,100})\]:[ \t]*\S")
_LINK = re.compile(
    r" {0,3}\[([^\]^\n]{1,200})\]:[ \t]*(?:<[^<>\n]*>|[^\s<]\S*)"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*\Z"
)
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
    words = "\n".join(text for name, text in [*pieces, *_pieces(beside)] if not name)
    used = Definitions(f"{beside}\n\n{source}")._used_in(words)
    return "".join(text for name, text in pieces if not name or name in used)


def _pieces(source: str) -> Iterator[tuple[str, str]]:
    """`source` in pieces, each with the name of what it defines; "" for one that is words."""
    cut = blocks(source)
    yield "", cut.lead
    name = ""
    for block in cut.items:
        gap = block.gap or ""
        # Of a footnote, indented paragraphs are its own.
        goes_on = name.startswith("^") and block.words.startswith(("    ", "\t"))
        name = name if goes_on else ""
        may_define = not is_fenced(block.words)
        for place, line in enumerate(block.words.split("\n")):
            note, link = _FOOTNOTE.match(line), _LINK.match(line)
            found = note or (link if place == 0 or name else None)
            if found and may_define and not goes_on:
                name = _folded(found[1])
            elif name and not name.startswith("^"):
                name = ""  # a link's definition has one line
            yield name, f"{gap if place == 0 else chr(10)}{line}"
    yield "", cut.tail


def _folded(label: str) -> str:
    """A label as Markdown compares it: case and spaces aside."""
    return " ".join(label.split()).casefold()
