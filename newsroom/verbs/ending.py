"""Verbs that take a story from its readers."""

from __future__ import annotations

from django.utils import timezone

from newsroom import publication, timeline, version
from newsroom.models import Change, Edition, Story, User
from newsroom.permissions import Action, require
from newsroom.verbs.refusals import VerbRefused
from newsroom.verbs.transaction import cancel_later, lock, log, one_transaction


def withdraw(story: Story, *, by: User, note: str = "") -> Edition:
    """Take `story` off the site now, and cancel whatever of it is scheduled.

    Its address answers 410 from now on. Raises PermissionDenied; VerbRefused if nothing of it is
    live (cancel what is scheduled instead).
    """
    with one_transaction([story]):
        story = lock(story)
        require(by, Action.WITHDRAW, story)
        now = timezone.now()
        live = timeline.entry_at(story, now)
        if live is None or not live.is_readable:
            raise VerbRefused(f"“{story}” is not live, so there is nothing to withdraw.")
        cancel_later(story, now)
        entry = publication.add_entry(
            story, record=live.record, change=Change.WITHDRAWN, issued_at=now, note=note, by=by
        )
        timeline.retime(story)
        log("withdraw", by, story, entry, note)
        version.bump()
    entry.refresh_from_db()
    return entry
