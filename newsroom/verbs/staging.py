"""Verbs between colleagues: a draft is sent for review, sent back, approved."""

from __future__ import annotations

from newsroom import approval
from newsroom.models import HouseRules, Stage, Story, User
from newsroom.permissions import Action, require
from newsroom.verbs.refusals import VerbRefused
from newsroom.verbs.transaction import lock, log, one_transaction


def submit(story: Story, *, by: User, note: str = "") -> None:
    """Send `story` for review. Nothing happens if it is there already.

    Raises PermissionDenied.
    """
    with one_transaction([story]):
        row = lock(story)
        require(by, Action.SUBMIT, row)
        if row.stage != Stage.IN_REVIEW:
            _set_stage(row, Stage.IN_REVIEW)
            log("submit", by, row, None, note)


def send_back(story: Story, *, by: User, note: str) -> None:
    """Return `story` to its writer. Raises PermissionDenied; VerbRefused without a reason, or if
    it is a draft already."""
    with one_transaction([story]):
        row = lock(story)
        require(by, Action.APPROVE, row)
        if not note.strip():
            raise VerbRefused("Say what is still to do.")
        if row.stage == Stage.DRAFT:
            raise VerbRefused(f"“{row}” is a draft already.")
        _set_stage(row, Stage.DRAFT)
        log("return", by, row, None, note.strip())


def approve(story: Story, *, by: User, seen: int | None = None, note: str = "") -> None:
    """Say that `story` is ready as it is now; with `seen`, only if that is still its version.

    Raises PermissionDenied; VerbRefused if somebody saved it since, or if the house wants a second
    person and `by` wrote this wording.
    """
    with one_transaction([story]):
        row = lock(story)
        require(by, Action.APPROVE, row)
        if seen is not None and seen != row.version:
            raise VerbRefused(f"Somebody saved “{row}” in the meantime. Look at it again first.")
        if HouseRules.now().second_person and approval.last_writer(row) == by.pk:
            raise VerbRefused("You wrote this wording last. Somebody else has to approve it.")
        row.approved_by, row.approved_version = by, row.version
        _set_stage(row, Stage.READY)
        log("approve", by, row, None, note)


def _set_stage(row: Story, stage: Stage) -> None:
    row.stage = stage
    if stage != Stage.READY:
        row.approved_by = row.approved_version = None
    row.save(update_fields=["stage", "approved_by", "approved_version"])
