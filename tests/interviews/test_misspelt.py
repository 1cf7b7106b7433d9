"""Labels typed wrongly are told from people with like names."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.misspelt import is_slip, likely_meant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chis Benson", "Chris Benson"),
        ("Chirs Benson", "Chris Benson"),
        ("Cris Bensonn", "Chris Benson"),
        ("ANNA LEE", "Anna Lee"),
        ("AnnaLee", "Anna Lee"),
        ("Jose Ruiz", "José Ruiz"),
        ("ليلى حدد", "ليلى حداد"),
    ],
)
def test_a_slip_is_seen(one, other):
    assert is_slip(one, other)
    assert is_slip(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Speaker 1", "Speaker 2"),
        ("J. Smith", "K. Smith"),
        ("Anna Li", "Anna Lu"),
        ("Anna", "Anya"),
        ("李伟", "王伟"),
        ("Tom Hanks", "Tim Burton"),
    ],
)
def test_other_people_are_not_taken_for_slips(one, other):
    assert not is_slip(one, other)


def test_the_rarer_label_is_asked_about():
    assert likely_meant({"Chris Benson": 40, "Chis Benson": 1}) == {"Chis Benson": "Chris Benson"}


def test_two_who_speak_equally_often_are_two_people():
    assert likely_meant({"Martin Reed": 9, "Marvin Reed": 8}) == {}


def test_whoever_was_decided_on_is_not_asked_about_but_proposed():
    uses = {"Chris Benson": 1, "Chis Benson": 1}
    assert likely_meant(uses, {"Chris Benson"}) == {"Chis Benson": "Chris Benson"}
    assert likely_meant({"Chris Benson": 40, "Chis Benson": 1}, {"Chis Benson"}) == {}


def test_parts_without_a_name_are_not_asked_about():
    assert likely_meant({"Interviewer": 9, "interviewer": 1}) == {}


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_slip_is_one_both_ways(one, other):
    assert is_slip(one, other) == is_slip(other, one)


def test_thousands_of_labels_take_no_time():
    uses = {f"{'very long name ' * 5}{n:05}x": n % 7 + 1 for n in range(5000)}
    began = time.process_time()
    likely_meant(uses)
    assert time.process_time() - began < 2


def test_two_that_are_known_to_be_two_people_are_left_alone():
    uses = {"Chris Benson": 4, "Chis Benson": 1}
    assert likely_meant(uses) == {"Chis Benson": "Chris Benson"}
    apart = {frozenset({"Chris Benson", "Chis Benson"})}
    assert likely_meant(uses, apart=lambda labels: apart) == {}
    third = {**uses, "Chiss Benson": 2}
    assert likely_meant(third, apart=lambda labels: apart)["Chis Benson"] == "Chiss Benson"
