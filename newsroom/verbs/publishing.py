"""Verbs that put a story before its readers, now or at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils import timezone

from newsroom import approval, corrections, publication, timeline, version
from newsroom.corrections import Corrected
from newsroom.models import READABLE, Change, Edition, Revision, Stage, Story, User
from newsroom.permissions import Action, require
from newsroom.problems import blocking
from newsroom.verbs.refusals import (
    NothingNew,
    NotPublishable,
    OverTombstone,
    ScheduledLater,
    StaleVersion,
    VerbRefused,
)
from newsroom.verbs.transaction import cancel_later, changed_at, lock, log, one_transaction

Later = Literal["cancel", "remake"]


@dataclass(slots=True)
class _Prepared:
    story: Story
    draft: publication.Draft
    version: int
    changed_at: datetime
    base: int | None  # the entry that readers have until this one


def publish(
    *stories: Story,
    by: User,
    at: datetime | None = None,
    change: Change | None = None,
    note: str = "",
    corrected: Sequence[Corrected] = (),
    later: Later | None = None,
    archived: bool = False,
) -> list[Edition]:
    """Publish `stories`, all or none, now or `at` a later time; return their new editions.

    `archived` pieces come with the date they first appeared elsewhere: `at` may be past, for a
    story that has no editions yet.

    Without `change`, a story's first edition is `first` and any other `minor`: a small fix, of
    which readers are told nothing. An update needs a `note` that says what is new; a correction
    one that says what was wrong, and `corrected`: the passages, of the first of the stories; the
    others go out with it for the first time. `later` says what
    becomes of entries scheduled after this one: made again from this text at their old times
    ("remake") or cancelled ("cancel").

    A story whose live edition says the same, and that nobody saved since, gets no new one, unless
    `at`, `change` or `note` asks for it; NothingNew is raised if that goes for all of them.

    Over a tombstone only an update is published: readers are told why it stands there again.

    Raises PermissionDenied, NotPublishable, StaleVersion, AddressTaken, ScheduledLater,
    OverTombstone, and VerbRefused for a time that has passed or an embargo.
    """
    check_change(change, note, corrected)
    moment = _archived_moment(at, stories) if archived else _moment(at)
    prepared = [
        _prepare(story, by, moment, () if place else corrected)
        for place, story in enumerate(stories)
    ]
    if change == Change.CORRECTION and any(each.base for each in prepared[1:]):
        raise VerbRefused("Pieces are corrected one at a time.")
    with one_transaction(stories):
        rows = [lock(each.story, each.version, each.changed_at) for each in prepared]
        # Asked again: the time may have passed while the pieces were rendered, and whoever held the
        # lock before has published at another.
        moment = _archived_moment(at, stories) if archived else _moment(at)
        editions = []
        for each, story in zip(prepared, rows, strict=True):
            require(by, Action.PUBLISH, story)
            respect_embargo(story, moment)
            if approval.is_lacking(story):
                raise StaleVersion(story)  # sent back, or the rules changed, since it was prepared
            line = timeline.line_of(story)
            live = timeline.holding(line, moment)
            if not (at or change or note) and _says_the_same(
                story, each.draft, line, moment, later
            ):
                continue
            if (live.number if live else None) != each.base:
                raise StaleVersion(story)
            editions.append(issue(story, each.draft, line, moment, change, note, later, by))
            publication.keep_revision(story, each.draft.record, Revision.Reason.PUBLISH, by)
        if prepared and not editions:
            raise NothingNew(prepared[0].story)
        version.bump()
    return as_written(editions)


def cancel(entry: Edition, *, by: User) -> None:
    """Take a scheduled `entry` out of its story's line. The row stays, with the time."""
    with one_transaction([entry.story]):
        story = lock(entry.story)
        require(by, Action.PUBLISH, story)
        entry = _still_scheduled(entry)
        entry.cancelled_at = timezone.now()
        entry.ended_at = None
        entry.save(update_fields=["cancelled_at", "ended_at"])
        timeline.retime(story)
        log("cancel", by, story, entry, "")
        version.bump()


def reschedule(entry: Edition, *, at: datetime, by: User) -> Edition:
    """Move a scheduled `entry` to another time to come."""
    with one_transaction([entry.story]):
        story = lock(entry.story)
        require(by, Action.PUBLISH, story)
        entry = _still_scheduled(entry)
        moment = _moment(at)
        respect_embargo(story, moment)
        _moment_is_free(story, timeline.line_of(story), moment, entry)
        entry.issued_at = entry.ended_at = moment
        entry.save(update_fields=["issued_at", "ended_at"])
        timeline.retime(story)
        log("reschedule", by, story, entry, "")
        version.bump()
    entry.refresh_from_db()
    return entry


def check_change(change: Change | None, note: str, corrected: Sequence[Corrected]) -> None:
    if change == Change.UPDATE and not note.strip():
        raise VerbRefused("Say in a sentence what is new; readers see it beside “Updated”.")
    if change == Change.CORRECTION:
        if not note.strip():
            raise VerbRefused("Say in a sentence what was wrong; readers see it over the text.")
    elif corrected:
        raise VerbRefused("Only a correction says which passages were wrong.")


def _prepare(story: Story, by: User, moment: datetime, corrected: Sequence[Corrected]) -> _Prepared:
    """The slow part of publishing, outside any transaction."""
    require(by, Action.PUBLISH, story)
    since = changed_at(story)
    found = blocking(story)
    if found:
        raise NotPublishable(story, found)
    concrete = story.concrete
    record = concrete.freeze()
    lost = concrete.unplaced(record)
    if lost:
        raise NotPublishable(story, lost)
    draft = publication.publishable(concrete, record)
    base = timeline.entry_at(story, moment)
    if base is not None and base.is_readable:
        told = corrections.to_record(corrected, base, draft.record, draft.body.texts)
    else:
        told = []  # readers have read nothing that was wrong
    if told:
        draft.record["corrected"] = told
        draft.body = concrete.derive(draft.record)
    return _Prepared(concrete, draft, concrete.version, since, base.number if base else None)


def issue(
    story: Story,
    draft: publication.Draft,
    line: Sequence[Edition],
    moment: datetime,
    change: Change | None,
    note: str,
    later: Later | None,
    by: User,
    *,
    ends_review: bool = True,
) -> Edition:
    """Write the entry, and what becomes of those scheduled after it in the story's `line`. Inside a
    transaction, with the story's row locked; see `as_written`."""
    scheduled = [entry for entry in line if entry.issued_at > moment]
    if scheduled and later is None:
        raise ScheduledLater(story, scheduled)
    _moment_is_free(story, line, moment)
    before = timeline.holding(line, moment)
    if before is None:
        change, note = Change.FIRST, ""
    elif change in (None, Change.FIRST):
        change = Change.MINOR
    if change not in READABLE:
        raise VerbRefused(f"“{change}” is not a way of publishing.")
    if before is not None and before.is_tombstone and change != Change.UPDATE:
        raise OverTombstone(story, before)
    if scheduled:
        cancel_later(story, moment)
    edition = publication.add_edition(
        story, draft, change=change, issued_at=moment, note=note, by=by
    )
    if later == "remake":
        for entry in scheduled:
            kept = Change(entry.change) if entry.change != Change.FIRST else Change.MINOR
            publication.add_edition(
                story, draft, change=kept, issued_at=entry.issued_at, note=entry.note, by=by
            )
    timeline.retime(story)
    if ends_review:
        # What is changed after this begins as a draft again.
        Story.objects.filter(pk=story.pk).update(
            stage=Stage.DRAFT, approved_by=None, approved_version=None
        )
    done = {Change.UPDATE: "update", Change.CORRECTION: "correct"}.get(change, "publish")
    log("schedule" if moment > timezone.now() else done, by, story, edition, note)
    return edition


def as_written(editions: Sequence[Edition]) -> list[Edition]:
    """With the times that the line gave them: read once nobody waits for the lock any more."""
    for edition in editions:
        edition.refresh_from_db()
    return list(editions)


def _says_the_same(
    story: Story,
    draft: publication.Draft,
    line: Sequence[Edition],
    moment: datetime,
    later: Later | None,
) -> bool:
    """Would publishing leave readers, now and later, with what they have?"""
    live = timeline.holding(line, moment)
    if live is None or not live.is_readable or story.changed_at > live.created_at:
        return False
    scheduled = [entry for entry in line if entry.issued_at > moment]
    if scheduled and later != "remake":
        return False
    return all(entry.record == draft.record for entry in (live, *scheduled))


def _still_scheduled(entry: Edition) -> Edition:
    entry = Edition.objects.get(pk=entry.pk)
    if entry.cancelled_at is not None or entry.issued_at <= timezone.now():
        raise VerbRefused(f"“{entry.title}” is not scheduled any more.")
    return entry


def _moment(at: datetime | None) -> datetime:
    now = timezone.now()
    if at is None:
        return now
    if timezone.is_naive(at):
        raise VerbRefused("A time needs its time zone.")
    if at <= now:
        raise VerbRefused("That time has passed. Publish now, or choose one to come.")
    return at


def _archived_moment(at: datetime | None, stories: Sequence[Story]) -> datetime:
    if at is None or timezone.is_naive(at):
        raise VerbRefused("A piece from an archive needs the time it first appeared.")
    if Edition.objects.filter(story__in=[story.pk for story in stories]).exists():
        raise VerbRefused(
            "It was published here already; its history cannot be given another start."
        )
    return at


def _moment_is_free(
    story: Story, line: Sequence[Edition], moment: datetime, moved: Edition | None = None
) -> None:
    if any(entry.issued_at == moment and entry != moved for entry in line):
        raise VerbRefused(f"Something of “{story}” happens at exactly that time already.")


def respect_embargo(story: Story, moment: datetime) -> None:
    if story.embargo_until is not None and moment < story.embargo_until:
        raise VerbRefused(
            f"“{story}” is under embargo until {story.embargo_until:%d %B %Y %H:%M %Z}."
        )
