"""A form keeps its words by itself, and nobody's words are dropped, mixed up or shown to others."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from desk import autosaving
from newsroom import open_forms, saving
from newsroom.models import OpenForm, Revision, Role
from tests.desk.forms import autosave, autosave_address, fields_of, form_of, save
from tests.making import make_article, make_user

pytestmark = pytest.mark.django_db

NEW_ARTICLE = "/admin/articles/article/add/"


@pytest.fixture
def article():
    return make_article(body="As it was.")


@pytest.fixture
def opened(editor, article):
    """The fields of the editor's open form."""
    return fields_of(editor.get(form_of(article)))


def the_words():
    return OpenForm.objects.with_words().get()


# What is kept


def test_words_are_kept_and_the_piece_and_its_history_stay_as_they_were(editor, article):
    answer = autosave(editor, article, body="Half a sent").json()
    assert answer["kept"]
    assert answer["newer"] is None
    article.refresh_from_db()
    assert (article.body, article.version, Revision.objects.count()) == ("As it was.", 1, 1)
    assert the_words().fields["body"] == ["Half a sent"]


def test_a_new_piece_is_kept_before_it_was_ever_saved(reporter):
    fields = fields_of(reporter.get(NEW_ARTICLE))
    url = reverse("admin:desk_autosave", args=["article"])
    assert reporter.post(url, {**fields, "title": "Ports"}).json()["kept"]
    row = the_words()
    assert (row.story, row.kind, row.fields["title"]) == (None, "article", ["Ports"])


def test_buttons_and_the_forms_own_marks_are_no_words(editor, article, opened):
    autosave(editor, article, fields=opened, _save="1", csrfmiddlewaretoken="x")
    names = set(the_words().fields)
    assert "body" in names
    assert not names & {"open_form", "based_on", "_save", "_doing", "csrfmiddlewaretoken"}


def test_a_form_that_is_as_it_was_opened_again_holds_no_words(editor, article, opened):
    autosave(editor, article, fields=opened, body="Mine.")
    autosave(editor, article, "same", fields=opened)
    assert not OpenForm.objects.with_words().exists()


def test_a_sign_of_life_leaves_the_words_alone(editor, article, opened):
    autosave(editor, article, fields=opened, body="Mine.")
    autosave(editor, article, "seen", fields=opened)
    assert the_words().fields["body"] == ["Mine."]


# Who may


def test_a_reporter_keeps_words_of_own_drafts_only(reporter, article):
    own = make_article(by=reporter.user)
    assert autosave(reporter, own).status_code == 200
    answer = reporter.post(autosave_address(article), {"open_form": str(uuid4()), "body": "Mine."})
    assert answer.status_code == 403
    assert answer.json() == {"error": "You may no longer change this piece."}
    assert OpenForm.objects.filter(story=article.pk).count() == 0


def test_who_is_not_logged_in_is_sent_to_log_in_and_keeps_nothing(article):
    answer = Client().post(autosave_address(article), {"open_form": str(uuid4()), "body": "Mine."})
    assert answer.status_code == 302
    assert not OpenForm.objects.exists()


def test_a_stranger_on_another_site_keeps_nothing(editor, article, opened):
    client = Client(enforce_csrf_checks=True)
    client.cookies = editor.cookies
    fields = {**opened, "csrfmiddlewaretoken": "x" * 64}
    assert client.post(autosave_address(article), fields).status_code == 403
    assert not OpenForm.objects.with_words().exists()


def test_words_of_others_are_neither_shown_nor_taken_nor_discarded(editor, publisher, article):
    autosave(editor, article, body="Private.")
    row = the_words()
    page = reverse("admin:desk_unsaved", args=[row.pk])
    assert publisher.get(page).status_code == publisher.post(page).status_code == 404
    assert "Private." not in publisher.get(f"{form_of(article)}?words={row.pk}").content.decode()
    assert "Unsaved words" not in publisher.get("/admin/").content.decode()
    assert the_words() == row


# What is refused


@pytest.mark.parametrize("form", ["", "7", "not-a-number"])
def test_a_form_without_its_number_is_refused(editor, article, form):
    assert editor.post(autosave_address(article), {"open_form": form}).status_code == 400


def test_more_than_fits_is_refused_in_words(editor, article, opened, monkeypatch):
    monkeypatch.setattr(autosaving, "LARGEST", 1000)
    answer = autosave(editor, article, fields=opened, body="x" * 1001)
    assert answer.status_code == 413
    assert answer.json()["error"]
    assert not OpenForm.objects.with_words().exists()


def test_a_deleted_piece_is_told(editor, article, opened):
    url = autosave_address(article)
    article.delete()
    answer = editor.post(url, opened)
    assert (answer.status_code, answer.json()["error"]) == (404, "This piece was deleted.")


def test_a_full_disk_is_told_in_words(editor, article, opened, monkeypatch):
    def full(*arguments):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(open_forms, "keep", full)
    answer = autosave(editor, article, fields=opened, body="Mine.")
    assert answer.status_code == 503
    assert "disk may be full" in answer.json()["error"]


def test_with_a_full_disk_the_form_still_opens(editor, article, monkeypatch):
    def full(*arguments):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(open_forms, "open_form", full)
    page = editor.get(form_of(article))
    assert page.status_code == 200
    assert fields_of(page)["open_form"]


def test_a_save_on_a_full_disk_shows_every_word_again(editor, article, opened, monkeypatch):
    def full(*arguments, **named):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(saving, "save", full)
    page = save(editor, article, opened, body="Mine.")
    assert page.status_code == 503
    assert "its disk may be full" in page.content.decode()
    assert fields_of(page)["body"] == ["Mine."]
    assert fields_of(page)["open_form"] == opened["open_form"]


# Saving and conflicts


def test_a_save_empties_the_row_of_its_form(editor, article, opened):
    autosave(editor, article, fields=opened, body="Mine.")
    save(editor, article, opened, body="Mine.")
    assert not OpenForm.objects.with_words().exists()
    assert "Unsaved words" not in editor.get("/admin/").content.decode()


def test_the_first_save_of_a_new_piece_empties_the_row_too(reporter):
    fields = {**fields_of(reporter.get(NEW_ARTICLE)), "title": "Ports"}
    reporter.post(reverse("admin:desk_autosave", args=["article"]), fields)
    reporter.post(NEW_ARTICLE, {**fields, "_save": "1"})
    [row] = OpenForm.objects.filter(form=fields["open_form"][0])
    assert (row.fields, row.saved_version, row.story.title) == (None, 1, "Ports")


def test_a_refused_save_leaves_the_row_its_words(editor, article, opened):
    autosave(editor, article, fields=opened, body="Mine.")
    save(editor, article, opened, body="Mine.", slug="not an address")
    assert the_words().fields["body"] == ["Mine."]


def test_saving_again_from_the_same_form_is_no_conflict_with_oneself(editor, article, opened):
    save(editor, article, opened, body="First.")
    answer = save(editor, article, opened, body="Second.")
    assert answer.status_code == 302
    article.refresh_from_db()
    assert article.body == "Second."


def test_pressing_save_twice_makes_one_entry_in_the_history(editor, article, opened):
    for _ in range(2):
        save(editor, article, opened, body="Mine.")
    assert Revision.objects.filter(story=article.pk).count() == 2


def test_going_back_to_a_form_over_a_colleagues_words_is_a_conflict(editor, article, opened):
    save(editor, article, opened, body="Mine.")
    article.refresh_from_db()
    article.body = "Dana's."
    saving.save(article, by=make_user(Role.EDITOR, name="Dana"))
    assert "Dana saved this piece" in save(editor, article, opened, body="Again.").content.decode()
    article.refresh_from_db()
    assert article.body == "Dana's."


def test_a_form_with_the_number_of_a_colleagues_saved_one_is_refused(editor, publisher, article):
    theirs = fields_of(publisher.get(form_of(article)))
    mine = fields_of(editor.get(form_of(article)))
    save(publisher, article, theirs, body="The publisher's.")
    save(editor, article, {**mine, "open_form": theirs["open_form"]}, body="Mine.")
    article.refresh_from_db()
    assert article.body == "The publisher's."


def test_a_newer_version_is_told_with_the_name_before_there_is_a_conflict(editor, article, opened):
    article.body = "Dana's."
    saving.save(article, by=make_user(Role.EDITOR, name="Dana"))
    newer = autosave(editor, article, fields=opened, body="Mine.").json()["newer"]
    assert "Dana" in newer["sentence"]
    assert not newer["mine"]


def test_ones_own_save_in_another_tab_is_told_as_ones_own(editor, article, opened):
    save(editor, article, fields_of(editor.get(form_of(article))), body="In the other tab.")
    newer = autosave(editor, article, "seen", fields=opened).json()["newer"]
    assert newer["mine"]
    assert "You saved this piece in another tab" in newer["sentence"]


def test_the_form_that_was_saved_is_told_its_new_version_and_no_news(editor, article, opened):
    save(editor, article, opened, body="Mine.")
    answer = autosave(editor, article, "seen", fields=opened).json()
    assert (answer["based_on"], answer["newer"]) == (2, None)


# Who else is here


def test_who_opens_a_piece_sees_who_is_in_it(editor, publisher, article):
    autosave(editor, article, body="Mine.")
    page = publisher.get(form_of(article)).content.decode()
    assert f"Also open here: \u2068{editor.user}\u2069, since" in page
    assert "(writing)" in page


def test_who_left_is_no_longer_shown(editor, publisher, article, opened):
    autosave(editor, article, "left", fields=opened)
    assert "Also open here" not in publisher.get(form_of(article)).content.decode()


def test_an_answer_names_who_came_since(editor, publisher, article, opened):
    publisher.get(form_of(article))
    present = autosave(editor, article, "seen", fields=opened).json()["present"]
    assert str(publisher.user) in present
