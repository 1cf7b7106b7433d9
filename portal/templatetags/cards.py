"""Pieces as lines of a list, kept ready: {% load cards %}{% for card in pieces|cards:language %}."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from newsroom.languages import Language
from portal.pieces import Piece

register = template.Library()

# About 1 kB each.
KEPT = 4096


@register.filter
def cards(pieces: Sequence[Piece], language: Language) -> list[SafeString]:
    """`pieces` on a page of `language`."""
    zone = timezone.get_current_timezone()
    return [_shown(each, language, zone) for each in pieces]


@register.filter
def cards_led_by_a_picture(pieces: Sequence[Piece], language: Language) -> list[SafeString]:
    """As `cards`, the first with its picture."""
    zone = timezone.get_current_timezone()
    return [_shown(each, language, zone, each is pieces[0]) for each in pieces]


def _shown(
    piece: Piece, language: Language, zone: tzinfo, with_picture: bool = False
) -> SafeString:
    picture = piece.card["picture"] if with_picture else None
    return _card(
        language,
        piece.path,
        piece.kind,
        piece.language,
        piece.title,
        piece.card["standfirst"],
        piece.published_at,
        tuple(picture.items()) if picture else (),
        zone,
    )


@lru_cache(maxsize=KEPT)
def _card(
    language: Language,
    path: str,
    kind: str,
    own_language: str,
    title: str,
    standfirst: str,
    published_at: datetime,
    picture: tuple[tuple[str, Any], ...],
    zone: tzinfo,
) -> SafeString:
    """Kept by everything it shows, so it is never out of date: a list's templates cost its CPU."""
    return render_to_string(
        "portal/_card.html",
        {
            "language": language,
            "path": path,
            "kind": kind,
            "own_language": own_language,
            "title": title,
            "standfirst": standfirst,
            "published_at": published_at,
            "picture": dict(picture),
        },
    )
