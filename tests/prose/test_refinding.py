from __future__ import annotations

import pytest

from prose.refinding import refind

TEXT = "One ship left. Two ships came. One ship stayed."


@pytest.mark.parametrize(
    ("exact", "start", "prefix", "suffix", "found"),
    [
        ("One ship", 31, "", "", "One ship stayed."),
        ("Two ships", 3, "", "", "Two ships came"),
        ("One ship", 2, "came. ", " stayed", "One ship stayed."),
        ("One ship", 2, "", " left.", "One ship left."),
        ("Two\nships", 3, "", "", "Two ships came"),
    ],
)
def test_words_are_found_where_they_stand_now(exact, start, prefix, suffix, found):
    place = refind(TEXT, exact, start, prefix=prefix, suffix=suffix)
    assert place is not None
    assert TEXT[place[0] :].startswith(found)
    assert TEXT[slice(*place)].split() == exact.split()


@pytest.mark.parametrize(
    ("exact", "prefix"), [("Three ships", ""), ("One ship", ""), ("One ship", "else "), ("  ", "")]
)
def test_words_that_could_be_several_or_none_are_not_guessed(exact, prefix):
    assert refind(TEXT, exact, 2, prefix=prefix) is None


def test_many_places_are_compared_quickly():
    assert refind("a b " * 20_000, "b a", 0, prefix="x" * 32) is None
