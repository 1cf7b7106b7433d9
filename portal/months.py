"""The months in which something was published, found without reading every piece."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone

from newsroom.models import Edition
from portal.prepared import Prepared


def begins(year: int, month: int) -> datetime:
    """The first moment of a month, in the site's time zone; month 13 is the next January."""
    return timezone.make_aware(datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1))


def _bounds(*, moment: datetime, language: str, kind: str) -> QuerySet[Edition, tuple[Any, ...]]:
    editions = Edition.objects.at(moment).filter(language=language, kind=kind)
    oldest = editions.order_by("published_at").values("published_at")[:1]
    return (
        editions.order_by("-published_at")
        .annotate(oldest=oldest)
        .values_list("published_at", "oldest")[:1]
    )


def _months(**given: Any) -> QuerySet[Edition, tuple[Any, ...]]:
    """The numbers of the months of a year; `b1` to `b13` are where they begin."""
    editions = Edition.objects.at(given["moment"]).filter(
        language=given["language"],
        kind=given["kind"],
        published_at__gte=given["b1"],
        published_at__lt=given["b13"],
    )
    number = Case(
        *(
            When(published_at__lt=given[f"b{month + 1}"], then=Value(month))
            for month in range(1, 13)
        ),
        output_field=IntegerField(),
    )
    return editions.order_by().annotate(month=number).values_list("month").distinct()


_BEGINNINGS = [f"b{month}" for month in range(1, 14)]
_BOUNDS = Prepared(_bounds, moment=datetime, language=str, kind=str)
_MONTHS = Prepared(
    _months, moment=datetime, language=str, kind=str, **dict.fromkeys(_BEGINNINGS, datetime)
)


@dataclass(slots=True)
class Calendar:
    """The years with pieces, newest first, and the months of one of them."""

    newest: datetime
    years: list[int]

    @classmethod
    def of(cls, language: str, kind: str) -> Calendar | None:
        for newest, oldest in _BOUNDS.rows(moment=timezone.now(), language=language, kind=kind):
            newest, oldest = timezone.localtime(newest), timezone.localtime(oldest)
            return cls(newest, list(range(newest.year, oldest.year - 1, -1)))
        return None


def months_of(year: int, language: str, kind: str) -> list[datetime]:
    """The months of `year` with pieces of a kind, newest first."""
    moments = {f"b{month}": begins(year, month) for month in range(1, 14)}
    rows = _MONTHS.rows(moment=timezone.now(), language=language, kind=kind, **moments)
    return [begins(year, number) for number in sorted((row[0] for row in rows), reverse=True)]
