"""Fenced code: where a fence that opens on a line is closed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

KINDS = ("```", "~~~")


class Fences:
    """A fence that nothing closes is no fence: it would swallow the rest of the text."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.closers: dict[str, list[int]] = {kind: [] for kind in KINDS}
        for number, line in enumerate(lines):
            if "```" in line or "~~~" in line:
                stripped = line.strip()
                if stripped[:3] in self.closers and not stripped.strip(stripped[0]):
                    self.closers[stripped[:3]].append(number)

    def end(self, number: int, words: str) -> int:
        """The line that closes the fence which `words` open on line `number`; -1 if none does."""
        closers = self.closers.get(words[:3])
        if not closers:
            return -1
        place = bisect_right(closers, number)
        return closers[place] if place < len(closers) else -1
