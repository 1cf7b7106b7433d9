"""Turns that only move along when others come or go before them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from interviews.rows import MOST_RUNS, Run, runs
from newsroom import saving
from tests.making import make_interview, make_user

TURNS = [f"**Host:** Question number {number}, is it?" for number in range(30)]


def test_what_stands_below_a_new_turn_moves_as_one():
    assert runs([(0, 0), (1, 2), (2, 3), (3, 4)]) == ([Run(1, 3, 1)], [])


def test_of_two_at_one_place_the_second_is_written_by_itself():
    assert runs([(0, 0), (1, 1), (1, 2), (2, 3)]) == ([Run(2, 2, 1)], [2])


def test_a_text_that_was_shuffled_is_written_turn_by_turn():
    moves = [(place, place ^ 1) for place in range(4 * MOST_RUNS)]
    assert runs(moves) == ([], list(range(4 * MOST_RUNS)))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12).map(sorted))
def test_every_turn_comes_to_its_place(moves):
    found, alone = runs(moves)
    for number, (place, new) in enumerate(moves):
        by = [run.by for run in found if run.first <= place <= run.last]
        assert number in alone or place + sum(by) == new
        assert len(by) <= 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("after", "written"),
    [
        (["**Guest:** First of all, good morning to you.", *TURNS], 1),
        (TURNS[15:], 0),
        ([*TURNS[20:], *TURNS[:20]], 0),
    ],
)
def test_a_save_writes_the_turns_that_changed_and_moves_the_others(after, written):
    editor = make_user()
    interview = make_interview(by=editor, transcript="\n\n".join(TURNS))
    interview.transcript = "\n\n".join(after)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        saving.save(interview, by=editor)
    rows = [
        query["sql"] for query in asked if query["sql"].startswith('INSERT INTO "interviews_turn"')
    ]
    assert sum(sql.count("'speech'") for sql in rows) == written
    assert [f"**{turn.label}:** {turn.text}" for turn in interview.turns.standing()] == after
