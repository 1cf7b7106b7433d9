"""A page's frame, and how a page is answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from newsroom.languages import DEFAULT, LANGUAGES
from portal.naming import Named

# Exact at the next request: publishing and withdrawing show at once. The ETag makes it cheap.
ALWAYS_ASK = "public, max-age=0, must-revalidate"


@dataclass(frozen=True, slots=True)
class Frame:
    """What is the same on every page of a language while its sections are the same."""

    links: SafeString
    head: SafeString
    foot: SafeString


@lru_cache(maxsize=64)
def frame(language: str, sections: tuple[Named, ...]) -> Frame:
    chosen = LANGUAGES[language]
    context = {
        "site_name": settings.SITE_NAME,
        "language": chosen,
        "languages": list(LANGUAGES.values()),
        "sections": sections,
    }
    with translation.override(chosen.locale):
        return Frame(
            render_to_string("portal/_links.html", context),
            render_to_string("portal/_head.html", context),
            render_to_string("portal/_foot.html", context),
        )


def respond(
    template: str,
    context: dict[str, Any],
    *,
    language: str = DEFAULT,
    sections: tuple[Named, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """A page in the words of `language`; it may be kept, but is asked for again each time."""
    chosen = LANGUAGES[language]
    with translation.override(chosen.locale):
        html = render_to_string(
            template,
            {
                "site_name": settings.SITE_NAME,
                "language": chosen,
                "sections": sections,
                "frame": frame(language, sections),
                **context,
            },
        )
    response = HttpResponse(html, status=status)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = ALWAYS_ASK
    return response
