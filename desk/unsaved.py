"""Words of one's own that were never saved: to look at, take up again, or discard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from desk.preview import LARGEST_NUMBER
from newsroom import open_forms
from newsroom.admin.unsaved import TEXTS, offer, text_of
from newsroom.models import OpenForm, Story, User
from newsroom.permissions import Action, can

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Difference:
    """A text that is not as it was saved; `same_before` and `same_after` count paragraphs."""

    label: str
    saved: str
    unsaved: str
    same_before: int
    same_after: int


@require_http_methods(["GET", "POST"])
def unsaved(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the words beside those that are saved. POST: discard them."""
    rows = OpenForm.objects.with_words().filter(user=request.user.pk).select_related("story")
    row = get_object_or_404(rows, pk=min(pk, LARGEST_NUMBER))
    back = _page_of(request.user, row)
    if request.method == "POST":
        assert isinstance(request.user, User)
        open_forms.empty(request.user, row.form)
        messages.success(request, "Discarded. What is saved stays as it is.")
        return HttpResponseRedirect(back)
    story = row.story.concrete if row.story else None
    title = text_of(row, "title") or "Untitled"
    return TemplateResponse(
        request,
        "desk/unsaved.html",
        {
            **admin.site.each_context(request),
            "title": f"Unsaved words of “{title}”",
            "offer": offer(row),
            "row": row,
            "story": story,
            "back_url": back,
            "may_take": _may_take(request.user, row),
            "moved_on": story is not None and story.version > row.based_on,
            "differences": list(differences(row, story)),
        },
    )


def lines(user: Any) -> list[dict[str, Any]]:
    """The unsaved words of `user` for the first page, without loading them."""
    rows = OpenForm.objects.with_words().filter(user=user.pk).defer("fields")
    found: Any = rows.annotate(headline=KT("fields__title__0")).select_related("story")[:SHOWN]
    return [
        {
            "title": row.headline or "Untitled",
            "kind": row.get_kind_display(),
            "is_new": row.story_id is None,
            "at": open_forms.clock(row.autosaved_at or row.opened_at),
            "url": reverse("admin:desk_unsaved", args=[row.pk]),
        }
        for row in found
    ]


def differences(row: OpenForm, story: Story | None) -> Any:
    for name in TEXTS:
        words, saved = text_of(row, name), getattr(story, name, "")
        if words is None or words == saved:
            continue
        before, after, kept, found = apart(saved.split("\n\n"), words.split("\n\n"))
        yield Difference(name.capitalize(), "\n\n".join(kept), "\n\n".join(found), before, after)


def apart(old: list[str], new: list[str]) -> tuple[int, int, list[str], list[str]]:
    """How many paragraphs are the same at both ends, and what stands between them in each."""
    shorter = min(len(old), len(new))
    before = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    left = shorter - before
    after = next((at for at in range(left) if old[-1 - at] != new[-1 - at]), left)
    return before, after, old[before : len(old) - after], new[before : len(new) - after]


def _may_take(user: Any, row: OpenForm) -> bool:
    return can(user, Action.EDIT, row.story) if row.story else can(user, Action.CREATE)


def _page_of(user: Any, row: OpenForm) -> str:
    """The piece's form, where there is one that this person may open."""
    if row.story is None or not can(user, Action.VIEW, row.story):
        return reverse("admin:index")
    return reverse(f"admin:{row.kind}s_{row.kind}_change", args=[row.story_id])
