"""The plain text of a page, written beside its HTML: one line for each block."""

from __future__ import annotations


class PlainText:
    """`here` is how many letters there are so far: where the next word will stand."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.begins = 0  # where the current line begins
        self.size = 0  # of the current line

    def __str__(self) -> str:
        return "\n".join(self.lines)

    @property
    def here(self) -> int:
        return self.begins + self.size

    @property
    def last_words(self) -> str:
        """What stands right before, on the same line."""
        return "".join(self.line[-4:])

    def add(self, words: str) -> None:
        if not self.size:
            words = words.lstrip("\n ")
        if words:
            self.line.append(words)
            self.size += len(words)

    def end_line(self) -> None:
        """A block begins or ends: what stood before it is a line."""
        if self.size:
            line = "".join(self.line).rstrip("\n ")
            self.lines.append(line)
            self.begins += len(line) + 1
            self.line, self.size = [], 0

    def take_space(self) -> None:
        """Take back a space at the end of the line."""
        words = self.line.pop()[:-1]
        self.line += [words] if words else []
        self.size -= 1
