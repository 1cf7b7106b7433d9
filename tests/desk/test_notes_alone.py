"""Notes that go out without the text, and a word of the glossary that live pieces explain."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from annotations import verbs as note_verbs
from annotations.models import Term
from annotations.verbs import Content
from newsroom import saving, verbs
from newsroom.models import Edition
from tests.annotations.noting import make_note, make_source
from tests.desk.forms import fields_of, fill_in
from tests.making import make_article, make_user

pytestmark = pytest.mark.django_db

BODY = "The port of Aktau ships grain.\n\nIt opened in 1963, and was enlarged in 2018."


@pytest.fixture
def article(publisher):
    """Live, with a note that readers have, and one that they have not."""
    article = make_article(body=BODY)
    article.first = make_note(article, "Aktau", body="Once.")
    verbs.publish(article, by=publisher.user)
    make_note(article, "ships grain", body="New to readers.")
    return article


def alone_of(story):
    return reverse("admin:desk_notes_alone", args=[story.pk])


def words_of(answer):
    return " ".join(re.sub(r"<[^>]+>", "", answer.content.decode()).split())


def live(story):
    return Edition.objects.live().get(story=story.pk)


def test_the_page_says_what_is_new_changed_and_gone(publisher, article):
    gone = make_note(article, "1963", body="Gone soon.")
    verbs.publish_notes(article, by=publisher.user)
    make_note(article, "2018", body="Newest.")
    note_verbs.rewrite(article.first, Content(body="Twice."), by=publisher.user)
    note_verbs.remove(gone, by=publisher.user)
    page = words_of(publisher.get(alone_of(article)))
    assert re.search("New ?Explanation on “2018”.*Changed.*“Aktau”.*No more.*“1963”", page)
    assert "“ships grain”" not in page


def test_a_source_without_a_title_is_told_by_its_address(publisher, article):
    make_note(article, "1963", kind="source", source=make_source("https://example.org/a", title=""))
    assert "“1963”: https://example.org/a" in words_of(publisher.get(alone_of(article)))


def test_one_press_publishes_the_notes_and_nothing_of_the_draft(publisher, article):
    article.body = f"UNFINISHED.\n\n{BODY}"
    saving.save(article, by=make_user())
    fill_in(publisher, alone_of(article), button=None)
    edition = live(article)
    assert "UNFINISHED" not in edition.record["texts"]["body"]
    assert edition.notes.count() == 2
    assert "Readers have these notes already." in words_of(publisher.get(alone_of(article)))


def test_a_note_that_was_not_shown_does_not_go_out(publisher, article):
    sent = fields_of(publisher.get(alone_of(article)))
    make_note(article, "2018", body="Not seen.")
    answer = publisher.post(alone_of(article), sent)
    assert (answer.status_code, live(article).notes.count()) == (422, 1)
    assert "Look at them once more" in words_of(answer)


def test_of_what_is_not_live_there_is_nothing_to_publish_alone(publisher):
    article = make_article(body=BODY)
    answer = publisher.get(alone_of(article), follow=True)
    assert "It is not live. Its notes go out with it." in words_of(answer)


def test_the_dialog_of_publishing_offers_the_notes_alone_and_links_what_stops_it(
    publisher, article
):
    dialog = reverse("admin:desk_publish", args=[article.pk])
    assert alone_of(article) in publisher.get(dialog).content.decode()
    article.body = BODY.replace("ships grain", "sends wheat out")
    saving.save(article, by=make_user())
    page = publisher.get(dialog).content.decode()
    assert "Before it can be published" in page and "Look at the notes" in page
    assert reverse("admin:desk_notes", args=[article.pk]) in page


def test_a_note_made_after_the_dialog_was_opened_is_not_published_unseen(publisher):
    article = make_article(body=BODY)
    dialog = reverse("admin:desk_publish", args=[article.pk])
    sent = fields_of(publisher.get(dialog))
    note = make_note(article, "Aktau", body="Not seen.")
    for change in (lambda: None, lambda: note_verbs.hold(note, held=True, by=publisher.user)):
        change()
        assert publisher.post(dialog, sent).status_code == 422
        sent = fields_of(publisher.get(dialog))
        note_verbs.rewrite(note, Content(body="Again."), by=publisher.user)
    assert not Edition.objects.exists()


# The glossary


@pytest.fixture
def term(publisher):
    term = Term.objects.create(language="en", word="Port", definition="A harbour.")
    for title in ("Grain", "Coal"):
        article = make_article(body=BODY, title=title)
        make_note(article, "port", term=term)
        verbs.publish(article, by=publisher.user)
    make_note(make_article(body=BODY, title="A draft of it"), "port", term=term)
    return term


def change_of(term):
    return reverse("admin:annotations_term_change", args=[term.pk])


def test_a_word_said_otherwise_leads_to_the_live_pieces_that_explain_it(publisher, term):
    answer = fill_in(publisher, change_of(term), definition="Where ships are loaded.")
    assert answer.url == reverse("admin:desk_term", args=[term.pk])
    page = words_of(publisher.get(answer.url))
    assert "2 live pieces explain it" in page and "Grain" in page and "Coal" in page
    assert "A draft of it" not in page


def test_one_press_gives_readers_of_all_of_them_the_new_wording(publisher, term):
    answer = fill_in(publisher, change_of(term), definition="Where ships are loaded.")
    fill_in(publisher, answer.url, button=None)
    found = [
        note.note["definition"]
        for edition in Edition.objects.live()
        for note in edition.notes.all()
    ]
    assert found == ["Where ships are loaded."] * 2
    page = words_of(publisher.get(answer.url))
    assert "Their readers have the definition as it stands now." in page


def test_a_word_left_unpublished_leads_there_again(editor, reporter, term):
    there = reverse("admin:desk_term", args=[term.pk])
    assert there in editor.get(change_of(term)).content.decode()
    assert there not in reporter.get(change_of(term)).content.decode()


def test_an_editor_sees_where_it_is_explained_and_cannot_publish(editor, term):
    answer = fill_in(editor, change_of(term), definition="Where ships are loaded.")
    page = editor.get(answer.url).content.decode()
    assert "Publish the notes" not in page and "Somebody who may publish" in page
    assert editor.post(answer.url).status_code == 403


def test_house_rules_hold_back_open_checks_and_lead_to_the_scale(administrator):
    page = administrator.get("/admin/newsroom/houserules/1/change/").content.decode()
    assert "open check stops publishing" in page
    assert reverse("admin:annotations_verdict_changelist") in page
