"""Feeds and the sitemap: XML of what is live, with absolute links and ids that never change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from newsroom.languages import LANGUAGES
from newsroom.models import Edition
from portal.addresses import absolute, address
from portal.frame import ALWAYS_ASK
from portal.naming import Credited, Names, credited, names
from prose.characters import legible

FEED_LENGTH = 30
SITEMAP_LENGTH = 50_000
# Words that a page shows only where a link led to them; a feed's reader would show them always. Of
# the notes those at the end are left: what stands beside the text needs the page's style.
FOR_THE_PAGE = re.compile(
    r'<p class="followed">.*?</p>|<a class="permalink".*?</a>|<fieldset class="switches">.*?</fieldset>'
    r'|<aside class="beside".*?</aside>|<(?:a|button)\b[^>]*class="noteref [^>]*></(?:a|button)>'
    r'|(?<=<div class="said") id="[^"]*" popover="auto"',
    re.DOTALL,
)


def xml(content: str, content_type: str) -> HttpResponse:
    response = HttpResponse(legible(content), content_type=f"{content_type}; charset=utf-8")
    response.headers["Cache-Control"] = ALWAYS_ASK
    return response


def atom(
    name: str, language: str, *, home: Sequence[str] = (), entries: Sequence[Any], updated: Any
) -> HttpResponse:
    """The feed `<name>.xml` of a language, of what the page at `home` shows."""
    chosen = LANGUAGES[language]
    context = {
        "site_name": settings.SITE_NAME,
        "language": chosen,
        "self_url": absolute(address(language, f"{name}.xml")),
        "home_url": absolute(address(language, *home)),
        "entries": entries,
        "updated": updated,
    }
    with translation.override(chosen.locale):
        return xml(render_to_string(f"portal/{name}.xml", context), "application/atom+xml")


@require_safe
def feed(request: HttpRequest, language: str) -> HttpResponse:
    """Atom: the newest pieces whole, ids from each story's UUID."""
    editions = list(
        Edition.objects.live()
        .filter(language=language)
        .select_related("body", "story")
        .only("path", "title", "kind", "language", "published_at", "updated_at", "issued_at",
              "body__html", "body__card", "story__uuid")
        .order_by("-published_at", "-pk")[:FEED_LENGTH]
    )  # fmt: skip
    entries: list[dict[str, Any]] = [
        {
            "edition": edition,
            "byline": byline,
            "url": absolute(edition.path),
            "updated": edition.updated_at or edition.published_at,
            "html": FOR_THE_PAGE.sub("", edition.body.html),
        }
        for edition, byline in zip(editions, _bylines(editions, language), strict=True)
    ]
    updated = max((entry["updated"] for entry in entries), default=None)
    response = atom("feed", language, entries=entries, updated=updated)
    if editions:
        newest = max(edition.issued_at for edition in editions)
        response.headers["Last-Modified"] = http_date(newest.timestamp())
    return response


def _bylines(editions: list[Edition], language: str) -> list[list[Credited]]:
    """Who wrote each, called as the pages call them today."""
    frozen = [edition.body.card["byline"] for edition in editions]
    people = {each["person"] for byline in frozen for each in byline}
    looked_up = names(language, people=people) if people else Names()
    return [[credited(each, looked_up) for each in byline] for byline in frozen]


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    editions = (
        Edition.objects.live()
        .order_by("-issued_at")
        .values_list("path", "issued_at")[:SITEMAP_LENGTH]
    )
    pages: list[tuple[str, datetime | None]] = [
        (absolute(address(code)), None) for code in LANGUAGES
    ]
    pages += [(absolute(path), None) for path in _pages_of_lists()]
    pages += [(absolute(path), moment) for path, moment in editions]
    # The protocol allows no more in one file.
    return xml(
        render_to_string("portal/sitemap.xml", {"pages": pages[:SITEMAP_LENGTH]}), "application/xml"
    )


def _pages_of_lists() -> list[str]:
    """The pages of sections, topics and people, in each language that has something live on them."""
    live = Edition.objects.live().order_by()
    tagged = live.values_list("language", "topics__slug")
    sections = live.values_list("language", "section__slug")
    people = live.filter(people__merged_into=None).values_list("language", "people__slug")
    named = {("topics", *row) for row in sections.union(tagged)}
    named |= {("people", *row) for row in people.distinct()}
    return sorted(address(language, what, slug) for what, language, slug in named if slug)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /*search/", ""]
    lines += [f"Sitemap: {absolute('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
