"""Live pieces as lists show them, in the few orders that pages ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.db.models import Func, JSONField, Q, QuerySet
from django.utils import timezone

from newsroom.models import Edition, EditionBody, Kind
from portal.prepared import Prepared

COLUMNS = (
    "path", "kind", "language", "title", "published_at", "story_id", "section_id", "body__card",
)  # fmt: skip
WHOLE = (
    "pk", "story_id", "number", "change", "kind", "language", "path", "title", "facts", "note",
    "issued_at", "ended_at", "published_at", "updated_at", "section_id", "notices",
)  # fmt: skip
BODY = ("body__html", "body__contents", "body__card", "body__json_ld", "body__words")
NEWEST = 60
LIST_LENGTH = 20


class Facts(Func):
    """A record without its words: the page has them in its body, and reading those of a long
    interview from JSON took longer than all the rest of its page."""

    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "JSON_REMOVE(%(expressions)s, '$.texts', '$.turns')"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "(%(expressions)s - 'texts' - 'turns')"
        return self.as_sql(compiler, connection, template=template, **extra)


Pieces: TypeAlias = QuerySet[Edition, tuple[Any, ...]]


@dataclass(slots=True)
class Piece:
    """A line of a list. `card` is what the edition's body keeps for it."""

    path: str
    kind: str
    language: str
    title: str
    published_at: datetime
    story_id: int
    section_id: int | None
    card: dict[str, Any]


def in_union(limited: QuerySet[Edition, Any]) -> QuerySet[Edition, Any]:
    """SQLite takes no limited query as a part of a union, but one that is limited further in."""
    return Edition.objects.filter(pk__in=limited).order_by().values("pk")


def newest_first(editions: QuerySet[Edition]) -> Pieces:
    return editions.order_by("-published_at", "-pk").values_list(*COLUMNS)


def _newest(*, moment: datetime, language: str) -> Pieces:
    """Kind by kind, as the index has them: over both it would read every edition there is."""
    live = Edition.objects.at(moment).filter(language=language).order_by("-published_at")
    first, *others = (in_union(live.filter(kind=kind).values("pk")[:NEWEST]) for kind in Kind)
    return newest_first(Edition.objects.filter(pk__in=first.union(*others, all=True)))[:NEWEST]


def _of_month(
    *, moment: datetime, language: str, kind: str, begins: datetime, ends: datetime
) -> Pieces:
    editions = Edition.objects.at(moment).filter(language=language, kind=kind)
    return newest_first(editions.filter(published_at__gte=begins, published_at__lt=ends))


def _of_section(*, moment: datetime, language: str, section: int, page: int) -> Pieces:
    return _page(Edition.objects.at(moment).filter(language=language, section=section), page)


def _of_topic(*, moment: datetime, language: str, topic: int, page: int) -> Pieces:
    return _page(Edition.objects.at(moment).filter(language=language, topics=topic), page)


def _of_person(*, moment: datetime, person: int, page: int) -> Pieces:
    """Whoever was merged into a person counts as that person, and nobody twice."""
    theirs = Edition.people.through.objects.filter(
        Q(person=person)
        | Q(person__merged_into=person)
        | Q(person__merged_into__merged_into=person)
    ).values("edition")
    return _page(Edition.objects.at(moment).filter(pk__in=theirs), page)


def _page(editions: QuerySet[Edition], page: int) -> Pieces:
    """A page, and one piece more: it tells whether another page follows."""
    start = (page - 1) * LIST_LENGTH
    return newest_first(editions)[start : start + LIST_LENGTH + 1]


def _whole(*, moment: datetime, path: str) -> Pieces:
    live = Edition.objects.at(moment).filter(path=path)
    return live.annotate(facts=Facts("record")).values_list(*WHOLE, *BODY)


_WHOLE = Prepared(_whole, moment=datetime, path=str)
_QUERIES = {
    "newest": Prepared(_newest, moment=datetime, language=str),
    "month": Prepared(
        _of_month, moment=datetime, language=str, kind=str, begins=datetime, ends=datetime
    ),
    "section": Prepared(_of_section, moment=datetime, language=str, section=int),
    "topic": Prepared(_of_topic, moment=datetime, language=str, topic=int),
    "person": Prepared(_of_person, moment=datetime, person=int),
}


def pieces(which: str, **given: Any) -> list[Piece]:
    """The live pieces of a list: newest, month, section, topic or person."""
    return [Piece(*row) for row in _QUERIES[which].rows(**given)]


def piece_at(path: str) -> Edition | None:
    """The live edition at an address, with its body; its record has no texts and turns."""
    for row in _WHOLE.rows(moment=timezone.now(), path=path):
        fields = dict(zip(WHOLE, row, strict=False))
        edition = Edition(record=fields.pop("facts"), **fields)
        body = dict(zip((name[6:] for name in BODY), row[len(WHOLE) :], strict=True))
        edition.body = EditionBody(edition=edition, **body)
        return edition
    return None
