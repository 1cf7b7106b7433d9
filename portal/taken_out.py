"""What readers had once and today's edition has no more: a turn, a note. Its address says so."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import HttpResponse
from django.utils import timezone

from newsroom.models import READABLE, Edition
from portal.frame import respond
from portal.naming import names


def last_with(story: int, **held: Any) -> Edition | None:
    """The last edition before today's that readers could read it in, if there was any."""
    return (
        Edition.objects.in_line()
        .filter(story=story, change__in=READABLE, ended_at__lte=timezone.now(), blanked_at=None)
        .filter(ended_at__gt=F("issued_at"), **held)
        .defer("record")
        .order_by("-issued_at")
        .first()
    )


def response(template: str, live: Edition, last: Edition) -> HttpResponse:
    """410: that it was there, until when, and none of its words."""
    context = {"piece": live, "last": last}
    sections = names(live.language).sections
    return respond(template, context, language=live.language, sections=sections, status=410)
