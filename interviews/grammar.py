"""The grammar of transcripts: who says what, read off text the way people write it.

`interviews.labels` knows the shapes of labels, `interviews.deciding` says over the whole text
which lines are labels; here the text between them becomes turns, and turns become text again.
What stays doubtful is text, and is said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from interviews.clock import clock, only_a_time, take_leading
from interviews.deciding import Doubt, Labels, find_labels
from interviews.fences import KINDS, Fences
from interviews.labels import LOOSE, heading, read_label
from interviews.originals import NONE, Original, take_original, with_original
from interviews.vocabulary import ENDS, is_marker

__all__ = ["Doubt", "ParsedTurn", "Transcript", "lines_of", "parse", "serialise"]


@dataclass(frozen=True, slots=True)
class ParsedTurn:
    """`text` is Markdown, paragraphs apart by a blank line; `starts_at` seconds; `line` from 1."""

    kind: Literal["speech", "marker"]
    label: str
    starts_at: float | None
    text: str
    line: int
    original: Original = NONE


@dataclass(frozen=True, slots=True)
class Transcript:
    metadata: dict[str, str] = field(default_factory=dict)
    introduction: str = ""
    turns: tuple[ParsedTurn, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(slots=True)
class _Open:
    """A turn being read."""

    kind: Literal["speech", "marker"]
    label: str
    starts_at: float | None
    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def titled(self) -> bool:
        """Is it a heading, and not a marker by its label?"""
        return not is_marker(self.label)

    def close(self) -> ParsedTurn:
        text = "\n".join(self.lines).strip()
        starts_at = self.starts_at
        if starts_at is None and text:
            moment, rest = take_leading(text)
            if not (self.kind == "marker" and self.titled and _begins_a_turn(rest)):
                starts_at, text = moment, rest
        text = _BLANKS.sub("\n\n", text).strip()
        original = NONE
        if self.kind == "speech":
            text, original = take_original(text)
        return ParsedTurn(self.kind, self.label, starts_at, text, self.line, original)


def _begins_a_turn(text: str) -> bool:
    """Would words under a heading be somebody's turn, once the time before them is taken off?"""
    label = read_label(text.split("\n", 1)[0])
    return label is not None and label.shape not in LOOSE


_BLANKS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_BLOCK = re.compile(r"```|~~~|[-+*>|] |\||\d{1,3}[.)] |!\[")


def parse(source: str, *, known: Collection[str] = ()) -> Transcript:
    """Read a transcript. Never raises; text before the first label is the introduction.

    `known` are names of people (aliases too): a plain “Name:” of theirs is a label.
    """
    lines = lines_of(source)
    return _Reading(lines, find_labels(lines, known)).transcript()


def lines_of(source: str) -> list[str]:
    """The lines that turns and doubts count; a carriage return alone ends one too."""
    return source.replace("\r\n", "\n").replace("\r", "\n").split("\n")


class _Reading:
    """One pass over the lines with their labels known."""

    def __init__(self, lines: Sequence[str], labels: Labels) -> None:
        self.lines, self.labels = lines, labels
        self.above = self.headings_above()
        self.introduction: list[str] = []
        self.turns: list[ParsedTurn] = []
        self.turn: _Open | None = None
        self.speaker = ""
        self.held: tuple[float, list[str]] | None = None  # a time alone, and the lines it stands in

    def transcript(self) -> Transcript:
        for number, line in enumerate(self.lines):
            if number in self.labels.accepted:
                self.begin(number)
            elif number in self.labels.code:
                self.let_go()
                self.here().append(line)
            elif number not in self.labels.taken:
                self.go_on(number, line)
        self.let_go()
        self.close()
        introduction = _BLANKS.sub("\n\n", "\n".join(self.introduction).strip("\n"))
        return Transcript(
            dict(self.labels.metadata), introduction, tuple(self.turns), self.labels.doubts
        )

    def begin(self, number: int) -> None:
        label = self.labels.accepted[number]
        starts_at = label.starts_at
        if starts_at is None and self.held is not None:
            starts_at, self.held = self.held[0], None
        self.let_go()
        self.close()
        marker = is_marker(label.name)
        self.turn = _Open("marker" if marker else "speech", label.name, starts_at, number + 1)
        self.turn.lines.append(label.text)
        self.speaker = self.speaker if marker else label.name

    def go_on(self, number: int, line: str) -> None:
        if not line.strip():
            (self.held[1] if self.held else self.here()).append(line)
            return
        moment = only_a_time(line) if line.strip()[0] in "[(\\0123456789" else None
        found = heading(line) if moment is None and line[0] in " #" else None
        turn = self.turn
        if moment is None and not (found and found[1]) and self.under_heading():
            # The same speaker goes on, from the time that stands between.
            starts_at = self.held[0] if self.held else None
            self.held = None
            self.close()
            self.turn = _Open("speech", self.speaker, starts_at, number + 1, [line])
            return
        self.let_go()
        if moment is not None:
            if turn is not None and turn.starts_at is None and not any(turn.lines):
                turn.starts_at = moment
            else:
                self.held = (moment, [line])
            return
        if found and found[1] and (turn is not None or number in self.above):
            self.close()
            self.turn = _Open("marker", found[1], None, number + 1)
        else:
            self.here().append(line)

    def under_heading(self) -> bool:
        """Is a heading open, with somebody speaking before it?"""
        turn = self.turn
        if turn is None or turn.kind != "marker" or turn.label.casefold() in ENDS:
            return False  # what stands under “Sources” nobody says
        return turn.titled and bool(self.speaker)

    def headings_above(self) -> set[int]:
        """A section's headings right above the first label belong to what is said."""
        found: set[int] = set()
        for number in range(min(self.labels.accepted, default=0) - 1, -1, -1):
            line = self.lines[number]
            if (words := heading(line)) is not None and words[0] > 1:
                found.add(number)
            elif line.strip() and only_a_time(line) is None:
                break
        return found

    def here(self) -> list[str]:
        return self.introduction if self.turn is None else self.turn.lines

    def let_go(self) -> None:
        """A time alone on its line that no label followed: it stays in the text."""
        if self.held is not None:
            lines, self.held = self.held[1], None
            self.here().extend(lines)

    def close(self) -> None:
        if self.turn is not None:
            self.turns.append(self.turn.close())
            self.turn = None


def serialise(turns: Iterable[ParsedTurn]) -> str:
    """The canonical transcript of `turns`: parsed again, it gives the same."""
    pieces = []
    for turn in turns:
        if turn.kind == "marker" and not is_marker(turn.label):
            pieces.append(f"## {turn.label}")
            if turn.starts_at is not None:
                pieces.append(f"[{clock(turn.starts_at)}]")
            if turn.text:
                pieces.append(turn.text)
            continue
        time = f" [{clock(turn.starts_at)}]" if turn.starts_at is not None else ""
        gap = "\n\n" if _BLOCK.match(turn.text) and _stands_alone(turn.text) else " "
        text = f"{gap}{turn.text}" if turn.text else ""
        pieces.append(with_original(f"**{turn.label}:**{time}{text}", turn.original))
    return "\n\n".join(pieces)


def _stands_alone(text: str) -> bool:
    """A block keeps its shape on a line of its own. Not so a fence that never closes, which is
    none, nor one written behind a label whose end, read by itself, would begin another.

    A fence is read off one of the two places; what would begin another turn in it tells which.
    """
    lines = text.split("\n")
    if lines[0][:3] not in KINDS:
        return True
    if Fences(lines).end(0, lines[0]) < 0:
        return False
    alone, behind = _outside_code(lines), _outside_code(["", *lines[1:]])
    if any(_certainly_begins(lines[number]) for number in behind - alone):
        return True
    return alone <= behind


def _certainly_begins(line: str) -> bool:
    """Whatever the rest of the text says: no such line outside code is in the midst of a turn."""
    found, label = heading(line), read_label(line.lstrip())
    return bool(found and found[1]) or (label is not None and label.shape == "bold")


def _outside_code(lines: Sequence[str]) -> set[int]:
    """The lines that begin something, were they no code: a label, a heading, a time."""
    found: set[int] = set()
    fences, code_ends = Fences(lines), -1
    for number, line in enumerate(lines):
        if number <= code_ends:
            continue
        stripped = line.lstrip()
        code_ends = fences.end(number, stripped)
        begins = read_label(stripped) or heading(line)
        if code_ends < 0 and (begins or only_a_time(line) is not None):
            found.add(number)
    return found
