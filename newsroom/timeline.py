"""A story's line of entries: gapless, without overlap, the same on paper and in the database."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Max

from newsroom.models import READABLE, Change, Edition, Story

_SHOWS_AS_UPDATED = {Change.UPDATE, Change.CORRECTION}


def retime(story: Story) -> None:
    """Set `ended_at`, `published_at` and `updated_at` of every entry in the story's line.

    The only writer of these columns. An entry ends where the next begins; the first readable
    entry's beginning is when the story was published; updates and corrections after it move
    `updated_at`. Call it inside the transaction that added, moved or cancelled an entry, with
    the story's row locked.

    The database checks each statement by itself, so entries that change are first shrunk to an
    empty period, which overlaps nothing, and then set.
    """
    line = list(Edition.objects.in_line().filter(story=story).order_by("issued_at"))
    published_at: datetime | None = None
    updated_at: datetime | None = None
    changed: list[Edition] = []
    for place, entry in enumerate(line):
        ended_at = line[place + 1].issued_at if place + 1 < len(line) else None
        if entry.change in READABLE:
            if published_at is None:
                published_at = entry.issued_at
            elif entry.change in _SHOWS_AS_UPDATED:
                updated_at = entry.issued_at
        wanted = (ended_at, published_at, updated_at)
        if wanted != (entry.ended_at, entry.published_at, entry.updated_at):
            entry.ended_at, entry.published_at, entry.updated_at = wanted
            changed.append(entry)
    if changed:
        Edition.objects.filter(pk__in=[entry.pk for entry in changed]).update(
            ended_at=F("issued_at")
        )
        Edition.objects.bulk_update(changed, ["ended_at", "published_at", "updated_at"])


def next_number(story: Story) -> int:
    """Numbers count every entry, cancelled ones too: none is used twice."""
    return (Edition.objects.filter(story=story).aggregate(last=Max("number"))["last"] or 0) + 1


def entry_at(story: Story, moment: datetime) -> Edition | None:
    return Edition.objects.valid_at(moment).filter(story=story).first()


def was_ever_readable(story: Story, moment: datetime) -> bool:
    return (
        Edition.objects.in_line()
        .filter(story=story, change__in=READABLE, issued_at__lte=moment)
        .exists()
    )
