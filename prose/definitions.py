"""Link and footnote definitions, which may stand far from the words that use them."""

from __future__ import annotations

import re

_DEFINITION = re.compile(
    r"^ {0,3}\[(\^[^\]\s]{1,100}|[^\]^\n]{1,200})\]:[ \t]*\S.*(?:\n(?: {4}|\t).*)*", re.MULTILINE
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


def _folded(label: str) -> str:
    """A label as Markdown compares it: case and spaces aside."""
    return " ".join(label.split()).casefold()
