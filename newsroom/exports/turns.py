"""An edition's turns as exports write them: who, when, and plain words by paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsroom.numbers import numbers_in
from prose.marks import Citation, without_marks
from prose.markup import join_lines

if TYPE_CHECKING:
    from newsroom.records import NoteRecord, Record

# The longest that the last turn with a time is shown as a subtitle, in seconds. Nobody wrote down
# when it ends; this is about as long as a player leaves a caption that nothing follows.
LAST_CUE_SECONDS = 10.0
# The least a cue may last in a player: turns of the same time, or of times that run backwards.
SHORTEST_CUE_SECONDS = 0.001


@dataclass(frozen=True, slots=True)
class Said:
    """A turn; `is_marker`: it stands between turns, as a heading or a break. `original` is what
    was said, where the turn is a translation of `original_language`."""

    key: str
    label: str
    starts_at: float | None
    paragraphs: tuple[str, ...]
    is_marker: bool
    original: tuple[str, ...] = ()
    original_language: str = ""

    @property
    def words(self) -> str:
        return join_lines("\n".join(self.paragraphs))


@dataclass(frozen=True, slots=True)
class TimedCue:
    """What is said between two times: the turn that begins there, and those after it that have
    no time of their own."""

    starts_at: float
    ends_at: float
    turns: tuple[Said, ...]


def said(record: Record, texts: Mapping[str, str]) -> list[Said]:
    """Every turn of a record; `texts` is plain text by part."""
    notes: dict[str, list[NoteRecord]] = {}
    for note in record["notes"]:
        notes.setdefault(note["part"], []).append(note)

    def paragraphs(part: str) -> tuple[str, ...]:
        lines = unmarked(texts.get(part, ""), notes.get(part, [])).split("\n")
        return tuple(" ".join(line.split()) for line in lines if line.strip())

    return [
        Said(
            key=turn["key"],
            label=turn["label"],
            starts_at=turn["starts_at"],
            paragraphs=paragraphs(f"turn:{turn['key']}"),
            is_marker=turn["kind"] == "marker",
            original=paragraphs(f"original:{turn['key']}"),
            original_language=turn.get("original_language", ""),
        )
        for turn in record.get("turns", [])
    ]


def unmarked(text: str, notes: Sequence[NoteRecord]) -> str:
    """Plain text of a part less the reference numbers beside its sentences; `notes` are its own."""
    citations = [
        Citation(text[start:end], "", start, end, "", inline=False, title="", mark="")
        for start, end in numbers_in(text, notes)
    ]
    return without_marks(text, citations) if citations else text


def has_times(record: Record) -> bool:
    return any(turn["starts_at"] is not None for turn in record.get("turns", []))


def timed(turns: Sequence[Said]) -> list[TimedCue]:
    """The turns as cues. A turn without a time goes on in the cue before it: when it began is not
    known, and no time is made up. Those before the first time stand from 0 to that time.

    A cue ends where a later one begins.
    """
    groups: list[tuple[float, list[Said]]] = []
    for turn in turns:
        if turn.starts_at is not None:
            groups.append((turn.starts_at, [turn]))
        elif groups:
            groups[-1][1].append(turn)
        else:
            groups.append((0.0, [turn]))
    cues = []
    for place, (starts_at, group) in enumerate(groups):
        ends_at = starts_at + LAST_CUE_SECONDS
        if place + 1 < len(groups):
            ends_at = max(groups[place + 1][0], starts_at + SHORTEST_CUE_SECONDS)
        cues.append(TimedCue(starts_at, ends_at, tuple(group)))
    return cues
