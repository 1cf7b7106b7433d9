from __future__ import annotations

import pytest

from newsroom.languages import LANGUAGES
from newsroom.models import Topic
from tests.making import make_article, make_interview, make_person, make_topic

pytestmark = pytest.mark.django_db


def search(reader, query, path="/search/", **more):
    response = reader.get(path, {"q": query, **more})
    assert response.status_code == 200
    return response.content.decode()


def test_words_are_marked_in_their_context(reader, published, publisher):
    published(make_article(by=publisher, body="The quay stands where the warehouses were."))
    assert "The quay stands where the <mark>warehouses</mark> were." in search(reader, "WAREHOUSES")


def test_hit_in_a_turn_shows_the_question_and_links_to_the_turn(reader, published, interview):
    published(interview)
    html = search(reader, "wagon")
    assert "What is a night made of?" in html
    key = interview.turn_keys()[1]
    assert f'href="/interviews/a-queue-that-moves/#t-{key}"' in html
    assert "<bdi>Guest</bdi>" in html


def test_reference_number_is_not_read_as_a_word(reader, published, publisher):
    body = "The gauge is narrow.[1](https://example.org/) It was laid in 1901."
    published(make_article(by=publisher, body=body))
    assert "The <mark>gauge</mark> is narrow. It was laid in 1901." in search(reader, "gauge")


def test_filter_by_kind_leaves_the_others_out(reader, published, publisher):
    published(make_article(by=publisher, title="Written", body="Cranes."))
    published(make_interview(by=publisher, title="Spoken", introduction="Cranes."))
    html = search(reader, "cranes", kind="interview")
    assert "Spoken" in html and "Written" not in html


def test_other_languages_are_found_when_asked_for(reader, published, publisher):
    published(make_article(by=publisher, language="zh", title="码头", body="集装箱在港口等火车。"))
    assert "<mark>" not in search(reader, "港口")
    assert "<mark>港口</mark>" in search(reader, "港口", lang="all")
    assert "<mark>港口</mark>" in search(reader, "港口", path="/zh/search/")


def test_arabic_is_found_without_its_vowel_signs(reader, published, publisher):
    published(make_article(by=publisher, language="ar", title="ميناء", body="وصل قطارُ البضائعِ."))
    assert "<mark>" in search(reader, "البضائع", path="/ar/search/")


def test_no_hit_names_near_topics_and_sections(reader, published, publisher):
    section = make_topic(name="Lines", slug="lines")
    topic = make_topic(Topic.Kind.PLACE, "Khorgos", slug="khorgos")
    article = make_article(by=publisher, section=section)
    article.topics.add(topic)
    published(article)
    html = search(reader, "khorgas")
    assert "Nothing here holds all the words" in html
    assert 'href="/topics/khorgos/"' in html and 'href="/topics/lines/"' in html


@pytest.mark.parametrize(
    ("query", "path", "leads"),
    [
        ("Kazakstan wages", "/search/", "/topics/kazakhstan/"),
        ("bekowa", "/search/", "/people/aigerim-bekova/"),
        ("哈萨克工资", "/zh/search/", "/zh/topics/kazakhstan/"),
        ("كازاخستانية", "/ar/search/", "/ar/topics/kazakhstan/"),
    ],
)
def test_no_hit_names_what_is_called_much_like_it_in_every_language(
    reader, published, publisher, query, path, leads
):
    names = {"zh": "哈萨克斯坦", "ar": "كازاخستان"}
    topic = make_topic(Topic.Kind.PLACE, "Kazakhstan", slug="kazakhstan", names=names)
    person = make_person("Aigerim Bekova", slug="aigerim-bekova")
    for language in LANGUAGES:
        story = make_article(by=publisher, language=language, people=(person,))
        story.topics.add(topic)
        published(story)
    html = search(reader, query, path=path)
    assert f'<ul class="near"><li><a href="{leads}">' in html


def test_no_hit_names_nobody_who_is_called_otherwise(reader, published, publisher):
    published(make_article(by=publisher, people=(make_person("Aigerim Bekova", slug="ab"),)))
    assert "Near it" not in search(reader, "becoming")


def test_newest_hits_come_first_and_the_rest_on_the_next_page(reader, published, publisher):
    for day in range(1, 23):
        published(make_article(by=publisher, title=f"Day {day:02}", body="Sleepers."), (1, day))
    first, second = search(reader, "sleepers"), search(reader, "sleepers", page=2)
    assert "22 passages" in first
    assert first.index("Day 22") < first.index("Day 21")
    assert "Day 02" not in first and "Day 02" in second


@pytest.mark.parametrize(
    "query", ["", " ", '"', "a OR b", "NEAR(", "*", "' OR 1=1", "\x00", "%", "x" * 5000, "🚂", "؟"]
)
def test_anything_may_be_asked(reader, published, publisher, query):
    published(make_article(by=publisher))
    search(reader, query, page="99999999999999", kind="'", lang="xx")


def test_query_is_shown_as_words(reader):
    assert "<script>alert" not in search(reader, "<script>alert(1)</script>")
