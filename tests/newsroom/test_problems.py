"""What stands in the way of publishing, besides what each kind of story knows of itself."""

from __future__ import annotations

import pytest

from newsroom.models import Picture
from newsroom.problems import problems
from tests.making import make_article, make_interview

pytestmark = pytest.mark.django_db


def test_a_picture_that_does_not_exist_is_told_with_its_place():
    interview = make_interview(introduction="![](picture:gone)\n\nThey met.")
    found = [each for each in problems(interview) if "“gone”" in each.message]
    assert [(each.severity, each.place) for each in found] == [("warning", "introduction")]


def test_a_lead_picture_that_stands_in_the_text_too_is_told():
    lead, other = (
        Picture.objects.create(key=key * 32, extension="webp", width=3, height=2, alt="A quay.")
        for key in "ab"
    )
    body = f"![A quay](picture:{lead.key})\n\n![A quay](picture:{other.key})"
    article = make_article(body=body, lead_picture=lead)
    found = [each for each in problems(article) if "lead picture" in each.message]
    assert [(each.severity, each.place) for each in found] == [("warning", "body")]
    article.lead_picture = None
    assert not [each for each in problems(article) if "picture" in each.message]


def test_a_text_without_pictures_asks_for_the_house_rules_its_notes_and_dead_sources_only(
    django_assert_num_queries,
):
    article = make_article()
    with django_assert_num_queries(3):
        problems(article)
