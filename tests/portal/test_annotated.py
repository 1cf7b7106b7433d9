"""The notes of a live piece as Web Annotations, for whoever wants them outside."""

from __future__ import annotations

import json
from datetime import date

import pytest

from annotations import verbs as noting
from annotations.models import Source, Term
from annotations.verbs import Content
from newsroom import saving, verbs
from newsroom.models import Change
from tests.annotations.noting import make_note, make_source, make_verdict
from tests.making import make_article, make_interview
from tests.portal.web_annotation_model import wrong_with_collection

pytestmark = pytest.mark.django_db

PATH = "/articles/two-railways/"
SITE = "http://127.0.0.1:8000"
BODY = "Grain 🌾 [9](https://example.org/grain). Oil is cheap, <b>they say</b>.\n\nThe port opened."


@pytest.fixture
def noted(publisher):
    """A piece with one note of every kind; only three of them, and the citation, are for readers."""
    article = make_article(by=publisher, title="Two railways", slug="two-railways", body=BODY)
    report = make_source(
        "https://example.org/report?a=1&b=2", publisher="Port", author="Bekova, A.",
        published_on=date(2026, 1, 2), read_on=date(2026, 5, 3),
        archived_url="https://archive.example.org/1",
    )  # fmt: skip
    book = Source.objects.create(canonical_url="a book", title="A book")
    word = Term.objects.create(word="Port", definition="Where *ships* stop.")
    make_note(article, "Oil", kind="source", source=report, body="Page 4.", by=publisher)
    make_note(article, "port", term=word, by=publisher)
    make_note(
        article, "is cheap", kind="check", verdict=make_verdict("False", 1), body="It is **not**.",
        evidence=[report, book], by=publisher,
    )  # fmt: skip
    make_note(article, "opened", hold=True, body="HELD", by=publisher)
    make_note(article, "say", kind="check", body="OPENCHECK", by=publisher)
    comment = make_note(article, "Grain", kind="comment", body="BETWEENUS", by=publisher)
    noting.reply(comment, "BETWEENUS too", by=publisher)
    return article


def asked(reader, path=f"{PATH}annotations.json"):
    response = reader.get(path)
    assert response.status_code == 200
    return response, json.loads(response.content)


def test_it_is_what_the_model_says(reader, noted, published):
    published(noted)
    response, found = asked(reader)
    assert wrong_with_collection(found) == []
    assert response["Content-Type"] == (
        'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    )
    assert [item["motivation"] for item in found["first"]["items"]] == [
        "linking", "linking", "assessing", "describing",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "break_it",
    [
        lambda found: found.update({"@context": "http://www.w3.org/ns/anno"}),
        lambda found: found.update(total=9),
        lambda found: found["first"]["items"][0].pop("id"),
        lambda found: found["first"]["items"][0].pop("target"),
        lambda found: found["first"]["items"][0].update(motivation="checking"),
        lambda found: found["first"]["items"][1].update(created="2026-05-09T10:00:00+00:00"),
        lambda found: found["first"]["items"][1].update(verdict="True"),
        lambda found: found["first"]["items"][1]["target"]["selector"][0].pop("exact"),
        lambda found: found["first"]["items"][2]["body"][0].update(purpose="rating"),
    ],
)
def test_the_judge_of_the_model_finds_faults(reader, noted, published, break_it):
    published(noted)
    _, found = asked(reader)
    break_it(found)
    assert wrong_with_collection(found)


def test_each_note_stands_where_it_says(reader, noted, published):
    texts = published(noted).body.texts
    _, found = asked(reader)
    for item in found["first"]["items"]:
        quote, within = item["target"]["selector"]
        part = within["value"].removeprefix('[data-part="').removesuffix('"]')
        place = within["refinedBy"]
        assert texts[part][place["start"] : place["end"]] == quote["exact"]
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert texts[part].count(around) == 1
        assert f'data-part="{part}"' in reader.get(PATH).content.decode()


def test_a_note_is_known_by_its_address_and_says_all_that_readers_have(reader, noted, published):
    edition = published(noted)
    _, found = asked(reader)
    by_id = {item["id"]: item for item in found["first"]["items"]}
    for note in edition.notes.all():
        item = by_id.pop(f"{SITE}{PATH}notes/{note.key}/")
        assert item["canonical"] == f"urn:uuid:{note.note['uuid']}"
        assert item["creator"]["name"] == note.note["author"]
        assert item["target"]["source"] == f"{SITE}{PATH}"
    [citation] = by_id.values()
    assert citation["id"] == citation["canonical"]
    assert citation["body"][0]["source"]["id"] == "https://example.org/grain"


def test_a_check_has_its_verdict_its_words_and_its_evidence(reader, noted, published):
    published(noted)
    _, found = asked(reader)
    verdict, words, book, report = found["first"]["items"][2]["body"]
    assert (verdict["value"], verdict["purpose"], verdict["schema:ratingValue"]) == (
        "False", "assessing", 1,
    )  # fmt: skip
    assert (words["value"], words["format"], words["language"]) == (
        "It is **not**.", "text/markdown", "en",
    )  # fmt: skip
    assert report["source"] == {
        "id": "https://example.org/report?a=1&b=2", "dc:title": "A report",
        "dc:publisher": "Port", "dc:creator": "Bekova, A.", "dc:date": "2026-01-02",
    }  # fmt: skip
    assert report["state"] == {
        "type": "TimeState", "sourceDate": "2026-05-03T00:00:00Z",
        "cached": "https://archive.example.org/1",
    }  # fmt: skip
    assert (book["type"], book["value"], book["purpose"]) == ("TextualBody", "A book", "linking")


def test_nothing_that_is_not_for_readers_is_in_it(reader, noted, published, publisher):
    published(noted)
    make_note(noted, "cheap", body="NOTYETOUT", by=publisher)
    words = reader.get(f"{PATH}annotations.json").content.decode()
    for hidden in ("HELD", "OPENCHECK", "BETWEENUS", "NOTYETOUT"):
        assert hidden not in words


def test_it_costs_one_query_however_many_notes_there_are(
    reader, noted, published, publisher, django_assert_num_queries
):
    published(noted)
    for _ in range(5):
        make_note(noted, "cheap", body="More.", by=publisher)
    verbs.publish_notes(noted, by=publisher)
    with django_assert_num_queries(1):
        _, found = asked(reader)
    assert found["total"] == 9


def test_a_turn_is_named_in_its_scope(reader, published, publisher):
    interview = make_interview(by=publisher, slug="talk", transcript="**Guest:** Oil is cheap.")
    [key] = interview.turn_keys()
    make_note(interview, "cheap", part=f"turn:{key}", by=publisher)
    published(interview)
    _, found = asked(reader, "/interviews/talk/annotations.json")
    assert wrong_with_collection(found) == []
    [item] = found["first"]["items"]
    assert item["target"]["scope"] == f"{SITE}/interviews/talk/#t-{key}"
    assert item["target"]["selector"][1]["value"] == f'[data-part="turn:{key}"]'


def test_a_piece_without_notes_has_an_empty_collection(reader, article, published):
    published(article)
    _, found = asked(reader)
    assert wrong_with_collection(found) == [] and found["total"] == 0
    assert "annotations.json" not in reader.get(PATH).content.decode()


def test_the_page_leads_to_it(reader, noted, published):
    published(noted)
    html = reader.get(PATH).content.decode()
    assert '<link rel="alternate" type="application/ld+json"' in html
    assert f'href="{SITE}{PATH}annotations.json"' in html


def test_who_has_it_already_is_told_so_and_head_has_no_body(reader, noted, published):
    published(noted)
    first = reader.get(f"{PATH}annotations.json")
    again = reader.get(f"{PATH}annotations.json", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = reader.head(f"{PATH}annotations.json")
    assert (head.status_code, head.content) == (200, b"")
    assert head["Last-Modified"] == first["Last-Modified"]
    assert "Set-Cookie" not in first and first["X-Robots-Tag"] == "noindex"


def test_it_follows_what_is_live(reader, noted, published, publisher):
    assert reader.get(f"{PATH}annotations.json").status_code == 404
    published(noted)
    noted.slug = "moved"
    saving.save(noted, by=publisher)
    verbs.publish(noted, by=publisher, change=Change.MINOR)
    response = reader.get(f"{PATH}annotations.json")
    assert (response.status_code, response["Location"]) == (301, "/articles/moved/annotations.json")
    verbs.withdraw(noted, by=publisher)
    assert reader.get("/articles/moved/annotations.json").status_code == 410


def test_a_chinese_piece_has_it_under_its_prefix(reader, published, publisher):
    story = make_article(by=publisher, language="zh", slug="港口", body="港口很大。")
    make_note(story, "港口", body="很大", by=publisher)
    published(story)
    _, found = asked(reader, "/zh/articles/港口/annotations.json")
    assert wrong_with_collection(found) == []
    assert found["first"]["items"][0]["body"][0]["language"] == "zh"


def test_a_rewritten_note_says_when(reader, noted, published, publisher):
    note = make_note(noted, "they", body="Who?", by=publisher)
    noting.rewrite(note, Content(body="Traders."), by=publisher)
    published(noted)
    _, found = asked(reader)
    [item] = [each for each in found["first"]["items"] if note.key in each["id"]]
    assert item["modified"] > item["created"]
