"""Changes in the open: what readers are told was corrected or is new, and how a piece read before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from newsroom.models import READABLE, Change, Edition, HouseRules
from newsroom.records import Notice
from portal.feeds import FEED_LENGTH, atom
from portal.frame import respond
from portal.naming import names
from portal.paging import page_of
from portal.pieces import LIST_LENGTH

LISTED = ("story__uuid", "number", "change", "note", "issued_at", "notices",
          "live_path", "live_title", "path", "title")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passage:
    """What was said and is said. `anchor` is the id of the words in the page, if they stand there."""

    said: str
    says: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Told:
    """An update, a correction or a retraction, as readers are told of it."""

    change: str
    at: datetime
    number: int
    note: str
    passages: list[Passage]
    before: str

    @property
    def is_correction(self) -> bool:
        return self.change == Change.CORRECTION


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of corrections: what was told, of which piece."""

    told: Told
    title: str
    path: str
    identity: str

    @property
    def is_retraction(self) -> bool:
        return self.told.change == Change.RETRACTED


def told_of(edition: Edition) -> list[Told]:
    """Everything readers of `edition` are told was changed, newest first."""
    standing = {
        each["key"]: f"corrected-{each['key']}"
        for each in edition.record.get("corrected", [])
        if each["start"] < each["end"]
    }
    return [_told(notice, edition.path, standing) for notice in reversed(edition.notices)]


def _told(notice: Notice, path: str, standing: dict[str, str]) -> Told:
    before = notice["before"]
    return Told(
        change=notice["change"],
        at=datetime.fromisoformat(notice["at"]),
        number=notice["number"],
        note=notice["note"],
        passages=[
            Passage(each["said"], each["says"], standing.get(each["key"], ""))
            for each in notice["corrected"]
        ],
        before=f"{path}editions/{before}/" if before else "",
    )


@require_safe
def corrections(request: HttpRequest, language: str, page: int = 1) -> HttpResponse:
    found = _entries(language, (page - 1) * LIST_LENGTH, LIST_LENGTH + 1)
    context = page_of(found, page, language, "corrections")
    sections = names(language).sections
    return respond("portal/corrections.html", context, language=language, sections=sections)


@require_safe
def corrections_feed(request: HttpRequest, language: str) -> HttpResponse:
    """Atom: corrections and retractions, each under an id of its own."""
    entries = _entries(language, 0, FEED_LENGTH)
    updated = max((entry.told.at for entry in entries), default=None)
    return atom("corrections", language, home=["corrections"], entries=entries, updated=updated)


def _entries(language: str, start: int, length: int) -> list[Entry]:
    """Corrections of live pieces, and retractions that stand; newest first."""
    now = timezone.now()
    live = Edition.objects.at(now).filter(story=OuterRef("story"))
    standing = Edition.objects.valid_at(now).filter(change=Change.RETRACTED)
    rows = (
        Edition.objects.in_line()
        .filter(language=language, issued_at__lte=now)
        .annotate(
            live_path=Subquery(live.values("path")[:1]),
            live_title=Subquery(live.values("title")[:1]),
        )
        .filter(
            Q(change=Change.CORRECTION, live_path__isnull=False, published_at__lt=F("issued_at"))
            | Q(pk__in=standing.values("pk"))
        )
        .order_by("-issued_at", "-pk")
        .values(*LISTED)[start : start + length]
    )
    return [_entry(row) for row in rows]


def _entry(row: dict[str, Any]) -> Entry:
    path = row["live_path"] or row["path"]
    own = [notice for notice in row["notices"] if notice["number"] == row["number"]]
    told = (
        replace(_told(own[0], path, {}), before="")
        if own
        else Told(row["change"], row["issued_at"], row["number"], row["note"], [], "")
    )
    return Entry(
        told,
        row["live_title"] or row["title"],
        path if row["change"] == Change.RETRACTED else f"{path}#notice-{row['number']}",
        f"{row['story__uuid']}-{row['number']}",
    )


def earlier_edition(live: Edition, number: int) -> Edition:
    """A wording that readers of the `live` edition may read too.

    Raises Http404 where the house does not show it.
    """
    found = (
        Edition.objects.in_line()
        .filter(story=live.story_id, number=number, change__in=READABLE, blanked_at=None)
        .filter(ended_at__lte=timezone.now())
        .select_related("body")
        .first()
    )
    shown = HouseRules.now().earlier_wordings
    linked = {notice["before"] for notice in live.notices}
    # A sealed one is linked no more; who has its address is told why.
    if found is None or not (
        shown == HouseRules.EarlierWordings.ALL
        or (shown == HouseRules.EarlierWordings.NOTED and (number in linked or found.sealed_at))
    ):
        raise Http404("There is no such wording.")
    return found
