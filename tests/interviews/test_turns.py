from __future__ import annotations

import pytest

from interviews.models import Turn
from newsroom import saving
from tests.making import make_interview, make_user

pytestmark = pytest.mark.django_db

FIRST = "**Host:** Who are you?"
SECOND = "**Guest:** A guest from the port."
THIRD = "**Host:** Thank you."


@pytest.fixture
def editor():
    return make_user()


@pytest.fixture
def interview(editor):
    return make_interview(by=editor, transcript="\n\n".join([FIRST, SECOND, THIRD]))


def rewrite(interview, editor, *turns):
    interview.transcript = "\n\n".join(turns)
    saving.save(interview, by=editor)
    return interview.turn_keys()


def test_unchanged_turns_keep_their_key_when_another_is_put_between(interview, editor):
    first, second, third = interview.turn_keys()
    after = rewrite(interview, editor, FIRST, "**Guest:** Let me add.", SECOND, THIRD)
    assert [after[0], after[2], after[3]] == [first, second, third]
    assert after[1] not in {first, second, third}


def test_a_turn_that_comes_back_has_its_key_again(interview, editor):
    first, second, third = interview.turn_keys()
    rewrite(interview, editor, FIRST, THIRD)
    assert rewrite(interview, editor, FIRST, SECOND, THIRD) == [first, second, third]


def test_a_removed_turns_key_goes_to_no_other(interview, editor):
    second = interview.turn_keys()[1]
    rewrite(interview, editor, FIRST, THIRD)
    after = rewrite(interview, editor, FIRST, "**Guest:** Something else entirely.", THIRD)
    assert second not in after
    assert Turn.objects.get(interview=interview, key=second).removed_at


def test_each_label_is_a_speaker_once(interview):
    assert [speaker.label for speaker in interview.speakers.all()] == ["Host", "Guest"]


def test_a_host_asks_and_a_guest_answers(interview):
    roles = dict(interview.speakers.values_list("label", "role"))
    assert roles == {"Host": "interviewer", "Guest": "guest"}
