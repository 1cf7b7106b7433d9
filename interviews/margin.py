"""What stands beside a transcript while it is written: its turns line by line, and what is doubtful.

The grammar judges; this only says its judgement so briefly that 1,200 turns are a few kilobytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TypeAlias, TypedDict

from interviews.grammar import Doubt, ParsedTurn, lines_of, parse
from interviews.labels import read_label
from interviews.misspelt import Apart, likely_meant, nearest

# More than any conversation has; hostile texts have more.
MOST_TURNS = 20_000
MOST_DOUBTS = 200
LONGEST_REWRITING = 20_000

# [line from 1, index of its label, seconds or null, where the label's name begins in the line, where
# the words do]. Places are in UTF-16 units, as JavaScript counts; -1 where the line has
# no label of its own. A marker's label is -1, and its own words stand behind.
TurnRow: TypeAlias = list[int | float | str | None]


class DoubtRow(TypedDict):
    line: int
    reason: str
    instead: str
    name: str
    meant: str


class Margin(TypedDict):
    """`meant` has, for a label that looks typed wrongly, the one it stands beside; `apart` the
    pairs of which it is not asked, because somebody said that they are two people."""

    turns: list[TurnRow]
    labels: list[str]
    meant: dict[str, str]
    apart: list[list[str]]
    doubts: list[DoubtRow]
    more_turns: int
    more_doubts: int


def margin(
    source: str,
    *,
    known: Collection[str] = (),
    decided: Collection[str] = (),
    apart: Apart = lambda labels: (),
) -> Margin:
    """Read `source` as a save would. `known` are the labels that the interview has; `decided`
    those of them that stand for a person, about which nothing is asked, as of two that are
    `apart`."""
    lines = lines_of(source)
    transcript = parse(source, known=known)
    speech = [turn for turn in transcript.turns if turn.kind == "speech"]
    labels = list(dict.fromkeys(turn.label for turn in speech))
    numbers = {label: number for number, label in enumerate(labels)}
    turns = transcript.turns[:MOST_TURNS]
    doubts = transcript.doubts[:MOST_DOUBTS]
    parted: list[frozenset[str]] = []

    def asked_about(among: Collection[str]) -> Collection[frozenset[str]]:
        parted.extend(apart(among))
        return parted

    meant = likely_meant(Counter(turn.label for turn in speech), decided, asked_about)
    return {
        "turns": [_row(turn, lines[turn.line - 1], numbers) for turn in turns],
        "labels": labels,
        "meant": meant,
        "apart": sorted(sorted(pair) for pair in parted if not pair.isdisjoint(labels)),
        "doubts": list(_doubt_rows(doubts, lines, [*labels, *known])),
        "more_turns": len(transcript.turns) - len(turns),
        "more_doubts": len(transcript.doubts) - len(doubts),
    }


def _row(turn: ParsedTurn, line: str, numbers: dict[str, int]) -> TurnRow:
    name_at, words_at = _places(turn, line)
    if turn.kind == "marker":
        return [turn.line, -1, turn.starts_at, name_at, words_at, turn.label]
    return [turn.line, numbers[turn.label], turn.starts_at, name_at, words_at]


def _places(turn: ParsedTurn, line: str) -> tuple[int, int]:
    """Where the label's name and the words begin; a turn that goes on under a heading has none."""
    label = read_label(line.lstrip())
    if label is None or label.name != turn.label:
        return -1, -1
    ends = len(line) - len(label.text) if line.endswith(label.text) else -1
    begins = line.find(turn.label, 0, ends if ends > 0 else len(line))
    return _units(line, begins), _units(line, ends)


def _units(line: str, place: int) -> int:
    if place < 0 or line.isascii():
        return place
    return len(line[:place].encode("utf-16-le", "surrogatepass")) // 2


def _doubt_rows(
    doubts: Sequence[Doubt], lines: Sequence[str], labels: Sequence[str]
) -> Iterator[DoubtRow]:
    for doubt in doubts:
        label = read_label(lines[doubt.line - 1].lstrip())
        name = label.name if label is not None else ""
        fits = len(doubt.instead) <= LONGEST_REWRITING
        yield {
            "line": doubt.line,
            "reason": doubt.reason,
            "instead": doubt.instead if fits else "",
            "name": name,
            "meant": "" if not name or name in labels else nearest(name, labels[:30]),
        }
