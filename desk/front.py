"""The first page: what waits for this person, and what lately went out."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone

from desk import unsaved
from desk.notes import queue
from newsroom.admin.every_story import form_url
from newsroom.models import Edition, Stage, Story
from newsroom.permissions import Action, can, visible
from newsroom.status import statuses

SHOWN = 10


def front(request: HttpRequest) -> dict[str, Any]:
    user, now = request.user, timezone.now()
    stories = Story.objects.filter(visible(user)).order_by("-changed_at")
    entries = Edition.objects.filter(story=OuterRef("pk"))
    unpublished = ~Exists(entries.valid_at(now)) & ~Exists(entries.later_than(now))
    mine = stories.filter(Q(created_by=user.pk) | Q(assignee=user.pk)).filter(unpublished)
    scheduled = Edition.objects.later_than(now).filter(
        story__in=Story.objects.filter(visible(user))
    )
    live = Edition.objects.live().order_by("-issued_at")
    return {
        "may_create": can(user, Action.CREATE),
        "unsaved": unsaved.lines(user),
        "mine": _lines(mine.filter(stage=Stage.DRAFT)[:SHOWN]),
        "in_review": _lines(stories.filter(stage=Stage.IN_REVIEW)[:SHOWN]),
        "ready": _lines(stories.filter(unpublished, stage=Stage.READY)[:SHOWN]),
        "asking_notes": queue.asking(user).count(),
        "scheduled": _entries(scheduled.order_by("issued_at")),
        "published": _entries(live),
    }


def _lines(stories: Any) -> list[dict[str, Any]]:
    found = list(stories)
    standing = statuses(found) if found else {}
    return [
        {"story": story, "url": form_url(story), "status": standing[story.pk]} for story in found
    ]


def _entries(editions: Any) -> list[dict[str, Any]]:
    return [
        {"edition": edition, "url": form_url(edition.story)}
        for edition in editions.select_related("story").defer("record")[:SHOWN]
    ]
