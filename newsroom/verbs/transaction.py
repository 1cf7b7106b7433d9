"""What every verb does round its own work: one transaction, the story locked, a row in the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from newsroom import paths
from newsroom.models import Edition, LogEntry, Story, User
from newsroom.verbs.refusals import AddressTaken, StaleVersion, VerbRefused


@contextmanager
def one_transaction(stories: Sequence[Story]) -> Iterator[None]:
    """All or nothing; a path that another story holds becomes a sentence with a way out."""
    try:
        with transaction.atomic():
            if len(stories) > 1:
                # In one order, so that two verbs over the same stories cannot lock crosswise.
                list(
                    Story.objects.select_for_update()
                    .filter(pk__in=[story.pk for story in stories])
                    .order_by("pk")
                    .values_list("pk")
                )
            yield
    except IntegrityError as error:
        if "edition_path_period" not in str(error):
            raise
        for story in stories:
            if not paths.is_free(story, story.slug):
                raise AddressTaken(story, paths.free_slug(story, story.slug)) from error
        raise


def lock(
    story: Story, expected_version: int | None = None, unchanged_since: datetime | None = None
) -> Story:
    """The story's row, locked until the commit, as its kind and as the database has it.

    Raises StaleVersion if it has another version; with `unchanged_since` (`changed_at`), also if
    one of its notes was changed meanwhile, which is no new version.
    """
    row = Story.objects.select_for_update().filter(pk=story.pk).first()
    if row is None:
        raise VerbRefused("Somebody deleted this piece in the meantime.")
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(row)
    if unchanged_since is not None and row.changed_at != unchanged_since:
        raise StaleVersion(row)
    return row


def changed_at(story: Story) -> datetime:
    """When text or notes were changed last; ask before reading either."""
    found = Story.objects.filter(pk=story.pk).values_list("changed_at", flat=True).first()
    if found is None:
        raise VerbRefused("Somebody deleted this piece in the meantime.")
    return found


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
