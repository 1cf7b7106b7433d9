"""What the head of a manuscript does beyond its words: said on the screen before it is done."""

from __future__ import annotations

import html
import re

from articles.models import Article
from manuscripts import importer
from newsroom.models import Credit, Topic
from tests.making import make_article, make_person, make_topic
from tests.manuscripts.test_screen import press, read, words_of

PORT = "# The dry port\n\nTwo gauges meet here, and every box is lifted once.\n"


def head_of(client, fields, **sent):
    """What the page says of a head: its lines by their label."""
    page = words_of(read(client, f"---\n{fields}\n---\n{PORT}", **sent))
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)
    return {
        label: " ".join(html.unescape(re.sub(r"<[^>]+>", " ", said)).split())
        for label, said in found
    }


def test_a_text_without_a_head_says_nothing_of_one(editor):
    assert "From its head" not in words_of(read(editor, PORT))


def test_the_byline_says_who_is_known_and_who_is_new(editor):
    make_person("Bo Li", slug="bo")
    assert head_of(editor, "authors: [bo, Cem Ay]") == {
        "Byline": "Bo Li (known here), Cem Ay (a new person)"
    }


def test_a_reporter_is_told_of_an_author_who_is_left_out(reporter):
    said = head_of(reporter, "authors: Cem Ay")
    assert said == {"Byline": "Cem Ay is not known here, so stands in no byline."}


def test_an_author_whose_name_two_people_share_is_said_to_be_left_out(editor):
    make_person("Bo Li")
    make_person("Bo Li")
    said = head_of(editor, "authors: Bo Li")
    assert said == {"Byline": "Bo Li stands in no byline: 2 people are called so."}


def test_section_and_topics_say_what_is_known_here(editor):
    make_topic(Topic.Kind.SECTION, "Trade", slug="trade")
    make_topic(Topic.Kind.SUBJECT, "Rail", slug="rail")
    assert head_of(editor, "section: trade\ntopics: Rail, Unheard of") == {
        "Section": "Trade",
        "Topics": "Rail Not known here, so left out: “Unheard of”.",
    }
    assert head_of(editor, "section: Elsewhere") == {
        "Section": "“Elsewhere” is no section here, so none."
    }


def test_the_address_is_the_one_the_draft_will_have(editor):
    make_article(slug="dry-port")
    assert head_of(editor, "slug: dry-port") == {"Address": "dry-port-2"}


def test_an_empty_address_is_none(editor):
    assert head_of(editor, "slug:") == {}
    press(editor, read(editor, f"---\nslug:\n---\n{PORT}"), "create")
    assert Article.objects.get().slug == "the-dry-port"


def test_an_address_is_that_of_the_first_piece_alone(editor):
    text = f"---\nslug: ports\n---\n{PORT}\n## Part\n\nWords.\n\n# Two\n\nOther words."
    press(editor, read(editor, text), "create")
    assert list(Article.objects.order_by("pk").values_list("slug", flat=True)) == ["ports", "two"]


def test_a_year_is_a_title(editor):
    press(editor, read(editor, "---\ntitle: 1984\n---\nSome words here."), "create")
    assert Article.objects.get().title == "1984"


def test_which_language_holds_is_said_where_the_head_names_another_than_was_chosen(editor):
    said = head_of(editor, "language: zh", language="en")
    assert said == {"Language": "中文, as the head says, and not English as chosen."}
    assert head_of(editor, "language: zh", language="zh") == {}


def test_somebody_added_since_the_head_was_shown_is_shown_first(editor):
    page = read(editor, f"---\nauthors: Cem Ay\n---\n{PORT}")
    make_person("Cem Ay")
    assert "Nothing was made yet" in words_of(press(editor, page, "create"))


def test_nobody_is_credited_who_was_not_said(editor):
    make_person("Bo Li")
    make_person("Bo Li")
    coming = importer.prepare(f"---\nauthors: [Bo Li, Cem Ay]\n---\n{PORT}")
    importer.create(coming, by=editor.user)
    assert list(Credit.objects.values_list("person__name", flat=True)) == ["Cem Ay"]
