"""What machines are told of the notes in a record: claims that were checked, and words explained.

schema.org's ClaimReview and DefinedTerm, less what the page adds: whole addresses, and the publisher.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsroom.records import note_key
from prose.html import render

if TYPE_CHECKING:
    from newsroom.records import NoteRecord, Record

WORST = 1


def claim_reviews(record: Record) -> list[dict[str, Any]]:
    """One for each check with a rating: a verdict without one says neither true nor false."""
    said_by = {
        f"turn:{turn['key']}": turn["label"]
        for turn in record.get("turns", [])
        if turn["kind"] == "speech"
    }
    return [
        _review(note, record, said_by.get(note["part"], ""))
        for note in record["notes"]
        if note["kind"] == "check" and note.get("rating") is not None
    ]


def defined_terms(record: Record) -> list[dict[str, Any]]:
    """Each word of the glossary once, however often the piece explains it."""
    found: dict[str, dict[str, Any]] = {}
    for note in record["notes"]:
        if "term" in note and note["term"] not in found:
            meaning = render(note.get("definition", ""), language=record["language"]).text
            found[note["term"]] = {
                "@type": "DefinedTerm",
                "name": note["term"],
                "description": meaning,
                "inLanguage": record["language"],
                "url": _page(note, record),
            }
    return list(found.values())


def _review(note: NoteRecord, record: Record, said_by: str) -> dict[str, Any]:
    claim: dict[str, Any] = {"@type": "Claim", "text": note["exact"]}
    if said_by:
        claim["author"] = {"@type": "Person", "name": said_by}
    found: dict[str, Any] = {
        "@type": "ClaimReview",
        "url": _page(note, record),
        "claimReviewed": note["exact"],
        "inLanguage": record["language"],
        "itemReviewed": claim,
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": note["rating"],
            "bestRating": note["best"],
            "worstRating": WORST,
            "alternateName": note["verdict"],
        },
    }
    if note.get("checked_at"):
        found["datePublished"] = note["checked_at"]
    cited = [each["url"] for each in note.get("evidence", []) if each["url"]]
    if cited:
        found["citation"] = cited
    return found


def _page(note: NoteRecord, record: Record) -> str:
    return f"{record['path']}notes/{note_key(note['uuid'])}/"
