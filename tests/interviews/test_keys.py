from __future__ import annotations

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from interviews.grammar import ParsedTurn
from interviews.keys import KeyedTurn, align

words = st.lists(
    st.sampled_from(["port", "rail", "gauge", "toll", "dry", "berth", "crane"]), max_size=6
)
turn = st.builds(
    lambda label, text: ParsedTurn("speech", label, None, " ".join(text), 1),
    st.sampled_from(["Host", "Guest"]),
    words,
)


def keyed(turns, keys=None):
    names = keys or [f"k{place}" for place in range(len(turns))]
    return [
        KeyedTurn(key, each.kind, each.label, each.text)
        for key, each in zip(names, turns, strict=True)
    ]


def minting():
    numbers = count()
    return lambda: f"new{next(numbers)}"


def say(label, text):
    return ParsedTurn("speech", label, None, text, 1)


QUESTION = say("Host", "How long does a train wait at the border?")
ANSWER = say("Guest", "Two hours on a good day and nine on a bad one.")
THANKS = say("Host", "Thank you for coming.")


def test_an_edited_answer_keeps_its_key():
    edited = say("Guest", "Two hours on a good day and ten on a bad one.")
    old = keyed([QUESTION, ANSWER, THANKS])
    assert align(old, [QUESTION, edited, THANKS], mint=minting()) == ["k0", "k1", "k2"]


def test_a_relabelled_turn_keeps_its_key():
    old = keyed([QUESTION, ANSWER])
    renamed = say("Aigerim Bekova", ANSWER.text)
    assert align(old, [QUESTION, renamed], mint=minting()) == ["k0", "k1"]


def test_another_answer_in_its_place_gets_a_new_key():
    old = keyed([QUESTION, ANSWER, THANKS])
    other = say("Guest", "Nobody here has ever measured it.")
    assert align(old, [QUESTION, other, THANKS], mint=minting()) == ["k0", "new0", "k2"]


def test_a_moved_turn_keeps_its_key():
    old = keyed([QUESTION, ANSWER, THANKS])
    assert align(old, [THANKS, QUESTION, ANSWER], mint=minting()) == ["k2", "k0", "k1"]


def test_a_removed_turn_that_comes_back_has_its_key():
    old = [*keyed([QUESTION, THANKS]), KeyedTurn("gone", "speech", "Guest", ANSWER.text, True)]
    assert align(old, [QUESTION, ANSWER, THANKS], mint=minting()) == ["k0", "gone", "k1"]


def test_a_removed_turn_lends_its_key_to_no_edited_one():
    old = [*keyed([QUESTION]), KeyedTurn("gone", "speech", "Guest", ANSWER.text, True)]
    edited = say("Guest", ANSWER.text + " Sometimes.")
    assert align(old, [QUESTION, edited], mint=minting()) == ["k0", "new0"]


@given(st.lists(turn, max_size=8), st.lists(turn, max_size=8))
def test_no_key_is_given_twice(before, after):
    keys = align(keyed(before), after, mint=minting())
    assert len(keys) == len(set(keys)) == len(after)


@given(st.lists(turn, max_size=8))
def test_nothing_changed_changes_no_key(turns):
    assert align(keyed(turns), turns, mint=minting()) == [
        f"k{place}" for place in range(len(turns))
    ]
