"""The page of a piece, live or as a preview: what it needs, in two queries, and its answer.

Nothing here reads a working copy: an edition, its body, and what is looked up by its record's ids.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import http_date
from django.utils.safestring import SafeString

from newsroom import bodies
from newsroom.exports import FORMATS
from newsroom.languages import LANGUAGES
from newsroom.models import Edition, Topic
from newsroom.records import CreditRecord, Record
from portal.addresses import absolute
from portal.beside import Beside, beside
from portal.changes import told_of
from portal.frame import respond
from portal.naming import Credited, Names, credited, names, speaker_for
from prose.html import json_ld


@dataclass(slots=True)
class Byline:
    """Everybody of one role: "By Lin Yue and Salma Haddad"."""

    role: str
    people: list[Credited]


@dataclass(slots=True)
class Voice:
    """Who speaks in an interview: name, page, description as of the day, station, and how much.

    `wanted` asks for their turns alone, as `?speaker=` has it. `percent` is of all words spoken.
    It and `station` are ready words: a template looks up how the language writes a number.
    """

    label: str
    name: str
    other_name: str
    url: str
    described_as: str
    station: str
    wanted: str
    words: int = 0
    percent: str = "0"


@lru_cache(maxsize=64)
def exports(names: tuple[str, ...], language: str) -> SafeString:
    """Links from an interview's page to the files it can be had in, as its body names them."""
    found = [FORMATS[name] for name in names if name in FORMATS]
    with translation.override(LANGUAGES[language].locale):
        return render_to_string("portal/_exports.html", {"exports": found})


def story_response(
    request: HttpRequest,
    edition: Edition,
    *,
    preview: bool = False,
    notes_url: str = "",
    now: Edition | None = None,
) -> HttpResponse:
    """The page of an edition. For a preview it is unsaved, with an unsaved body, and `notes_url` is
    where its notes are written; for an earlier wording, `now` is the live edition."""
    looked_up = names(edition.language, _topic_ids(edition.record), _person_ids(edition.record))
    context = _context(edition, looked_up, preview=preview, now=now)
    context["notes_url"] = notes_url
    response = respond(
        "portal/story.html", context, language=edition.language, sections=looked_up.sections
    )
    if preview or now:
        response.headers["X-Robots-Tag"] = "noindex"
    else:
        response.headers["Last-Modified"] = http_date(edition.issued_at.timestamp())
    return response


def _context(
    edition: Edition, looked_up: Names, *, preview: bool, now: Edition | None
) -> dict[str, Any]:
    record, body = edition.record, edition.body
    around = beside(record, edition.story_id)
    files = [] if preview or now else body.card.get("exports", [])
    topics = [looked_up.topics[pk] for pk in record["topics"] if pk in looked_up.topics]
    return {
        "edition": edition,
        "record": record,
        "body": body,
        "contents": [entry for entry in body.contents if entry["level"] < 3],
        "preview": preview,
        "now": now,
        "told": told_of(edition) if now is None else [],
        "section": looked_up.topics.get(record["section"]),
        "topics": topics,
        "places": [each for each in topics if each.kind == Topic.Kind.PLACE],
        "recording": None if now else record.get("recording"),
        "bylines": bylines(record["credits"], looked_up),
        "voices": voices(
            body.card.get("speakers") or record.get("speakers", []), looked_up, edition.language
        ),
        "beside": around,
        "exports": exports(tuple(files), edition.language) if files else "",
        "canonical": absolute((now or edition).path),
        "alternates": _alternates(edition, around),
        "picture_url": absolute(record["picture"]["src"]) if record["picture"] else "",
        "json_ld": json_ld(described(edition)) if now is None else "",
    }


def _alternates(edition: Edition, around: Beside) -> list[tuple[str, str]]:
    """Every language a piece can be read in with its address, its own first: search engines believe
    those alone that name themselves. Nothing, where there is no other."""
    others = [(each.language.code, absolute(each.piece.path)) for each in around.translations]
    return [(edition.language, absolute(edition.path)), *others] if others else []


def _topic_ids(record: Record) -> list[int]:
    return [*record["topics"], *([record["section"]] if record["section"] else [])]


def _person_ids(record: Record) -> list[int]:
    credited = [credit["person"] for credit in record["credits"]]
    return credited + [each["person"] for each in record.get("speakers", []) if each["person"]]


def bylines(credits: Sequence[CreditRecord], looked_up: Names) -> list[Byline]:
    """Credits by role, each name linked to the person of today."""
    grouped: dict[str, Byline] = {}
    for credit in credits:
        byline = grouped.setdefault(credit["role"], Byline(credit["role"], []))
        byline.people.append(credited(credit, looked_up))
    return list(grouped.values())


def stations(speakers: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return bodies.stations({each["label"]: each["role"] for each in speakers})


def shares(counts: Sequence[int]) -> list[int]:
    """Whole percents that make up a hundred: what is left goes to the largest remainders."""
    whole = sum(counts)
    if not whole:
        return [0] * len(counts)
    found = [100 * count // whole for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda each: -(100 * counts[each] % whole))
    for place in by_remainder[: 100 - sum(found)]:
        found[place] += 1
    return found


def voices(speakers: Sequence[Mapping[str, Any]], looked_up: Names, language: str) -> list[Voice]:
    """The label comes after a name unlike it, or a name in another script after the label.

    Speakers as a body's card has them, with how much each said; or as a record has them, without.
    """
    found = []
    station = stations(speakers)
    percent = shares([each.get("words", 0) for each in speakers])
    for each, share in zip(speakers, percent, strict=True):
        person = looked_up.people.get(each["person"]) if each["person"] else None
        shown = speaker_for(each["label"], person.name if person else "", language)
        other = each["label"] if shown != each["label"] else person.name if person else ""
        found.append(
            Voice(
                each["label"],
                shown,
                other if other != shown else "",
                person.url if person else "",
                each["described_as"],
                str(station[each["label"]]),
                urlencode({"speaker": person.slug if person else each["label"]}),
                each.get("words", 0),
                str(share),
            )
        )
    return found


def described(edition: Edition) -> dict[str, Any]:
    """The body's JSON-LD with what belongs to the page: address, dates, publisher, picture."""
    page = absolute(edition.path)
    facts = {**edition.body.json_ld, "mainEntityOfPage": page, "url": page}
    if edition.published_at:
        facts["datePublished"] = edition.published_at.isoformat()
        facts["dateModified"] = (edition.updated_at or edition.published_at).isoformat()
    corrections = [each for each in told_of(edition) if each.is_correction]
    if corrections:
        facts["correction"] = [
            {
                "@type": "CorrectionComment",
                "text": each.note,
                "datePublished": each.at.isoformat(),
                "url": f"{page}#notice-{each.number}",
            }
            for each in corrections
        ]
    facts["publisher"] = {
        "@type": "Organization",
        "name": settings.SITE_NAME,
        "url": settings.SITE_URL,
    }
    if "hasPart" in facts:
        facts["hasPart"] = [_reviewed(each, page, facts["publisher"]) for each in facts["hasPart"]]
    if "mentions" in facts:
        facts["mentions"] = [{**each, "url": absolute(each["url"])} for each in facts["mentions"]]
    if edition.record["picture"]:
        facts["image"] = absolute(edition.record["picture"]["src"])
    heard = _heard(edition)
    if heard:
        facts[heard["@type"].removesuffix("Object").lower()] = heard
    return facts


def _reviewed(review: dict[str, Any], page: str, by: dict[str, str]) -> dict[str, Any]:
    """A claim that was checked: the house answers for it, and the piece is where it was made."""
    claim = {**review["itemReviewed"], "appearance": {"@type": "CreativeWork", "url": page}}
    return {**review, "url": absolute(review["url"]), "author": by, "itemReviewed": claim}


def _heard(edition: Edition) -> dict[str, Any]:
    """The recording, where readers can play it here."""
    recording = edition.record.get("recording")
    if not recording or not recording["src"]:
        return {}
    is_video = recording["media_type"].startswith("video/")
    facts: dict[str, Any] = {
        "@type": "VideoObject" if is_video else "AudioObject",
        "name": edition.title,
        "contentUrl": absolute(recording["src"]),
        "encodingFormat": recording["media_type"],
        "contentSize": str(recording["size"]),
    }
    if edition.published_at:
        facts["uploadDate"] = edition.published_at.isoformat()
    if recording["recorded_on"]:
        facts["dateCreated"] = recording["recorded_on"]
    if recording["recorded_in"]:
        facts["locationCreated"] = {"@type": "Place", "name": recording["recorded_in"]}
    return facts
