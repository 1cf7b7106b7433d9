"""Two records of a story side by side: what the page of a comparison shows of them, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from newsroom.languages import LANGUAGES
from newsroom.models import Story
from newsroom.records import Record, TurnRecord
from prose.comparing import Block, Run, compare, word_runs
from prose.html import Rendered

# Passages without a change that stand beside a changed one are shown, others folded away.
BESIDE = 2
NAMES = {
    "title": "Title",
    "standfirst": "Standfirst",
    "introduction": "Introduction",
    "body": "Text",
    "transcript": "Transcript",
    "verbatim": "Verbatim",
}
DONE = {"inserted": "Added", "deleted": "Removed"}
MOVED = {"inserted": "Moved to here", "deleted": "Moved from here"}


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, a heading, a line of the source, or the label of a turn's speaker."""

    runs: tuple[Run, ...]
    is_heading: bool = False
    is_speaker: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A line, or a turn with its speaker. `done` says what became of it as a whole."""

    kind: str
    lines: list[Line]
    language: str = ""
    done: str = ""

    @property
    def is_mixed(self) -> bool:
        """Whether its words differ one by one, and each has to be told apart."""
        return self.kind == "changed"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Passages that stand together; `folded` ones have no change."""

    passages: list[Passage]
    folded: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """`field` is where it stands in a record; `unit` what its passages are called, one and many."""

    field: str
    passages: list[Passage]
    unit: tuple[str, str] = ("paragraph", "paragraphs")

    @property
    def name(self) -> str:
        return NAMES[self.field]

    @property
    def has_changes(self) -> bool:
        return any(passage.kind != "same" for passage in self.passages)

    @property
    def stretches(self) -> list[Stretch]:
        return _folded(self.passages, self.unit)


@dataclass(frozen=True, slots=True)
class Said:
    """A line as one of two wordings has it."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    label: str
    lines: list[Said] = field(default_factory=list)
    language: str = ""

    @property
    def words(self) -> str:
        return "\n".join([self.label, *(line.text for line in self.lines)])


def as_read(story: Story, before: Record, after: Record) -> list[Part]:
    """Both as readers see them: paragraphs and headings, without the marks of Markdown."""
    old, new = story.concrete.rendered(before), story.concrete.rendered(after)
    parts = [_line("title", before["title"], after["title"])]
    parts.append(_line("standfirst", before["standfirst"], after["standfirst"]))
    for name in after["texts"]:
        if name == "transcript":
            passages = _turns(_turns_of(before, old), _turns_of(after, new))
            parts.append(Part(name, passages, ("turn", "turns")))
        else:
            parts.append(Part(name, _lines(_said(old.get(name)), _said(new.get(name)))))
    return [part for part in parts if part.passages]


def without_originals(record: Record) -> Record:
    """The record with each answer's own words alone: an original under it was said, not added."""
    turns = [cast(TurnRecord, {**turn, "original": ""}) for turn in record.get("turns", [])]
    return cast(Record, {**record, "turns": turns})


def as_source(before: Record, after: Record) -> list[Part]:
    """Both as they are written, line by line."""
    parts = [_line("title", before["title"], after["title"])]
    parts.append(_line("standfirst", before["standfirst"], after["standfirst"]))
    for name, text in after["texts"].items():
        old, new = _source(before["texts"].get(name, "")), _source(text)
        parts.append(Part(name, _lines(old, new), ("line", "lines")))
    return [part for part in parts if part.passages]


def summary(parts: Sequence[Part]) -> str:
    """How many passages are changed, added, removed, moved; "" where none is."""
    found: Counter[str] = Counter()
    for passage in (passage for part in parts for passage in part.passages):
        # What moved is there twice: where it came, and where it went.
        if passage.done in MOVED.values():
            found["moved"] += passage.done == MOVED["inserted"]
        elif passage.kind != "same" and any(run.text.strip() for run in _all_runs(passage)):
            found[DONE.get(passage.kind, "Changed").lower()] += 1
    said = [
        f"{found[what]} {what}" for what in ("changed", "added", "removed", "moved") if found[what]
    ]
    return f"{', '.join(said)}." if said else ""


def _all_runs(passage: Passage) -> list[Run]:
    return [run for line in passage.lines for run in line.runs]


def _line(name: str, before: str, after: str) -> Part:
    if before == after:
        return Part(name, [Passage("same", [Line(_whole("same", after))])] if after else [])
    return Part(name, [Passage("changed", [Line(word_runs(before, after))])])


def _source(text: str) -> list[Said]:
    return [Said(line) for line in text.replace("\r\n", "\n").split("\n")] if text else []


def _said(part: Rendered | None) -> list[Said]:
    if part is None or not part.text:
        return []
    levels = {heading.line: heading.level for heading in part.headings}
    lines = part.words_alone.split("\n")
    return [Said(line, levels.get(number, 0)) for number, line in enumerate(lines)]


def _lines(before: Sequence[Said], after: Sequence[Said]) -> list[Passage]:
    compared = compare([line.text for line in before], [line.text for line in after])
    passages = []
    for block in compared:
        line = _finished(block, before, after)
        # An empty line of the source that came or went is shown, and not made much of.
        done = _done(block) if any(run.text.strip() for run in line.runs) else ""
        passages.append(Passage(block.kind, [line], done=done))
    return passages


def _finished(block: Block, before: Sequence[Said], after: Sequence[Said]) -> Line:
    said = before[block.before or 0] if block.after is None else after[block.after]
    return Line(block.runs or _whole(block.kind, said.text), said.level > 0)


def _turns_of(record: Record, rendered: dict[str, Rendered]) -> list[Turn]:
    return [_turn(turn, rendered) for turn in record.get("turns", [])]


def _turn(turn: TurnRecord, rendered: dict[str, Rendered]) -> Turn:
    lines = [
        line
        for part in ("turn", "original")
        for line in _said(rendered.get(f"{part}:{turn['key']}"))
    ]
    return Turn(turn["label"], lines, turn["language"])


def _turns(before: Sequence[Turn], after: Sequence[Turn]) -> list[Passage]:
    compared = compare([turn.words for turn in before], [turn.words for turn in after])
    passages = []
    for block in compared:
        old = before[block.before] if block.before is not None else Turn("")
        new = after[block.after] if block.after is not None else Turn("")
        turn = old if block.after is None else new
        if block.kind == "changed":
            lines = [line for each in _lines(old.lines, new.lines) for line in each.lines]
            label = word_runs(old.label, new.label)
        else:
            lines = [Line(_whole(block.kind, line.text), line.level > 0) for line in turn.lines]
            label = _whole(block.kind, turn.label)
        speaker = [Line(label, is_speaker=True)] if label else []
        passages.append(Passage(block.kind, speaker + lines, turn.language, _done(block)))
    return passages


def _whole(kind: str, text: str) -> tuple[Run, ...]:
    return (Run(kind, text),) if text else ()  # type: ignore[arg-type]


def _done(block: Block) -> str:
    return (MOVED if block.moved else DONE).get(block.kind, "")


def _folded(passages: Sequence[Passage], unit: tuple[str, str]) -> list[Stretch]:
    """Changes with what stands beside them; the rest in stretches that can be opened."""
    shown: set[int] = set()
    for place, passage in enumerate(passages):
        if passage.kind != "same":
            shown.update(range(place - BESIDE, place + BESIDE + 1))
    stretches: list[Stretch] = []
    start = 0
    for place in range(1, len(passages) + 1):
        if place == len(passages) or (place in shown) != (start in shown):
            together = list(passages[start:place])
            hidden = start not in shown and len(together) > 1
            stretches.append(Stretch(together, _unchanged(len(together), unit) if hidden else ""))
            start = place
    return stretches


def _unchanged(count: int, unit: tuple[str, str]) -> str:
    return f"{count} {unit[count != 1]} without a change"


def direction(language: str) -> str:
    return LANGUAGES[language].direction if language in LANGUAGES else "ltr"
