"""A recording as its colleagues hear it, before any reader may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from interviews import recordings
from interviews.models import Recording
from newsroom.permissions import Action, can

if TYPE_CHECKING:
    from newsroom.records import Record


@require_safe
def recording(request: HttpRequest, key: str) -> HttpResponse:
    """Readers' address answers for what is live only, and never sees who is logged in."""
    if not can(request.user, Action.VIEW):
        raise PermissionDenied("Your role does not include listening to recordings.")
    return recordings.answer(request, get_object_or_404(Recording, key=key))


def at_the_desk(record: Record) -> None:
    """Let an unsaved `record` play from the desk's own address."""
    found = record.get("recording")
    if found and found["src"]:
        key = found["src"].rpartition("/")[2].partition(".")[0]
        found["src"] = reverse("admin:desk_recording", args=[key])
