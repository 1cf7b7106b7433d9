"""Addresses of the portal's own pages. Stories have theirs in their edition."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote, urlencode

from django.conf import settings

from newsroom.languages import LANGUAGES


def address(language: str, *parts: str, **query: str | int) -> str:
    """A path of this site, percent-encoded: address("zh", "topics", "港口")."""
    path = _path(language, parts)
    if not query:
        return path
    given = {name: value for name, value in query.items() if value not in ("", None)}
    return f"{path}?{urlencode(given)}" if given else path


@lru_cache(maxsize=2048)
def _path(language: str, parts: tuple[str, ...]) -> str:
    path = "/".join(quote(part, safe="") for part in parts)
    return f"{LANGUAGES[language].prefix}/{path}" + ("/" if path and "." not in path else "")


def absolute(path: str) -> str:
    """With the site's own address: never the Host header's."""
    return settings.SITE_URL + quote(path, safe="/%:?&=#,+")
