"""Doubtful lines written as somebody chose: the manuscript itself is never changed."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from manuscripts.stories import Doubtful, Manuscript

# Each choice may bring up doubts that were not met before, to be chosen on a page of their own;
# no manuscript needs more such pages than this.
MOST_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Doubted(Doubtful):
    """A doubt as it is asked about: `line` is that of the manuscript as it came.

    `name` is the name of its choice; `was` the line as it was read, which an earlier choice may
    have written. `asks`: a line is asked about once, whatever is doubtful about it.
    """

    name: str = ""
    was: str = ""
    asks: bool = False
    decided: bool = False


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

    def place(self, line: int) -> int:
        """Which of the lines that were made of one it is, from 0."""
        return line - bisect_left(self.origins, self.origin(line)) - 1 if self.origins else 0

    def written(self, instead: Mapping[int, str]) -> Rewritten:
        """With the lines numbered in `instead` written so."""
        text: list[str] = []
        origins: list[int] = []
        for number, line in enumerate(self.text.split("\n"), 1):
            lines = instead.get(number, line).split("\n")
            text += lines
            origins += [self.origin(number)] * len(lines)
        return Rewritten("\n".join(text), tuple(origins))


@dataclass(slots=True)
class _Names:
    """Names the choice about a line by what stands on it, so that it is not lost or taken for
    another's when lines are put in above: the number would be."""

    lines: list[str]
    occurrences: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        met: Counter[str] = Counter()
        for line in self.lines:
            self.occurrences.append(met[line])
            met[line] += 1

    def name(self, read: Rewritten, line: int, words: str) -> str:
        origin = read.origin(line)
        content = f"{self.lines[origin - 1]}\n{words}"
        digest = hashlib.sha256(content.encode(errors="replace")).hexdigest()[:16]
        place = read.place(line)
        return f"line-{digest}-{self.occurrences[origin - 1]}" + (f"-{place}" if place else "")


def read_as_chosen(
    text: str, chosen: Collection[str], parse: Callable[[str], Manuscript]
) -> tuple[Manuscript, Rewritten, tuple[Doubted, ...]]:
    """Parse `text` with the lines of the choices named in `chosen` read otherwise.

    A line written otherwise may raise doubts that were not met before, and those may be chosen
    too: it is parsed again until no chosen line is left.
    """
    names, read, decided = _Names(text.split("\n")), Rewritten(text), list[Doubted]()
    for further in range(MOST_ROUNDS, -1, -1):
        parsed = parse(read.text)
        doubts, instead = list[Doubted](), dict[int, str]()
        taken = {doubt.name for doubt in decided}
        lines = read.text.split("\n")
        for doubt in parsed.warnings:
            was = lines[doubt.line - 1]
            name = names.name(read, doubt.line, was)
            asks = bool(doubt.instead) and name not in taken
            if asks:
                taken.add(name)
            shown = Doubted(
                read.origin(doubt.line), doubt.text, doubt.reason, doubt.instead, name, was, asks
            )
            if asks and further and name in chosen:
                decided.append(replace(shown, decided=True))
                instead[doubt.line] = doubt.instead
            doubts.append(shown)
        if not instead:
            break
        read = read.written(instead)
    return parsed, read, tuple(sorted([*decided, *doubts], key=lambda doubt: doubt.line))
