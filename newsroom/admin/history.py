"""What was done to a story, and every wording it had: to read, to compare, to go back to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from newsroom import wordings
from newsroom.models import Edition, LogEntry
from newsroom.permissions import Action, can
from newsroom.wordings import Wording

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """An edition and its wording, where it holds one: a withdrawal does not."""

    edition: Edition
    wording: Wording | None

    @property
    def past(self) -> bool:
        """Readers had it and have it no more."""
        ended = self.edition.ended_at
        return self.edition.cancelled_at is None and ended is not None and ended <= timezone.now()


def history_page(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    story = model_admin.get_object(request, object_id)
    if story is None:
        raise Http404("There is no such piece.")
    if not can(request.user, Action.VIEW, story):
        raise PermissionDenied("Your role does not include the history of this piece.")
    saved = _page(request, "wordings", wordings.revisions(story).defer("record", "turn_keys"))
    saved.object_list = [wordings.of_revision(row) for row in saved.object_list]
    entries = Edition.objects.filter(story=story.pk).defer("record").order_by("-issued_at", "-id")
    editions = _page(request, "editions", entries)
    editions.object_list = [Entry(row, wordings.of_edition(row)) for row in editions.object_list]
    log = LogEntry.objects.filter(story=story.pk).select_related("edition")
    return TemplateResponse(
        request,
        "desk/history.html",
        {
            **model_admin.admin_site.each_context(request),
            "title": f"History of “{story}”",
            "story": story,
            "story_url": model_admin.form_url(story),
            "may_edit": can(request.user, Action.EDIT, story),
            "may_seal": can(request.user, Action.RETRACT, story),
            "wordings": saved,
            "editions": editions,
            "log": _page(request, "done", log),
            **_newest_two(saved.object_list, editions.object_list),
        },
    )


def _page(request: HttpRequest, name: str, rows: QuerySet[Any]) -> Page[Any]:
    """The page of a list that the address asks for; the nearest one, if there is none such."""
    return Paginator(rows, A_PAGE).get_page(request.GET.get(name))


def _newest_two(saved: Any, editions: Any) -> dict[str, str]:
    """What is chosen at first: the two wordings saved last, of those on the page."""
    keys = [wording.key for wording in saved]
    keys += [entry.wording.key for entry in editions if entry.wording]
    after, before = (keys + keys[:1])[:2] if keys else ("", "")
    return {"before": before, "after": after}
