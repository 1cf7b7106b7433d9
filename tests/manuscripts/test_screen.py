"""The screen that takes a manuscript in: what it shows, what it makes, what it refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Article
from interviews.models import Interview
from manuscripts.models import Manuscript
from newsroom.models import Edition, Person, Story
from tests.desk.forms import fields_of

URL = "/admin/manuscripts/manuscript/import/"
TEXT = (Path(__file__).parent / "fixtures" / "harbour.txt").read_text()


def read(client, text=TEXT, **sent):
    return client.post(URL, {"text": text, "do": "read", **sent})


def press(client, page, do, **changes):
    """Send the page's form as a browser would, by one of its buttons."""
    return client.post(URL, {**fields_of(page), "do": do, **changes})


def words_of(response):
    return response.content.decode()


def test_the_page_asks_for_a_manuscript_and_nothing_else(editor):
    page = editor.get(URL)
    assert page.status_code == 200
    assert "Show what will be made" in words_of(page)
    assert "Create" not in words_of(page)


def test_one_page_shows_every_piece_section_list_turn_and_citation(editor):
    words = words_of(read(editor))
    for shown in [
        "Article", "3 sections", "2 lists", "Interview", "5 turns", "1 citation",
        "What the crane sees", "Dr. Rana Aziz", "Host", "Two berths were dredged",
        "Create 2 drafts",
    ]:  # fmt: skip
        assert shown in words


def test_looking_makes_nothing(editor):
    read(editor)
    assert not Story.objects.exists()
    assert not Manuscript.objects.exists()
    assert not Person.objects.exists()


def test_the_button_makes_the_drafts_and_leads_to_them(editor):
    answer = press(editor, read(editor), "create")
    manuscript = Manuscript.objects.get()
    assert answer.url == reverse("admin:manuscripts_manuscript_change", args=[manuscript.pk])
    assert Article.objects.get().title == "A harbour that listens"
    assert Interview.objects.get().turns.count() == 5
    assert manuscript.text == TEXT
    words = words_of(editor.get(answer.url))
    assert "Made 2 drafts." in words
    assert "A harbour that listens" in words
    assert "Two berths were dredged" in words


def test_a_paste_is_called_by_the_title_of_its_first_piece(editor):
    press(editor, read(editor, "+++\ntitle = 'The line'\n+++\n\nIt ends by the sea."), "create")
    assert Manuscript.objects.get().name == "The line"


def test_only_who_may_publish_is_offered_to(editor, publisher):
    assert "Create and publish" not in words_of(read(editor))
    assert "Create and publish both" in words_of(read(publisher))


def test_an_editor_who_asks_for_it_all_the_same_makes_nothing(editor):
    assert press(editor, read(editor), "publish").status_code == 403
    assert not Story.objects.exists()
    assert not Manuscript.objects.exists()


def test_a_publisher_makes_and_publishes_both_at_once(publisher, client):
    answer = press(publisher, read(publisher), "publish")
    assert "Readers see it now" in words_of(publisher.get(answer.url))
    for edition in Edition.objects.all():
        assert client.get(edition.path).status_code == 200
    assert Edition.objects.count() == 2


def test_what_cannot_be_published_is_not_made_either_and_the_reason_is_said(publisher):
    page = read(publisher)
    answer = press(publisher, page, "publish", **{"title-0": " "})
    assert answer.status_code == 422
    assert "It has no title." in words_of(answer)
    assert not Story.objects.exists()
    assert not Manuscript.objects.exists()


def test_a_reporter_makes_drafts_but_adds_nobody_to_the_people(reporter):
    page = read(reporter)
    assert "You may not add people" in words_of(page)
    press(reporter, page, "create")
    assert Interview.objects.get().created_by == reporter.user
    assert not Person.objects.exists()


def test_drafts_of_others_are_not_named_to_a_reporter(editor, reporter):
    press(editor, read(editor), "create")
    manuscript = Manuscript.objects.get()
    words = words_of(read(reporter))
    assert "The drafts made of it are not yours to open." in words
    assert f"/manuscript/{manuscript.pk}/" not in words
    assert reporter.get(f"/admin/manuscripts/manuscript/{manuscript.pk}/change/").status_code == 404
    assert "A harbour" not in words_of(reporter.get("/admin/manuscripts/manuscript/"))


def test_a_reporter_who_makes_own_drafts_of_a_text_that_came_before_is_led_to_them(
    editor, reporter
):
    press(editor, read(editor), "create")
    answer = press(reporter, read(reporter), "create")
    words = words_of(reporter.get(answer.url))
    own = Article.objects.get(created_by=reporter.user)
    other = Article.objects.get(created_by=editor.user)
    assert reverse("admin:articles_article_change", args=[own.pk]) in words
    assert reverse("admin:articles_article_change", args=[other.pk]) not in words


def test_a_file_is_read_and_its_words_stand_in_the_field(editor):
    file = SimpleUploadedFile("from the road.txt", TEXT.encode("utf-16"), "image/png")
    page = editor.post(URL, {"file": file, "do": "read"})
    assert "from the road.txt" in words_of(page)
    assert fields_of(page)["text"][0].replace("\r\n", "\n") == TEXT
    press(editor, page, "create")
    manuscript = Manuscript.objects.get()
    assert (manuscript.name, manuscript.encoding) == ("from the road.txt", "utf-16")


def test_an_encoding_that_was_assumed_is_said(editor):
    file = SimpleUploadedFile("cafe.txt", "# Le café\n\nIl était près de là.".encode("cp1252"))
    assert "read as Windows-1252" in words_of(editor.post(URL, {"file": file, "do": "read"}))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"%PDF-1.7 \xff\xfe", "It is a PDF, not text."),
        ("b.docx", b"PK\x03\x04rest", "It is a Word document"),
        ("c.txt", b"", "It is empty."),
        ("d.txt", b"one\x00two\x00three", "It holds NUL characters"),
        ("e.txt", b"word " * 1_100_000, "It has 5.2 MB; this page takes 5."),
    ],
)
def test_a_file_that_is_no_manuscript_is_named_with_the_reason(editor, name, content, reason):
    answer = editor.post(URL, {"file": SimpleUploadedFile(name, content), "do": "create"})
    assert answer.status_code == 422
    assert f"{name}: {reason}" in words_of(answer)
    assert not Story.objects.exists()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Paste a manuscript, or choose a file."),
        (" \n\n ", "Paste a manuscript, or choose a file."),
        ("before\x00after", "It holds NUL characters"),
    ],
)
def test_a_paste_that_is_no_manuscript_is_refused_in_words(editor, text, reason):
    answer = editor.post(URL, {"text": text, "do": "create"})
    assert answer.status_code == 422
    assert reason in words_of(answer)


def test_a_whole_library_is_refused_before_anything_is_made(editor):
    text = "\n\n".join(f"# Piece {n}\n\n## Part\n\nSome words of it." for n in range(51))
    page = read(editor, text)
    assert "It holds 51 pieces" in words_of(page)
    press(editor, page, "create")
    assert not Story.objects.exists()


def test_the_language_is_read_off_the_text(editor):
    press(editor, read(editor, "# 海港\n\n这是一个关于海港的故事，说的是码头上的人。"), "create")
    assert Article.objects.get().language == "zh"


def test_a_script_in_every_place_of_a_manuscript_stays_words(editor):
    bad = "<script>alert(1)</script>"
    text = f"# {bad}\n\n{bad}\n\n## {bad}\n\n- {bad}\n\nInterview: {bad}\n\n**A {bad}:** {bad}\n\n**Bo Ray:** {bad}?\n\n**A {bad}:** [1](https://x.example/{bad}) says."
    assert bad not in words_of(read(editor, text))


def test_nobody_who_is_not_logged_in_reaches_it(client, db):
    assert client.get(URL).status_code == 302
    assert client.post(URL, {"text": TEXT, "do": "create"}).status_code == 302
    assert not Story.objects.exists()


def test_two_articles_of_one_manuscript_share_no_ids(editor):
    text = "\n\n".join(f"# {n}\n\n## S\n\nFoot[^1] it is.\n\n[^1]: note" for n in ("One", "Two"))
    ids = re.findall(r' id="([^"]+)"', words_of(read(editor, text)))
    assert len(ids) == len(set(ids))


def test_a_citation_of_something_on_paper_is_no_link(editor):
    words = words_of(read(editor, "# A\n\nIt says so.[^1]\n\n[^1]: Port Review, 2019, p. 4"))
    assert "<bdi>Port Review, 2019, p. 4</bdi>" in words
    assert 'href=""' not in words
