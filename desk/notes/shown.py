"""A note as the desk shows it: on the page of its story, and on its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils.safestring import SafeString

from annotations.anchoring import suggest
from annotations.choosing import shortened
from annotations.grounds import ground
from annotations.models import Annotation, AnnotationQuerySet, Source
from annotations.placing import selector_of
from annotations.whereabouts import Place
from desk.notes.choice import units
from newsroom.models import Story
from prose.comparing import Run, word_runs
from prose.html import Rendered, render
from prose.marks import Unmarked

Placement = Annotation.Placement
MOST_SUGGESTED = 100


@dataclass(frozen=True, slots=True)
class Suggested:
    """Words that a lost note may have meant, as a browser would send them."""

    part: str
    start: int
    end: int
    words: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class NoteView:
    """What a template asks for more than once is made once: a piece can have thousands of notes."""

    note: Annotation
    language: str
    suggested: Suggested | None = None

    @cached_property
    def url(self) -> str:
        return reverse("admin:desk_note", args=[self.note.pk])

    @cached_property
    def words(self) -> str:
        return self.note.exact or self.note.made_on

    @cached_property
    def named(self) -> str:
        """Its words, as it is called where there are several."""
        return shortened(self.words)

    @property
    def is_moved(self) -> bool:
        return self.note.placement == Placement.MOVED

    @property
    def is_lost(self) -> bool:
        return self.note.placement == Placement.ORPHANED

    @property
    def is_comment(self) -> bool:
        return self.note.kind == Annotation.Kind.COMMENT

    @property
    def runs(self) -> tuple[Run, ...]:
        """From the words it was made on to those that stand there now."""
        return word_runs(self.note.made_on, self.note.exact)

    @property
    def kind(self) -> str:
        """The first word of a note says its kind."""
        if self.note.kind != Annotation.Kind.CHECK:
            return str(self.note.get_kind_display())
        return f"Check: {self.note.verdict}" if self.note.verdict else "Check, still open"

    @property
    def said(self) -> SafeString:
        definition = self.note.term.definition if self.note.term else ""
        source = "\n\n".join(filter(None, (definition, self.note.body)))
        return render(source, prefix=f"said-{self.note.key}-", language=self.language).html

    @cached_property
    def sources(self) -> list[Source]:
        cited = [self.note.source] if self.note.source else []
        return [*cited, *self.note.evidence.all()]

    @cached_property
    def replies(self) -> list[Reply]:
        return [
            Reply(each.author_name, each.created_at, render(each.body).html)
            for each in self.note.replies.all()
        ]


@dataclass(frozen=True, slots=True)
class Reply:
    by: str
    at: datetime
    said: SafeString


def notes_of(story: Story) -> AnnotationQuerySet:
    """Those made by hand, with all that is shown of them, less what was taken down."""
    rows = Annotation.objects.filter(story=story.pk).by_hand()
    return rows.select_related("source", "term", "verdict").prefetch_related("evidence", "replies")


def in_order(
    notes: Sequence[Annotation], places: Mapping[int, Place], parts: Mapping[str, Rendered]
) -> list[Annotation]:
    """As they stand in the text; those that stand nowhere come first."""
    order = {part: number for number, part in enumerate(parts)}
    nowhere = (-1, 0, 0, 0)

    def at(note: Annotation) -> tuple[int, int, int, int]:
        place = places.get(note.pk)
        return (order[place.part], place.start, place.end, note.pk) if place else nowhere

    return sorted(notes, key=at)


def suggestions(notes: Iterable[Annotation], parts: Mapping[str, Rendered]) -> dict[int, Suggested]:
    """Where the words of lost notes may be now, by their ids, for a person to say yes or no to.

    Of the first MOST_SUGGESTED only: each is looked for in all of the text, and when half a text is
    taken out, thousands are lost at once.
    """
    lost = [note for note in notes if note.placement == Placement.ORPHANED][:MOST_SUGGESTED]
    if not lost:
        return {}
    texts = {part: ground(rendered) for part, rendered in parts.items()}
    found = ((note, _suggestion(note, texts)) for note in lost)
    return {note.pk: each for note, each in found if each is not None}


def _suggestion(note: Annotation, texts: Mapping[str, Unmarked]) -> Suggested | None:
    found = suggest({part: text.text for part, text in texts.items()}, selector_of(note))
    if found is None:
        return None
    whole = texts[found.part].whole
    start, end = texts[found.part].place(found.start, found.end)
    words = whole[start:end]
    return Suggested(
        part=found.part,
        start=units(whole, start),
        end=units(whole, end),
        words=words,
        runs=word_runs(note.made_on, words),
    )
