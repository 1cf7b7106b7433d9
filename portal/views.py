"""The reader's pages: fetch, decide, answer."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_safe

from newsroom import paths
from newsroom.languages import DEFAULT, LANGUAGES, wording_for
from newsroom.models import FormerSlug, Kind, Person, Topic
from portal import finding, notes, said, taken_out, turns
from portal.addresses import address
from portal.asking import Asked
from portal.changes import earlier_edition
from portal.frame import respond
from portal.months import Calendar, begins, months_of
from portal.naming import Named, credited, names, person_at
from portal.pages import story_response
from portal.paging import page_of
from portal.pieces import Piece, piece_at, pieces
from portal.speakers import speaker_response

BAND_PIECES = 4
SAID_LATELY = 3
# An old address may be used again one day: browsers must not remember the way on for ever.
MOVED_SECONDS = 300


@dataclass(slots=True)
class Band:
    """A section's newest pieces on the front page. `key` and `size` are ready words: a template
    writes a number as the language would, and looks up how."""

    key: str
    section: Named
    pieces: list[Piece]
    size: str

    @classmethod
    def of(cls, section: Named, newest: Sequence[Piece]) -> Band:
        chosen = [each for each in newest if each.section_id == section.pk][:BAND_PIECES]
        return cls(f"band-{section.pk}", section, chosen, str(len(chosen)))


def moved(path: str, *, status: int = 301) -> HttpResponse:
    response = HttpResponseRedirect(quote(path, safe="/%?=&"), status=status)
    response.headers["Cache-Control"] = f"public, max-age={MOVED_SECONDS}"
    return response


@require_safe
def story(request: HttpRequest, language: str, kind: str, slug: str) -> HttpResponse:
    path = paths.path_for(kind, language, unicodedata.normalize("NFC", slug))
    edition = piece_at(path)
    speaker = request.GET.get("speaker", "") if kind == Kind.INTERVIEW else ""
    if edition is not None:
        return speaker_response(edition, speaker) if speaker else story_response(request, edition)
    found = paths.resolve(path, timezone.now())
    if found is None:
        raise Http404("No piece has this address.")
    if found.outcome == "moved":
        return moved(
            f"{found.path}?{urlencode({'speaker': speaker}, quote_via=quote)}"
            if speaker
            else found.path
        )
    sections = names(language).sections
    if found.outcome == "tombstone":
        context = {"edition": found.edition, "retracted": found.edition.change == "retracted"}
        return respond(
            "portal/tombstone.html", context, language=language, sections=sections, status=410
        )
    return respond(
        "portal/missing.html", {"gone": True}, language=language, sections=sections, status=410
    )


@require_safe
def earlier(request: HttpRequest, language: str, kind: str, slug: str, number: int) -> HttpResponse:
    """How a live piece read before; of one that is not live, what its own address says."""
    live = piece_at(paths.path_for(kind, language, unicodedata.normalize("NFC", slug)))
    if live is None:
        return story(request, language, kind, slug)
    edition = earlier_edition(live, number)
    if edition.sealed_at is not None:
        context = {"edition": edition, "sealed": True, "now": live}
        sections = names(language).sections
        return respond(
            "portal/tombstone.html", context, language=language, sections=sections, status=410
        )
    return story_response(request, edition, now=live)


@require_safe
def turn(request: HttpRequest, language: str, slug: str, key: str) -> HttpResponse:
    """One turn of a live interview; of one that is not live, what its own address says."""
    path = paths.path_for(Kind.INTERVIEW, language, unicodedata.normalize("NFC", slug))
    found = turns.turn_at(path, key, language)
    if found is not None:
        return turns.turn_response(found)
    there = {"passages__part": f"turn:{key}"}
    return _taken_out(
        request, path, f"turns/{key}/", "portal/turn_gone.html", there,
        language=language, kind=Kind.INTERVIEW, slug=slug,
    )  # fmt: skip


@require_safe
def note(request: HttpRequest, language: str, kind: str, slug: str, key: str) -> HttpResponse:
    """One note of a live piece; of one that is not live, what its own address says."""
    path = paths.path_for(kind, language, unicodedata.normalize("NFC", slug))
    found = notes.note_at(path, key)
    if found is not None:
        return notes.note_response(found, language)
    return _taken_out(
        request, path, f"notes/{key}/", "portal/note_gone.html", {"notes__key": key},
        language=language, kind=kind, slug=slug,
    )  # fmt: skip


def _taken_out(
    request: HttpRequest,
    path: str,
    rest: str,
    template: str,
    held_by: dict[str, str],
    *,
    language: str,
    kind: str,
    slug: str,
) -> HttpResponse:
    """What is not in the live piece at `path`: where the piece is now, 410 and until when, or 404."""
    held = paths.resolve(path, timezone.now())
    if held is not None and held.outcome == "moved":
        return moved(f"{held.path}{rest}")
    if held is None or held.outcome != "live":
        return story(request, language=language, kind=kind, slug=slug)
    last = taken_out.last_with(held.edition.story_id, **held_by)
    if last is None:
        raise Http404("The piece never had it.")
    return taken_out.response(template, held.edition, last)


@require_safe
def front(request: HttpRequest, language: str) -> HttpResponse:
    newest = pieces("newest", moment=timezone.now(), language=language)
    lead = next((each for each in newest if each.kind == "article"), None)
    lead = lead or next(iter(newest), None)
    tied = said.tied_to(lead.path) if lead else []
    answers = said.lately(language, tied)
    quoted = next((each for each in answers if each.story_id in tied), None)
    quoted = quoted or next(iter(answers), None)
    byline = lead.card["byline"] if lead else []
    looked_up = names(language, people=[each["person"] for each in byline])
    sections = looked_up.sections
    rest = [each for each in newest if each is not lead]
    bands = [Band.of(section, rest) for section in sections]
    context = {
        "today": timezone.now(),
        "lead": lead,
        "byline": [credited(each, looked_up) for each in byline],
        "quoted": quoted,
        "bands": [band for band in bands if band.pieces],
        "latest": rest[: 2 * BAND_PIECES] if not any(band.pieces for band in bands) else [],
        "said": [each for each in answers if each is not quoted][:SAID_LATELY],
        # They are of nobody's page: each says who speaks.
        "person": None,
        "others": [each for each in LANGUAGES.values() if each.code != language],
        "canonical_path": address(language),
    }
    return respond("portal/front.html", context, language=language, sections=sections)


@require_safe
def archive(
    request: HttpRequest, language: str, kind: str, year: int = 0, month: int = 0
) -> HttpResponse:
    """Pieces of one month; without one, of the newest that has any."""
    calendar = Calendar.of(language, kind)
    folder = f"{kind}s"
    context: dict[str, Any] = {
        "kind": kind,
        "folder": folder,
        "canonical_path": address(language, folder),
        "pieces": [],
    }
    if calendar is None:
        if year:
            raise Http404("Nothing was published in this month.")
        return respond("portal/archive.html", context, language=language)
    months = months_of(year or calendar.newest.year, language, kind)
    if year and not month and months:
        return moved(address(language, folder, str(year), f"{months[0]:%m}"), status=302)
    chosen = begins(year, month) if month else months[0] if months and not year else None
    if chosen not in months:
        raise Http404("Nothing was published in this month.")
    if year:
        context["canonical_path"] = address(language, folder, str(year), f"{month:02}")
    context |= {
        "month": chosen,
        "months": months,
        "years": calendar.years,
        "pieces": pieces(
            "month",
            moment=timezone.now(),
            language=language,
            kind=kind,
            begins=chosen,
            ends=begins(chosen.year, chosen.month + 1),
        ),
    }
    sections = names(language).sections
    return respond("portal/archive.html", context, language=language, sections=sections)


@require_safe
def year_or_story(request: HttpRequest, language: str, kind: str, year: int) -> HttpResponse:
    """A year's newest month; but a piece called "2026" has the same address and comes first."""
    if piece_at(paths.path_for(kind, language, str(year))):
        return story(request, language=language, kind=kind, slug=str(year))
    return archive(request, language=language, kind=kind, year=year)


@require_safe
def topic(request: HttpRequest, language: str, slug: str, page: int = 1) -> HttpResponse:
    slug = unicodedata.normalize("NFC", slug)
    found = Topic.objects.filter(slug=slug).first()
    if found is None:
        former = FormerSlug.objects.filter(slug=slug).select_related("topic")
        for each in former.filter(topic__isnull=False)[:1]:
            assert each.topic is not None
            return moved(address(language, "topics", each.topic.slug))
        raise Http404("There is no such topic.")
    which = "section" if found.kind == Topic.Kind.SECTION else "topic"
    listed = pieces(which, moment=timezone.now(), language=language, page=page, **{which: found.pk})
    context = {
        "topic": found,
        "name": found.name_in(language),
        "description": wording_for(found.description, language),
        **_paged(listed, page, language, "topics", found.slug),
    }
    sections = names(language).sections
    return respond("portal/topic.html", context, language=language, sections=sections)


@require_safe
def person(request: HttpRequest, language: str, slug: str, page: int = 1) -> HttpResponse:
    found = _person(language, slug)
    if not isinstance(found, Person):
        return found
    listed = pieces("person", moment=timezone.now(), person=found.pk, page=page)
    name = found.name_in(language)
    context = {
        "person": found,
        "name": name,
        "biography": wording_for(found.biography, language),
        "other_name": found.native_name if name == found.name else found.name,
        "said": said.by(found.pk, language) if page == 1 else [],
        **_paged(listed, page, language, "people", found.slug),
    }
    sections = names(language).sections
    return respond("portal/person.html", context, language=language, sections=sections)


@require_safe
def person_said(request: HttpRequest, language: str, slug: str, page: int = 1) -> HttpResponse:
    """All that somebody said here, newest first."""
    found = _person(language, slug, "said")
    if not isinstance(found, Person):
        return found
    context = {
        "person": found,
        "name": found.name_in(language),
        **_paged(
            said.all_by(found.pk, language, page), page, language, "people", found.slug, "said"
        ),
    }
    sections = names(language).sections
    return respond("portal/person_said.html", context, language=language, sections=sections)


def _person(language: str, slug: str, *rest: str) -> Person | HttpResponse:
    """The person at an address, or the way to where they are now; raises Http404 for nobody."""
    slug = unicodedata.normalize("NFC", slug)
    found = person_at(slug)
    if found is None:
        former = FormerSlug.objects.filter(slug=slug).select_related("person")
        for each in former.filter(person__isnull=False)[:1]:
            assert each.person is not None
            return moved(address(language, "people", each.person.current.slug, *rest))
        raise Http404("There is no such person.")
    if found.merged_into_id is not None:
        return moved(address(language, "people", found.current.slug, *rest))
    return found


def _paged(
    listed: Sequence[Piece | said.Said], page: int, language: str, *parts: str
) -> dict[str, object]:
    """A page of a list with its neighbours; a page without pieces is none."""
    if not listed:
        raise Http404("Nothing is published here.")
    return page_of(listed, page, language, *parts)


@require_safe
def search(request: HttpRequest, language: str) -> HttpResponse:
    asked = Asked.of(request.GET, language)
    found = finding.find(asked)
    context = {"asked": asked, "found": found, "canonical_path": address(language, "search")}
    return respond("portal/search.html", context, language=language, sections=found.names.sections)


def slashless(request: HttpRequest, **given: object) -> HttpResponse:
    """An address without its last slash leads on, but only to a page that exists."""
    whole = request.path_info + "/"
    try:
        match = resolve(whole)
    except Resolver404 as problem:
        raise Http404("There is no page at this address.") from problem
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    if response.status_code != 200:
        return response
    query = request.META.get("QUERY_STRING", "")
    return moved(f"{whole}?{query}" if query else whole)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, in the language of the address, with ways on."""
    first = request.path_info.strip("/").split("/", 1)[0]
    language = first if first in LANGUAGES else DEFAULT
    return respond(
        "portal/missing.html",
        {"gone": False},
        language=language,
        sections=names(language).sections,
        status=404,
    )
