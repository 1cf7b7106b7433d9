"""The verb by which a newsroom decides for all its pieces."""

from __future__ import annotations

from django.db import transaction

from newsroom import timeline, version
from newsroom.models import Edition, HouseRules, LogEntry, Story, User
from newsroom.permissions import Action, require


def decide(rules: HouseRules, *, by: User) -> None:
    """Keep `rules` as the house's. Pages lead to earlier wordings, or no more, at once.

    Raises PermissionDenied.
    """
    with transaction.atomic():
        require(by, Action.RULE)
        before = HouseRules.now()
        rules.pk = 1
        rules.save()
        LogEntry.objects.create(
            verb="decide", actor=by, actor_name=str(by), note=_difference(before, rules)
        )
        if before.earlier_wordings != rules.earlier_wordings:
            told = Edition.objects.in_line().filter(change__in=timeline.SHOWS_AS_UPDATED)
            stories = Story.objects.filter(pk__in=told.values("story")).order_by("pk")
            for story in stories.select_for_update():
                timeline.retime(story)
        version.bump()


def _difference(before: HouseRules, after: HouseRules) -> str:
    names = {
        "earlier_wordings": "earlier wordings",
        "second_person": "a second person approves",
        "open_checks": "an open check stops publishing",
    }
    changes = [(name, getattr(before, name), getattr(after, name)) for name in names]
    return "; ".join(f"{names[name]}: {was} → {now}" for name, was, now in changes if was != now)
