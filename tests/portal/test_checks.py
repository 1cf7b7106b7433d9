"""The list of checks and its feed: what readers may know of claims that were looked into."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from annotations import verbs as noting
from annotations.models import Annotation
from annotations.verbs import Content
from newsroom import saving, verbs
from newsroom.models import Change, EditionNote
from portal.pieces import LIST_LENGTH
from tests.annotations.noting import make_note, make_verdict
from tests.making import make_article

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
BODY = "The port opened in 1963. It is <b>deep</b>, they say."


@pytest.fixture
def article(publisher):
    return make_article(by=publisher, title="Two railways", slug="two-railways", body=BODY)


def check(story, words, by, verdict="True", rating=5, **fields):
    fields.setdefault("body", "So the **archive**.")
    verdict = make_verdict(verdict, rating) if verdict else None
    return make_note(story, words, kind="check", verdict=verdict, by=by, **fields)


def page(reader, path="/checks/"):
    response = reader.get(path)
    assert response.status_code == 200
    return response.content.decode()


def entries(reader, path="/checks.xml"):
    return ElementTree.fromstring(reader.get(path).content).findall("a:entry", ATOM)


def test_a_check_leads_to_its_page_and_to_its_place(reader, article, published, publisher):
    note = check(article, "opened in 1963", publisher)
    published(article)
    html = page(reader)
    assert f'<a href="/articles/two-railways/notes/{note.key}/"><bdi>opened in 1963</bdi>' in html
    assert f'<a href="/articles/two-railways/#on-{note.key}"><bdi>Two railways</bdi>' in html
    assert "<bdi>True</bdi>" in html
    assert f'datetime="{note.checked_at.isoformat(timespec="seconds")}"' in html


def test_the_newest_verdict_comes_first(reader, article, published, publisher):
    first, second = (check(article, words, publisher) for words in ("1963", "they say"))
    moved = Annotation.objects.filter(pk=first.pk)
    moved.update(checked_at=second.checked_at + timedelta(seconds=1))
    published(article)
    html = page(reader)
    assert html.index(first.key) < html.index(second.key)


def test_a_check_is_listed_once_however_often_its_story_was_published(
    reader, article, published, publisher
):
    note = check(article, "opened in 1963", publisher)
    published(article)
    article.standfirst = "Another."
    saving.save(article, by=publisher)
    verbs.publish(article, by=publisher, change=Change.MINOR)
    assert EditionNote.objects.count() == 2
    assert page(reader).count(f"/notes/{note.key}/") == 1
    assert len(entries(reader)) == 1


def test_what_is_not_for_readers_is_in_no_list(reader, article, published, publisher):
    check(article, "opened", publisher, hold=True)
    check(article, "1963", publisher, verdict=None, body="Ask the archive.")
    make_note(article, "they say", body="An explanation.", by=publisher)
    draft = make_article(by=publisher, body="A draft of 1963.")
    check(draft, "1963", publisher)
    later = make_article(by=publisher, body="Later than 1963.")
    check(later, "1963", publisher)
    verbs.publish(later, by=publisher, at=timezone.now() + timedelta(hours=1))
    published(article)
    assert "No check has been published yet." in page(reader)
    assert entries(reader) == []


def test_a_verdict_that_changed_is_listed_when_it_goes_out(reader, article, published, publisher):
    note = check(article, "1963", publisher)
    published(article)
    noting.rewrite(note, Content(body="No.", verdict=make_verdict("False", 1)), by=publisher)
    assert "<bdi>True</bdi>" in page(reader)
    verbs.publish_notes(article, by=publisher)
    assert "<bdi>False</bdi>" in page(reader) and "<bdi>True</bdi>" not in page(reader)


def test_checks_of_a_withdrawn_piece_are_listed_no_more(reader, article, published, publisher):
    check(article, "1963", publisher)
    published(article)
    verbs.withdraw(article, by=publisher)
    assert "No check has been published yet." in page(reader)


def test_a_list_is_paged_and_costs_the_same(
    reader, article, published, publisher, django_assert_num_queries
):
    page(reader)
    with django_assert_num_queries(2):
        page(reader)
    for _ in range(LIST_LENGTH + 1):
        check(article, "1963", publisher)
    published(article)
    with django_assert_num_queries(2):
        html = page(reader)
    assert html.count('<li class="told">') == LIST_LENGTH
    assert 'href="/checks/2/"' in html
    assert page(reader, "/checks/2/").count('<li class="told">') == 1
    assert reader.get("/checks/3/").status_code == 404
    with django_assert_num_queries(1):
        assert len(entries(reader)) == LIST_LENGTH + 1


def test_each_language_has_its_own(reader, published, publisher):
    story = make_article(by=publisher, language="zh", slug="港口", body="港口很深。")
    check(story, "很深", publisher)
    published(story)
    assert "很深" in page(reader, "/zh/checks/") and "很深" not in page(reader)
    assert len(entries(reader, "/zh/checks.xml")) == 1 and entries(reader) == []


def test_words_are_shown_as_words(reader, published, publisher):
    story = make_article(by=publisher, title="<i>T</i>", body="It is &lt;b&gt;deep&lt;/b&gt;.")
    check(story, "<b>deep</b>", publisher, body="<script>x()</script>")
    published(story)
    html = page(reader)
    assert "&lt;b&gt;deep" in html and "<i>T" not in html
    [entry] = entries(reader)
    assert entry.findtext("a:title", namespaces=ATOM) == "True: <b>deep</b>"
    assert "<script>" not in entry.findtext("a:content", namespaces=ATOM)


def test_every_page_leads_to_it(reader):
    assert '<a href="/checks/">' in page(reader, "/")
    assert reader.get("/checks")["Location"] == "/checks/"
