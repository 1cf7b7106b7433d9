from __future__ import annotations

import pytest

from tests.making import make_article, make_interview

pytestmark = pytest.mark.django_db


def test_control_characters_are_not_kept_in_any_text_of_a_story():
    article = make_article(
        title="The\x01 port", standfirst="It\x1b grows.", body="Words\x0b of it."
    )
    article.refresh_from_db()
    assert (article.title, article.standfirst) == ("The port", "It grows.")
    assert article.body == "Words of it."


def test_control_characters_are_not_kept_in_what_is_said():
    interview = make_interview(transcript="**Host:** Who\x02 are you?\n\n**Guest:** I.")
    assert interview.turns.first().text == "Who are you?"
