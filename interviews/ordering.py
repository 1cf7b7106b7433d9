"""Turns that keep all but their place, because others came or went before them: moved as runs.

Written one by one, a turn put in at the top of 100,000 words would write all the others again, under
the lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Case, F, IntegerField, Value, When

from interviews.models.turns import Turn

# So many are told in one statement; a text that was shuffled is written turn by turn.
MOST_RUNS = 40


class Run(NamedTuple):
    """Turns from the place `first` to the place `last`, moved on `by` as many."""

    first: int
    last: int
    by: int


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
