"""A story's line of entries: gapless, without overlap, the same on paper and in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Max
from django.utils import timezone

from newsroom.models import READABLE, Change, Edition, HouseRules, Story
from newsroom.records import CorrectedRecord, Notice

SHOWS_AS_UPDATED = {Change.UPDATE, Change.CORRECTION}


def retime(story: Story) -> None:
    """Set `ended_at`, `published_at`, `updated_at` and `notices` of every entry in the line.

    The only writer of these columns. An entry ends where the next begins; the first readable
    entry's beginning is when the story was published; updates and corrections after it move
    `updated_at` and are what readers are told of. Call it inside the transaction that added,
    moved or cancelled an entry, with the story's row locked.

    The database checks each statement by itself, so where several entries change they are first
    shrunk to an empty period, which overlaps nothing, and then set.
    """
    line = line_of(story)
    noticed = _Noticed(line)
    published_at: datetime | None = None
    updated_at: datetime | None = None
    changed: list[Edition] = []
    for place, entry in enumerate(line):
        ended_at = line[place + 1].issued_at if place + 1 < len(line) else None
        if entry.change in READABLE:
            if published_at is None:
                published_at = entry.issued_at
            elif entry.change in SHOWS_AS_UPDATED:
                updated_at = entry.issued_at
                noticed.add(entry)
            noticed.last_readable = entry
        elif entry.change == Change.RETRACTED:
            noticed.unlink()
        wanted = (ended_at, published_at, updated_at, noticed.so_far)
        if wanted != (entry.ended_at, entry.published_at, entry.updated_at, entry.notices):
            entry.ended_at, entry.published_at, entry.updated_at, entry.notices = wanted
            changed.append(entry)
    if len(changed) > 1:
        Edition.objects.filter(pk__in=[entry.pk for entry in changed]).update(
            ended_at=F("issued_at")
        )
    for entry in changed:
        # One by one: Django takes longer to write one statement for all than the database for each.
        Edition.objects.filter(pk=entry.pk).update(
            ended_at=entry.ended_at,
            published_at=entry.published_at,
            updated_at=entry.updated_at,
            notices=entry.notices,
        )


class _Noticed:
    """What readers are told was changed, while a line is gone through."""

    def __init__(self, line: list[Edition]) -> None:
        told = [entry.pk for entry in line if entry.change in SHOWS_AS_UPDATED]
        self.so_far: list[Notice] = []
        self.last_readable: Edition | None = None
        self.corrected: dict[int, list[CorrectedRecord] | None] = {}
        if told:
            rules = HouseRules.now()
            self.shows_earlier = rules.earlier_wordings != HouseRules.EarlierWordings.NONE
            self.corrected = dict(
                Edition.objects.filter(pk__in=told).values_list("pk", "record__corrected")
            )

    def unlink(self) -> None:
        """Nobody stands by what was retracted: published again, no notice leads to those words."""
        self.last_readable = None
        self.so_far = [{**notice, "before": None} for notice in self.so_far]

    def add(self, entry: Edition) -> None:
        before = self.last_readable
        may_be_read = (
            self.shows_earlier
            and before is not None
            and before.sealed_at is None
            and before.blanked_at is None
        )
        notice = Notice(
            change=entry.change,
            at=entry.issued_at.isoformat(),
            number=entry.number,
            note=entry.note,
            corrected=[each for each in self.corrected.get(entry.pk) or [] if not each["carried"]],
            before=before.number if before is not None and may_be_read else None,
        )
        self.so_far = [*self.so_far, notice]


def line_of(story: Story) -> list[Edition]:
    """The entries that count, in order; a record is read when it is asked for."""
    return list(Edition.objects.in_line().filter(story=story).defer("record").order_by("issued_at"))


def holding(line: Sequence[Edition], moment: datetime) -> Edition | None:
    """The entry of a story's `line` that holds at `moment`: it is gapless, so the last begun."""
    return next((entry for entry in reversed(line) if entry.issued_at <= moment), None)


def next_number(story: Story) -> int:
    """Numbers count every entry, cancelled ones too: none is used twice."""
    return (Edition.objects.filter(story=story).aggregate(last=Max("number"))["last"] or 0) + 1


def entry_at(story: Story, moment: datetime) -> Edition | None:
    return Edition.objects.valid_at(moment).filter(story=story).first()


def scheduled_before(story: Story, moment: datetime | None) -> Edition | None:
    """The first readable entry to come that would go out before `moment`."""
    if moment is None:
        return None
    to_come = Edition.objects.later_than(timezone.now()).filter(
        story=story.pk, issued_at__lt=moment, change__in=READABLE
    )
    return to_come.defer("record").order_by("issued_at").first()


def was_ever_readable(story: Story, moment: datetime) -> bool:
    return (
        Edition.objects.in_line()
        .filter(story=story, change__in=READABLE, issued_at__lte=moment)
        .exists()
    )
