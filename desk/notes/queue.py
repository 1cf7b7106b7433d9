"""Every note of the newsroom that waits for somebody: its words changed, or are gone."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from annotations.models import Annotation, AnnotationQuerySet
from desk.asking import page, user_of
from desk.notes.shown import NoteView
from newsroom.models import Story
from newsroom.permissions import Action, require, visible

SHOWN = 50


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    require(user, Action.VIEW)
    rows = asking(user).select_related("story", "verdict", "term")
    leaf = Paginator(rows.order_by("-story__changed_at", F("placement").desc(), "pk"), SHOWN)
    shown = leaf.get_page(request.GET.get("page"))
    views = [NoteView(note, note.story.language) for note in shown]
    context = {"views": views, "leaf": shown, "count": leaf.count}
    return page(request, "desk/notes/queue.html", "Moved and lost notes", context)


def asking(user: Any) -> AnnotationQuerySet:
    """Of the stories that `user` may see, the notes whose words moved or are lost."""
    return Annotation.objects.filter(story__in=Story.objects.filter(visible(user))).asking()
