"""Turns and speakers as rows, read off the transcript at each save."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils import timezone

from interviews import rows
from interviews.clock import only_a_time
from interviews.grammar import ParsedTurn, lines_of, parse
from interviews.keys import KeyedTurn, align
from interviews.models.turns import Speaker
from interviews.originals import Original
from interviews.returning import in_place
from interviews.rows import Row
from interviews.timing import Cue, starts
from interviews.vocabulary import ASKS

if TYPE_CHECKING:
    from interviews.models import Interview
    from newsroom.records import Record, SpeakerRecord, TurnRecord

# No vowels and no look-alikes: a key is read aloud and spells nothing.
KEY_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
KEY_LENGTH = 6


@dataclass(frozen=True, slots=True)
class TurnsRead:
    """A transcript's turns, each with its key, and what they were read beside: the labels known
    and the turns that were there."""

    known: Sequence[str]
    before: Sequence[KeyedTurn]
    parsed: tuple[ParsedTurn, ...]
    keys: Sequence[str]


def read(interview: Interview) -> TurnsRead:
    """Turns that stay keep their key; new ones get one that no row ever had."""
    return _read(interview, rows.of(interview))


def _read(interview: Interview, had: Sequence[Row], earlier: TurnsRead | None = None) -> TurnsRead:
    """The reading of a transcript beside the turns it `had`: the `earlier` one, if it still holds."""
    known = _known_labels(interview)
    before = [
        KeyedTurn(row.key, row.kind, row.label, row.text, removed=row.removed_at is not None)
        for row in had
    ]
    if earlier is not None and (known, before) == (earlier.known, earlier.before):
        return earlier
    parsed = _timed(parse(interview.transcript, known=known).turns, interview.cues)
    if earlier is not None and (parsed, before) == (earlier.parsed, earlier.before):
        return earlier
    taken = {row.key for row in had}
    recalled = interview.recalled
    if recalled and [(turn.kind, turn.label, turn.text) for turn in parsed] == [
        (turn["kind"], turn["label"], turn["text"]) for turn in recalled
    ]:
        keys = [turn["key"] for turn in recalled]
        if taken.issuperset(keys):
            return TurnsRead(known, before, parsed, keys)
    return TurnsRead(known, before, parsed, align(before, parsed, mint=lambda: new_key(taken)))


def _timed(parsed: tuple[ParsedTurn, ...], cues: Sequence[Cue]) -> tuple[ParsedTurn, ...]:
    """A turn without a time of its own begins where the subtitles say that its words do."""
    if not cues or all(turn.starts_at is not None for turn in parsed):
        return parsed
    told = starts([turn.text for turn in parsed], cues)
    return tuple(
        replace(turn, starts_at=at) if turn.starts_at is None and at is not None else turn
        for turn, at in zip(parsed, told, strict=True)
    )


def derive_turns(interview: Interview, reading: TurnsRead) -> TurnsRead:
    """Bring `interview`'s turns and speakers up to date with its transcript.

    Turns that stay keep their key; those that went keep their row, marked removed, so that a
    turn which comes back has its old key and no other turn ever gets it. Returns the reading that
    was used: another, if rows changed since this one.
    """
    before = rows.of(interview)
    reading = _read(interview, before, reading)
    speakers = _derive_speakers(interview, reading.parsed)
    had = {row.key: row for row in before}
    orders = {key: order for order, key in enumerate(in_place(reading.keys, had))}
    after: dict[str, Row] = {}
    for key, turn in zip(reading.keys, reading.parsed, strict=True):
        speaker = speakers.get(turn.label) if turn.kind == "speech" else None
        after[key] = Row(
            had[key].id if key in had else None, key, orders[key], turn.kind, turn.label[:200],
            speaker, turn.starts_at, turn.text, turn.original.text, turn.original.language, None,
        )  # fmt: skip
    now = timezone.now()
    for key in had.keys() - after.keys():
        row = had[key]
        after[key] = row._replace(order=orders[key], removed_at=row.removed_at or now)
    rows.write(interview.pk, before, after)
    return reading


def turn_records(reading: TurnsRead) -> list[TurnRecord]:
    """The turns of a text as a record freezes them."""
    turns = zip(reading.keys, reading.parsed, strict=True)
    return [_record(key, turn, turn.original) for key, turn in turns]


def standing_turns(interview: Interview) -> list[TurnRecord]:
    """The saved turns as a record freezes them."""
    return [
        _record(row.key, row, Original(row.original_language, row.original))
        for row in rows.of(interview)
        if row.removed_at is None
    ]


def _record(key: str, turn: ParsedTurn | Row, original: Original) -> TurnRecord:
    record: TurnRecord = {
        "key": key,
        "kind": turn.kind,
        "label": turn.label,
        "starts_at": turn.starts_at,
        "language": "",
        "text": turn.text,
    }
    if original.language:
        record["original"], record["original_language"] = original.text, original.language
    return record


def unsaved_turns(
    interview: Interview, reading: TurnsRead
) -> tuple[list[SpeakerRecord], list[TurnRecord]]:
    """Speakers and turns of a transcript that may not be saved."""
    labels = _labels(reading.parsed)
    speakers = speaker_records(interview, labels)
    known = {speaker["label"] for speaker in speakers}
    for label in labels:
        if label not in known:
            speakers.append(
                {"label": label, "person": None, "role": role_of(label), "described_as": ""}
            )
    return speakers, turn_records(reading)


def reread(interview: Interview, record: Record) -> None:
    """Read turns and speakers of a reworded `record` off its transcript.

    They are told by the turns it had. A turn that is new in it gets a key that no turn of the
    interview has or had; the row is kept as a removed one, so that the draft's own turn gets the
    same key once the words are in the draft too (`reserve`).
    """
    had = record["turns"]
    known_turns = {
        row.key: KeyedTurn(row.key, row.kind, row.label, row.text, removed=True)
        for row in rows.of(interview)
    }
    order = in_place([turn["key"] for turn in had], known_turns)
    for turn in had:
        known_turns[turn["key"]] = KeyedTurn(turn["key"], turn["kind"], turn["label"], turn["text"])
    before = [known_turns[key] for key in order]
    known = [speaker["label"] for speaker in record["speakers"]]
    parsed = _timed(parse(record["texts"]["transcript"], known=known).turns, interview.cues)
    taken = {turn.key for turn in before}
    keys = align(before, parsed, mint=lambda: new_key(taken))
    record["turns"] = turn_records(TurnsRead(known, before, parsed, keys))
    speakers = {speaker["label"]: speaker for speaker in record["speakers"]}
    record["speakers"] = [
        speakers.get(label)
        or {"label": label, "person": None, "role": role_of(label), "described_as": ""}
        for label in _labels(parsed)
    ]


def reserve(interview: Interview, record: Record) -> None:
    """Keep a row for each key of a published `record` that has none, so that it stays its turn's:
    where it stands there, because a short turn is told by its place alone."""
    known = set(interview.turns.values_list("key", flat=True))
    new = {turn["key"]: turn for turn in record["turns"] if turn["key"] not in known}
    if not new:
        return
    before = rows.of(interview)
    had = {row.key: row for row in before}
    now = timezone.now()
    after: dict[str, Row] = {}
    for order, key in enumerate(in_place(list(had), [turn["key"] for turn in record["turns"]])):
        if key in had:
            after[key] = had[key]._replace(order=order)
            continue
        turn = new[key]
        after[key] = Row(
            None, key, order, turn["kind"], turn["label"][:200], None, turn["starts_at"],
            turn["text"], turn.get("original", ""), turn.get("original_language", ""), now,
        )  # fmt: skip
    rows.write(interview.pk, before, after)


def speaker_records(interview: Interview, labels: Collection[str]) -> list[SpeakerRecord]:
    """What is known of those who speak: of no label whose turns are gone, so that readers do not
    meet somebody who says nothing."""
    return [
        {
            "label": row.label,
            "person": row.person_id,
            "role": row.role,
            "described_as": row.described_as,
        }
        for row in (interview.speakers.all() if interview.pk else [])
        if row.label in labels
    ]


def _labels(parsed: tuple[ParsedTurn, ...]) -> list[str]:
    """The labels of those who speak, in the order they first do."""
    return list(
        dict.fromkeys(turn.label for turn in parsed if turn.kind == "speech" and turn.label)
    )


def role_of(label: str) -> str:
    """The part of a label that was not met in the interview before."""
    asks = label.casefold() in ASKS
    return str(Speaker.Role.INTERVIEWER if asks else Speaker.Role.GUEST)


def new_key(taken: set[str]) -> str:
    """A key that no turn of the interview has or had; it is taken from now on."""
    while True:
        key = "".join(secrets.choice(KEY_ALPHABET) for _ in range(KEY_LENGTH))
        if key not in taken:
            taken.add(key)
            return key


def _known_labels(interview: Interview) -> list[str]:
    return list(interview.speakers.kept().values_list("label", flat=True)) if interview.pk else []


def _derive_speakers(interview: Interview, parsed: tuple[ParsedTurn, ...]) -> dict[str, int]:
    """The row of each label in use. Rows whose label went stay: they remember who it was."""
    rows = dict(interview.speakers.values_list("label", "pk"))
    for order, label in enumerate(_labels(parsed)):
        if label not in rows:
            rows[label] = Speaker.objects.create(
                interview=interview, label=label[:200], role=role_of(label), order=order
            ).pk
    return rows


def begins_on(record: Record) -> int:
    """The line of the transcript that its first turn begins on, with a time above its label. What
    stands higher is nobody's, and no reader sees it."""
    lines = lines_of(record["texts"]["transcript"])
    known = [speaker["label"] for speaker in record.get("speakers", [])]
    turns = parse("\n".join(lines), known=known).turns
    if not turns:
        return len(lines) + 1
    first = [(turn["label"], turn["text"]) for turn in record.get("turns", [])[:1]]
    same = (turn for turn in turns if [(turn.label, turn.text)] == first)
    above = next(same, turns[0]).line - 1
    while above and (not lines[above - 1].strip() or only_a_time(lines[above - 1]) is not None):
        above -= 1
    return above + 1
