"""What was done to a story, and every wording it had: to read, never to change."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from newsroom.models import Edition, LogEntry, Revision
from newsroom.permissions import Action, can

SHOWN = 200


def history_page(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    story = model_admin.get_object(request, object_id)
    if story is None:
        raise Http404("There is no such piece.")
    if not can(request.user, Action.VIEW, story):
        raise PermissionDenied("Your role does not include the history of this piece.")
    revisions = Revision.objects.filter(story=story.pk).exclude(reason=Revision.Reason.AUTOSAVE)
    return TemplateResponse(
        request,
        "desk/history.html",
        {
            **model_admin.admin_site.each_context(request),
            "title": f"History of “{story}”",
            "story": story,
            "story_url": model_admin.form_url(story),
            "log": LogEntry.objects.filter(story=story.pk).select_related("edition")[:SHOWN],
            "editions": Edition.objects.filter(story=story.pk)
            .defer("record")
            .order_by("-issued_at", "-id")[:SHOWN],
            "revisions": revisions.defer("record", "turn_keys")[:SHOWN],
            "shown": SHOWN,
        },
    )
