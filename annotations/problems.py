"""What of a story's notes stands in the way of publishing it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from annotations.choosing import shortened
from annotations.models import Annotation, Source
from newsroom.models import Edition, HouseRules, Story
from newsroom.problems import Problem
from newsroom.records import Record

NOTES = "notes"


def problems(story: Story) -> list[Problem]:
    """Public notes whose words moved or are lost, and, if the house says so, open checks; and, as
    warnings, its dead sources."""
    if not story.pk:
        return []
    notes = Annotation.objects.filter(story=story.pk).stopping()
    strict = any(note.is_open_check for note in notes) and HouseRules.now().open_checks
    found = []
    for note in notes:
        if note.is_open_check:
            if strict:
                found.append(_open(note))
        elif not note.hold:
            found.append(_asking(note))
    return found + [_dead(source) for source in dead_sources(story)]


def dead_sources(story: Story) -> QuerySet[Source]:
    """Those that a story's readers would be told are dead."""
    notes = Annotation.objects.filter(story=story.pk, hold=False).exclude(kind="comment")
    return Source.objects.filter(
        Q(annotations__in=notes) | Q(evidence_for__in=notes), outcome=Source.Outcome.DEAD
    ).distinct()


def _dead(source: Source) -> Problem:
    remedy = (
        "Readers are told, and offered the archived copy."
        if source.archived_url
        else "Look for an archived copy and keep its address with the source, or cite another."
    )
    return Problem(
        "warning", NOTES, f"A source does not answer: “{shortened(str(source))}”.", remedy
    )


def _open(note: Annotation) -> Problem:
    claim = shortened(note.exact or note.made_on)
    return Problem("error", NOTES, f"A claim is not checked yet: “{claim}”.", "Give its verdict.")


def _asking(note: Annotation) -> Problem:
    kind = note.get_kind_display().lower()
    if note.placement == Annotation.Placement.MOVED:
        return Problem(
            "error",
            NOTES,
            f"The words under a note ({kind}) changed from “{shortened(note.made_on)}” to "
            f"“{shortened(note.exact)}”.",
            "Keep it here, re-attach it to other words, or hold it.",
        )
    return Problem(
        "error",
        NOTES,
        f"A note ({kind}) lost its words “{shortened(note.made_on)}”.",
        "Re-attach it to other words, or hold it.",
    )


def unplaced(story: Story, record: Record, base: Edition | None = None) -> list[Problem]:
    """Notes for readers that `record` has no place for; with `base`, of those that it has."""
    kept = {note["uuid"] for note in record["notes"]}
    notes = Annotation.objects.filter(story=story.pk).for_readers()
    if base is not None:
        read = {note["uuid"] for note in base.record["notes"]}
        notes = notes.filter(uuid__in=read - kept)
    return [
        Problem(
            "error",
            NOTES,
            f"A note ({note.get_kind_display().lower()}) would lose its words "
            f"“{shortened(note.made_on)}”.",
            "Leave these words as they are, or hold the note first."
            if base is not None
            else "Open the notes and look at it: keep it, re-attach it, or hold it.",
        )
        for note in notes
        if str(note.uuid) not in kept
    ]
