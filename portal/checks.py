"""Claims that were checked: each live check with its verdict, newest first, and their feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from newsroom.models import Edition, EditionNote
from portal.feeds import FEED_LENGTH, atom
from portal.frame import respond
from portal.naming import names
from portal.paging import page_of
from portal.pieces import LIST_LENGTH
from portal.prepared import Prepared

LISTED = ("key", "anchor", "passage", "start", "end", "html", "verdict", "checked_at",
          "edition__path", "edition__title")  # fmt: skip


@dataclass(slots=True)
class Check:
    """A line of the list: a claim, what was found of it, and where it stands."""

    key: str
    anchor: str
    passage: str
    start: int
    end: int
    html: SafeString
    verdict: str
    checked_at: datetime
    path: str
    title: str

    @property
    def claim(self) -> str:
        return self.passage[self.start : self.end]

    @property
    def page(self) -> str:
        """The note's own address."""
        return f"{self.path}notes/{self.key}/"

    @property
    def place(self) -> str:
        return f"{self.path}#{self.anchor}"


def _build(
    *, moment: datetime, language: str, start: int, length: int
) -> QuerySet[EditionNote, tuple[Any, ...]]:
    """Of live editions alone: a check that went out with each edition of its story is there once."""
    live = Edition.objects.at(moment).filter(language=language).order_by().values("pk")
    return (
        EditionNote.objects.filter(kind="check", checked_at__isnull=False, edition__in=live)
        .order_by("-checked_at", "-pk")
        .values_list(*LISTED)[start : start + length]
    )


_CHECKS = Prepared(_build, moment=datetime, language=str)


def _checks(language: str, start: int, length: int) -> list[Check]:
    rows = _CHECKS.rows(moment=timezone.now(), language=language, start=start, length=length)
    return [Check(*row) for row in rows]


@require_safe
def checks(request: HttpRequest, language: str, page: int = 1) -> HttpResponse:
    found = _checks(language, (page - 1) * LIST_LENGTH, LIST_LENGTH + 1)
    context = page_of(found, page, language, "checks")
    sections = names(language).sections
    return respond("portal/checks.html", context, language=language, sections=sections)


@require_safe
def checks_feed(request: HttpRequest, language: str) -> HttpResponse:
    """Atom: each check under an id of its own, which is its note's whichever edition it is in."""
    found = _checks(language, 0, FEED_LENGTH)
    updated = max((each.checked_at for each in found), default=None)
    return atom("checks", language, home=["checks"], entries=found, updated=updated)
