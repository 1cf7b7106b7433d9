from __future__ import annotations

from urllib.parse import quote

import pytest
from django.utils import timezone

from newsroom import publication, saving, timeline, verbs
from newsroom.models import Change
from tests.making import make_article, make_topic

pytestmark = pytest.mark.django_db

ZH = "/zh/articles/两条铁路/"


def test_address_of_chinese_letters_is_read_plain_and_encoded(reader, published, publisher):
    published(make_article(by=publisher, language="zh", title="两条铁路"))
    assert reader.get(ZH).status_code == 200
    assert reader.get(quote(ZH)).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/people/%00/", "/zh/people/a%00b/said/", "/topics/%00/", "/articles/a%00b/",
     "/interviews/%00/transcript.md", "/search/?q=%00&speaker=%00&topic=%00"],
)  # fmt: skip
def test_a_name_that_no_database_takes_is_nobodys(reader, db, path):
    assert reader.get(path).status_code == (200 if "search" in path else 404)


def test_page_speaks_the_language_of_its_address(reader, published, publisher):
    published(make_article(by=publisher, language="ar", title="ميناء"))
    html = reader.get("/ar/").content.decode()
    assert '<html lang="ar" dir="rtl">' in html
    assert "الصفحة الأولى" in html
    assert reader.get("/ar/")["Content-Language"] == "ar"


def test_language_of_the_browser_changes_nothing(reader, published, article):
    published(article)
    html = reader.get("/", headers={"accept-language": "ar"}).content.decode()
    assert '<html lang="en" dir="ltr">' in html


def test_moved_piece_leads_on_for_a_short_while(reader, published, article, publisher):
    published(article)
    article.refresh_from_db()
    article.slug = "two-lines"
    saving.save(article, by=publisher)
    verbs.publish(article, by=publisher)
    response = reader.get("/articles/two-railways/")
    assert (response.status_code, response["Location"]) == (301, "/articles/two-lines/")
    assert response["Cache-Control"] == "public, max-age=300"


def test_withdrawn_piece_is_gone_and_its_page_helps(reader, published, article, publisher):
    published(make_article(by=publisher, section=make_topic(name="Lines", slug="lines")))
    published(article)
    verbs.withdraw(article, by=publisher)
    response = reader.get("/articles/two-railways/")
    html = response.content.decode()
    assert response.status_code == 410
    assert "no longer published" in html and 'href="/topics/lines/"' in html
    assert 'action="/search/"' in html


def test_retracted_piece_leaves_a_tombstone(reader, published, article, publisher):
    edition = published(article)
    publication.add_entry(
        article,
        record=edition.record,
        change=Change.RETRACTED,
        issued_at=timezone.now(),
        note="The figures were invented.",
        by=publisher,
    )
    timeline.retime(article)
    response = reader.get("/articles/two-railways/")
    html = response.content.decode()
    assert response.status_code == 410
    assert "Two railways" in html and "The figures were invented." in html
    assert "First paragraph" not in html


def test_unknown_address_says_so_in_its_language(reader):
    response = reader.get("/zh/nowhere/at/all/")
    assert response.status_code == 404
    assert "此地址没有页面" in response.content.decode()


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/articles/two-railways", "/articles/two-railways/"),
        ("/articles", "/articles/"),
        ("/zh", "/zh/"),
        ("/search?q=rail", "/search/?q=rail"),
    ],
)
def test_missing_slash_leads_to_the_page(reader, published, article, path, to):
    published(article)
    response = reader.get(path)
    assert (response.status_code, response["Location"]) == (301, to)


@pytest.mark.parametrize("path", ["/articles/nothing", "/topics/nothing", "/people/x/y/z"])
def test_missing_slash_leads_nowhere_if_no_page_is_there(reader, path):
    assert reader.get(path).status_code == 404


def test_pages_are_only_read(reader, published, article):
    published(article)
    assert reader.post("/articles/two-railways/").status_code == 405
