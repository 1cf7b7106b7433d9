"""A story's text as the page of its notes shows it: every part, its words ready to be selected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from annotations.models import Annotation
from annotations.whereabouts import Place
from interviews.transcripts import turn_records
from newsroom.bodies import Reading
from newsroom.languages import LANGUAGES, tongue
from newsroom.models import Story
from newsroom.records import TurnRecord
from prose.counting import Noted
from prose.html import Rendered, counted

LABEL_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Part:
    """`label` stands over it, and is no part of its words; `name` tells it from the others."""

    part: str
    name: str
    label: str
    language: str
    direction: str
    html: SafeString


def parts_of(
    story: Story, reading: Reading, notes: Sequence[Annotation], places: Mapping[int, Place]
) -> list[Part]:
    """The parts with any words, in order, with the words under `notes` marked."""
    marked: dict[str, list[Noted]] = defaultdict(list)
    for note in notes:
        place = places.get(note.pk)
        if place is not None:
            kind = f"on-{note.kind}" + (" settled" if note.resolved_at else "")
            marked[place.part].append(Noted(place.start, place.end, note.key, kind))
    found = []
    for part, rendered, turn, name in _named(reading):
        kind = part.partition(":")[0]
        language = _language(story, kind, turn)
        found.append(
            Part(
                part=part,
                name=name,
                label=_label(kind, turn),
                language=language,
                direction=_direction(language),
                html=counted(rendered, marked[part]),
            )
        )
    return found


def names_of(reading: Reading) -> dict[str, str]:
    """The parts with any words, and what each is called."""
    return {part: name for part, _, _, name in _named(reading)}


def _named(reading: Reading) -> Iterator[tuple[str, Rendered, TurnRecord | None, str]]:
    turns = {turn["key"]: turn for turn in turn_records(reading.rows)} if reading.rows else {}
    order = {key: number for number, key in enumerate(turns, 1)}
    for part, rendered in reading.parts.items():
        if rendered.text:
            kind, _, key = part.partition(":")
            yield part, rendered, turns.get(key), _name(kind, turns.get(key), order.get(key, 0))


def _label(kind: str, turn: TurnRecord | None) -> str:
    if kind == "introduction":
        return "Introduction"
    if turn is None:
        return ""
    return f"{turn['label']}, in the original" if kind == "original" else turn["label"]


def _name(kind: str, turn: TurnRecord | None, number: int) -> str:
    if turn is None:
        return "Text" if kind == "body" else "Introduction"
    label = _label(kind, turn)
    begins = " ".join(turn["text"].split())[:LABEL_LENGTH]
    return f"{number}. {label}: {begins}" if label else f"{number}. {begins}"


def _language(story: Story, kind: str, turn: TurnRecord | None) -> str:
    if kind == "original" and turn is not None:
        return turn["original_language"]
    return (turn["language"] if turn is not None else "") or story.language


def _direction(language: str) -> str:
    if language in LANGUAGES:
        return LANGUAGES[language].direction
    known = tongue(language)
    return known.direction if known else "ltr"
