"""A page of a long list, with the addresses of those beside it: newest first, cut by path."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404

from portal.addresses import address
from portal.pieces import LIST_LENGTH


def page_of(listed: Sequence[object], page: int, language: str, *parts: str) -> dict[str, object]:
    """`listed` is what stands on `page` and, if there is more, one besides. A page with nothing
    on it is none, but for the first."""
    if not listed and page > 1:
        raise Http404("The list is not that long.")
    newer = address(language, *parts, *([str(page - 1)] if page > 2 else []))
    return {
        "listed": listed[:LIST_LENGTH],
        "page": page,
        "newer": newer if page > 1 else "",
        "older": address(language, *parts, str(page + 1)) if len(listed) > LIST_LENGTH else "",
        "canonical_path": address(language, *parts, *([str(page)] if page > 1 else [])),
    }
