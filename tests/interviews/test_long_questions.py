"""Questions that are too long to be set semibold."""

from __future__ import annotations

import pytest

from interviews.deriving import is_long
from newsroom import verbs
from tests.making import make_interview, make_user


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("Why?", False),
        ("word " * 70, False),
        ("word " * 80, True),
        ("word " * 80 + "\nSo, why?", False),
        ("So, why?\n" + "word " * 80, True),
        ("港" * 190, False),
        ("港" * 200, True),
    ],
)
def test_question_is_long_by_its_last_paragraph_and_the_lines_it_fills(text, long):
    assert is_long(text) is long


@pytest.mark.django_db
def test_only_a_question_is_marked_as_long():
    publisher, words = make_user(), "word " * 90
    transcript = f"**Host:** Why?\n\n**Guest:** {words}\n\n**Host:** {words}\n\nAnd {words}"
    [edition] = verbs.publish(make_interview(by=publisher, transcript=transcript), by=publisher)
    assert edition.body.html.count('class="turn question"') == 1
    assert edition.body.html.count('class="turn question long"') == 1
    assert edition.body.html.count('class="turn"') == 1
