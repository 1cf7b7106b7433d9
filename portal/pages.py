"""The pages of the portal: what each needs, fetched in a fixed number of queries, and its answer.

Nothing here reads a working copy: editions, their bodies and passages, and the names looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

from newsroom.languages import DEFAULT, LANGUAGES, Language
from newsroom.models import Edition, Person, Topic
from portal.addresses import absolute, address
from prose.html import json_ld

MORE_ON_THIS = 3


@dataclass(frozen=True, slots=True)
class Named:
    """A topic or a person as pages link to it."""

    pk: int
    kind: str
    slug: str
    name: str
    names: dict[str, str]
    order: int
    url: str = ""


@dataclass(slots=True)
class Names:
    """Sections, topics and people looked up for one page, in one query."""

    sections: list[Named] = field(default_factory=list)
    topics: dict[int, Named] = field(default_factory=dict)
    people: dict[int, Named] = field(default_factory=dict)


def names(language: str, topics: Iterable[int] = (), people: Iterable[int] = ()) -> Names:
    """The site's sections, and these topics and people, as they are called today."""
    columns = ("pk", "what", "slug", "label", "also", "place")
    some = (
        Topic.objects.filter(Q(kind=Topic.Kind.SECTION) | Q(pk__in=set(topics)))
        .order_by()
        .annotate(what=F("kind"), label=F("name"), also=F("names"), place=F("order"))
        .values_list(*columns)
    )
    others = (
        Person.objects.filter(pk__in=set(people), merged_into__isnull=True)
        .order_by()
        .annotate(what=Value("person"), label=F("name"), also=F("aliases"), place=Value(0))
        .values_list(*columns)
    )
    found = Names()
    for pk, kind, slug, name, also, place in some.union(others, all=True):
        if kind == "person":
            url = address(language, "people", slug)
            found.people[pk] = Named(pk, kind, slug, name, {}, place, url)
            continue
        called = also.get(language) or name if isinstance(also, dict) else name
        named = Named(pk, kind, slug, called, {}, place, address(language, "topics", slug))
        found.topics[pk] = named
        if kind == Topic.Kind.SECTION:
            found.sections.append(named)
    found.sections.sort(key=lambda section: (section.order, section.name))
    return found


def live(language: str | None = None) -> QuerySet[Edition]:
    """Live editions with what a list shows of them, newest first."""
    editions = Edition.objects.live().select_related("body").order_by("-published_at", "-pk")
    editions = editions.only(
        "path", "kind", "language", "title", "published_at", "updated_at", "story_id",
        "section_id", "body__card",
    )  # fmt: skip
    return editions.filter(language=language) if language else editions


def respond(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    language: str = DEFAULT,
    status: int = 200,
) -> HttpResponse:
    """A page in the words of `language`; it may be kept, but is asked for again each time."""
    chosen = LANGUAGES[language]
    with translation.override(chosen.locale):
        html = render_to_string(template, {**frame(chosen), **context})
    response = HttpResponse(html, status=status)
    response.headers["Content-Language"] = language
    # Exact at the next request: publishing and withdrawing show at once. The ETag makes it cheap.
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def frame(language: Language) -> dict[str, Any]:
    """What every page's frame shows besides its own words."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "language": language,
        "languages": list(LANGUAGES.values()),
        "prefix": language.prefix,
        "now": timezone.now(),
    }


def story_response(
    request: HttpRequest, edition: Edition, *, preview: bool = False
) -> HttpResponse:
    """The page of an edition. For a preview it is unsaved, with an unsaved body."""
    record, body = edition.record, edition.body
    credited = [credit["person"] for credit in record["credits"]]
    speaking = [each["person"] for each in record.get("speakers", []) if each["person"]]
    looked_up = names(
        edition.language, [*record["topics"], record["section"] or 0], [*credited, *speaking]
    )
    beside = Beside.of(edition, preview=preview)
    context = {
        "edition": edition,
        "record": record,
        "body": body,
        "card": body.card,
        "preview": preview,
        "sections": looked_up.sections,
        "section": looked_up.topics.get(record["section"]),
        "topics": [looked_up.topics[pk] for pk in record["topics"] if pk in looked_up.topics],
        "bylines": bylines(record["credits"], looked_up),
        "speakers": speakers(record, looked_up),
        "beside": beside,
        "canonical": absolute(edition.path),
        "alternates": [(each.language, absolute(each.path)) for each in beside.translations],
        "picture_url": absolute(record["picture"]["src"]) if record["picture"] else "",
        "json_ld": json_ld(described(edition)),
    }
    response = respond(request, "portal/story.html", context, language=edition.language)
    if edition.published_at and not preview:
        response.headers["Last-Modified"] = _http_date(edition.issued_at)
    if preview:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@dataclass(slots=True)
class Beside:
    """Live editions that stand beside a piece: its related ones, translations, more on this."""

    related: list[tuple[str, Edition]]
    translations: list[Edition]
    more: list[Edition]

    @classmethod
    def of(cls, edition: Edition, *, preview: bool = False) -> Beside:
        """One query: those tied to the piece first, then the newest of its section."""
        record = edition.record
        labels = {tie["story"]: tie["label"] for tie in record["related"]}
        original = record["translation_of"] or edition.story_id
        translated = Q(story__translation_of=original) | Q(story=original)
        tied = Q(story__in=list(labels)) | translated
        near = Q(section=record["section"]) if record["section"] else Q(pk__in=[])
        found = (
            live()
            .filter(tied | (near & Q(language=edition.language)))
            .exclude(story=edition.story_id)
            .annotate(
                nearness=Case(When(tied, then=0), default=1, output_field=IntegerField()),
                original=F("story__translation_of"),
            )
            .order_by("nearness", "-published_at", "-pk")[: len(labels) + len(LANGUAGES) + 8]
        )
        related: list[tuple[str, Edition]] = []
        translations: list[Edition] = []
        more: list[Edition] = []
        for other in found:
            if other.story_id in labels:
                related.append((labels[other.story_id], other))
            elif other.language != edition.language and original in {
                other.story_id,
                other.original,
            }:
                translations.append(other)
            elif other.language == edition.language and len(more) < MORE_ON_THIS:
                more.append(other)
        order = list(labels)
        related.sort(key=lambda pair: order.index(pair[1].story_id))
        return cls(related, translations, more)


def bylines(credits: Sequence[dict[str, Any]], looked_up: Names) -> list[dict[str, Any]]:
    """Credits by role: each name as it was published, linked to the person of today."""
    grouped: dict[str, list[dict[str, str]]] = {}
    for credit in credits:
        person = looked_up.people.get(credit["person"])
        grouped.setdefault(credit["role"], []).append(
            {"name": credit["name"], "url": person.url if person else ""}
        )
    return [{"role": role, "people": people} for role, people in grouped.items()]


def speakers(record: dict[str, Any], looked_up: Names) -> list[dict[str, Any]]:
    """Who speaks in an interview: label, described as on the day, and their page."""
    found = []
    guests = 0
    for each in record.get("speakers", []):
        guest = each["role"] == "guest"
        guests += guest
        person = looked_up.people.get(each["person"]) if each["person"] else None
        found.append(
            {
                "label": each["label"],
                "name": person.name if person else each["label"],
                "url": person.url if person else "",
                "described_as": each["described_as"],
                "station": 1 + (guests - 1) % 4 if guest else 0,
            }
        )
    return found


def described(edition: Edition) -> dict[str, Any]:
    """The body's JSON-LD with what belongs to the page: address, dates, publisher, picture."""
    page = absolute(edition.path)
    described = dict(edition.body.json_ld)
    described["mainEntityOfPage"] = described["url"] = page
    if edition.published_at:
        described["datePublished"] = edition.published_at.isoformat()
        described["dateModified"] = (edition.updated_at or edition.published_at).isoformat()
    described["publisher"] = {
        "@type": "Organization",
        "name": settings.SITE_NAME,
        "url": settings.SITE_URL,
    }
    picture = edition.record["picture"]
    if picture:
        described["image"] = absolute(picture["src"])
    return described


def _http_date(moment: datetime) -> str:
    from django.utils.http import http_date

    return http_date(moment.timestamp())
