"""Files and pages that stand beside a piece, under its address: how they are answered."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import http_date

from newsroom import paths
from portal.frame import ALWAYS_ASK
from portal.views import moved, story


def file_of(
    words: str, media_type: str, url: str, language: str, issued_at: datetime
) -> HttpResponse:
    """A file beside the piece at `url`: search engines list the page, not its files."""
    response = HttpResponse(words, content_type=media_type)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = ALWAYS_ASK
    response.headers["Last-Modified"] = http_date(issued_at.timestamp())
    response.headers["Link"] = f'<{url}>; rel="canonical"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def not_live(
    request: HttpRequest, path: str, name: str, *, language: str, kind: str, slug: str
) -> HttpResponse:
    """Of a piece that is not live at `path`: where `name` is now, or what its own address says."""
    held = paths.resolve(path, timezone.now())
    if held is not None and held.outcome == "moved" and held.edition.is_readable:
        return moved(f"{held.path}{name}")
    return story(request, language=language, kind=kind, slug=slug)
