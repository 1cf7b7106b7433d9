"""The list of questions: all of them, or those that editors chose."""

from __future__ import annotations

import pytest

from newsroom import saving, verbs
from newsroom.verbs import NothingNew
from tests.making import make_interview, make_user

pytestmark = pytest.mark.django_db

TRANSCRIPT = (
    "**Host:** One?\n\n**Guest:** First.\n\n**Host:** Two?\n\n**Guest:** Second.\n\n"
    "**Host:** Tell us of three.\n\n**Guest:** Third."
)


@pytest.fixture
def publisher():
    return make_user()


@pytest.fixture
def interview(publisher):
    return make_interview(by=publisher, transcript=TRANSCRIPT)


def contents(interview, publisher):
    [edition] = verbs.publish(interview, by=publisher)
    return edition.record.get("contents_of"), [entry["title"] for entry in edition.body.contents]


def test_every_question_is_listed_if_nobody_chose(interview, publisher):
    assert contents(interview, publisher) == (None, ["One?", "Two?"])


def test_chosen_turns_are_listed_in_the_order_of_the_text(interview, publisher):
    keys = interview.turn_keys()
    interview.contents_of = f"{keys[4]} {keys[0]}"
    saving.save(interview, by=publisher)
    chosen, titles = contents(interview, publisher)
    assert set(chosen) == {keys[0], keys[4]}
    assert titles == ["One?", "Tell us of three."]


def test_chosen_turn_that_is_gone_is_left_out(interview, publisher):
    keys = interview.turn_keys()
    interview.contents_of = f"{keys[0]} {keys[2]} zzzzzz"
    interview.transcript = TRANSCRIPT.replace("**Host:** Two?\n\n**Guest:** Second.\n\n", "")
    saving.save(interview, by=publisher)
    assert contents(interview, publisher) == ([keys[0]], ["One?"])


def test_every_question_is_listed_if_all_chosen_ones_are_gone(interview, publisher):
    interview.contents_of = "zzzzzz"
    saving.save(interview, by=publisher)
    assert contents(interview, publisher) == (None, ["One?", "Two?"])


def test_choice_is_frozen_with_the_edition(interview, publisher):
    keys = interview.turn_keys()
    interview.contents_of = keys[0]
    saving.save(interview, by=publisher)
    contents(interview, publisher)
    with pytest.raises(NothingNew):
        verbs.publish(interview, by=publisher)
    interview.refresh_from_db()
    interview.contents_of = keys[2]
    saving.save(interview, by=publisher)
    assert contents(interview, publisher)[1] == ["Two?"]
