"""Manuscripts that came in: who may read them, and the drafts that were made of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from manuscripts.models import Manuscript
from newsroom.admin.every_story import form_url
from newsroom.admin.story_page import live_url
from newsroom.models import Story
from newsroom.permissions import Action, can
from newsroom.status import statuses


def readable(user: Any) -> Q:
    """Manuscripts hold words that may be nobody else's yet: reporters see those they brought,
    first or again."""
    if can(user, Action.VIEW) and can(user, Action.CATALOGUE):
        return Q()
    own = Story.objects.filter(created_by=user.pk)
    brought = Manuscript.stories.through.objects.filter(story__in=own.values("pk"))
    return Q(received_by=user.pk) | Q(pk__in=brought.values("manuscript"))


def may_read(user: Any, manuscript: Manuscript) -> bool:
    return Manuscript.objects.filter(readable(user), pk=manuscript.pk).exists()


def drafts_seen(user: Any, stories: list[Story]) -> list[dict[str, Any]]:
    """Of the drafts that were made, those that this person may see."""
    found = [story for story in stories if can(user, Action.VIEW, story)]
    standing = statuses(found) if found else {}
    return [
        {
            "story": story,
            "url": form_url(story),
            "status": standing[story.pk],
            "live_url": live_url(live) if (live := standing[story.pk].live) else "",
            "may_publish": can(user, Action.PUBLISH, story),
        }
        for story in found
    ]
