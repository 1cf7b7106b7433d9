from __future__ import annotations

from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from annotations.models import Source
from newsroom import verbs
from newsroom.models import Role
from tests.annotations.noting import make_note, make_source
from tests.desk.forms import fields_of, fill_in
from tests.making import make_article, make_user

pytestmark = pytest.mark.django_db

LIST = "/admin/annotations/source/"
ADD = f"{LIST}add/"


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor():
    return client_of(make_user(Role.EDITOR))


@pytest.fixture
def publisher():
    return make_user()


def form_of(source):
    return f"{LIST}{source.pk}/change/"


def words(response):
    return unescape(response.content.decode())


def rows(response):
    return [str(each) for each in response.context["cl"].result_list]


def test_an_editor_adds_a_source_of_the_web(editor):
    fill_in(editor, ADD, url="https://www.un.org/report?utm_source=x", title="A report")
    [source] = Source.objects.all()
    assert source.canonical_url == "https://www.un.org/report"
    assert source.publisher == "un.org"
    # The one that a text would have made.
    make_article(body="Trade doubled. [1](https://www.un.org/report)")
    assert Source.objects.count() == 1


def test_an_editor_adds_a_book(editor):
    fill_in(editor, ADD, title="The Silk Road", author="Lin Yue", published_on="2015-01-01")
    [book] = Source.objects.all()
    assert (book.url, book.canonical_url) == ("", "publication:lin yue|the silk road|2015")


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "HTTPS://example.org:443/report#top"},
        {"title": " the silk  road", "author": "LIN YUE"},
    ],
)
def test_what_is_here_already_is_shown_and_not_made_twice(editor, fields):
    make_source("https://example.org/report", title="A report")
    fill_in(editor, ADD, title="The Silk Road", author="Lin Yue")
    page = fill_in(editor, ADD, **fields)
    assert "This source is here already: <a href=" in words(page)
    assert Source.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "What is not on the web needs a title."),
        ({"author": "Lin Yue"}, "What is not on the web needs a title."),
        ({"url": "ftp://example.org/"}, "This is not a web address."),
        (
            {"url": "https://example.org/", "archived_url": "javascript:alert(1)"},
            "not a web address",
        ),
        ({"url": f"https://example.org/{'港' * 300}"}, "longer than 2,000"),
    ],
)
def test_what_is_no_source_is_refused_in_words(editor, fields, said):
    assert said in words(fill_in(editor, ADD, **fields))
    assert not Source.objects.exists()


def test_the_address_of_a_source_stays_and_a_book_may_be_given_one(editor):
    source = make_source("https://example.org/report")
    assert "url" not in fields_of(editor.get(form_of(source)))
    editor.post(form_of(source), {"title": "New", "url": "https://example.org/other"})
    source.refresh_from_db()
    assert source.url == "https://example.org/report"
    fill_in(editor, ADD, title="The Silk Road")
    book = Source.objects.get(url="")
    fill_in(editor, form_of(book), url="https://example.org/book?utm_id=1")
    book.refresh_from_db()
    assert book.canonical_url == "https://example.org/book"


def test_a_book_with_another_title_is_called_by_it(editor):
    fill_in(editor, ADD, title="The Silk Rod")
    book = Source.objects.get()
    fill_in(editor, form_of(book), title="The Silk Road")
    book.refresh_from_db()
    assert book.canonical_url == "publication:|the silk road|"


def test_the_form_says_where_a_source_is_cited_and_who_reads_it(editor, publisher):
    source = make_source("https://example.org/report")
    live = make_article(
        by=publisher, title="Ports", body="It grew. [1](https://example.org/report)"
    )
    verbs.publish(live, by=publisher)
    draft = make_article(by=publisher, title="Rails", body="It fell.")
    check = make_note(draft, "fell", kind="check", body="So it did.", by=publisher)
    check.evidence.set([source])
    page = words(editor.get(form_of(source)))
    assert reverse("admin:newsroom_story_change", args=[live.pk]) in page
    assert f'<a href="/articles/{live.slug}/">as readers see it</a>' in page
    assert "<bdi>Rails</bdi></a> · Draft · 1 ×" in page
    assert "<bdi>Ports</bdi></a> · Live · 1 ×" in page
    assert "it cannot be deleted" in page
    assert "2 ×" in words(editor.get(LIST))


def test_a_reporter_sees_no_title_of_others_drafts(publisher):
    source = make_source("https://example.org/report")
    make_article(by=publisher, title="Secret plans", body="A. [1](https://example.org/report)")
    page = words(client_of(make_user(Role.REPORTER)).get(form_of(source)))
    assert "Secret" not in page
    assert "In pieces that are not yours: 1." in page


def test_dead_sources_are_a_filter_and_the_first_of_it(editor):
    dead = make_source("https://example.org/dead", title="Dead one", outcome="dead", status=404)
    Source.objects.filter(pk=dead.pk).update(checked_at=timezone.now())
    make_source("https://example.org/alive", title="Live one", outcome="answers")
    make_source("https://example.org/new", title="New one")
    assert rows(editor.get(f"{LIST}?outcome=dead")) == ["Dead one"]
    assert rows(editor.get(f"{LIST}?outcome=never")) == ["New one"]
    page = words(editor.get(LIST))
    assert page.index("?outcome=dead") < page.index("?outcome=answers")
    assert "It is gone (404), " in page
    assert rows(editor.get(f"{LIST}?outcome=nonsense")) == rows(editor.get(LIST))


def test_what_nothing_cites_can_be_deleted(editor):
    source = make_source("https://example.org/report")
    assert "It can be deleted." in words(editor.get(form_of(source)))
    editor.post(f"{LIST}{source.pk}/delete/", {"post": "yes"})
    assert not Source.objects.exists()


def delete_chosen(client, *sources):
    chosen = [source.pk for source in sources]
    fields = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    return client.post(LIST, fields)


def test_what_a_text_cites_cannot_be_deleted(editor):
    make_article(body="A. [1](https://example.org/report)")
    source = Source.objects.get()
    assert editor.post(f"{LIST}{source.pk}/delete/", {"post": "yes"}).status_code == 403
    delete_chosen(editor, source)
    assert Source.objects.exists()


def test_what_is_evidence_cannot_be_deleted_among_others(editor, publisher):
    source = make_source("https://example.org/report")
    note = make_note(make_article(body="It fell."), "fell", kind="check", body="It did.")
    note.evidence.set([source])
    assert "A note: Check: fell" in words(delete_chosen(editor, source))
    assert note.evidence.exists()


def test_what_readers_alone_have_cannot_be_deleted(editor, publisher):
    article = make_article(by=publisher, title="Ports", body="A. [1](https://example.org/report)")
    verbs.publish(article, by=publisher)
    article.annotations.all().delete()
    source = Source.objects.get()
    assert "only in what readers have" in words(editor.get(form_of(source)))
    page = editor.post(f"{LIST}{source.pk}/delete/", {"post": "yes"})
    assert "Readers have it: Ports" in words(page)
    assert Source.objects.exists()


def test_a_copy_found_for_a_dead_source_is_readers_at_once(client, editor, publisher):
    make_source("https://example.org/report", outcome="dead")
    article = make_article(by=publisher, body="A. [1](https://example.org/report)")
    [edition] = verbs.publish(article, by=publisher)
    copy = "https://archive.example/report"
    fill_in(editor, form_of(Source.objects.get()), archived_url=copy)
    assert f'href="{copy}"' in client.get(edition.path).content.decode()


def test_the_list_is_read_with_as_many_queries_however_long_it_is(
    editor, django_assert_num_queries
):
    make_source("https://example.org/0")
    with CaptureQueriesContext(connection) as few:
        editor.get(LIST)
    for number in range(1, 20):
        make_source(f"https://example.org/{number}")
    with django_assert_num_queries(len(few)):
        editor.get(LIST)
