"""The grammar of transcripts: who says what, read off text the way people write it.

`parse` looks at every line once for the shape of a label, then decides over the whole text which
shapes are labels: a bold name with its colon inside always is; a bold phrase with the colon
outside, or a plain name, must be borne out by repetition, by alternation or by being known.
What stays doubtful is text, and is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from interviews.clock import clock, take_leading
from interviews.labels import (
    ANSWERS,
    ASKS,
    METADATA,
    NEVER_NAMES,
    Label,
    is_marker,
    read_label,
    reads_like_a_name,
)


@dataclass(frozen=True, slots=True)
class ParsedTurn:
    """`text` is Markdown, paragraphs apart by a blank line; `starts_at` seconds; `line` from 1."""

    kind: Literal["speech", "marker"]
    label: str
    starts_at: float | None
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that could be read in two ways: what was decided is said in `reason`."""

    line: int
    text: str
    reason: str


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

    def close(self) -> ParsedTurn:
        text = "\n".join(self.lines).strip()
        starts_at = self.starts_at
        if starts_at is None and text:
            starts_at, text = take_leading(text)
        text = _BLANKS.sub("\n\n", text).strip()
        return ParsedTurn(self.kind, self.label, starts_at, text, self.line)


_BLANKS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)[ \t]*#*\Z")
_NAMES = re.compile(r"[\w .'’·&,-]+")
_BLOCK = re.compile(r"```|~~~|[#>|]|[-*+] |\d+[.)] ")
_INSIDE = re.compile(r"(?<=\S)\s\*\*([^*\n:：]{2,60})(?::\*\*|\*\*:)")


def parse(source: str, *, known: Collection[str] = ()) -> Transcript:
    """Read a transcript. Never raises; text before the first label is the introduction."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    labels = _candidates(lines)
    metadata, taken = _metadata(lines, labels)
    for number in taken:
        labels.pop(number, None)
    accepted, doubts = _decide(lines, labels, known)
    return _read(lines, accepted, metadata, taken, doubts)


def _candidates(lines: Sequence[str]) -> dict[int, Label]:
    """Every line with the shape of a label; inside fenced code there are none."""
    found = {}
    fence = ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if mark:
            if not fence:
                fence = mark[1][:3]
            elif mark[1].startswith(fence):
                fence = ""
            continue
        if fence or not line or line[0] in " \t>#|-+<!":
            continue
        label = read_label(line)
        if label is not None:
            found[number] = label
    return found


def _metadata(lines: Sequence[str], labels: dict[int, Label]) -> tuple[dict[str, str], set[int]]:
    """Labelled lines at the head, each label used once: **Date:** 2025-05-02."""
    counts = Counter(label.name for label in labels.values())
    head: list[int] = []
    for number, line in enumerate(lines):
        if not line.strip() or _HEADING.match(line):
            continue
        label = labels.get(number)
        if (
            label is None
            or label.starts_at is not None
            or counts[label.name] > 1
            or not label.text.strip()
            or len(label.text) > 160
            or is_marker(label.name)
        ):
            break
        head.append(number)
    named = [number for number in head if _is_metadata(labels[number])]
    # A label of no kind known counts if it stands among such lines, without a blank line between.
    kept = set(named)
    for number in head:
        beside = {number - 1, number + 1} & kept
        if beside and not _reads_like_speech(labels[number]):
            kept.add(number)
    first = min(kept, default=0)
    if any(number < first for number in head):
        kept = set()
    return {labels[number].name: labels[number].text.strip() for number in sorted(kept)}, kept


def _is_metadata(label: Label) -> bool:
    return label.name.casefold() in METADATA and not _reads_like_speech(label)


def _reads_like_speech(label: Label) -> bool:
    """**Host:** Anna Lee is metadata; **Host:** Welcome back to the show. is speech."""
    if label.name.casefold() not in METADATA:
        return label.text.rstrip()[-1] in ".!?。！？؟"
    if label.name.casefold() not in ASKS | ANSWERS:
        return False
    value = label.text.strip()
    return value.endswith(".") or not (_NAMES.fullmatch(value) and reads_like_a_name(value))


def _decide(
    lines: Sequence[str], labels: dict[int, Label], known: Collection[str]
) -> tuple[dict[int, Label], list[Doubt]]:
    """Which candidates are labels, and which of the others were doubtful."""
    counts = Counter(label.name for label in labels.values())
    sure = {label.name for label in labels.values() if _is_sure(label, counts[label.name])}
    names = sure | _borne_out(labels, "bold-outside", sure, known)
    if not any(label.shape in {"bold", "timed"} for label in labels.values()) or known:
        names |= _borne_out(labels, "plain", names, known)
    names |= {label.name for label in labels.values() if label.name in known}
    accepted, doubts = {}, []
    for number, label in labels.items():
        if label.name in names or (is_marker(label.name) and _marker_fits(label, names)):
            accepted[number] = label
            if label.shape == "misnested":
                doubts.append(
                    Doubt(
                        number + 1,
                        lines[number],
                        f"Read as {label.name} speaking: the bold type ends inside the words.",
                    )
                )
        elif label.shape != "plain" or (
            names and reads_like_a_name(label.name) and len(label.name.split()) <= 3
        ):
            doubts.append(
                Doubt(
                    number + 1,
                    lines[number],
                    f"“{label.name}” was not taken for a speaker: it stays in the text.",
                )
            )
    return accepted, doubts


def _is_sure(label: Label, uses: int) -> bool:
    """Does its shape alone make it a label? Nobody is called Date, unless it is said again."""
    if label.shape == "timed":
        return reads_like_a_name(label.name)
    name = label.name.casefold()
    about = name in METADATA and name not in ASKS | ANSWERS
    return label.shape == "bold" and name not in NEVER_NAMES and (uses > 1 or not about)


def _marker_fits(label: Label, names: Collection[str]) -> bool:
    """A plain “Break:” is a marker only in a text that has speakers."""
    return label.shape != "plain" or bool(names)


def _borne_out(
    labels: dict[int, Label], shape: str, sure: Collection[str], known: Collection[str]
) -> set[str]:
    """Names of this shape that the text itself bears out.

    A name is borne out if it is sure or known already, or if it is one of at least two repeated
    names that take turns. Where such names were found, one used once counts too if it is written
    like a person's and its words begin like speech.
    """
    of_shape = [label for label in labels.values() if label.shape == shape]
    counts = Counter(label.name for label in of_shape)
    likely = [label for label in of_shape if reads_like_a_name(label.name)]
    found = {label.name for label in of_shape if label.name in sure or label.name in known}
    repeated = {label.name for label in likely if counts[label.name] > 1}
    questions = {label.name for label in likely if label.name.casefold() in ASKS | ANSWERS}
    if (not sure and len(repeated) > 1 and _alternate(likely, repeated)) or found & repeated:
        found |= repeated
    if len(questions) > 1:
        found |= questions
    if found and not sure:
        for label in likely:
            words = label.text.lstrip("“\"'‘*[\\")
            fits = (
                shape == "bold-outside"
                or len(label.name.split()) > 1
                or label.name.casefold() in ASKS
            )
            if counts[label.name] == 1 and fits and not words[:1].islower():
                found.add(label.name)
    return found


def _alternate(labels: Iterable[Label], repeated: Collection[str]) -> bool:
    """Do two of these names come back after one another, as in a conversation?"""
    order = [label.name for label in labels if label.name in repeated]
    changes = sum(1 for one, other in zip(order, order[1:], strict=False) if one != other)
    return changes >= 2


def _read(
    lines: Sequence[str],
    accepted: dict[int, Label],
    metadata: dict[str, str],
    taken: Collection[int],
    doubts: list[Doubt],
) -> Transcript:
    introduction: list[str] = []
    turns: list[ParsedTurn] = []
    turn: _Open | None = None
    speaker = ""
    names = {label.name for label in accepted.values()}
    for number, line in enumerate(lines):
        label = accepted.get(number)
        if label is not None:
            if turn is not None:
                turns.append(turn.close())
            marker = is_marker(label.name)
            turn = _Open("marker" if marker else "speech", label.name, label.starts_at, number + 1)
            turn.lines.append(label.text)
            speaker = speaker if marker else label.name
            if "**" in label.text:
                doubts += _labels_inside(number, label.text, names)
        elif number in taken:
            continue
        elif turn is None:
            introduction.append(line)
        else:
            heading = _HEADING.match(line) if line.startswith("#") else None
            if heading and heading[1]:
                turns.append(turn.close())
                turn = _Open("marker", heading[1], None, number + 1)
            elif speaker and turn.kind == "marker" and line.strip() and not is_marker(turn.label):
                # Words under a heading: the same speaker goes on.
                turns.append(turn.close())
                turn = _Open("speech", speaker, None, number + 1, [line])
            else:
                turn.lines.append(line)
    if turn is not None:
        turns.append(turn.close())
    text = _BLANKS.sub("\n\n", "\n".join(introduction).strip("\n"))
    doubts.sort(key=lambda doubt: doubt.line)
    return Transcript(metadata, text, tuple(turns), tuple(doubts))


def _labels_inside(number: int, text: str, names: Collection[str]) -> list[Doubt]:
    return [
        Doubt(number + 1, text, f"“{match[1]}” stands in the middle of a line: it was left there.")
        for match in _INSIDE.finditer(text)
        if match[1] in names
    ]


def serialise(turns: Iterable[ParsedTurn]) -> str:
    """The canonical transcript of `turns`: parsed again, it gives the same."""
    pieces = []
    for turn in turns:
        if turn.kind == "marker" and not is_marker(turn.label):
            pieces += [f"## {turn.label}", *filter(None, [turn.text])]
            continue
        time = f" [{clock(turn.starts_at)}]" if turn.starts_at is not None else ""
        # A block that is more than words (code, a list) keeps its own line.
        gap = "\n\n" if _BLOCK.match(turn.text) else " "
        text = f"{gap}{turn.text}" if turn.text else ""
        pieces.append(f"**{turn.label}:**{time}{text}")
    return "\n\n".join(pieces)
