"""The notes of an edition as a W3C Web Annotation collection. Pure: a record, and its plain texts.

A note stands on words of one part of a piece, so its target has two selectors, either of which finds
them alone: the words with what stands around them, in the page's text; and, within the element of the
page that `[data-part="…"]` names, their place in its plain text, in code points, blocks separated by
one newline. Both count the reference numbers as readers see them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from newsroom.records import SourceRecord, note_key

if TYPE_CHECKING:
    from newsroom.records import NoteRecord, Record

CONTEXT_URL = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT_URL}"'
MOTIVATIONS = {"source": "linking", "explain": "describing", "check": "assessing"}
# Of a body, by its purpose: a word of the glossary (its `dc:title`) with what it means.
DEFINITION = "identifying"
MARKDOWN, PLAIN = "text/markdown", "text/plain"
CONTEXT = 32  # code points kept before and after


def collection(
    record: Record, texts: Mapping[str, str], *, url: str, site: str, address: str
) -> dict[str, Any]:
    """Every note in `record`, with the piece at `url` and this collection at `address`.

    `texts` is plain text by part; `site` is who made the citations that are written in the text.
    """
    items = [
        annotation(note, texts.get(note["part"], ""), record["language"], url=url, site=site)
        for note in record["notes"]
        if note["kind"] in MOTIVATIONS
    ]
    found: dict[str, Any] = {
        "@context": CONTEXT_URL,
        "id": address,
        "type": "AnnotationCollection",
        "label": record["title"],
        "total": len(items),
    }
    if items:
        found["first"] = {
            "id": f"{address}#first",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        }
    return found


def annotation(
    note: NoteRecord, text: str, language: str, *, url: str, site: str
) -> dict[str, Any]:
    """One note, whose part reads `text`. Its UUID is what it is known by wherever it is kept."""
    identity = f"urn:uuid:{note['uuid']}"
    by_hand = note["origin"] == "hand"
    found: dict[str, Any] = {
        "id": f"{url}notes/{note_key(note['uuid'])}/" if by_hand else identity,
        "type": "Annotation",
        "canonical": identity,
        "motivation": MOTIVATIONS[note["kind"]],
    }
    if by_hand and note.get("author"):
        found["creator"] = {"type": "Person", "name": note["author"]}
    elif not by_hand:
        found["creator"] = {"type": "Organization", "name": site}
    for name, moment in (("created", note.get("made_at")), ("modified", note.get("changed_at"))):
        if moment:
            found[name] = utc(moment)
    found["body"] = _bodies(note, language)
    found["target"] = _target(note, text, url)
    return found


def utc(moment: str) -> str:
    """A moment as the model wants it: 2026-05-09T10:00:00Z; of a day, its beginning."""
    at = datetime.fromisoformat(moment)
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return at.isoformat(timespec="microseconds" if at.microsecond else "seconds").replace(
        "+00:00", "Z"
    )


def _target(note: NoteRecord, text: str, url: str) -> dict[str, Any]:
    start, end = note["start"], note["end"]
    found: dict[str, Any] = {"type": "SpecificResource", "source": url}
    if note["part"].startswith("turn:"):
        found["scope"] = f"{url}#t-{note['part'].removeprefix('turn:')}"
    quote = {"type": "TextQuoteSelector", "exact": note["exact"]}
    if before := text[max(0, start - CONTEXT) : start]:
        quote["prefix"] = before
    if after := text[end : end + CONTEXT]:
        quote["suffix"] = after
    found["selector"] = [
        quote,
        {
            "type": "CssSelector",
            "value": f'[data-part="{note["part"]}"]',
            "refinedBy": {"type": "TextPositionSelector", "start": start, "end": end},
        },
    ]
    return found


def _bodies(note: NoteRecord, language: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if "verdict" in note:
        found.append(_verdict(note, language))
    if "term" in note:
        meaning = _text(note.get("definition", ""), DEFINITION, language)
        found.append({**meaning, "dc:title": note["term"]})
    if note["body"]:
        found.append(_text(note["body"], "describing", language))
    if note["kind"] == "source":
        found.append(_link(_source_of(note)))
    found += [_link(each) for each in note.get("evidence", [])]
    return found


def _text(words: str, purpose: str, language: str, media_type: str = MARKDOWN) -> dict[str, Any]:
    return {
        "type": "TextualBody",
        "purpose": purpose,
        "value": words,
        "format": media_type,
        "language": language,
    }


def _verdict(note: NoteRecord, language: str) -> dict[str, Any]:
    found = _text(note["verdict"], "assessing", language, PLAIN)
    if note.get("rating") is not None:
        found["schema:ratingValue"], found["schema:bestRating"] = note["rating"], note["best"]
        found["schema:worstRating"] = 1
    if note.get("checked_by"):
        found["creator"] = {"type": "Person", "name": note["checked_by"]}
    if note.get("checked_at"):
        found["created"] = utc(note["checked_at"])
    return found


def _source_of(note: NoteRecord) -> SourceRecord:
    return SourceRecord(
        source=note.get("source", 0),
        url=note.get("url", ""),
        title=note.get("title", ""),
        publisher=note.get("publisher", ""),
        author=note.get("written_by", ""),
        published_on=note.get("published_on", ""),
        read_on=note.get("read_on", ""),
        archived_url=note.get("archived_url", ""),
    )


def _link(source: SourceRecord) -> dict[str, Any]:
    """A source on the web; one that is not has no address to link, and is named in words."""
    names = {
        "dc:title": source["title"],
        "dc:publisher": source["publisher"],
        "dc:creator": source["author"],
        "dc:date": source["published_on"],
    }
    known = {name: words for name, words in names.items() if words}
    state = {}
    if source["read_on"]:
        state["sourceDate"] = utc(source["read_on"])
    if source["archived_url"]:
        state["cached"] = source["archived_url"]
    if not source["url"]:
        named = known.pop("dc:title", "")
        return {
            "type": "TextualBody", "purpose": "linking", "value": named, "format": PLAIN, **known,
        }  # fmt: skip
    found: dict[str, Any] = {
        "type": "SpecificResource",
        "purpose": "linking",
        "source": {"id": source["url"], **known},
    }
    if state:
        found["state"] = {"type": "TimeState", **state}
    return found
