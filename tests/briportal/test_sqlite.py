"""Queries reach SQLite as Django writes them, and their values' marks are written once."""

from __future__ import annotations

import pytest
from django.db import ConnectionHandler

from briportal.env import SQLITE
from briportal.sqlite.base import LONGEST, with_question_marks

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask():
    database = ConnectionHandler({"default": {"ENGINE": SQLITE, "NAME": ":memory:"}})["default"]

    def asked(sql, values=None):
        with database.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    yield asked
    database.close()


def test_values_stand_where_their_marks_stood(ask):
    assert ask("SELECT %s, %s", ["port", 2]) == [("port", 2)]
    assert ask("SELECT %(place)s, %(count)s", {"count": 2, "place": "port"}) == [("port", 2)]


def test_a_percent_sign_stays_one(ask):
    assert ask("SELECT 'port' LIKE %s, 'a%%s', 7 %% 4", ["p%"]) == [(1, "a%s", 3)]
    assert ask("SELECT 'port' LIKE 'p%'") == [(1,)]


def test_many_rows_are_written_at_once(ask):
    marks = ", ".join(["(%s)"] * LONGEST)
    assert ask(f"SELECT count(*) FROM (VALUES {marks})", range(LONGEST)) == [(LONGEST,)]


def test_a_query_is_looked_through_once(ask):
    before = with_question_marks.cache_info()
    for number in (1, 2, 3):
        assert ask("SELECT %s AS looked_through_once", [number]) == [(number,)]
    after = with_question_marks.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (1, 2)
