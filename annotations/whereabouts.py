"""Where a story's notes stand in its text as it is today, and how many of them are well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from annotations import placing
from annotations.grounds import ground
from annotations.models import OPEN_CHECK, Annotation, NotedText
from newsroom.models import Story
from newsroom.note_counts import NoteCounts
from prose.html import Rendered

Placement = Annotation.Placement


@dataclass(frozen=True, slots=True)
class Place:
    """`start` and `end` are code points of the part's plain text (`Rendered.text`)."""

    part: str
    start: int
    end: int


def places(
    story: Story, notes: Sequence[Annotation], parts: Mapping[str, Rendered]
) -> dict[int, Place]:
    """Where each of `notes` stands in `parts`, by its id; one that lost its words is left out."""
    noted = NotedText.objects.filter(story=story.pk).first()
    if noted is None:
        return {}
    texts = {part: ground(rendered) for part, rendered in parts.items()}
    # The renderer may make other words of the same source than it did at the last save.
    laid = placing.lay(noted, {part: text.text for part, text in texts.items()})
    found = {}
    for note in notes:
        if note.placement == Placement.ORPHANED:
            continue
        at = placing.selector_of(note)
        if laid.carrying is not None:
            anchored = laid.carrying.anchor(at)
            if anchored.placement == "orphaned":
                continue
            at = anchored.selector
        if at.part in texts:
            found[note.pk] = Place(at.part, *texts[at.part].place(at.start, at.end))
    return found


def counts(story: Story) -> NoteCounts:
    """Of the notes made by hand, threads that were settled left out."""
    rows = Annotation.objects.filter(story=story.pk, resolved_at__isnull=True).by_hand()
    checks = Q(kind=Annotation.Kind.CHECK)
    found = rows.aggregate(
        placed=Count("pk", filter=Q(placement=Placement.PLACED)),
        moved=Count("pk", filter=Q(placement=Placement.MOVED)),
        lost=Count("pk", filter=Q(placement=Placement.ORPHANED)),
        claims=Count("pk", filter=checks),
        open_claims=Count("pk", filter=OPEN_CHECK),
    )
    return NoteCounts(**found)
