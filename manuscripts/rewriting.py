"""Doubtful lines written as somebody chose: the manuscript itself is never changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from manuscripts.stories import Doubtful


@dataclass(frozen=True, slots=True)
class Rewritten:
    """`text` with the chosen lines written otherwise; `origins` gives each line's first number."""

    text: str
    origins: tuple[int, ...] = ()

    def origin(self, line: int) -> int:
        """The number (from 1) that a line of `text` has in the manuscript as it came."""
        if not self.origins:
            return line
        return self.origins[min(max(line, 1), len(self.origins)) - 1]


def rewrite(text: str, doubts: Iterable[Doubtful], chosen: Collection[int]) -> Rewritten:
    """Write the doubtful lines numbered in `chosen` as their `instead` says."""
    instead: dict[int, str] = {}
    for doubt in doubts:
        if doubt.line in chosen and doubt.instead:
            instead.setdefault(doubt.line, doubt.instead)
    if not instead:
        return Rewritten(text)
    written: list[str] = []
    origins: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        lines = instead.get(number, line).split("\n")
        written += lines
        origins += [number] * len(lines)
    return Rewritten("\n".join(written), tuple(origins))
