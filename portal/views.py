from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from newsroom import paths
from newsroom.languages import DEFAULT, LANGUAGES
from newsroom.models import Edition, FormerSlug, Passage, Person, Topic
from portal import finding
from portal.addresses import address
from portal.pages import live, names, respond, story_response

BAND_PIECES = 4
SAID_LATELY = 3
LIST_LENGTH = 100
# An old address may be used again one day: browsers must not remember the way on for ever.
MOVED_SECONDS = 300


def moved(path: str) -> HttpResponse:
    from urllib.parse import quote

    response = HttpResponseRedirect(quote(path, safe="/%?=&"), status=301)
    response.headers["Cache-Control"] = f"public, max-age={MOVED_SECONDS}"
    return response


@require_safe
def story(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    path = unicodedata.normalize("NFC", request.path_info)
    found = paths.resolve(path, timezone.now())
    if found is None:
        raise Http404("No piece has this address.")
    if found.outcome == "moved":
        return moved(found.path)
    if found.outcome == "live":
        return story_response(request, found.edition)
    sections = names(language).sections
    if found.outcome == "tombstone":
        context = {"edition": found.edition, "sections": sections}
        return respond(request, "portal/tombstone.html", context, language=language, status=410)
    context = {"sections": sections, "gone": True}
    return respond(request, "portal/missing.html", context, language=language, status=410)


@require_safe
def front(request: HttpRequest, language: str) -> HttpResponse:
    newest = list(live(language)[:60])
    articles = [edition for edition in newest if edition.kind == "article"]
    lead = articles[0] if articles else next(iter(newest), None)
    looked_up = names(language)
    shown = {lead.pk} if lead else set()
    bands = []
    for section in looked_up.sections:
        pieces = [each for each in newest if each.section_id == section.pk and each.pk not in shown]
        if pieces:
            bands.append((section, pieces[:BAND_PIECES]))
    latest = [each for each in newest if each.pk not in shown][: 2 * BAND_PIECES]
    said = said_lately(language)
    context = {
        "sections": looked_up.sections,
        "lead": lead,
        "quoted": lead_quotation(lead, said),
        "bands": bands,
        "latest": latest if not bands else [],
        "said": said[:SAID_LATELY],
        "canonical_path": address(language),
    }
    return respond(request, "portal/front.html", context, language=language)


def said_lately(language: str) -> list[Passage]:
    """Answers from the newest interviews, one of each, long enough to stand alone."""
    passages = (
        Passage.objects.filter(
            edition__in=live(language).filter(kind="interview").values("pk")[:6],
            person__isnull=False,
        )
        .exclude(question="")
        .select_related("edition", "person")
        .only("text", "anchor", "speaker", "question", "edition__path", "edition__title",
              "edition__published_at", "edition__story_id", "person__name")
        .order_by("-edition__published_at", "order")
    )  # fmt: skip
    chosen: dict[int, Passage] = {}
    for passage in passages[:200]:
        words = len(passage.text)
        if 80 <= words <= 420 and passage.edition_id not in chosen:
            chosen[passage.edition_id] = passage
    return list(chosen.values())


def lead_quotation(lead: Edition | None, said: list[Passage]) -> Passage | None:
    """One answer beside the lead, from the newest interview."""
    return said[0] if lead and said else None


@require_safe
def archive(
    request: HttpRequest, language: str, kind: str, year: int = 0, month: int = 0
) -> HttpResponse:
    """Pieces of one month; without one, of the newest that has any."""
    editions = live(language).filter(kind=kind)
    months = list(editions.order_by().datetimes("published_at", "month", order="DESC"))
    if year:
        chosen = next((each for each in months if (each.year, each.month) == (year, month)), None)
        if chosen is None:
            raise Http404("Nothing was published in this month.")
    else:
        chosen = months[0] if months else None
    pieces = list(_of_month(editions, chosen)) if chosen else []
    context = {
        "kind": kind,
        "folder": f"{kind}s",
        "month": chosen,
        "months": months,
        "pieces": pieces,
        "sections": names(language).sections,
        "canonical_path": request.path,
    }
    return respond(request, "portal/archive.html", context, language=language)


def _of_month(editions: Any, month: datetime) -> Any:
    following = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    return editions.filter(published_at__gte=month, published_at__lt=following)


@require_safe
def topic(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    slug = unicodedata.normalize("NFC", slug)
    found = Topic.objects.filter(slug=slug).first()
    if found is None:
        former = (
            FormerSlug.objects.filter(slug=slug, topic__isnull=False)
            .select_related("topic")
            .first()
        )
        if former is None or former.topic is None:
            raise Http404("There is no such topic.")
        return moved(address(language, "topics", former.topic.slug))
    if found.kind == Topic.Kind.SECTION:
        editions = live(language).filter(section=found)
    else:
        editions = live(language).filter(topics=found)
    pieces = list(editions[:LIST_LENGTH])
    if not pieces:
        raise Http404("Nothing is published on this topic.")
    context = {
        "topic": found,
        "name": found.name_in(language),
        "pieces": pieces,
        "sections": names(language).sections,
        "canonical_path": request.path,
    }
    return respond(request, "portal/topic.html", context, language=language)


@require_safe
def person(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    slug = unicodedata.normalize("NFC", slug)
    found = Person.objects.select_related("merged_into", "portrait").filter(slug=slug).first()
    if found is None:
        former = (
            FormerSlug.objects.filter(slug=slug, person__isnull=False)
            .select_related("person")
            .first()
        )
        if former is None or former.person is None:
            raise Http404("There is no such person.")
        return moved(address(language, "people", former.person.current.slug))
    if found.merged_into is not None:
        return moved(address(language, "people", found.current.slug))
    everybody = [found.pk, *found.merged.values_list("pk", flat=True)]
    pieces = list(live().filter(people__in=everybody).distinct()[:LIST_LENGTH])
    if not pieces:
        raise Http404("Nothing by or with this person is published.")
    said = list(
        Passage.objects.filter(person__in=everybody, edition__in=live().values("pk"))
        .select_related("edition")
        .only("text", "anchor", "speaker", "question", "edition__path", "edition__title",
              "edition__published_at", "edition__language")
        .order_by("-edition__published_at", "order")[:5]
    )  # fmt: skip
    context = {
        "person": found,
        "pieces": pieces,
        "said": said,
        "sections": names(language).sections,
        "canonical_path": address(language, "people", found.slug),
    }
    return respond(request, "portal/person.html", context, language=language)


@require_safe
def search(request: HttpRequest, language: str) -> HttpResponse:
    asked = finding.Asked.of(request.GET, language)
    found = finding.find(asked)
    context = {
        "asked": asked,
        "found": found,
        "sections": names(language).sections,
        "noindex": True,
        "canonical_path": address(language, "search"),
    }
    return respond(request, "portal/search.html", context, language=language)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, in the language of the address, with ways on."""
    first = request.path_info.strip("/").split("/", 1)[0]
    language = first if first in LANGUAGES else DEFAULT
    context = {"sections": names(language).sections, "gone": False}
    return respond(request, "portal/missing.html", context, language=language, status=404)
