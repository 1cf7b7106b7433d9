"""What a manuscript holds once it is taken apart: plain values, no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from interviews.grammar import ParsedTurn
from manuscripts.layout import Block
from manuscripts.names import ParsedSpeaker
from prose.html import Citation


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A line that could have been read otherwise; `reason` says what was decided, and why.

    `instead` is the line as it would have to be written to be read otherwise, if that is all it
    takes.
    """

    line: int
    text: str
    reason: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The question that closes an article, and the place of the story that answers it."""

    question: str
    story: int


@dataclass(frozen=True, slots=True)
class PlacedCitation:
    """`part` is body, introduction or turn:<place from 1>."""

    part: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class ParsedStory:
    """`body` is canonical Markdown (an interview's introduction), `transcript` what is said.

    `blocks` are what `body` was made of, each with its line in the manuscript; `cues` what a
    subtitle file said, as it came.
    """

    kind: str
    title: str
    language: str
    standfirst: str = ""
    body: str = ""
    blocks: tuple[Block, ...] = ()
    transcript: str = ""
    turns: tuple[ParsedTurn, ...] = ()
    speakers: tuple[ParsedSpeaker, ...] = ()
    sections: tuple[str, ...] = ()
    lists: tuple[int, ...] = ()
    words: int = 0
    citations: tuple[PlacedCitation, ...] = ()
    follow_up: FollowUp | None = None
    cues: tuple[list[object], ...] = ()


@dataclass(frozen=True, slots=True)
class Manuscript:
    """`refusal` says why nothing was taken from a file whose format is known; then it has no
    stories."""

    metadata: dict[str, Any] = field(default_factory=dict)
    stories: tuple[ParsedStory, ...] = ()
    warnings: tuple[Doubtful, ...] = ()
    refusal: str = ""
