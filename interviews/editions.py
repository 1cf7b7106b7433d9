"""An interview as an edition: what is read off its texts, and what is frozen of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from annotations import citations, frozen, placing
from interviews import recordings, transcripts
from interviews.deriving import render_parts, rendered
from interviews.gone import gone_from
from newsroom import publication
from newsroom.bodies import Reading

if TYPE_CHECKING:
    from interviews.models import Interview
    from newsroom.models import Edition
    from newsroom.records import Record


def read(interview: Interview, rows: transcripts.TurnsRead | None = None) -> Reading:
    pictures = publication.pictures_in(interview)
    rows = rows or transcripts.read(interview)
    turns = transcripts.turn_records(rows)
    parts = render_parts(interview.texts(), turns, interview.language, pictures)
    return Reading(pictures, parts, rows, placing.beside(interview, parts))


def derive_rows(interview: Interview, reading: Reading) -> Reading:
    """Read turns and speakers off the transcript, then citations off both texts."""
    rows = transcripts.derive_turns(interview, reading.rows)
    if rows is not reading.rows or publication.pictures_in(interview) != reading.pictures:
        reading = read(interview, rows)
    citations.reconcile(interview, reading.parts)
    placing.settle(interview, reading.parts, reading.laid)
    return reading


def freeze(
    interview: Interview,
    base: Edition | None = None,
    reading: Reading | None = None,
    words: Mapping[str, str] | None = None,
) -> Record:
    if base is not None:
        record = publication.reworded(base.record, words or {})
        if words and "transcript" in words:
            transcripts.reread(interview, record)
    else:
        record = publication.common_record(interview, reading)
        # Of a save, the rows were just made of its reading: asking for them takes longer.
        record["turns"] = (
            transcripts.turn_records(reading.rows)
            if reading
            else transcripts.standing_turns(interview)
        )
        labels = {turn["label"] for turn in record["turns"] if turn["kind"] == "speech"}
        record["speakers"] = transcripts.speaker_records(interview, labels)
        _keep_facts(interview, record)
    if reading is not None:
        record["notes"] = frozen.written(interview, reading.parts)
    else:
        record["notes"] = frozen.notes(interview, rendered(record), base)
    # A save's revision is for the newsroom, where nobody follows a reader's link.
    record["gone"] = gone_from(interview, record["turns"]) if reading is None else []
    return _without_what_is_empty(record)


def freeze_unsaved(interview: Interview) -> Record:
    """As `freeze`, with turns and speakers read off the words in hand, not off their rows."""
    reading = read(interview)
    record = publication.common_record(interview, reading)
    record["speakers"], record["turns"] = transcripts.unsaved_turns(interview, reading.rows)
    _keep_facts(interview, record)
    record["notes"] = frozen.notes(interview, reading.parts)
    record["gone"] = gone_from(interview, record["turns"])
    return _without_what_is_empty(record)


def _without_what_is_empty(record: Record) -> Record:
    """An interview without gone turns or chosen questions says nothing of either, as those
    published before there were any: the same words are the same record."""
    standing = {turn["key"] for turn in record["turns"] if turn["kind"] == "speech"}
    chosen = [key for key in record.pop("contents_of", []) if key in standing]
    if chosen:
        record["contents_of"] = chosen
    if not record["gone"]:
        del record["gone"]
    return record


def _keep_facts(interview: Interview, record: Record) -> None:
    """What only an interview has beside its turns, as far as there is any."""
    record["contents_of"] = interview.contents_of.split()
    recording = recordings.record_of(interview)
    if recording is not None:
        record["recording"] = recording
    if not interview.verbatim.strip():
        del record["texts"]["verbatim"]
    elif interview.verbatim_shown:
        record["verbatim_shown"] = True


def as_said(interview: Interview) -> Record | None:
    """The working copy as if every word that was said stood in its transcript."""
    if not interview.verbatim.strip():
        return None
    record = freeze_unsaved(interview)
    record["texts"] = {**record["texts"], "transcript": interview.verbatim}
    transcripts.reread(interview, record)
    return record
