"""The body of an interview's edition, derived from its record: turns as readers see them, contents,
passages."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypedDict

from annotations import citations, standing
from interviews import transcripts
from interviews.grammar import parse
from interviews.layers import Edited, Layers, Spoken, layers
from newsroom import bodies, exports, marking
from newsroom.bodies import Body, ContentsEntry, PassageDraft
from newsroom.languages import Tongue, tongue
from prose.definitions import Definitions
from prose.html import Rendered, render
from prose.words import count_words, reading_minutes

if TYPE_CHECKING:
    from newsroom.records import (
        GoneRecord,
        PictureRecord,
        Record,
        SpeakerRecord,
        SpokenRecord,
        TurnRecord,
    )

# The question above an answer, on a search hit.
QUESTION_LENGTH = 300
CONTENTS_TITLE_LENGTH = 90
# In letters: six lines of the text's measure. More than that is tiring to read in semibold.
LONGEST_SEMIBOLD = 390


class TurnView(TypedDict):
    """A turn as its template shows it."""

    key: str
    anchor: str
    number: int
    kind: str
    label: str
    names_speaker: bool
    station: int
    is_question: bool
    is_long: bool
    clock: str
    starts: str
    language: str
    html: Rendered
    # Turns that stood after it once: their addresses must lead somewhere.
    gone_after: list[GoneRecord]
    original: Rendered | None
    original_language: Tongue | None
    said: Edited | None
    cut: list[Spoken]


def derive(record: Record) -> Body:
    marked = marking.mark(record, _render(record, citations.numbers(record["notes"])))
    parts = marked.parts
    texts = {part: rendered.text for part, rendered in parts.items()}
    read = {part: rendered.words_alone for part, rendered in parts.items()}
    whole = "\n".join(text for part, text in read.items() if not part.startswith("original:"))
    count = count_words(whole)
    edited = _edited(record, read)
    turns = _turn_views(record, parts, edited)
    minutes = reading_minutes(whole, record["language"])
    dead = standing.dead_in(record)
    return Body(
        html=bodies.page_words(
            "bodies/interview.html",
            record,
            marked,
            {
                "introduction": parts["introduction"],
                "turns": turns,
                "gone_first": _gone(record).get("", []),
                "is_edited": edited is not None,
                "cut_first": edited.cut.get("") if edited else None,
            },
            dead,
        ),
        texts=texts,
        words=count,
        contents=_contents(turns, record.get("contents_of", [])),
        passages=_passages(record, read),
        notes=marked.drafts,
        card={
            **bodies.card(record, words=count, minutes=minutes, dead=dead),
            "speakers": _spoken(record, read),
            "exports": [each.name for each in exports.formats_of(record)],
            "begins": transcripts.begins_on(record),
        },
        json_ld=bodies.json_ld(record, words=count),
    )


def rendered(record: Record) -> dict[str, Rendered]:
    return _render(record, {})


def _render(record: Record, numbers: dict[str, int]) -> dict[str, Rendered]:
    turns = record.get("turns", [])
    return render_parts(record["texts"], turns, record["language"], record["pictures"], numbers)


def render_parts(
    texts: Mapping[str, str],
    turns: Sequence[TurnRecord],
    language: str,
    pictures: Mapping[str, PictureRecord],
    numbers: Mapping[str, int] | None = None,
) -> dict[str, Rendered]:
    """Every part rendered by itself; definitions may stand in any of them."""
    introduction = texts["introduction"]
    definitions = Definitions(f"{introduction}\n\n{texts['transcript']}")
    tags = bodies.picture_tags(pictures)
    parts = {
        "introduction": render(
            introduction,
            definitions=definitions.used_in(introduction),
            numbers=numbers,
            pictures=tags,
            language=language,
        )
    }
    for turn in turns:
        key, text = turn["key"], turn["text"]
        parts[f"turn:{key}"] = render(
            text,
            prefix=f"t-{key}-",
            definitions=definitions.used_in(text),
            numbers=numbers,
            pictures=tags,
            language=turn["language"] or language,
        )
        if said := turn.get("original"):
            parts[f"original:{key}"] = render(
                said,
                prefix=f"o-{key}-",
                definitions=definitions.used_in(said),
                numbers=numbers,
                pictures=tags,
                language=turn["original_language"],
            )
    return parts


def _speakers(record: Record) -> dict[str, SpeakerRecord]:
    return {speaker["label"]: speaker for speaker in record.get("speakers", [])}


def _edited(record: Record, texts: Mapping[str, str]) -> Layers | None:
    """What was cut and changed, where readers may see it."""
    if not record.get("verbatim_shown"):
        return None
    known = [speaker["label"] for speaker in record.get("speakers", [])]
    said = [
        Spoken(turn.label, render(turn.text, language=record["language"]).words_alone)
        for turn in parse(record["texts"]["verbatim"], known=known).turns
        if turn.kind == "speech"
    ]
    published = [
        Spoken(turn["label"], texts[f"turn:{turn['key']}"], turn["key"])
        for turn in record.get("turns", [])
        if turn["kind"] == "speech"
    ]
    return layers(said, published)


def _turn_views(
    record: Record, parts: dict[str, Rendered], edited: Layers | None = None
) -> list[TurnView]:
    speakers = _speakers(record)
    station = bodies.stations({label: each["role"] for label, each in speakers.items()})
    gone = _gone(record)
    views: list[TurnView] = []
    before = None
    number = 0
    for turn in record.get("turns", []):
        speech = turn["kind"] == "speech"
        number += speech
        speaker = speakers.get(turn["label"])
        is_question = speech and speaker is not None and speaker["role"] == "interviewer"
        views.append(
            TurnView(
                key=turn["key"],
                anchor=f"t-{turn['key']}",
                number=number,
                kind=turn["kind"],
                label=turn["label"],
                names_speaker=speech and turn["label"] != before,
                station=station.get(turn["label"], 1),
                is_question=is_question,
                is_long=is_question and is_long(parts[f"turn:{turn['key']}"].text),
                clock=clock(turn["starts_at"]),
                starts="" if turn["starts_at"] is None else f"{turn['starts_at']:.3f}",
                language=turn["language"] or record["language"],
                html=parts[f"turn:{turn['key']}"],
                gone_after=gone.get(turn["key"], []),
                original=parts.get(f"original:{turn['key']}"),
                original_language=tongue(turn.get("original_language", "")),
                said=edited.edited.get(turn["key"]) if edited else None,
                cut=edited.cut.get(turn["key"], []) if edited else [],
            )
        )
        before = turn["label"] if speech else None
    return views


def is_long(text: str) -> bool:
    """Does the last paragraph of a question fill more lines than may be set semibold? A letter of
    Chinese is as wide as two of Latin."""
    asked = text.rstrip("\n").rpartition("\n")[2]
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in asked)
    return len(asked) + wide > LONGEST_SEMIBOLD


def _gone(record: Record) -> dict[str, list[GoneRecord]]:
    """Gone turns by the key of the turn that they stood after."""
    found: dict[str, list[GoneRecord]] = {}
    for each in record.get("gone", []):
        found.setdefault(each["after"], []).append(each)
    return found


def _spoken(record: Record, texts: Mapping[str, str]) -> list[SpokenRecord]:
    """Who speaks, in the order of the record, each with how many words."""
    words: dict[str, int] = {}
    for turn in record.get("turns", []):
        if turn["kind"] == "speech":
            count = count_words(texts[f"turn:{turn['key']}"])
            words[turn["label"]] = words.get(turn["label"], 0) + count
    return [
        {
            "label": speaker["label"],
            "person": speaker["person"],
            "role": speaker["role"],
            "described_as": speaker["described_as"],
            "words": words.get(speaker["label"], 0),
        }
        for speaker in record.get("speakers", [])
    ]


def clock(seconds: float | None) -> str:
    """75.0 as 1:15, 3675 as 1:01:15; nothing for no time."""
    if seconds is None:
        return ""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def _contents(turns: list[TurnView], chosen: Sequence[str] = ()) -> list[ContentsEntry]:
    """What an interview has instead of headings: the `chosen` turns, or every question."""
    entries: list[ContentsEntry] = []
    for turn in turns:
        text = turn["html"].text.replace("\n", " ")
        if turn["key"] in chosen if chosen else asks(turn, text):
            entries.append({"id": turn["anchor"], "title": last_question(text), "level": 2})
    return entries


def asks(turn: TurnView, text: str) -> bool:
    return turn["is_question"] and text.rstrip("”\"' ").endswith(("?", "？", "؟"))


def last_question(text: str) -> str:
    """The last sentence of a question, cut at a word."""
    sentence = text
    for end in (". ", "! ", "? ", "。", "！", "؟ "):
        head, found, tail = sentence[:-1].rpartition(end)
        if found and len(tail) > 8:
            sentence = tail + sentence[-1:]
    sentence = sentence.strip()
    if len(sentence) <= CONTENTS_TITLE_LENGTH:
        return sentence
    return sentence[:CONTENTS_TITLE_LENGTH].rpartition(" ")[0].rstrip(",;: ") + "…"


def _passages(record: Record, texts: dict[str, str]) -> list[PassageDraft]:
    found = [
        PassageDraft(part="introduction", text=piece) for piece in bodies.cut(texts["introduction"])
    ]
    speakers = _speakers(record)
    question = ""
    for turn in record.get("turns", []):
        if turn["kind"] != "speech":
            continue
        speaker = speakers.get(turn["label"])
        asks = speaker is not None and speaker["role"] == "interviewer"
        text = texts[f"turn:{turn['key']}"]
        found += [
            _passage(turn, speaker, piece, "" if asks else question) for piece in bodies.cut(text)
        ]
        if asks:
            question = text.replace("\n", " ")[-QUESTION_LENGTH:]
        original = texts.get(f"original:{turn['key']}", "")
        for draft in [_passage(turn, speaker, piece, "") for piece in bodies.cut(original)]:
            draft.part = f"original:{turn['key']}"
            draft.language = turn["original_language"]
            found.append(draft)
    return found


def _passage(
    turn: TurnRecord, speaker: SpeakerRecord | None, text: str, question: str
) -> PassageDraft:
    return PassageDraft(
        part=f"turn:{turn['key']}",
        anchor=f"t-{turn['key']}",
        speaker=turn["label"],
        person=speaker["person"] if speaker else None,
        question=question,
        language=turn["language"],
        text=text,
    )
