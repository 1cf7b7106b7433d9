"""What people said: passages of interviews that stand well alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Length
from django.utils import timezone

from newsroom.languages import name_for
from newsroom.models import Edition, Passage, Person
from portal.naming import speaker_for
from portal.pieces import LIST_LENGTH, in_union
from portal.prepared import Prepared

COLUMNS = (
    "person__name", "person__native_name", "text", "anchor", "speaker", "question", "language", "edition__path", "edition__title",
    "edition__published_at", "edition__story_id",
)  # fmt: skip
# Long enough to say something, short enough to be shown whole, in characters.
LENGTHS = {"zh": (30, 160)}
USUAL_LENGTH = (60, 360)
SHORTEST = 25
INTERVIEWS = 6
OF_PERSON = 4

Passages: TypeAlias = QuerySet[Passage, tuple[Any, ...]]


@dataclass(slots=True)
class Said:
    text: str
    anchor: str
    speaker: str
    question: str
    language: str
    path: str
    title: str
    published_at: datetime
    story_id: int


def _lately(*, moment: datetime, language: str, stories: list[int], length: Any) -> Passages:
    """One answer of each of the newest interviews, and of those of `stories`: its longest."""
    answers = (
        Passage.objects.filter(edition=OuterRef("pk"), person__isnull=False)
        # A number in brackets leads nowhere outside its piece.
        .exclude(Q(question="") | Q(text__contains="["))
        .annotate(length=Length("text"))
        .filter(length__range=length)
        .order_by("-length", "order")
    )
    interviews = Edition.objects.at(moment).filter(language=language, kind="interview")
    newest = interviews.order_by("-published_at", "-pk").values("pk")[:INTERVIEWS]
    tied = interviews.filter(story__in=stories).order_by().values("pk")
    # By a union: one OR of both reads every interview there is.
    chosen = Edition.objects.filter(pk__in=in_union(newest).union(tied, all=True)).order_by()
    best = chosen.annotate(best=Subquery(answers.values("pk")[:1])).values("best")
    return (
        Passage.objects.filter(pk__in=best)
        .order_by("-edition__published_at", "-edition_id")
        .values_list(*COLUMNS)
    )


def _by(*, moment: datetime, person: int, language: str) -> Passages:
    """What they said in a few words at least: answers come first, then what is in the readers'
    language. Where nobody asks, everything was said to no question.

    From their pieces to their words: the other way round, every live edition would be read.
    """
    return (
        _of(moment, person)
        .annotate(
            length=Length("text"),
            answers=Case(When(question="", then=0), default=1),
            read=Case(When(language=language, then=1), default=0),
        )
        .filter(length__gte=SHORTEST)
        .order_by("-answers", "-read", "-edition__published_at", "-edition_id", "order")
        .values_list(*COLUMNS)[:OF_PERSON]
    )


def _all_by(*, moment: datetime, person: int, page: int) -> Passages:
    start = (page - 1) * LIST_LENGTH
    return (
        _of(moment, person)
        .order_by("-edition__published_at", "-edition_id", "order")
        .values_list(*COLUMNS)[start : start + LIST_LENGTH + 1]
    )


def _of(moment: datetime, person: int) -> QuerySet[Passage]:
    """What a person says in live pieces, as it is read there and not in the original too. Whoever
    was merged into them counts as them."""
    themselves = Person.objects.filter(
        Q(pk=person) | Q(merged_into=person) | Q(merged_into__merged_into=person)
    ).values("pk")
    theirs = Edition.people.through.objects.filter(person__in=themselves).values("edition")
    live = Edition.objects.at(moment).filter(pk__in=theirs)
    return Passage.objects.filter(
        person__in=themselves, edition__in=live.order_by().values("pk"), part__startswith="turn:"
    )


def _tied(*, moment: datetime, path: str) -> QuerySet[Edition, tuple[Any, ...]]:
    return Edition.objects.at(moment).filter(path=path).values_list("record__related")


_LATELY = Prepared(_lately, moment=datetime, language=str, stories=list)
_BY = Prepared(_by, moment=datetime, person=int, language=str)
_ALL_BY = Prepared(_all_by, moment=datetime, person=int)
_TIED = Prepared(_tied, moment=datetime, path=str)


def lately(language: str, stories: Iterable[int] = ()) -> list[Said]:
    length = LENGTHS.get(language, USUAL_LENGTH)
    rows = _LATELY.rows(
        moment=timezone.now(), language=language, stories=list(stories), length=length
    )
    return _said(rows, language)


def by(person: int, language: str) -> list[Said]:
    rows = _BY.rows(moment=timezone.now(), person=person, language=language)
    return _said(rows, language)


def all_by(person: int, language: str, page: int) -> list[Said]:
    """A page of everything, and one more: it tells whether another page follows."""
    rows = _ALL_BY.rows(moment=timezone.now(), person=person, page=page)
    return _said(rows, language)


def _said(rows: Iterable[tuple[Any, ...]], language: str) -> list[Said]:
    """Each with its speaker as readers of `language` know them."""
    found = []
    for name, native_name, *row in rows:
        said = Said(*row)
        said.speaker = speaker_for(said.speaker, name_for(name, native_name, language), language)
        found.append(said)
    return found


def tied_to(path: str) -> list[int]:
    """Ids of the stories that the piece at `path` leads on to."""
    rows = _TIED.rows(moment=timezone.now(), path=path)
    return [tie["story"] for row in rows for tie in row[0] or []]
