"""What a manuscript holds once it is taken apart: plain values, no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from interviews.grammar import ParsedTurn
from manuscripts.names import ParsedSpeaker
from prose.html import Citation


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A line that could have been read otherwise; `reason` says what was decided, and why."""

    line: int
    text: str
    reason: str


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
    """`body` is canonical Markdown (an interview's introduction), `transcript` what is said."""

    kind: str
    title: str
    language: str
    standfirst: str = ""
    body: str = ""
    transcript: str = ""
    turns: tuple[ParsedTurn, ...] = ()
    speakers: tuple[ParsedSpeaker, ...] = ()
    sections: tuple[str, ...] = ()
    lists: tuple[int, ...] = ()
    words: int = 0
    citations: tuple[PlacedCitation, ...] = ()
    follow_up: FollowUp | None = None


@dataclass(frozen=True, slots=True)
class Manuscript:
    metadata: dict[str, Any] = field(default_factory=dict)
    stories: tuple[ParsedStory, ...] = ()
    warnings: tuple[Doubtful, ...] = ()
