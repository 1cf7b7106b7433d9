"""Verbs that take a story from its readers."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone

from newsroom import blanking, publication, search, timeline, uploads, version
from newsroom.blanking import Blanked
from newsroom.models import Change, Edition, Story, User
from newsroom.permissions import Action, require
from newsroom.verbs.refusals import VerbRefused
from newsroom.verbs.transaction import cancel_later, lock, log, one_transaction


def withdraw(story: Story, *, by: User, note: str = "") -> Edition:
    """Take `story` off the site now, and cancel whatever of it is scheduled.

    Its address answers 410 from now on; `note` is for colleagues. Raises PermissionDenied;
    VerbRefused if nothing of it is live (cancel what is scheduled instead).
    """
    with one_transaction([story]):
        story = lock(story)
        require(by, Action.WITHDRAW, story)
        live = timeline.entry_at(story, timezone.now())
        if live is None or not live.is_readable:
            raise VerbRefused(f"“{story}” is not live, so there is nothing to withdraw.")
        return _end(story, live, Change.WITHDRAWN, note, by)


def retract(story: Story, *, by: User, note: str) -> Edition:
    """Take the text of `story` away for good, and say so at its address with the reason.

    What is scheduled of it is cancelled; the record stays. Raises PermissionDenied; VerbRefused
    without a `note`, and if readers never had it or have its tombstone already.
    """
    with one_transaction([story]):
        story = lock(story)
        require(by, Action.RETRACT, story)
        if not note.strip():
            raise VerbRefused("Say why it is retracted; readers see it at its address.")
        return _end(story, _last_read(story), Change.RETRACTED, note.strip(), by)


def take_down(story: Story, *, by: User, note: str = "") -> list[Blanked]:
    """Blank the words of `story` wherever they are kept; its address says that it was taken down.

    Nothing brings them back. `note` is for readers. Returns what held words. Raises
    PermissionDenied; VerbRefused if readers never had it: a draft is deleted instead.
    """
    with one_transaction([story]):
        story = lock(story)
        require(by, Action.TAKE_DOWN, story)
        last = _last_read(story, again=True)
        if last.change != Change.TAKEN_DOWN:
            _end(story, last, Change.TAKEN_DOWN, note.strip(), by)
        pictures = blanking.pictures_of(story)
        blanked = blanking.blank_words_of(story.concrete)
        search.forget()
        left = blanking.unused(pictures)
        if left:
            blanked.append(Blanked("picture" if len(left) == 1 else "pictures", len(left)))
            blanking.mark_as_going(left)
            # A file cannot be brought back: only once the rest is sure. `make run` finishes what
            # a process that died here left.
            transaction.on_commit(partial(uploads.drop, left))
        timeline.retime(story)
        version.bump()
    return blanked


def seal(edition: Edition, *, by: User, note: str) -> None:
    """Let readers read an earlier wording no more; its address says why.

    Raises PermissionDenied; VerbRefused without a `note`, or if they read it today.
    """
    with one_transaction([edition.story]):
        story = lock(edition.story)
        require(by, Action.RETRACT, story)
        if not note.strip():
            raise VerbRefused("Say why it is sealed; readers see it at its address.")
        edition = _past(edition)
        edition.sealed_at, edition.sealed_note = timezone.now(), note.strip()[:300]
        _reseal(story, edition, "seal", by)


def unseal(edition: Edition, *, by: User) -> None:
    """Let readers read an earlier wording again, as far as the house rules do."""
    with one_transaction([edition.story]):
        story = lock(edition.story)
        require(by, Action.RETRACT, story)
        edition = _past(edition)
        edition.sealed_at, edition.sealed_note = None, ""
        _reseal(story, edition, "unseal", by)


def _end(story: Story, last: Edition, change: Change, note: str, by: User) -> Edition:
    """An entry after which there is nothing to read; `last` gives its record and path."""
    now = timezone.now()
    cancel_later(story, now)
    entry = publication.add_entry(
        story, record=last.record, change=change, issued_at=now, note=note, by=by
    )
    timeline.retime(story)
    verb = {Change.WITHDRAWN: "withdraw", Change.RETRACTED: "retract"}.get(change, "take down")
    log(verb, by, story, entry, note)
    version.bump()
    entry.refresh_from_db()
    return entry


def _last_read(story: Story, *, again: bool = False) -> Edition:
    """The entry that holds now, of a story that readers have or had."""
    now = timezone.now()
    entry = timeline.entry_at(story, now)
    if entry is None or not timeline.was_ever_readable(story, now):
        raise VerbRefused(f"“{story}” was never live. Delete the draft instead.")
    if entry.is_tombstone and not again:
        raise VerbRefused(f"“{story}” has a tombstone already.")
    return entry


def _past(edition: Edition) -> Edition:
    edition = Edition.objects.defer("record").get(pk=edition.pk)
    if (
        not edition.is_readable
        or edition.cancelled_at is not None
        or edition.ended_at is None
        or edition.ended_at > timezone.now()
    ):
        raise VerbRefused("Only a wording that readers had, and have no more, can be sealed.")
    return edition


def _reseal(story: Story, edition: Edition, verb: str, by: User) -> None:
    edition.save(update_fields=["sealed_at", "sealed_note"])
    timeline.retime(story)
    log(verb, by, story, edition, edition.sealed_note)
    version.bump()
