"""The whole public page of words that nobody has saved: an unsaved edition, never a copy of one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from articles.models import Article
from desk import posted
from desk.notes.page import notes_url
from desk.recordings import at_the_desk
from interviews.models import Interview
from newsroom import publication
from newsroom.models import Edition, Revision, Story
from newsroom.permissions import Action, can, visible
from newsroom.records import Record

LARGEST_NUMBER = 2**63 - 1
KINDS: dict[str, type[Story]] = {"article": Article, "interview": Interview}


@require_http_methods(["GET", "POST"])
@xframe_options_sameorigin
def preview(request: HttpRequest, kind: str, pk: int | None = None) -> HttpResponse:
    """POST: the words of the form as they are typed. GET: the words as they were last saved."""
    if kind not in KINDS:
        raise Http404(f"There is no such kind of piece as “{kind}”.")
    story = _story(request, KINDS[kind], pk)
    if request.method == "POST":
        posted.fill(story, request.POST)
    record = story.freeze_unsaved()
    if request.method == "POST":
        posted.fill_record(record, request.POST)
    return show(request, story, record, notes_url=notes_url(story) if story.pk else "")


@require_http_methods(["GET"])
@xframe_options_sameorigin
def revision(request: HttpRequest, pk: int) -> HttpResponse:
    """An earlier wording, as its page would have been."""
    row = get_object_or_404(Revision.objects.select_related("story"), pk=pk)
    if not can(request.user, Action.VIEW, row.story):
        raise PermissionDenied("Your role does not include the history of this piece.")
    return show(request, row.story, row.record)


def show(
    request: HttpRequest, story: Story, record: Record, *, notes_url: str = ""
) -> HttpResponse:
    from portal.pages import story_response

    at_the_desk(record)
    edition: Edition = publication.unsaved_edition(story, publication.draft(story, record))
    response: HttpResponse = story_response(request, edition, preview=True, notes_url=notes_url)
    response["Cache-Control"] = "no-store"
    return response


def _story(request: HttpRequest, model: Any, pk: int | None) -> Any:
    if pk is None:
        if not can(request.user, Action.CREATE):
            raise PermissionDenied("Your role does not include writing pieces.")
        return model(created_by=request.user)
    if pk > LARGEST_NUMBER:
        raise Http404("There is no such piece.")
    found = model.objects.filter(visible(request.user)).select_related("section", "lead_picture")
    return get_object_or_404(found, pk=pk)
