from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tests.making import make_article, make_person, make_topic

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(reader, path="/feed.xml"):
    response = reader.get(path)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def test_entry_is_known_by_its_story_for_ever(reader, published, article):
    published(article)
    entry = feed(reader).find("a:entry", ATOM)
    assert entry.findtext("a:id", namespaces=ATOM) == f"urn:uuid:{article.uuid}"
    assert entry.findtext("a:title", namespaces=ATOM) == "Two railways"


def test_links_are_whole_and_of_this_site(reader, published, article, settings):
    settings.SITE_URL = "https://news.example.org"
    published(article)
    link = feed(reader).find("a:entry/a:link", ATOM)
    assert link.get("href") == "https://news.example.org/articles/two-railways/"


def test_each_language_has_its_own_feed(reader, published, article, publisher):
    published(article)
    published(make_article(by=publisher, language="zh", title="两条铁路"))
    titles = [each.text for each in feed(reader, "/zh/feed.xml").findall("a:entry/a:title", ATOM)]
    assert titles == ["两条铁路"]


def test_feed_leaves_out_what_only_a_page_can_show(reader, published, interview):
    published(interview)
    content = feed(reader).findtext("a:entry/a:content", namespaces=ATOM)
    assert "one wagon" in content
    assert "You followed a link" not in content


def test_a_control_character_in_a_name_breaks_no_feed(reader, published, publisher):
    published(make_article(by=publisher, people=(make_person("Bo \x01Li"),)))
    author = feed(reader).findtext("a:entry/a:author/a:name", namespaces=ATOM)
    assert author == "Bo Li"


def test_empty_feed_is_well_formed(reader):
    assert feed(reader).findall("a:entry", ATOM) == []


def test_sitemap_lists_what_is_live(reader, published, article, interview):
    published(article)
    root = ElementTree.fromstring(reader.get("/sitemap.xml").content)
    addresses = [each.text for each in root.iter() if each.tag.endswith("loc")]
    assert any(each.endswith("/articles/two-railways/") for each in addresses)
    assert not any("queue-that-moves" in each for each in addresses)


def test_sitemap_lists_topics_and_people_in_the_languages_they_have_pieces_in(
    reader, published, publisher
):
    topic, author = make_topic("place", "Laos", slug="laos"), make_person("Lin Yue", slug="lin-yue")
    translated = make_article(by=publisher, language="zh", people=(author,))
    translated.topics.add(topic)
    published(translated)
    # Of a draft, and so of nobody's page.
    make_article(by=publisher, section=make_topic(slug="drafts"))
    said = reader.get("/sitemap.xml").content.decode()
    assert "/zh/topics/laos/</loc>" in said and "/zh/people/lin-yue/</loc>" in said
    assert said.count("laos") == said.count("lin-yue") == 1
    assert "drafts" not in said


def test_sitemap_never_lists_more_than_one_may(reader, published, article, monkeypatch):
    published(article)
    monkeypatch.setattr("portal.feeds.SITEMAP_LENGTH", 2)
    assert reader.get("/sitemap.xml").content.decode().count("<loc>") == 2


def test_robots_find_the_sitemap_and_keep_out_of_the_admin(reader, settings):
    settings.SITE_URL = "https://news.example.org"
    said = reader.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in said
    assert "Sitemap: https://news.example.org/sitemap.xml" in said


def test_feed_costs_one_query_and_another_for_the_names_of_its_people(
    reader, published, article, publisher, django_assert_num_queries
):
    published(article)
    with django_assert_num_queries(1):
        feed(reader)
    for number in range(3):
        people = (make_person(f"Bo Li {number}"), make_person(f"Ana Ruiz {number}"))
        published(make_article(by=publisher, title=f"Piece {number}", people=people))
    with django_assert_num_queries(2):
        feed(reader)
