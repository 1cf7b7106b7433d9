"""Two people in one piece: nobody's words are lost, and nobody's are overwritten unseen."""

from __future__ import annotations

import pytest
from django.urls import reverse

from newsroom import saving
from newsroom.models import Revision, Role
from tests.desk.forms import fields_of
from tests.making import make_article, make_user

pytestmark = pytest.mark.django_db


def form_of(story):
    return reverse(f"admin:{story.kind}s_{story.kind}_change", args=[story.pk])


@pytest.fixture
def article():
    return make_article(body="As it was.")


@pytest.fixture
def collision(editor, article):
    """What the editor's save answers after a colleague saved first."""
    fields = fields_of(editor.get(form_of(article)))
    article.body = "What the colleague wrote."
    saving.save(article, by=make_user(Role.EDITOR, name="Dana"))
    return editor.post(form_of(article), {**fields, "body": "What I wrote.", "_save": "1"})


def test_a_save_over_newer_words_is_refused_and_names_who_saved(collision, article):
    assert collision.status_code == 200
    assert "Dana saved this piece" in collision.content.decode()
    article.refresh_from_db()
    assert article.body == "What the colleague wrote."


def test_the_refused_words_are_all_in_the_form(collision):
    assert fields_of(collision)["body"] == ["What I wrote."]


def test_pressing_save_again_is_refused_again(collision, editor, article):
    editor.post(form_of(article), {**fields_of(collision), "_save": "1"})
    article.refresh_from_db()
    assert article.body == "What the colleague wrote."


def test_who_has_looked_saves_over_it_and_the_other_wording_stays_in_the_history(
    collision, editor, article
):
    fields = fields_of(collision)
    editor.post(form_of(article), {**fields, "overwrite": "2", "_save": "1"})
    article.refresh_from_db()
    assert article.body == "What I wrote."
    wordings = [each.record["texts"]["body"] for each in Revision.objects.all()]
    assert "What the colleague wrote." in wordings


def test_looking_once_is_no_leave_for_a_third_wording(collision, editor, article):
    article.refresh_from_db()
    article.body = "A third one."
    saving.save(article, by=make_user(Role.EDITOR))
    fields = fields_of(collision)
    editor.post(form_of(article), {**fields, "overwrite": "2", "_save": "1"})
    article.refresh_from_db()
    assert article.body == "A third one."


def test_a_form_that_says_nothing_of_its_version_is_refused(editor, article):
    fields = fields_of(editor.get(form_of(article)))
    del fields["based_on"]
    editor.post(form_of(article), {**fields, "body": "Unseen.", "_save": "1"})
    article.refresh_from_db()
    assert article.body == "As it was."


def test_a_save_in_the_same_instant_shows_the_form_again(editor, article, monkeypatch):
    """The colleague's save falls between the form's check and the lock."""
    from newsroom.admin import stories

    save = saving.save

    def save_after_a_colleague(story, **arguments):
        monkeypatch.setattr(stories.saving, "save", save)
        colleague = type(article).objects.get(pk=article.pk)
        colleague.body = "What the colleague wrote."
        save(colleague, by=make_user(Role.EDITOR, name="Dana"))
        return save(story, **arguments)

    fields = fields_of(editor.get(form_of(article)))
    monkeypatch.setattr(stories.saving, "save", save_after_a_colleague)
    page = editor.post(form_of(article), {**fields, "body": "Mine.", "_save": "1"})
    assert "Dana saved this piece" in page.content.decode()
    assert fields_of(page)["body"] == ["Mine."]
