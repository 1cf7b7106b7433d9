"""Where a word of the glossary is explained."""

from __future__ import annotations

from annotations.models import Annotation, Term
from newsroom.models import Edition, EditionNote, EditionQuerySet


def live_with(term: Term) -> EditionQuerySet:
    """The live editions whose readers find `term` explained in them, the newest first."""
    notes = Annotation.objects.filter(term=term.pk).by_hand()
    keys = [note.key for note in notes.only("uuid")]
    carrying = EditionNote.objects.filter(key__in=keys).values("edition")
    return Edition.objects.live().filter(pk__in=carrying).order_by("-published_at", "pk")
