"""The shape of a record: what an Edition freezes, as plain JSON.

A record holds words, not rows: whoever reads it a hundred years on needs no other table. Ids
stand beside the words only so that names, portraits and liveness can be looked up when read.
"""

from typing import NotRequired, TypedDict

SCHEMA = 1
TAKEN_DOWN_TITLE = "Taken down"


class CreditRecord(TypedDict):
    person: int
    name: str
    role: str


class PictureRecord(TypedDict):
    id: int
    key: str
    alt: str
    decorative: bool
    caption: str
    credit: str
    src: str
    srcset: str
    width: int
    height: int


class RelatedRecord(TypedDict):
    story: int
    label: str


class SpeakerRecord(TypedDict):
    label: str
    person: int | None
    role: str
    described_as: str


class SpokenRecord(SpeakerRecord):
    """A speaker with how many words; derived, on the card of a body (`EditionBody.card`)."""

    words: int


class TurnRecord(TypedDict):
    key: str
    kind: str
    label: str
    starts_at: float | None
    language: str
    text: str
    original: NotRequired[str]
    original_language: NotRequired[str]


class GoneRecord(TypedDict):
    """A turn that was published once and is not in the text now; `after` is the key of the last
    turn before its place that still stands, "" for none. A `wordless` one (only a note, say) was
    never at an address of its own."""

    key: str
    after: str
    wordless: NotRequired[bool]


class RecordingRecord(TypedDict):
    """`src` has no host and is "" where the recording is only somewhere else, at `url`."""

    id: int | None
    src: str
    media_type: str
    size: int
    url: str
    recorded_on: str
    recorded_in: str


class SourceRecord(TypedDict):
    """A source as it was known when it was frozen; dates as YYYY-MM-DD, "" for what is not known."""

    source: int
    url: str
    title: str
    publisher: str
    author: str
    published_on: str
    read_on: str
    archived_url: str


class NoteRecord(TypedDict):
    """`start` and `end` are code points of `part`'s plain text as readers have it, `exact` its words
    there. `number` is the note's in the list at the end; `mark` the id of its first mark.

    Of a source, `written_by` and `published_on` are there where they are known.

    One made by hand (`origin` hand) has an author, and what its kind needs: a `term` with its
    `definition`, a `verdict` with its `meaning`, its `rating` of `best` and who checked it when,
    `evidence`.
    """

    uuid: str
    kind: str
    origin: str
    part: str
    number: int
    mark: str
    inline: bool
    exact: str
    start: int
    end: int
    placement: str
    body: str
    source: NotRequired[int]
    url: NotRequired[str]
    title: NotRequired[str]
    publisher: NotRequired[str]
    written_by: NotRequired[str]
    published_on: NotRequired[str]
    read_on: NotRequired[str]
    archived_url: NotRequired[str]
    prefix: NotRequired[str]
    suffix: NotRequired[str]
    author: NotRequired[str]
    made_at: NotRequired[str]
    changed_at: NotRequired[str]
    term: NotRequired[str]
    definition: NotRequired[str]
    verdict: NotRequired[str]
    meaning: NotRequired[str]
    rating: NotRequired[int | None]
    best: NotRequired[int]
    checked_by: NotRequired[str]
    checked_at: NotRequired[str]
    evidence: NotRequired[list[SourceRecord]]


class CorrectedRecord(TypedDict):
    """A passage that a correction changed. `start` and `end` are its words' place in `part` now,
    both 0 where they have none (taken out, in a title, or reworded since); `carried` says that
    an earlier edition corrected it."""

    key: str
    part: str
    said: str
    says: str
    start: int
    end: int
    carried: bool


class Notice(TypedDict):
    """An update or a correction, as readers are told of it (`Edition.notices`).

    `before` is the number of the edition that shows the earlier wording, if readers may read it.
    """

    change: str
    at: str
    number: int
    note: str
    corrected: list[CorrectedRecord]
    before: int | None


class Record(TypedDict):
    schema: int
    uuid: str
    kind: str
    language: str
    slug: str
    path: str
    title: str
    standfirst: str
    section: int | None
    topics: list[int]
    credits: list[CreditRecord]
    picture: PictureRecord | None
    pictures: dict[str, PictureRecord]
    related: list[RelatedRecord]
    translation_of: int | None
    texts: dict[str, str]
    notes: list[NoteRecord]
    turns: NotRequired[list[TurnRecord]]
    speakers: NotRequired[list[SpeakerRecord]]
    gone: NotRequired[list[GoneRecord]]
    contents_of: NotRequired[list[str]]
    recording: NotRequired[RecordingRecord]
    verbatim_shown: NotRequired[bool]
    corrected: NotRequired[list[CorrectedRecord]]


def note_key(uuid: str) -> str:
    """What a note is called in addresses and ids: half of its UUID, which is never another's."""
    return uuid.replace("-", "")[:12]


def blank(record: Record) -> Record:
    """What stays of a record whose words were taken down: what it was, and where."""
    return Record(
        schema=record["schema"],
        uuid=record["uuid"],
        kind=record["kind"],
        language=record["language"],
        slug=record["slug"],
        path=record["path"],
        title=TAKEN_DOWN_TITLE,
        standfirst="",
        section=None,
        topics=[],
        credits=[],
        picture=None,
        pictures={},
        related=[],
        translation_of=None,
        texts=dict.fromkeys(record["texts"], ""),
        notes=[],
    )
