"""The wordings a story had, revisions and editions: found, named, and restored as a new draft."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from newsroom import saving
from newsroom.models import Edition, Revision, Story, User
from newsroom.permissions import Action, require
from newsroom.records import Record
from newsroom.status import minute
from newsroom.verbs import VerbRefused

# What stands in an address for the working copy, for what readers see, and for what was said.
NOW, LIVE, SAID = "now", "live", "said"
# So many of each kind are offered to choose from, the newest ones.
OFFERED = 300
# A number of more digits fits no column.
_KEY = re.compile(r"([re])([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a story; `key` names it in an address."""

    key: str
    at: datetime
    what: str
    by: str
    name: str
    row: Story | Revision | Edition

    @property
    def line(self) -> str:
        named = f"“{self.name}”" if self.name else ""
        return " · ".join(filter(None, [minute(self.at), self.what, self.by, named]))

    def read(self) -> Record:
        """Its words. A list of wordings is made without them."""
        if isinstance(self.row, Story):
            story = self.row.concrete
            said = story.as_said() if self.key == SAID else None
            return said or story.freeze_unsaved()
        record: Record = self.row.record
        return record


class SaysTheSame(VerbRefused):
    def __init__(self, story: Story) -> None:
        super().__init__(f"The draft of “{story}” says this already. Nothing was changed.")


def find(story: Story, key: str) -> Wording | None:
    """The wording of `story` that `key` names; None if it has no such one."""
    if key == NOW:
        return Wording(NOW, story.changed_at, "The draft as it is now", "", "", story)
    if key == SAID:
        said = "What was said, word for word"
        return (
            Wording(SAID, story.changed_at, said, "", "", story)
            if story.concrete.as_said()
            else None
        )
    if key == LIVE:
        edition = Edition.objects.live().filter(story=story.pk).first()
        return of_edition(edition) if edition else None
    match = _KEY.fullmatch(key)
    if match is None:
        return None
    if match[1] == "r":
        revision = revisions(story).filter(pk=int(match[2])).first()
        return of_revision(revision) if revision else None
    edition = Edition.objects.filter(story=story.pk, number=int(match[2])).first()
    return of_edition(edition) if edition else None


def offered(story: Story) -> list[Wording]:
    """What can be compared, the newest first."""
    saved = revisions(story).defer("record", "turn_keys")[:OFFERED]
    published = Edition.objects.filter(story=story.pk).defer("record").order_by("-number")
    editions = [of_edition(row) for row in published[:OFFERED]]
    found = [of_revision(row) for row in saved] + [each for each in editions if each]
    return sorted(found, key=lambda wording: wording.at, reverse=True)


def revisions(story: Story) -> QuerySet[Revision]:
    """What was saved on purpose, the newest first."""
    return Revision.objects.filter(story=story.pk)


def restore(story: Story, wording: Wording, *, by: User, based_on: int) -> Revision:
    """Make `wording` the draft: its title, standfirst and texts. Nothing that is live changes.

    `based_on` is the version of the draft that whoever asks has seen. What it said stays in the
    history, and turns that come back have their keys again.

    Raises PermissionDenied; StaleVersion; SaysTheSame if no word would change.
    """
    require(by, Action.EDIT, story)
    story, record = story.concrete, wording.read()
    words = {"title": record["title"], "standfirst": record["standfirst"]}
    words |= {part: record["texts"].get(part, "") for part in story.texts()}
    if all(getattr(story, field) == text for field, text in words.items()):
        raise SaysTheSame(story)
    for field, text in words.items():
        setattr(story, field, text)
    story.recall(record)
    return saving.save(story, by=by, based_on=based_on, note=_restored_from(wording))


def _restored_from(wording: Wording) -> str:
    if isinstance(wording.row, Edition):
        what = f"edition {wording.row.number}"
    else:
        what = f"“{wording.name}”" if wording.name else "the wording"
    return f"Restored from {what} of {minute(wording.at)}"


def name(revision: Revision, words: str, *, by: User) -> None:
    """Call a revision something, or nothing again. Raises PermissionDenied."""
    require(by, Action.EDIT, revision.story)
    revision.note = words.replace("\x00", "").strip()[:300]
    revision.save(update_fields=["note"])


def of_revision(row: Revision) -> Wording:
    return Wording(
        f"r{row.pk}", row.created_at, row.get_reason_display(), row.author_name, row.note, row
    )


def of_edition(row: Edition) -> Wording | None:
    """The words of an edition: none for a withdrawal, nor where they were taken down."""
    if not row.is_readable or row.blanked_at is not None:
        return None
    return Wording(
        f"e{row.number}", row.issued_at, f"Edition {row.number}", row.created_by_name, "", row
    )
