"""What every verb does round its own work: one transaction, the story locked, a row in the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from newsroom import paths
from newsroom.models import Edition, LogEntry, Story, User
from newsroom.verbs.refusals import AddressTaken, StaleVersion


@contextmanager
def one_transaction(stories: Sequence[Story]) -> Iterator[None]:
    """All or nothing; a path that another story holds becomes a sentence with a way out."""
    try:
        with transaction.atomic():
            # In one order, so that two verbs over the same stories cannot lock crosswise.
            list(
                Story.objects.select_for_update()
                .filter(pk__in=[story.pk for story in stories])
                .order_by("pk")
            )
            yield
    except IntegrityError as error:
        if "edition_path_period" not in str(error):
            raise
        for story in stories:
            if not paths.is_free(story, story.slug):
                raise AddressTaken(story, paths.free_slug(story, story.slug)) from error
        raise


def lock(story: Story, expected_version: int | None = None) -> Story:
    """The story's row, locked until the commit, as its kind and as the database has it."""
    row = Story.objects.select_for_update().get(pk=story.pk)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(row)
    return row


def cancel_later(story: Story, moment: datetime) -> None:
    Edition.objects.later_than(moment).filter(story=story).update(
        cancelled_at=timezone.now(), ended_at=None
    )


def log(verb: str, by: User, story: Story, edition: Edition | None, note: str) -> None:
    LogEntry.objects.create(
        verb=verb,
        actor=by,
        actor_name=str(by),
        story=story,
        story_title=story.title,
        edition=edition,
        note=note,
    )
