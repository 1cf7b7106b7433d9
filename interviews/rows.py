"""Turns as rows: read as tuples, and written again as few as there are to write.

Written one by one, a turn put in at the top of 100,000 words would write all the others again, under
the lock. So those that only move, go or come back do so many in one statement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case, F, IntegerField, Value, When

from interviews.models.turns import Turn

if TYPE_CHECKING:
    from interviews.models import Interview

# The columns of a turn that follow the transcript.
READ_OFF = [
    "order", "kind", "label", "speaker", "starts_at", "text", "original", "original_language",
    "removed_at",
]  # fmt: skip
# So many are told in one statement; a text that was shuffled is written turn by turn.
MOST_RUNS = 40
# A statement takes only so many values.
AT_ONCE = 1_000


class Row(NamedTuple):
    """A turn as its row has it; one that is new has no `id`. No model: making a thousand of those
    takes longer than all else that a save does under its lock."""

    id: int | None
    key: str
    order: int
    kind: str
    label: str
    speaker_id: int | None
    starts_at: float | None
    text: str
    original: str
    original_language: str
    removed_at: datetime | None

    def says(self) -> tuple[object, ...]:
        return self[3:-1]


class Run(NamedTuple):
    """Turns from the place `first` to the place `last`, moved on `by` as many."""

    first: int
    last: int
    by: int


def of(interview: Interview) -> list[Row]:
    """In their order, those that went among those they stood between."""
    if not interview.pk:
        return []
    return [Row(*row) for row in interview.turns.order_by("order", "id").values_list(*Row._fields)]


def write(interview: int, before: Sequence[Row], after: Mapping[str, Row]) -> None:
    """Bring the rows that were there `before`, in their order, to what they are `after`, by key."""
    kept = [row for row in before if row.says() == after[row.key].says()]
    moved, alone = runs([(row.order, after[row.key].order) for row in kept])
    marked: defaultdict[datetime | None, list[int | None]] = defaultdict(list)
    for row in kept:
        if row.removed_at != after[row.key].removed_at:
            marked[after[row.key].removed_at].append(row.id)
    for removed_at, numbers in marked.items():
        for start in range(0, len(numbers), AT_ONCE):
            some = Turn.objects.filter(pk__in=numbers[start : start + AT_ONCE])
            some.update(removed_at=removed_at)
    move(interview, moved)
    as_they_are = {row.key for row in kept} - {kept[place].key for place in alone}
    changed = [after[row.key] for row in before if row.key not in as_they_are]
    # As an upsert: Django's bulk_update builds a CASE for each row and field, which for a hundred
    # turns takes longer than all the rest of a save.
    Turn.objects.bulk_create(
        [_turn(interview, row) for row in changed],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=READ_OFF,
    )
    Turn.objects.bulk_create(_turn(interview, row) for row in after.values() if row.id is None)


def _turn(interview: int, row: Row) -> Turn:
    return Turn(**row._asdict(), interview_id=interview)


def runs(moves: Sequence[tuple[int, int]]) -> tuple[list[Run], list[int]]:
    """The runs of `moves`, (place, new place) by place, and which of them have to be written by
    themselves: of two at one place the second, and all if there are too many runs."""
    found: list[Run] = []
    alone: list[int] = []
    for number, (place, new) in enumerate(moves):
        last = found[-1] if found else None
        if last is not None and last.by == new - place:
            found[-1] = last._replace(last=place)
        elif last is not None and last.last == place:
            alone.append(number)
        else:
            found.append(Run(place, place, new - place))
    found = [run for run in found if run.by]
    if len(found) > MOST_RUNS:
        return [], [number for number, (place, new) in enumerate(moves) if place != new]
    return found, alone


def move(interview: int, found: Sequence[Run]) -> None:
    """Move the turns in these runs, in one statement: one run's new places may be another's old."""
    if not found:
        return
    whens = [When(order__range=run[:2], then=F("order") + Value(run.by)) for run in found]
    everything = (min(run.first for run in found), max(run.last for run in found))
    turns = Turn.objects.filter(interview=interview, order__range=everything)
    turns.update(order=Case(*whens, default=F("order"), output_field=IntegerField()))
