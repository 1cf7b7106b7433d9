"""Saving a working copy: the one way, whoever saves (form, importer, command)."""

from __future__ import annotations

from collections.abc import Callable

from django.db import models, transaction
from django.utils import timezone

from newsroom import paths, publication, timeline
from newsroom.bodies import Reading
from newsroom.models import Revision, Story, User
from newsroom.permissions import Action, require
from newsroom.verbs import EmbargoBroken, StaleVersion
from prose.characters import legible


def save(
    story: Story,
    *,
    by: User,
    based_on: int | None = None,
    relations: Callable[[], None] | None = None,
    reason: str = Revision.Reason.SAVE,
    note: str = "",
    reading: Reading | None = None,
) -> Revision:
    """Save `story` with its rows read off the text, and keep a revision.

    `based_on` is the version the editor began with: if the database has another, nothing is
    written and StaleVersion is raised. `relations` writes what hangs on the row (credits,
    topics); it runs once the row exists. An empty address is made from the title.

    The text is read before anything is locked: nobody waits while it is rendered. Who saves
    several stories in one transaction has read them before it, and gives each its `reading`.

    Raises PermissionDenied, StaleVersion, and EmbargoBroken if something of it is scheduled
    before its embargo ends.
    """
    _drop_what_nobody_reads(story)
    if reading is None:
        reading = story.read()
    with transaction.atomic():
        if story._state.adding:
            require(by, Action.CREATE)
            story.created_by = by
        else:
            row = Story.objects.select_for_update().get(pk=story.pk)
            # Asked of the row in the database: the form may have changed the assignee.
            require(by, Action.EDIT, row)
            if based_on is not None and row.version != based_on:
                raise StaleVersion(row)
            story.version = row.version
            _respect_what_is_scheduled(story)
        if not story.slug and story.title.strip():
            story.slug = paths.free_slug(story)
        story.version += 1
        story.changed_at = timezone.now()
        story.save()
        if relations is not None:
            relations()
        reading = story.derive_rows(reading)
        record = story.freeze(reading=reading)
        return publication.keep_revision(story, record, reason, by, note)


def _drop_what_nobody_reads(story: Story) -> None:
    """Control characters come in from other programs, unseen."""
    for field in story._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField):
            words = getattr(story, field.attname)
            if isinstance(words, str):
                setattr(story, field.attname, legible(words))


def _respect_what_is_scheduled(story: Story) -> None:
    entry = timeline.scheduled_before(story, story.embargo_until)
    if entry is not None:
        raise EmbargoBroken(story, entry)
