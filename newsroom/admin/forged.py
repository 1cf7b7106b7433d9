"""Fields that a form did not have and somebody sent: they change nothing, and are written down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from newsroom.models import LogEntry, Story

# What the form itself adds to a model's fields, or any Django form sends.
HARMLESS = {"id"}


def log_forged(
    request: HttpRequest, model: Any, offered: Iterable[str], story: Story | None
) -> list[str]:
    """Log the columns of `model` that were posted though the form offered no such field.

    Returns their names. A browser sends none: somebody wrote the request by hand.
    """
    columns = {field.name for field in model._meta.get_fields() if not field.auto_created}
    sent = {name.removesuffix("_id") for name in request.POST}
    forged = sorted((sent & columns) - set(offered) - HARMLESS)
    if forged:
        LogEntry.objects.create(
            verb="forge",
            actor=request.user,  # type: ignore[misc]
            actor_name=str(request.user),
            story=Story(pk=story.pk) if story is not None else None,
            story_title=story.title if story is not None else "",
            note=f"Sent what its form does not have: {', '.join(forged)}. It changed nothing.",
        )
    return forged
