"""An interview as a file: plain text, Markdown, subtitles or Podcasting 2.0 JSON."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from newsroom import exports, paths
from newsroom.models import Edition, Kind
from portal.addresses import absolute
from portal.frame import ALWAYS_ASK
from portal.pieces import Pieces
from portal.prepared import Prepared
from portal.views import moved, story

COLUMNS = ("record", "path", "language", "published_at", "issued_at")


def _whole(*, moment: datetime, path: str) -> Pieces:
    return (
        Edition.objects.at(moment)
        .filter(path=path)
        .values_list(*COLUMNS, "body__texts", "body__card")
    )


_WHOLE = Prepared(_whole, moment=datetime, path=str)


@require_safe
def transcript(request: HttpRequest, language: str, slug: str, name: str) -> HttpResponse:
    """The live interview in the format called `name`; of one that is not live, what the page says."""
    path = paths.path_for(Kind.INTERVIEW, language, unicodedata.normalize("NFC", slug))
    for row in _WHOLE.rows(moment=timezone.now(), path=path):
        *columns, texts, card = row
        edition = Edition(**dict(zip(COLUMNS, columns, strict=True)))
        return _file(edition, texts or {}, card or {}, name)
    found = paths.resolve(path, timezone.now())
    if found is not None and found.outcome == "moved" and found.edition.is_readable:
        return moved(f"{found.path}transcript.{name}")
    return story(request, language=language, kind=Kind.INTERVIEW, slug=slug)


def _file(edition: Edition, texts: dict[str, Any], card: dict[str, Any], name: str) -> HttpResponse:
    offered = {each.name: each for each in exports.formats_of(edition.record)}
    if name not in offered:
        raise Http404("This interview has no times, so it cannot be had as subtitles.")
    if "begins" not in card:
        raise Http404("This interview's body was made before it could be had as files.")
    url = absolute(edition.path)
    content = exports.write(
        name,
        edition.record,
        texts,
        url=url,
        published=f"{edition.published_at:%Y-%m-%d}" if edition.published_at else "",
        begins=card["begins"],
    )
    response = HttpResponse(content, content_type=f"{offered[name].media_type}; charset=utf-8")
    file = quote(f"{edition.record['slug']}.{name}", safe="")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{file}"
    response.headers["Content-Language"] = edition.language
    response.headers["Cache-Control"] = ALWAYS_ASK
    response.headers["Last-Modified"] = http_date(edition.issued_at.timestamp())
    # A search engine lists the page, not its files.
    response.headers["Link"] = f'<{url}>; rel="canonical"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
