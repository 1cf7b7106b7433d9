from __future__ import annotations

import re

import pytest

from newsroom import verbs
from newsroom.models import FormerSlug, Topic
from tests.making import make_article, make_interview, make_person, make_topic

pytestmark = pytest.mark.django_db


def titles(html):
    return re.findall(r"<h[23]><a [^>]+><bdi>([^<]+)", html)


def page(reader, path, status=200):
    response = reader.get(path)
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def section():
    return make_topic(name="Ports", names={"zh": "港口"}, slug="ports")


@pytest.fixture
def filled(published, publisher, section, article, interview, lead_on):
    """A small newsroom: a year's pieces in a section, and an interview whose guest has a page."""
    guest = make_person("Aigerim Bekova", slug="aigerim-bekova")
    interview.speakers.filter(label="Guest").update(person=guest)
    published(interview, (3, 2))
    for month in range(1, 7):
        made = make_article(by=publisher, title=f"Of month {month}", section=section)
        published(made, (month, 10))
    lead_on(article, interview)
    published(article, (6, 20))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/articles/",
        "/articles/2026/05/",
        "/interviews/",
        "/topics/ports/",
        "/people/aigerim-bekova/",
        "/search/?q=wagon",
        "/search/?q=nowhere",
        "/zh/",
    ],
)
def test_lists_cost_four_queries_at_most(reader, filled, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        page(reader, path)


def test_empty_site_has_a_front_page_and_says_that_nothing_is_out(reader):
    assert "Nothing is published in this language yet." in page(reader, "/")
    assert "Nothing is published in this language yet." in page(reader, "/articles/")


def test_front_page_leads_with_the_newest_article_and_its_interview(reader, filled):
    html = page(reader, "/")
    assert titles(html)[0] == "Two railways"
    quoted = html.partition('class="lead-quote"')[2].partition("</aside>")[0]
    assert "/interviews/a-queue-that-moves/#t-" in quoted


def test_front_page_has_a_band_for_each_section_newest_first(reader, filled):
    band = page(reader, "/").partition('class="band"')[2]
    assert titles(band)[:4] == [f"Of month {month}" for month in (6, 5, 4, 3)]


def test_list_shows_the_newest_month_and_leads_to_the_others(reader, filled):
    html = page(reader, "/articles/")
    assert titles(html) == ["Two railways", "Of month 6"]
    assert 'href="/articles/2026/05/"' in html


def test_list_of_a_month_shows_that_month(reader, filled):
    assert titles(page(reader, "/articles/2026/02/")) == ["Of month 2"]


def test_year_leads_to_its_newest_month(reader, filled, published, publisher):
    published(make_article(by=publisher, title="Long ago"), (5, 5), year=2019)
    assert 'href="/articles/2019/"' in page(reader, "/articles/")
    assert reader.get("/articles/2019/")["Location"] == "/articles/2019/05/"
    assert titles(page(reader, "/articles/2019/05/")) == ["Long ago"]


@pytest.mark.parametrize("path", ["/articles/2026/12/", "/articles/1999/", "/interviews/2026/01/"])
def test_month_without_pieces_is_not_found(reader, filled, path):
    page(reader, path, status=404)


def test_piece_called_like_a_year_keeps_its_address(reader, filled, published, publisher):
    published(make_article(by=publisher, title="2025", slug="2025"))
    assert "<h1>2025</h1>" in page(reader, "/articles/2025/")


def test_topic_is_named_in_the_language_of_its_page(reader, published, publisher, section):
    published(make_article(by=publisher, language="zh", title="码头", section=section))
    assert "<h1>港口</h1>" in page(reader, "/zh/topics/ports/")


def test_topic_without_a_live_piece_is_not_found_and_not_linked(reader, filled, section):
    make_topic(name="Goods", slug="goods")
    page(reader, "/topics/goods/", status=404)
    page(reader, "/zh/topics/ports/", status=404)
    assert "/topics/goods/" not in page(reader, "/")
    assert "/topics/ports/" not in page(reader, "/zh/")


def test_topic_that_is_no_section_lists_its_pieces(reader, published, publisher):
    place = make_topic(Topic.Kind.PLACE, "Khorgos", slug="khorgos")
    made = make_article(by=publisher, title="At the border")
    made.topics.add(place)
    published(made)
    assert titles(page(reader, "/topics/khorgos/")) == ["At the border"]


def test_long_list_goes_on_under_a_number(reader, published, publisher, section):
    for number in range(23):
        made = make_article(by=publisher, title=f"Piece {number}", section=section)
        published(made, (1 + number // 20, 1 + number % 20))
    first, second = page(reader, "/topics/ports/"), page(reader, "/topics/ports/2/")
    assert 'href="/topics/ports/2/" rel="next"' in first
    assert 'href="/topics/ports/" rel="prev"' in second
    assert sorted(titles(first) + titles(second)) == sorted(f"Piece {n}" for n in range(23))
    page(reader, "/topics/ports/3/", status=404)


def test_person_has_pieces_and_what_they_said(reader, filled):
    html = page(reader, "/people/aigerim-bekova/")
    assert "A queue that moves" in titles(html)
    assert "one wagon that is always the wrong length" in html
    assert "What is a night made of?" in html


def test_person_without_a_live_piece_is_not_found(reader, published, publisher):
    writer = make_person(slug="nobody-yet")
    page(reader, "/people/nobody-yet/", status=404)
    article = make_article(by=publisher, people=(writer,))
    published(article)
    page(reader, "/people/nobody-yet/")
    verbs.withdraw(article, by=publisher)
    page(reader, "/people/nobody-yet/", status=404)


def test_merged_person_leads_to_the_one_who_stands_for_both(reader, published, publisher):
    whole = make_person("Li Wei", slug="li-wei")
    part = make_person("Dr. Li", slug="dr-li", merged_into=whole)
    published(make_article(by=publisher, title="Signed as Dr. Li", people=(part,)))
    assert reader.get("/people/dr-li/")["Location"] == "/people/li-wei/"
    assert titles(page(reader, "/people/li-wei/")) == ["Signed as Dr. Li"]


def test_former_address_of_a_person_leads_on(reader, published, publisher):
    writer = make_person(slug="li-wei")
    FormerSlug.objects.create(person=writer, slug="lee-way")
    published(make_article(by=publisher, people=(writer,)))
    response = reader.get("/people/lee-way/")
    assert (response.status_code, response["Location"]) == (301, "/people/li-wei/")


def test_scheduled_piece_shows_nowhere_before_its_time(reader, publisher, section, filled):
    from datetime import timedelta

    from django.utils import timezone

    later = make_interview(by=publisher, title="Not before tomorrow", section=section)
    verbs.publish(later, by=publisher, at=timezone.now() + timedelta(days=1))
    for path in ("/", "/interviews/", "/topics/ports/", "/feed.xml", "/sitemap.xml"):
        assert "Not before tomorrow" not in page(reader, path)


def test_a_byline_stands_in_the_script_of_the_page(reader, published, publisher):
    writer = make_person("Salma Haddad", native_name="سلمى حداد")
    for language in ("en", "ar"):
        published(make_article(by=publisher, language=language, people=(writer,)))
    assert "Salma Haddad" in page(reader, "/")
    assert "سلمى حداد" in page(reader, "/ar/")
    assert "Salma Haddad" not in page(reader, "/ar/")
