"""Rows of open forms: one a form, nobody else's, and none removed before its time."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from newsroom import open_forms
from newsroom.models import OpenForm, Role
from tests.making import make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_user(Role.EDITOR, name="Aigerim")


@pytest.fixture
def article():
    return make_article()


def words(text="Mine."):
    return {"title": ["T"], "body": [text]}


def test_each_autosave_overwrites_the_one_row_of_its_form(writer, article):
    form = open_forms.open_form(writer, article)
    for text in ("One.", "Two.", "Three."):
        open_forms.keep(writer, form, article, 1, words(text))
    assert OpenForm.objects.get().fields["body"] == ["Three."]


def test_two_tabs_have_a_row_each(writer, article):
    for text in ("One.", "Two."):
        open_forms.keep(writer, open_forms.open_form(writer, article), article, 1, words(text))
    assert {row.fields["body"][0] for row in OpenForm.objects.all()} == {"One.", "Two."}


def test_the_number_of_somebody_elses_form_reaches_only_a_row_of_ones_own(writer, article):
    form = open_forms.open_form(writer, article)
    open_forms.keep(writer, form, article, 1, words("Aigerim's."))
    other = make_user(Role.EDITOR)
    open_forms.keep(other, form, article, 1, words("Dana's."))
    open_forms.empty(other, form)
    assert OpenForm.objects.get(user=writer).fields["body"] == ["Aigerim's."]


def test_an_autosave_that_comes_after_its_save_brings_nothing_back(writer, article):
    form = open_forms.open_form(writer, article)
    article.version = 2
    open_forms.saved(writer, form, article)
    assert not open_forms.keep(writer, form, article, 1, words())
    assert OpenForm.objects.get().fields is None


def test_words_written_after_the_save_are_kept(writer, article):
    form = open_forms.open_form(writer, article)
    article.version = 2
    open_forms.saved(writer, form, article)
    assert open_forms.keep(writer, form, article, 2, words())
    assert OpenForm.objects.get().fields == words()


def test_a_nul_among_the_words_is_no_reason_to_lose_the_others(writer, article):
    form = open_forms.open_form(writer, article)
    open_forms.keep(writer, form, article, 1, words("a\x00b"))
    assert OpenForm.objects.get().fields["body"] == ["a\ufffdb"]


def test_a_deleted_piece_leaves_the_words(writer, article):
    open_forms.keep(writer, uuid4(), article, 1, words())
    article.delete()
    row = OpenForm.objects.get()
    assert (row.story, row.kind, row.fields) == (None, "article", words())


def test_taken_words_go_on_under_a_new_number_and_the_old_one_is_empty(writer, article):
    form = open_forms.open_form(writer, article)
    open_forms.keep(writer, form, article, 1, words())
    taken = open_forms.take(OpenForm.objects.get())
    assert taken.form != form
    assert OpenForm.objects.get(form=taken.form).fields == words()
    assert OpenForm.objects.get(form=form).fields is None


# Who is here


def test_colleagues_are_named_with_the_time_they_came(writer, article):
    open_forms.open_form(make_user(Role.EDITOR, name="Dana"), article)
    [dana] = open_forms.others(writer, article)
    assert (dana.name, dana.writing) == ("Dana", False)
    assert "Dana" in open_forms.presence_line([dana])


def test_who_has_two_tabs_is_named_once_and_writes_if_one_of_them_does(writer, article):
    dana = make_user(Role.EDITOR, name="Dana")
    open_forms.keep(dana, open_forms.open_form(dana, article), article, 1, words())
    open_forms.open_form(dana, article)
    [present] = open_forms.others(writer, article)
    assert present.writing


def test_nobody_is_shown_to_himself(writer, article):
    open_forms.open_form(writer, article)
    assert open_forms.others(writer, article) == []


def test_who_left_or_was_not_seen_for_a_minute_is_not_there(writer, article):
    gone, silent = make_user(Role.EDITOR), make_user(Role.EDITOR)
    open_forms.left(gone, open_forms.open_form(gone, article))
    open_forms.open_form(silent, article)
    OpenForm.objects.filter(user=silent).update(seen_at=timezone.now() - timedelta(seconds=61))
    assert open_forms.others(writer, article) == []


def test_nobody_present_is_said_by_saying_nothing():
    assert open_forms.presence_line([]) == ""


# Old rows


def aged(writer, article, **age):
    form = uuid4()
    open_forms.keep(writer, form, article, 1, words())
    OpenForm.objects.filter(form=form).update(seen_at=timezone.now() - timedelta(**age))
    return form


def test_words_of_29_days_stay_and_of_31_go_when_somebody_opens_a_form(writer, article):
    young, old = aged(writer, article, days=29), aged(writer, article, days=31)
    open_forms.open_form(make_user(Role.EDITOR), make_article())
    assert OpenForm.objects.filter(form=young).exists()
    assert not OpenForm.objects.filter(form=old).exists()


def test_one_opening_removes_only_so_many(writer, article, monkeypatch):
    monkeypatch.setattr(open_forms, "REMOVED_AT_ONCE", 2)
    for _ in range(3):
        aged(writer, article, days=31)
    open_forms.remove_old()
    assert OpenForm.objects.count() == 1
