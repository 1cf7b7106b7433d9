from __future__ import annotations

import pytest

from interviews.timing import starts
from newsroom import saving, verbs
from newsroom.models import Change
from tests.making import make_interview, make_user

CUES = [
    [0.0, 2.5, "Host", "How long does a train wait"],
    [2.5, 4.0, "", "at the border?"],
    [4.0, 7.25, "Guest", "Two hours on a good day."],
    [7.25, 9.0, "", "And nine on a bad one."],
]


def test_a_turn_begins_where_its_first_subtitle_does():
    said = [
        "How long does a train wait at the border?",
        "Two hours on a good day. And nine on a bad one.",
    ]
    assert starts(said, CUES) == [0.0, 4.0]


def test_the_second_part_of_a_split_turn_has_its_own_time():
    said = [
        "How long does a train wait at the border?",
        "Two hours on a good day.",
        "And nine on a bad one.",
    ]
    assert starts(said, CUES) == [0.0, 4.0, 7.25]


def test_no_time_is_reckoned_inside_a_subtitle():
    assert starts(["Two hours", "on a good day. And nine on a bad one."], CUES) == [4.0, None]


def test_a_turn_whose_first_word_was_changed_has_no_time():
    assert starts(["Three hours on a good day.", "And nine on a bad one."], CUES) == [None, 7.25]


def test_words_put_before_a_turn_move_no_time():
    said = ["Welcome to the border.", "Two hours on a good day."]
    assert starts(said, CUES) == [None, 4.0]


def test_a_turn_without_words_has_no_time():
    assert starts(["", "…"], CUES) == [None, None]


def test_single_words_have_their_times():
    cues = [
        [n / 2, n / 2 + 0.5, "", word] for n, word in enumerate(["we", "wait", "and", "they", "go"])
    ]
    assert starts(["we wait", "and they go"], cues) == [0.0, 1.0]


@pytest.fixture
def interview(db):
    transcript = "**Host:** How long does a train wait at the border?\n\n**Guest:** Two hours on a good day. And nine on a bad one."
    return make_interview(by=make_user(), transcript=transcript, cues=CUES)


def times(interview):
    return [turn.starts_at for turn in interview.turns.standing()]


def test_times_survive_an_edit(interview):
    editor = make_user()
    assert times(interview) == [0.0, 4.0]
    interview.transcript = interview.transcript.replace(
        "a good day. And", "a good night.\n\n**Guest:** And"
    )
    saving.save(interview, by=editor)
    assert times(interview) == [0.0, 4.0, 7.25]


def test_a_time_in_the_text_comes_before_the_subtitles(interview):
    interview.transcript = interview.transcript.replace("**Guest:** Two", "**Guest:** [00:05] Two")
    saving.save(interview, by=make_user())
    assert times(interview) == [0.0, 5.0]


def test_a_subtitle_that_does_not_say_when_gives_no_time():
    assert starts(["Two hours on a good day."], [[None, None, "", "Two hours on a good day."]]) == [
        None
    ]


def test_times_survive_a_correction_of_the_live_text(interview):
    publisher = make_user()
    [edition] = verbs.publish(interview, by=publisher)
    words = {"transcript": interview.transcript.replace("nine", "ten")}
    amended = verbs.amend(
        interview, words, by=publisher, seen=edition.number, change=Change.UPDATE, note="Ten."
    )
    assert [turn["starts_at"] for turn in amended.record["turns"]] == [0.0, 4.0]
