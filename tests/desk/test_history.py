"""The history of a piece: names, pages, and what may be done with a wording."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from newsroom import saving, verbs
from newsroom.models import OpenForm, Revision, Role
from tests.desk.forms import fields_of, fill_in
from tests.making import make_article, make_user

pytestmark = pytest.mark.django_db


def form_of(story):
    return reverse(f"admin:{story.kind}s_{story.kind}_change", args=[story.pk])


def history_of(story):
    return reverse(f"admin:{story.kind}s_{story.kind}_history", args=[story.pk])


def chosen(page, side):
    return re.findall(rf'name="{side}" value="(\w+)" checked', page)


def test_a_save_can_be_given_a_name(editor):
    article = make_article(body="As it was.")
    fill_in(editor, form_of(article), body="As it is.", version_name="Before the lawyers")
    assert article.revisions.first().note == "Before the lawyers"
    assert "Before the lawyers" in editor.get(history_of(article)).content.decode()


def test_the_next_save_does_not_take_the_name_over(editor):
    article = make_article()
    fill_in(editor, form_of(article), body="One.", version_name="The first")
    assert fields_of(editor.get(form_of(article)))["version_name"] == [""]


def test_the_words_of_a_refused_save_keep_the_name(editor):
    article = make_article()
    page = fill_in(editor, form_of(article), slug="no good", version_name="Mine")
    assert fields_of(page)["version_name"] == ["Mine"]


def test_a_version_is_named_later(editor):
    revision = make_article().revisions.get()
    answer = editor.post(reverse("admin:desk_name", args=[revision.pk]), {"name": " Sent out "})
    revision.refresh_from_db()
    assert revision.note == "Sent out"
    assert answer.url == history_of(revision.story)


def test_a_name_is_taken_away_by_an_empty_one(editor):
    revision = make_article().revisions.get()
    for name in ("Sent out", ""):
        editor.post(reverse("admin:desk_name", args=[revision.pk]), {"name": name})
    revision.refresh_from_db()
    assert revision.note == ""


def test_nobody_names_versions_of_a_piece_that_is_not_theirs(reporter):
    revision = make_article().revisions.get()
    answer = reporter.post(reverse("admin:desk_name", args=[revision.pk]), {"name": "Mine"})
    assert answer.status_code == 403
    revision.refresh_from_db()
    assert revision.note == ""


def test_looking_at_a_link_names_nothing(editor):
    revision = make_article().revisions.get()
    assert editor.get(reverse("admin:desk_name", args=[revision.pk])).status_code == 405


def test_the_newest_two_are_chosen_at_first(editor):
    article = make_article()
    for body in ("One.", "Two."):
        article.body = body
        saving.save(article, by=editor.user)
    newest, second = [f"r{each.pk}" for each in article.revisions.all()[:2]]
    page = editor.get(history_of(article)).content.decode()
    assert (chosen(page, "from"), chosen(page, "to")) == ([second], [newest])


def test_an_edition_can_be_chosen_and_a_withdrawal_cannot(publisher):
    article = make_article()
    verbs.publish(article, by=publisher.user)
    verbs.withdraw(article, by=publisher.user)
    page = publisher.get(history_of(article)).content.decode()
    assert 'name="from" value="e1"' in page
    assert 'name="from" value="e2"' not in page


def test_a_long_history_says_how_long_it_is_and_leads_on(editor):
    article = make_article()
    first = article.revisions.get()
    Revision.objects.bulk_create(
        Revision(story=article.story_ptr, version=number, record=first.record, note=f"No. {number}")
        for number in range(2, 61)
    )
    page = editor.get(history_of(article)).content.decode()
    assert "1 to 50 of 60" in page
    assert "No. 5<" not in page
    older = editor.get(history_of(article), {"wordings": "2"}).content.decode()
    assert "51 to 60 of 60" in older
    assert "No. 5<" in older


@pytest.mark.parametrize("number", ["0", "-1", "999", "x", "9" * 30])
def test_a_page_that_is_not_there_shows_the_nearest(editor, number):
    assert editor.get(history_of(make_article()), {"wordings": number}).status_code == 200


def test_the_history_needs_the_same_few_queries_however_long_it_is(
    publisher, django_assert_num_queries
):
    short, long = make_article(), make_article()
    for number in range(8):
        long.body = f"Wording {number}."
        saving.save(long, by=publisher.user)
    verbs.publish(short, long, by=publisher.user)
    for article in (short, long):
        # Session, user, story, and of each list its length and its rows.
        with django_assert_num_queries(9):
            publisher.get(history_of(article))


def test_who_may_only_look_is_offered_neither_names_nor_restoring(editor, monkeypatch):
    from newsroom import permissions

    monkeypatch.setitem(permissions.GRANTED, Role.EDITOR, frozenset({permissions.Action.VIEW}))
    page = editor.get(history_of(make_article())).content.decode()
    assert "Compare the two" in page
    assert "Restore" not in page
    assert "Keep the name" not in page


def test_autosaved_words_are_not_in_the_history(editor):
    article = make_article(by=make_user())
    fields = {"open_form": str(uuid4()), "based_on": "1", "body": "Half a sent"}
    kept = editor.post(reverse("admin:desk_autosave", args=["article", article.pk]), fields)
    assert kept.status_code == 200
    assert OpenForm.objects.get(story=article.pk).fields["body"] == ["Half a sent"]
    assert "Half a sent" not in editor.get(history_of(article)).content.decode()
