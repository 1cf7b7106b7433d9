"""What stands beside a piece: its related pieces, its translations, and more on the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone

from newsroom.languages import LANGUAGES, Language
from newsroom.models import Edition, Story
from newsroom.records import Record
from portal.pieces import COLUMNS, Piece, Pieces, in_union
from portal.prepared import Prepared

MORE_ON_THIS = 3
# However much a topic has: reading an edition's dates means reading past its whole record.
LATEST_OF_TOPICS = 32


@dataclass(slots=True)
class Related:
    """A piece tied to this one by an editor; `label` is what leads on to it."""

    label: str
    piece: Piece


@dataclass(slots=True)
class Translated:
    language: Language
    piece: Piece


@dataclass(slots=True)
class Beside:
    related: list[Related] = field(default_factory=list)
    translations: list[Translated] = field(default_factory=list)
    more: list[Piece] = field(default_factory=list)


def _build(
    *,
    moment: datetime,
    story: int,
    original: int,
    stories: list[int],
    topics: list[int],
    section: int,
    language: str,
) -> Pieces:
    live = Edition.objects.at(moment)
    translated = Story.objects.filter(Q(pk=original) | Q(translation_of=original)).values("pk")
    others = live.exclude(story=story).exclude(story__in=stories)
    same = others.filter(language=language).order_by("-published_at", "-pk")
    about = Edition.topics.through.objects.filter(topic__in=topics)
    # Lower() hides the column from the index of a language's pieces, which SQLite would otherwise
    # read from end to end instead of the few pieces of the topics.
    near = others.alias(tongue=Lower("language")).filter(tongue=language)
    of_topics = (
        # Tied in the order of publishing. By their editions' ids, each tie would be read for its own.
        near.filter(pk__in=about.order_by("-pk").values("edition")[:LATEST_OF_TOPICS])
        .order_by("-published_at", "-pk")
        .values("pk")[:MORE_ON_THIS]
    )
    of_section = same.filter(section=section).values("pk")[:MORE_ON_THIS]
    # A union is asked once; SQLite asks each side of an OR twice.
    chosen = (
        live.filter(Q(story__in=stories) | Q(story__in=translated))
        .exclude(story=story)
        .order_by()
        .values("pk")
        .union(in_union(of_topics), in_union(of_section), all=True)
    )
    return (
        Edition.objects.filter(pk__in=chosen)
        .annotate(
            original=F("story__translation_of"),
            on_this=Exists(about.filter(edition=OuterRef("pk"))),
        )
        .order_by("-on_this", "-published_at", "-pk")
        .values_list("original", *COLUMNS)
    )


_BESIDE = Prepared(
    _build,
    moment=datetime,
    story=int,
    original=int,
    stories=list,
    topics=list,
    section=int,
    language=str,
)


def beside(record: Record, story: int | None) -> Beside:
    """One query, by the record's ids alone: a preview's edition has no row."""
    labels = {tie["story"]: tie["label"] for tie in record["related"]}
    original = record["translation_of"] or story or 0
    rows = _BESIDE.rows(
        moment=timezone.now(),
        story=story or 0,
        original=original,
        stories=labels,
        topics=record["topics"],
        section=record["section"] or 0,
        language=record["language"],
    )
    found = Beside()
    related: dict[int, Piece] = {}
    for its_original, *columns in rows:
        piece = Piece(*columns)
        if piece.story_id in labels:
            related[piece.story_id] = piece
        elif piece.language != record["language"]:
            if original and original in {piece.story_id, its_original}:
                found.translations.append(Translated(LANGUAGES[piece.language], piece))
        elif len(found.more) < MORE_ON_THIS:
            found.more.append(piece)
    found.related = [Related(labels[pk], related[pk]) for pk in labels if pk in related]
    found.translations.sort(key=lambda each: list(LANGUAGES).index(each.language.code))
    return found
