"""Correcting the live text while a rewrite is in progress: the draft stays private."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence

from django.utils import timezone

from newsroom import corrections, publication, timeline, version
from newsroom.corrections import Corrected
from newsroom.models import Change, Edition, HouseRules, Story, User
from newsroom.permissions import Action, require
from newsroom.problems import blocking_words
from newsroom.verbs.publishing import Later, as_written, check_change, issue, respect_embargo
from newsroom.verbs.refusals import NotPublishable, StaleVersion, VerbRefused
from newsroom.verbs.transaction import changed_at, lock, one_transaction


def amend(
    story: Story,
    words: Mapping[str, str],
    *,
    by: User,
    seen: int,
    change: Change,
    note: str = "",
    corrected: Sequence[Corrected] = (),
    later: Later | None = None,
) -> Edition:
    """Publish the live text with other `words` (title, standfirst, texts by part), now.

    `seen` is the number of the live edition they were written over. The working copy is not
    touched: `newsroom.carrying` brings the words into it.

    Raises PermissionDenied, NotPublishable, ScheduledLater, AddressTaken; StaleVersion if another edition is live;
    VerbRefused if nothing is, if no word differs, under an embargo, or where a second person must
    approve.
    """
    check_change(change, note, corrected)
    concrete = story.concrete
    require(by, Action.CORRECT, concrete)
    if HouseRules.now().second_person:
        raise VerbRefused("A second person must approve here: correct it in the draft.")
    since = changed_at(concrete)
    base = timeline.entry_at(concrete, timezone.now())
    if base is None or not base.is_readable:
        raise VerbRefused(f"“{story}” is not live, so there is no live text to correct.")
    draft = draft_of(concrete, base, words)
    if draft.record["texts"] == base.record["texts"] and all(
        draft.record[name] == base.record[name] for name in ("title", "standfirst")
    ):
        raise VerbRefused("No word differs from what readers have.")
    found = blocking_words(_worded(concrete, draft))
    found += concrete.unplaced(draft.record, base)
    if found:
        raise NotPublishable(story, found)
    told = corrections.to_record(corrected, base, draft.record, draft.body.texts)
    if told:
        draft.record["corrected"] = told
        draft.body = concrete.derive(draft.record)
    unfinished = publication.says_more(concrete, draft.record)
    with one_transaction([concrete]):
        row = lock(concrete, unchanged_since=since)
        require(by, Action.CORRECT, row)
        now = timezone.now()
        respect_embargo(row, now)
        line = timeline.line_of(row)
        live = timeline.holding(line, now)
        if live is None or live.number != seen or base.number != seen:
            raise StaleVersion(row)
        edition = issue(row, draft, line, now, change, note, later, by, ends_review=False)
        if unfinished:
            publication.still_changed(row)
        concrete.reserve(draft.record)
        version.bump()
    return as_written([edition])[0]


def draft_of(story: Story, base: Edition, words: Mapping[str, str]) -> publication.Draft:
    """What amending would write, before anything is marked as corrected."""
    return publication.publishable(story, story.freeze(base=base, words=words))


def _worded(story: Story, draft: publication.Draft) -> Story:
    """`story` with the words that would go out, to ask what is in their way. Never saved."""
    record, worded = draft.record, copy.copy(story)
    words = {"title": record["title"], "standfirst": record["standfirst"], **record["texts"]}
    for name, text in words.items():
        setattr(worded, name, text)
    return worded
