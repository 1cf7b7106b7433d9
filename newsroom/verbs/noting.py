"""Publishing today's notes with the text that readers have: nothing unfinished goes out with them."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from newsroom import publication, timeline, version
from newsroom.models import Change, Edition, Story, User
from newsroom.permissions import Action, require
from newsroom.verbs.publishing import as_written, respect_embargo
from newsroom.verbs.refusals import NothingNew, NotPublishable, StaleVersion, VerbRefused
from newsroom.verbs.transaction import cancel_later, changed_at, lock, log, one_transaction


@dataclass(slots=True)
class _Annotated:
    story: Story
    changed_at: datetime
    base: Edition
    draft: publication.Draft
    scheduled: list[tuple[Edition, publication.Draft]]
    unfinished: bool  # the working copy says more than any of these


def publish_notes(*stories: Story, by: User) -> list[Edition]:
    """Give the live text of each of `stories` its notes of today, all or none, as a small fix.

    What is scheduled is made again at its time, from its own text with the same notes. A story
    whose readers have these notes already gets no edition; NothingNew is raised if that goes for
    all of them.

    Raises PermissionDenied; NotPublishable if a note that readers have would lose its words;
    StaleVersion if another edition went out meanwhile, or text or notes were changed;
    VerbRefused for a story that is not live, or under an embargo.
    """
    prepared = [each for each in (_prepare(story, by) for story in stories) if each is not None]
    if not prepared:
        raise NothingNew(stories[0])
    with one_transaction([each.story for each in prepared]):
        now = timezone.now()
        editions = []
        for each in prepared:
            row = lock(each.story, unchanged_since=each.changed_at)
            require(by, Action.PUBLISH, row)
            respect_embargo(row, now)
            line = timeline.line_of(row)
            live = timeline.holding(line, now)
            standing = {entry.pk for entry in line if entry.issued_at > now}
            is_base = live is not None and live.number == each.base.number
            if not is_base or standing != {entry.pk for entry, _ in each.scheduled}:
                raise StaleVersion(row)
            cancel_later(row, now)
            edition = publication.add_edition(
                row, each.draft, change=Change.MINOR, issued_at=now, note="", by=by
            )
            for entry, draft in each.scheduled:
                publication.add_edition(
                    row, draft, change=Change(entry.change), issued_at=entry.issued_at,
                    note=entry.note, by=by,
                )  # fmt: skip
            timeline.retime(row)
            if each.unfinished:
                publication.still_changed(row)
            log("publish notes", by, row, edition, "")
            editions.append(edition)
        version.bump()
    return as_written(editions)


def _prepare(story: Story, by: User) -> _Annotated | None:
    """The slow part, outside any transaction; None where readers have these notes already."""
    concrete = story.concrete
    require(by, Action.PUBLISH, concrete)
    since = changed_at(concrete)
    now = timezone.now()
    base = timeline.entry_at(concrete, now)
    if base is None or not base.is_readable:
        raise VerbRefused(f"“{story}” is not live. Its notes go out with it.")
    draft = _draft(concrete, base)
    for each in draft.record.get("corrected", []):
        each["carried"] = True  # this edition corrects nothing itself
    scheduled = [
        (entry, _draft(concrete, entry))
        for entry in Edition.objects.later_than(now).filter(story=concrete).order_by("issued_at")
    ]
    if all(
        entry.record["notes"] == made.record["notes"] for entry, made in [(base, draft), *scheduled]
    ):
        return None
    newest = scheduled[-1][1] if scheduled else draft
    unfinished = publication.says_more(concrete, newest.record)
    return _Annotated(concrete, since, base, draft, scheduled, unfinished)


def _draft(story: Story, base: Edition) -> publication.Draft:
    record = story.freeze(base=base)
    if "corrected" in base.record:
        record["corrected"] = copy.deepcopy(base.record["corrected"])
    found = story.unplaced(record, base)
    if found:
        raise NotPublishable(story, found)
    return publication.publishable(story, record)
