from __future__ import annotations

import pytest

from annotations.models import Annotation, Source
from newsroom import saving, verbs
from tests.making import make_article, make_interview, make_user

pytestmark = pytest.mark.django_db

CITED = "Trade doubled. [1](https://example.org/a?utm_source=x) It fell again. [2](https://example.org/b)"


@pytest.fixture
def editor():
    return make_user()


def test_each_citation_in_the_text_becomes_a_row_with_its_source(editor):
    make_article(by=editor, body=CITED)
    rows = Annotation.objects.order_by("order")
    assert [row.source.canonical_url for row in rows] == [
        "https://example.org/a",
        "https://example.org/b",
    ]


def test_an_address_cited_twice_is_one_source_with_one_number(editor):
    make_article(
        by=editor, body="One. [1](https://example.org/a)\n\nTwo. [2](https://example.org/a)"
    )
    assert Source.objects.count() == 1
    assert set(Annotation.objects.values_list("number", flat=True)) == {1}


def test_a_citation_that_moves_keeps_its_row(editor):
    article = make_article(by=editor, body=CITED)
    before = dict(Annotation.objects.values_list("source__url", "uuid"))
    article.body = "A new first paragraph.\n\n" + CITED
    saving.save(article, by=editor)
    assert dict(Annotation.objects.values_list("source__url", "uuid")) == before


def test_a_citation_taken_out_takes_its_row_along(editor):
    article = make_article(by=editor, body=CITED)
    article.body = "Trade doubled."
    saving.save(article, by=editor)
    assert not Annotation.objects.exists()


def test_an_edition_lists_each_source_once_with_every_place(editor):
    article = make_article(
        by=editor, body="One. [1](https://example.org/a)\n\nTwo. [1](https://example.org/a)"
    )
    [edition] = verbs.publish(article, by=editor)
    assert edition.body.html.count('id="source-1"') == 1
    for note in edition.record["notes"]:
        assert f'href="#{note["mark"]}"' in edition.body.html
        assert f'id="{note["mark"]}"' in edition.body.html


def test_citations_in_turns_are_numbered_over_the_whole_interview(editor):
    interview = make_interview(
        by=editor,
        transcript=(
            "**Host:** So? [1](https://example.org/a)\n\n**Guest:** Yes. [1](https://example.org/b)"
        ),
    )
    rows = Annotation.objects.filter(story=interview).order_by("order")
    assert [row.number for row in rows] == [1, 2]
    assert [row.part for row in rows] == [f"turn:{key}" for key in interview.turn_keys()]


def test_the_words_of_a_note_stand_at_its_place(editor):
    article = make_article(by=editor, body=CITED)
    [edition] = verbs.publish(article, by=editor)
    for note in edition.record["notes"]:
        text = edition.body.texts[note["part"]]
        assert text[note["start"] : note["end"]] == note["exact"]


def test_an_address_longer_than_any_column_stays_a_link_and_stops_no_save():
    article = make_article(body=f"See this. [1](https://example.org/{'a' * 3000})")
    note = Annotation.objects.get(story=article.pk)
    assert note.source is None
