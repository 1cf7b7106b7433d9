"""Killed at any moment, a verb has done all of its work or none."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from newsroom import saving, verbs
from newsroom.corrections import Corrected
from newsroom.models import Change, Edition, Role
from tests.making import make_article, make_interview, make_person, make_user
from tests.newsroom.invariants import broken, fingerprint

HOUR = timedelta(hours=1)
MOST_STATEMENTS = 400


class Killed(OperationalError):
    pass


@contextmanager
def killed_after(statement):
    """The connection breaks once so many statements have written; rolling back goes through.

    What only reads changes nothing, so dying after it is dying after the statement before.
    """
    done = 0

    def count(execute, sql, params, many, context):
        nonlocal done
        answer = execute(sql, params, many, context)
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            done += 1
            if done == statement:
                raise Killed(sql)
        return answer

    with connection.execute_wrapper(count):
        yield


@pytest.fixture
def publisher(transactional_db):
    return make_user(Role.PUBLISHER)


def a_live_interview(publisher):
    """Published, changed since, with an edition to come: what gives a verb the most to do."""
    person = make_person("Dr. Aye")
    interview = make_interview(by=publisher, people=(person,))
    verbs.publish(interview, by=publisher)
    verbs.publish(interview, by=publisher, at=timezone.now() + HOUR)
    interview.transcript += "\n\n**Guest:** And one more thing."
    saving.save(interview, by=publisher)
    return interview


def first(story, by):
    verbs.publish(story, by=by)


def again(story, by):
    verbs.publish(story, by=by, change=Change.UPDATE, note="More was said.", later="remake")


def correct(story, by):
    wrong = Corrected(part="transcript", said="A guest.", says="The guest.")
    verbs.publish(
        story,
        by=by,
        change=Change.CORRECTION,
        note="Who it was.",
        corrected=[wrong],
        later="cancel",
    )


def cancel(story, by):
    verbs.cancel(Edition.objects.later_than(timezone.now()).get(story=story), by=by)


def reschedule(story, by):
    entry = Edition.objects.later_than(timezone.now()).get(story=story)
    verbs.reschedule(entry, at=timezone.now() + 2 * HOUR, by=by)


def withdraw(story, by):
    verbs.withdraw(story, by=by)


def retract(story, by):
    verbs.retract(story, by=by, note="It was made up.")


def save(story, by):
    story.transcript += "\n\n**Host:** Thank you."
    saving.save(story, by=by)


VERBS = [first, again, correct, cancel, reschedule, withdraw, retract, save]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_a_verb_killed_after_any_statement_has_done_nothing(publisher, verb):
    story = make_article(by=publisher) if verb is first else a_live_interview(publisher)
    assert _killed_after_every_statement(verb, story, publisher) >= 4
    assert broken() == []


def test_a_taking_down_killed_after_any_statement_has_blanked_nothing(publisher):
    administrator = make_user(Role.ADMINISTRATOR)
    story = a_live_interview(publisher)

    def take_down(story, by):
        verbs.take_down(story, by=administrator, note="A court ordered it.")

    assert _killed_after_every_statement(take_down, story, publisher) >= 15
    assert broken() == []


def _killed_after_every_statement(verb, story, by):
    """How often the verb was killed until it came through."""
    before = fingerprint()
    for statement in range(1, MOST_STATEMENTS):
        fresh = type(story).objects.get(pk=story.pk)
        try:
            with killed_after(statement):
                verb(fresh, by)
        except Killed as killed:
            assert fingerprint() == before, f"After statement {statement}: {killed}"
        else:
            assert fingerprint() != before
            return statement - 1
    raise AssertionError("It never came through.")


def test_a_process_killed_while_it_publishes_leaves_whole_editions_only(apart):
    said = apart("tests.newsroom.killing", 20, 1)
    assert "20 killed" in said
    assert "0 broken" in said
