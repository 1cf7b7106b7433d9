"""What one speaker says in an interview: `?speaker=` of its address."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q
from django.http import HttpResponse

from newsroom.models import Edition, Passage, Person
from portal.addresses import absolute
from portal.frame import respond
from portal.naming import names
from portal.pages import voices


@dataclass(slots=True)
class Said:
    """A turn in full; `question` only where the turn before did not answer it too."""

    key: str
    anchor: str
    question: str
    language: str
    lines: list[str]


def speaker_response(edition: Edition, wanted: str) -> HttpResponse:
    """Three queries with the edition's own. `wanted` is a label, or a person's name in addresses, of
    today or of before: that takes two more."""
    language = edition.language
    speakers = edition.body.card.get("speakers") or edition.record.get("speakers", [])
    looked_up = names(language, people=[each["person"] for each in speakers if each["person"]])
    every = voices(speakers, looked_up, language)
    slugs = {
        each["label"]: looked_up.people[each["person"]].slug
        for each in speakers
        if each["person"] in looked_up.people
    }
    chosen = [each for each in every if wanted in (each.label, slugs.get(each.label))]
    if not chosen and (today := _called_today(wanted)):
        chosen = [each for each in every if slugs.get(each.label) == today]
    context = {
        "edition": edition,
        "voices": every,
        "chosen": chosen,
        "wanted": chosen[0].wanted if chosen else "",
        "turns": _turns(edition, [each.label for each in chosen]),
        "canonical": absolute(edition.path),
    }
    response = respond(
        "portal/speaker.html",
        context,
        language=language,
        sections=looked_up.sections,
        status=200 if chosen else 404,
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _called_today(slug: str) -> str:
    """The name in addresses of whoever had `slug` before they were merged or renamed; "" for nobody."""
    if "\x00" in slug:
        return ""  # PostgreSQL takes none
    person = Person.objects.filter(Q(slug=slug) | Q(former_slugs__slug=slug)).first()
    return person.current.slug if person else ""


def _turns(edition: Edition, labels: list[str]) -> list[Said]:
    rows = (
        # Not the originals of translated turns: those are no turns.
        Passage.objects.filter(edition=edition.pk, speaker__in=labels, part__startswith="turn:")
        .order_by("order")
        .values_list("part", "anchor", "question", "language", "text")
    )
    found: list[Said] = []
    before = ""
    for part, grouped in groupby(rows, key=lambda row: row[0]):
        pieces = list(grouped)
        _, anchor, question, language, _ = pieces[0]
        said = Said(
            part.removeprefix("turn:"),
            anchor,
            question if question != before else "",
            language,
            [line for *_, text in pieces for line in text.split("\n") if line.strip()],
        )
        found.append(said)
        before = question
    return found
