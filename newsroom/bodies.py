"""What is derived from a record: the finished body, its plain text, contents and passages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

from django.template.loader import render_to_string
from django.utils import translation

from newsroom import claims
from newsroom.languages import LANGUAGES
from prose.html import PictureTag, Rendered

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from newsroom.marking import Marked
    from newsroom.records import NoteRecord, PictureRecord, Record

# A passage is a hit of the search: longer sections are cut at a paragraph.
PASSAGE_WORDS = 2000


class ContentsEntry(TypedDict):
    id: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a save reads off a text: every part rendered, with the pictures that it names.

    `rows` is what a kind of story reads off besides: of an interview, its turns (`interviews.transcripts.TurnsRead`).
    `laid` is what its notes stand on, laid beside these parts (`annotations.placing.Laid`).
    """

    pictures: Mapping[str, PictureRecord]
    parts: Mapping[str, Rendered]
    rows: Any = None
    laid: Any = None


@dataclass(slots=True)
class PassageDraft:
    part: str
    text: str
    anchor: str = ""
    heading: str = ""
    speaker: str = ""
    person: int | None = None
    question: str = ""
    language: str = ""


@dataclass(slots=True)
class NoteDraft:
    """A note of the record as an `EditionNote` has it."""

    note: NoteRecord
    passage: str
    start: int
    end: int
    html: SafeString
    anchor: str  # "" where its words stand in no text
    has_moved: bool = False


@dataclass(slots=True)
class Body:
    """`texts` is plain text by part, in code points: the ground every note's position stands on."""

    html: SafeString
    texts: dict[str, str]
    words: int
    contents: list[ContentsEntry] = field(default_factory=list)
    passages: list[PassageDraft] = field(default_factory=list)
    notes: list[NoteDraft] = field(default_factory=list)
    card: dict[str, Any] = field(default_factory=dict)
    json_ld: dict[str, Any] = field(default_factory=dict)


class SourceEntry(TypedDict):
    number: int
    url: str
    title: str
    publisher: str
    read_on: str
    archived_url: str
    is_dead: bool
    places: list[str]


def sources(
    notes: Sequence[NoteRecord],
    dead: Mapping[str, str] | None = None,
    unmarked: Collection[str] = (),
) -> list[SourceEntry]:
    """The numbered list at the end of a piece: each source once, with every place it is cited.

    `dead` are addresses that no longer answer, each with the copy that is kept of it today. A mark
    in `unmarked` stands in no text, and is no place.
    """
    dead = dead or {}
    listed: dict[int, SourceEntry] = {}
    for note in notes:
        if note["kind"] != "source":
            continue
        entry = listed.setdefault(
            note["number"],
            SourceEntry(
                number=note["number"],
                url=note.get("url", ""),
                title=note.get("title", ""),
                publisher=note.get("publisher", ""),
                read_on=note.get("read_on", ""),
                archived_url=dead.get(note.get("url", "")) or note.get("archived_url", ""),
                is_dead=note.get("url", "") in dead,
                places=[],
            ),
        )
        if note["mark"] not in unmarked:
            entry["places"].append(note["mark"])
    return [listed[number] for number in sorted(listed)]


def picture_tags(pictures: Mapping[str, PictureRecord]) -> dict[str, PictureTag]:
    """What the renderer needs to show the pictures that the text names."""
    return {
        key: PictureTag(
            src=picture["src"],
            srcset=picture["srcset"],
            width=picture["width"],
            height=picture["height"],
            alt="" if picture["decorative"] else picture["alt"],
            caption=picture["caption"],
            credit=picture["credit"],
        )
        for key, picture in pictures.items()
    }


def page_words(
    template: str,
    record: Record,
    marked: Marked,
    context: dict[str, Any],
    dead: Mapping[str, str] | None = None,
) -> SafeString:
    """Render a body template in the words of the record's language; `dead` as in `sources`."""
    language = LANGUAGES[record["language"]]
    with translation.override(language.locale):
        return render_to_string(
            template,
            {
                "record": record,
                "language": language,
                "sources": sources(record["notes"], dead, marked.unmarked),
                **marked.for_the_page,
                **context,
            },
        )


def cut(text: str, limit: int = PASSAGE_WORDS) -> list[str]:
    """`text` in pieces of at most about `limit` words, broken between paragraphs (lines)."""
    pieces: list[list[str]] = [[]]
    size = 0
    for line in text.split("\n"):
        # A CJK character is a word of its own: whitespace alone would never find an end.
        weight = max(len(line.split()), len(line.encode()) // 12)
        if pieces[-1] and size + weight > limit:
            pieces.append([])
            size = 0
        pieces[-1].append(line)
        size += weight
    return ["\n".join(piece) for piece in pieces if any(piece)]


def card(
    record: Record, *, words: int, minutes: int, dead: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What a list shows of a piece, besides its dates and the names looked up when read; and which
    of its sources its page calls dead (`annotations.standing`)."""
    return {
        **({"dead_sources": dict(dead)} if dead else {}),
        "title": record["title"],
        "standfirst": record["standfirst"],
        "picture": record["picture"],
        "byline": [
            {"person": credit["person"], "name": credit["name"]}
            for credit in record["credits"]
            if credit["role"] in {"author", "interviewer"}
        ],
        "words": words,
        "minutes": minutes,
    }


def json_ld(record: Record, *, words: int) -> dict[str, Any]:
    """schema.org's NewsArticle, less what the page adds: its address, dates and publisher."""
    people: dict[str, list[dict[str, str]]] = {}
    for credit in record["credits"]:
        role = {"author": "author", "interviewer": "author", "translator": "translator"}.get(
            credit["role"], "contributor"
        )
        people.setdefault(role, []).append({"@type": "Person", "name": credit["name"]})
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle" if record["kind"] == "article" else "Interview",
        "identifier": f"urn:uuid:{record['uuid']}",
        "headline": record["title"],
        "inLanguage": record["language"],
        "wordCount": words,
        **people,
    }
    if described["@type"] == "Interview":
        # schema.org has no type of its own for interviews that search engines read.
        described["@type"] = ["NewsArticle"]
        described["genre"] = "Interview"
    if record["standfirst"]:
        described["description"] = record["standfirst"]
    cited = [entry["url"] for entry in sources(record["notes"]) if entry["url"]]
    if cited:
        described["citation"] = cited
    if reviews := claims.claim_reviews(record):
        described["hasPart"] = reviews
    if terms := claims.defined_terms(record):
        described["mentions"] = terms
    return described


def stations(roles: Mapping[str, str]) -> dict[str, int]:
    """The station of each label, by what it does: 0 for interviewers, then 1, 2, 3, 4 for guests,
    and again."""
    guests = [label for label, role in roles.items() if role == "guest"]
    found = {label: 1 + place % 4 for place, label in enumerate(guests)}
    return {label: found.get(label, 0) for label in roles}
