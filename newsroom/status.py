"""Where a story stands, in one line: read off its stage and its timeline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from newsroom.models import Edition, Stage, Story


@dataclass(frozen=True, slots=True)
class Status:
    """`entry` holds now, whatever it did; `scheduled` are those to come, the next one first."""

    stage: Stage
    entry: Edition | None
    scheduled: tuple[Edition, ...]
    changed_at: datetime
    embargo_until: datetime | None = None

    @property
    def live(self) -> Edition | None:
        return self.entry if self.entry is not None and self.entry.is_readable else None

    @property
    def name(self) -> str:
        """One word for a list."""
        if self.live is not None:
            return "Live"
        if self.scheduled:
            return "Scheduled"
        if self.entry is not None:
            return str(self.entry.get_change_display())
        return str(self.stage.label)

    @property
    def embargo(self) -> str:
        """For a list: until when nothing of it may go out."""
        if self.embargo_until is None or self.embargo_until <= timezone.now():
            return ""
        return f"embargo until {minute(self.embargo_until)}"

    @property
    def has_changes(self) -> bool:
        """The working copy was saved after the newest text that readers have or will have."""
        frozen = [entry.created_at for entry in (self.live, *self.scheduled) if entry is not None]
        return bool(frozen) and self.changed_at > max(frozen)

    @property
    def line(self) -> str:
        """What the editor's form says of it."""
        held = self.embargo
        # Not `capitalize`, which takes the capital off the month.
        return f"{self._line} {held[0].upper()}{held[1:]}." if held else self._line

    @property
    def _line(self) -> str:
        changes = self.has_changes
        if self.live is not None and not self.scheduled:
            since = day(self.live.published_at or self.live.issued_at)
            return f"Live since {since}, changes not live." if changes else f"Live since {since}."
        if self.live is not None:
            line = (
                f"Live since {day(self.live.published_at or self.live.issued_at)}. "
                f"Next edition scheduled for {minute(self.scheduled[0].issued_at)}"
            )
            return f"{line}, without your latest changes." if changes else f"{line}."
        if self.scheduled:
            line = f"Scheduled for {minute(self.scheduled[0].issued_at)}"
            ending = ", without your latest changes." if changes else "."
            return f"{line}{ending} Readers see nothing until then."
        if self.entry is not None:
            done = f"{self.entry.get_change_display()} on {day(self.entry.issued_at)}."
            shown = "Its page says so." if self.entry.is_tombstone else "Readers see nothing."
            return f"{done} {shown}"
        return f"{self.stage.label}. Readers see nothing."


def statuses(stories: Iterable[Story]) -> dict[int, Status]:
    """The status of each story by its id, in one query."""
    stories = list(stories)
    now = timezone.now()
    entries = defaultdict(list)
    standing = Edition.objects.valid_at(now) | Edition.objects.later_than(now)
    for entry in (
        standing.filter(story__in=[story.pk for story in stories if story.pk])
        .only(
            "story_id", "number", "change", "path", "title", "created_by_id",
            "issued_at", "ended_at", "published_at", "created_at",
        )
        .order_by("issued_at")
    ):  # fmt: skip
        entries[entry.story_id].append(entry)
    return {story.pk: _status(story, entries[story.pk], now) for story in stories}


def status(story: Story) -> Status:
    return statuses([story])[story.pk]


def _status(story: Story, entries: list[Edition], now: datetime) -> Status:
    begun = [entry for entry in entries if entry.issued_at <= now]
    return Status(
        stage=Stage(story.stage),
        entry=begun[-1] if begun else None,
        scheduled=tuple(entry for entry in entries if entry.issued_at > now),
        changed_at=story.changed_at,
        embargo_until=story.embargo_until,
    )


def day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


def minute(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")
