"""Why a verb did not do what it was asked: sentences for the person who asked."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format

from newsroom.models import Edition, Story
from newsroom.problems import Problem


class VerbRefused(Exception):
    """A verb cannot do this now. The text is written for the person who asked."""


class NotPublishable(VerbRefused):
    def __init__(self, story: Story, found: Sequence[Problem]) -> None:
        self.story, self.problems = story, list(found)
        super().__init__(f"“{story}” cannot be published yet. " + " ".join(map(str, found)))


class StaleVersion(VerbRefused):
    def __init__(self, story: Story) -> None:
        self.story = story
        super().__init__(f"Somebody saved “{story}” in the meantime. Look at it again first.")


class AddressTaken(VerbRefused):
    def __init__(self, story: Story, proposed: str) -> None:
        self.story, self.proposed = story, proposed
        super().__init__(
            f"Another piece stands at the address of “{story}” at that time. “{proposed}” is free."
        )


class EmbargoBroken(VerbRefused):
    """An embargo would end after the time at which an edition goes out."""

    def __init__(self, story: Story, entry: Edition) -> None:
        self.story, self.entry = story, entry
        at = date_format(timezone.localtime(entry.issued_at), "j F Y, H:i")
        super().__init__(
            f"“{story}” is scheduled for {at}, before this embargo ends. Move or cancel that first."
        )


class NothingNew(VerbRefused):
    """Readers have these very words already, as after a button that was pressed twice."""

    def __init__(self, story: Story) -> None:
        self.story = story
        super().__init__(f"“{story}” is published already, and nothing has changed since.")


class OverTombstone(VerbRefused):
    """Readers were told why a piece went; they are told why it is there again."""

    def __init__(self, story: Story, entry: Edition) -> None:
        self.story, self.entry = story, entry
        super().__init__(
            f"“{story}” was {entry.get_change_display().lower()}, and readers find the reason at its "
            "address. Publish it as an update, and say in a sentence why it can be read again."
        )


class ScheduledLater(VerbRefused):
    """Something is scheduled after this moment: the caller must say what becomes of it."""

    def __init__(self, story: Story, entries: Sequence[Edition]) -> None:
        self.story, self.entries = story, list(entries)
        ahead = [entry for entry in entries if entry.created_at >= entry.issued_at]
        if ahead:
            super().__init__(_clock_was_moved(story, ahead[0]))
            return
        times = ", ".join(f"{entry.issued_at:%d %B %Y %H:%M}" for entry in entries)
        super().__init__(
            f"“{story}” is also scheduled for {times}. Say whether that is made again from this "
            "text, or cancelled."
        )


def _clock_was_moved(story: Story, entry: Edition) -> str:
    """Of an entry that was to be read at once, and is still to come by today's clock."""
    then, now = (
        date_format(timezone.localtime(each), "j F Y, H:i:s")
        for each in (entry.issued_at, timezone.now())
    )
    return (
        f"“{story}” was published at {then}, and the server's clock says {now}: it was moved back. "
        "If it is wrong now, have it set and publish then. If it was wrong before, say whether "
        "that edition is made again from this text, or cancelled."
    )
