"""Changes in the open: boxes, the list of corrections, and how a piece read before."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from newsroom import corrections, saving, verbs
from newsroom.models import Change, Edition, HouseRules

pytestmark = pytest.mark.django_db

ARTICLE = "/articles/two-railways/"


def page(reader, path, status=200):
    response = reader.get(path)
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def change(publisher):
    """Save other words of a live piece and publish them as `change`."""

    def change(story, kind, note="", at=None, **fields):
        for name, value in fields.items():
            setattr(story, name, value)
        saving.save(story, by=publisher)
        passages = ()
        if kind == Change.CORRECTION:
            base = Edition.objects.live().select_related("body").get(story=story.pk)
            record = story.freeze()
            passages = corrections.differences(base, record, story.derive(record).texts)
        [edition] = verbs.publish(
            story, by=publisher, change=kind, note=note, corrected=passages, at=at
        )
        return edition

    return change


@pytest.fixture
def corrected(article, published, change):
    """An article whose first paragraph was corrected."""
    published(article)
    change(
        article,
        Change.CORRECTION,
        "It is the second paragraph.",
        body=article.body.replace("First paragraph.", "First <i>correct</i> paragraph."),
    )
    return article


def test_the_page_says_what_was_wrong_and_leads_to_the_words(reader, corrected):
    html = page(reader, ARTICLE)
    box = html[html.index('class="correction"') : html.index("</section>")]
    assert "It is the second paragraph." in box
    assert "<del>First paragraph.</del>" in box
    assert "<ins>First &lt;i&gt;correct&lt;/i&gt; paragraph.</ins>" in box
    anchor = re.search(r'href="#(corrected-\w+)">To the passage', box)[1]
    assert f'id="{anchor}"' in html


def test_the_page_tells_machines_of_the_correction(reader, corrected):
    html = page(reader, ARTICLE)
    described = json.loads(re.search(r"ld\+json\">(.*?)</script>", html)[1])
    assert [(each["@type"], each["text"]) for each in described["correction"]] == [
        ("CorrectionComment", "It is the second paragraph.")
    ]


def test_an_article_with_corrections_costs_three_queries(
    reader, corrected, django_assert_num_queries
):
    with django_assert_num_queries(3):
        page(reader, ARTICLE)


def test_an_update_says_what_is_new(reader, article, published, change):
    published(article)
    change(article, Change.UPDATE, "Figures of May.", body="New figures.")
    html = page(reader, ARTICLE)
    assert "Figures of May." in html
    assert 'class="correction"' not in html


def test_a_small_fix_shows_nothing(reader, article, published, change):
    published(article)
    before = page(reader, ARTICLE)
    change(article, Change.MINOR, "For colleagues.", standfirst="Another standfirst.")
    after = page(reader, ARTICLE)
    assert after == before.replace("What it says in a sentence.", "Another standfirst.")


def test_the_list_of_corrections_leads_to_the_box(reader, corrected, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        html = page(reader, "/corrections/")
    assert f'href="{ARTICLE}#notice-2"' in html
    assert "<del>First paragraph.</del>" in html


def test_the_feed_of_corrections_holds_the_same(reader, corrected):
    feed = page(reader, "/corrections.xml")
    assert "It is the second paragraph." in feed
    assert feed.count("<entry>") == 1


@pytest.mark.parametrize("path", ["/corrections/", "/corrections.xml", "/zh/corrections/"])
def test_nothing_corrected_is_said(reader, article, published, path):
    published(article)
    assert "Two railways" not in page(reader, path)


def test_a_correction_to_come_is_told_nobody(reader, article, published, change):
    published(article)
    change(
        article, Change.CORRECTION, "Wrong.", body="Right.", at=timezone.now() + timedelta(hours=1)
    )
    assert "Wrong." not in page(reader, "/corrections/")
    assert "Wrong." not in page(reader, ARTICLE)


def test_a_correction_of_a_withdrawn_piece_is_listed_no_more(reader, corrected, publisher):
    verbs.withdraw(corrected, by=publisher)
    assert "Two railways" not in page(reader, "/corrections/")


def test_a_second_page_of_no_corrections_is_none(reader, corrected):
    page(reader, "/corrections/2/", status=404)


def test_readers_read_how_it_read_before(reader, corrected):
    assert f'href="{ARTICLE}editions/1/"' in page(reader, ARTICLE)
    response = reader.get(f"{ARTICLE}editions/1/")
    html = response.content.decode()
    assert "First paragraph." in html
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{ARTICLE}">' in html
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "ld+json" not in html


def test_the_wording_of_today_is_no_earlier_one(reader, corrected):
    page(reader, f"{ARTICLE}editions/2/", status=404)


def test_a_wording_before_a_small_fix_is_shown_by_a_house_that_shows_all(
    reader, article, published, change
):
    published(article)
    change(article, Change.MINOR, body="A comma.")
    page(reader, f"{ARTICLE}editions/1/", status=404)
    HouseRules.objects.create(pk=1, earlier_wordings="all")
    page(reader, f"{ARTICLE}editions/1/")
    assert "editions/1/" not in page(reader, ARTICLE)


def test_a_house_that_shows_none_shows_none(reader, corrected):
    HouseRules.objects.create(pk=1, earlier_wordings="none")
    page(reader, f"{ARTICLE}editions/1/", status=404)


@pytest.mark.parametrize("number", ["0", "01", "99", "9999999999999999999999"])
def test_a_number_that_no_wording_has_is_not_found(reader, corrected, number):
    page(reader, f"{ARTICLE}editions/{number}/", status=404)


def test_earlier_wordings_of_a_withdrawn_piece_are_gone(reader, corrected, publisher):
    verbs.withdraw(corrected, by=publisher)
    page(reader, f"{ARTICLE}editions/1/", status=410)
