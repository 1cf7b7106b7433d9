from __future__ import annotations

import json

import pytest

from annotations.models import Annotation, Source
from newsroom import saving, verbs
from newsroom.models import Picture, Topic
from newsroom.publication import publishable
from tests.making import make_article, make_person, make_topic, make_user

pytestmark = pytest.mark.django_db

ONE, TWO = "(https://example.org/one)", "(https://example.org/two)"
CITED = f"Trade grew. [7]{ONE}\n\n## Wind [3]{TWO}\n\nIt fell. [7]{ONE}\n\n## Lunch\n\nAll rest."


@pytest.fixture
def editor():
    return make_user()


def body_of(article):
    return article.derive(article.freeze())


# Freezing


def test_a_record_holds_the_words_of_the_working_copy(editor):
    section, rail = make_topic(), make_topic(Topic.Kind.SUBJECT)
    person = make_person("Ana Silva")
    article = make_article(
        by=editor, people=(person,), section=section, title="The dry port", body="It grew."
    )
    article.topics.add(rail)
    record = article.freeze()
    assert record["texts"] == {"body": "It grew."}
    assert (record["kind"], record["language"]) == ("article", "en")
    assert (record["title"], record["path"]) == ("The dry port", "/articles/the-dry-port/")
    assert record["standfirst"] == article.standfirst
    assert (record["section"], record["topics"]) == (section.pk, [rail.pk])
    assert record["credits"] == [{"person": person.pk, "name": "Ana Silva", "role": "author"}]


def test_a_record_is_plain_json(editor):
    record = make_article(by=editor, body=CITED).freeze()
    assert json.loads(json.dumps(record)) == record


def test_a_name_is_frozen_as_the_readers_read_it(editor):
    person = make_person("Li Wei", native_name="李伟")
    names = {
        language: make_article(by=editor, people=(person,), language=language).freeze()["credits"]
        for language in ("en", "zh")
    }
    assert [names["en"][0]["name"], names["zh"][0]["name"]] == ["Li Wei", "李伟"]


def test_an_edition_keeps_its_words_when_a_person_is_renamed(editor):
    person = make_person("Ana Silva")
    [edition] = verbs.publish(make_article(by=editor, people=(person,)), by=editor)
    person.name = "Ana Santos"
    person.save()
    edition.refresh_from_db()
    assert edition.record["credits"][0]["name"] == "Ana Silva"


def test_each_citation_is_a_note_numbered_by_first_appearance(editor):
    notes = make_article(by=editor, body=CITED).freeze()["notes"]
    assert [(note["number"], note["url"]) for note in notes] == [
        (1, "https://example.org/one"),
        (2, "https://example.org/two"),
        (1, "https://example.org/one"),
    ]
    assert len({note["mark"] for note in notes}) == 3


def test_a_note_is_frozen_with_what_is_known_of_its_source(editor):
    article = make_article(by=editor, body=CITED)
    Source.objects.filter(url="https://example.org/one").update(title="Boxes", publisher="UN")
    note = article.freeze()["notes"][0]
    assert (note["title"], note["publisher"]) == ("Boxes", "UN")
    assert note["uuid"] == str(Annotation.objects.order_by("order").first().uuid)


def test_the_words_of_an_edition_can_be_frozen_again_with_the_notes_of_today(editor):
    article = make_article(by=editor, body=CITED)
    [edition] = verbs.publish(article, by=editor)
    article.body, article.title = "Other words.", "Another"
    saving.save(article, by=editor)
    Source.objects.update(title="Boxes")
    record = article.freeze(edition)
    assert (record["texts"], record["title"]) == (edition.record["texts"], edition.title)
    assert {note["title"] for note in record["notes"]} == {"Boxes"}
    assert {note["title"] for note in edition.record["notes"]} == {""}


# The body


def test_the_plain_text_has_a_line_a_block_and_the_numbers_of_the_list(editor):
    assert body_of(make_article(by=editor, body=CITED)).texts == {
        "body": "Trade grew.1\nWind2\nIt fell.1\nLunch\nAll rest."
    }


def test_every_note_stands_at_its_place_in_the_plain_text(editor):
    article = make_article(by=editor, body=CITED + f"\n\nAs [7]{ONE} shows, it grew.")
    record = article.freeze()
    body = article.derive(record)
    words = [body.texts[note["part"]][note["start"] : note["end"]] for note in record["notes"]]
    assert words == ["1", "2", "1", "[1]"]
    assert [note["inline"] for note in record["notes"]] == [False, False, False, True]


def test_sources_are_listed_once_with_every_place(editor):
    html = body_of(make_article(by=editor, body=CITED)).html
    assert html.count('id="source-1"') == html.count('id="source-2"') == 1
    assert html.count('class="back"') == 3


def test_the_contents_name_sections_and_those_under_them(editor):
    article = make_article(
        by=editor, body="## Rail\n\nOne.\n\n### North\n\nTwo.\n\n#### Far\n\nThree."
    )
    body = body_of(article)
    assert body.contents == [
        {"id": "rail", "title": "Rail", "level": 2},
        {"id": "north", "title": "North", "level": 3},
    ]
    for entry in body.contents:
        assert f'id="{entry["id"]}"' in body.html


def test_a_passage_is_a_section_with_its_heading_and_without_marks(editor):
    passages = body_of(make_article(by=editor, body=CITED)).passages
    assert [(each.anchor, each.heading, each.text) for each in passages] == [
        ("", "", "Trade grew."),
        ("wind", "Wind", "It fell."),
        ("lunch", "Lunch", "All rest."),
    ]


def test_a_line_that_reads_like_a_heading_begins_no_section(editor):
    passages = body_of(make_article(by=editor, body="Wind\n\n## Wind\n\nIt blows.")).passages
    assert [(each.heading, each.text) for each in passages] == [("", "Wind"), ("Wind", "It blows.")]


def test_a_long_section_gives_several_passages_under_one_heading(editor):
    body = "## Wind\n\n" + "\n\n".join(["It blows here. " * 300] * 4)
    passages = body_of(make_article(by=editor, body=body)).passages
    assert len(passages) > 1
    assert {each.anchor for each in passages} == {"wind"}
    assert sum(each.text.count("blows") for each in passages) == 1200


def test_words_and_minutes_are_those_of_the_text(editor):
    body = body_of(make_article(by=editor, body="word " * 690))
    assert (body.words, body.card["words"], body.card["minutes"]) == (690, 690, 3)
    assert body.json_ld["wordCount"] == 690


def test_chinese_is_counted_by_characters(editor):
    body = body_of(make_article(by=editor, language="zh", title="干港", body="贸易增长。" * 200))
    assert (body.words, body.card["minutes"]) == (800, 2)


def test_what_stands_round_the_text_is_in_the_texts_language(editor):
    html = body_of(
        make_article(by=editor, language="zh", title="干港", body=f"增长。[1]{ONE}")
    ).html
    assert 'aria-label="来源 1"' in html
    assert ">Sources<" not in html


def test_a_picture_of_the_library_is_shown_and_any_other_named(editor):
    Picture.objects.create(key="map", alt="A map", caption="The port", width=4, height=3)
    article = make_article(by=editor, body="![](picture:map)\n\n![Lost](picture:lost)")
    record = article.freeze()
    assert set(record["pictures"]) == {"map"}
    html = article.derive(record).html
    assert html.count("<img ") == 1
    assert 'alt="A map"' in html
    assert "Lost" in html


def test_one_record_always_gives_one_body(editor):
    article = make_article(by=editor, body=CITED)
    record = json.loads(json.dumps(article.freeze()))
    first, second = publishable(article, record), publishable(article, record)
    assert first == second
