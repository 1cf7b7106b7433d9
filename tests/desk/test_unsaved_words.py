"""Words that were never saved: offered, looked at, taken or discarded, and those only a browser held."""

from __future__ import annotations

import pytest
from django.urls import reverse

from newsroom import saving
from newsroom.models import OpenForm, Role
from tests.desk.forms import autosave, autosave_address, fields_of, fill_in, form_of, save
from tests.making import make_article, make_interview, make_person, make_topic, make_user

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


# Offered, looked at, taken, discarded


def test_words_of_a_lost_tab_are_offered_when_the_piece_is_opened_again(editor, article):
    autosave(editor, article, body="Mine.")
    page = editor.get(form_of(article)).content.decode()
    assert "You have unsaved words of this piece from" in page


def test_nothing_is_offered_where_the_same_words_were_saved_since(editor, article):
    autosave(editor, article, body="Mine.\r\n\r\nAll of it.")
    fill_in(editor, form_of(article), body="Mine.\r\n\r\nAll of it.")
    assert "unsaved words" not in editor.get(form_of(article)).content.decode()


def test_a_never_saved_piece_is_offered_to_who_begins_a_new_one(reporter):
    url = reverse("admin:desk_autosave", args=["article"])
    reporter.post(url, {**fields_of(reporter.get(NEW_ARTICLE)), "title": "Ports"})
    assert "“<bdi>Ports</bdi>”" in reporter.get(NEW_ARTICLE).content.decode()
    assert "Ports" not in reporter.get("/admin/interviews/interview/add/").content.decode()


def test_the_first_page_lists_unsaved_words_and_leads_to_them(reporter):
    url = reverse("admin:desk_autosave", args=["article"])
    reporter.post(url, {**fields_of(reporter.get(NEW_ARTICLE)), "title": "Ports"})
    page = reporter.get("/admin/").content.decode()
    assert "Article · never saved" in page
    assert reverse("admin:desk_unsaved", args=[the_words().pk]) in page


def test_taken_words_fill_the_form_and_are_saved_like_any_others(editor, article):
    topic, person = make_topic("place", "Aktau"), make_person("Aigerim")
    credit = {"credits-TOTAL_FORMS": "1", "credits-0-person": person.pk,
              "credits-0-role": "author", "credits-0-order": "0"}  # fmt: skip
    autosave(editor, article, body="Mine.", topics=[topic.pk], **credit)
    page = editor.get(f"{form_of(article)}?words={the_words().pk}")
    fields = fields_of(page)
    assert "They are not saved yet" in page.content.decode()
    assert (fields["body"], fields["topics"]) == (["Mine."], [str(topic.pk)])
    assert save(editor, article, fields).status_code == 302
    article.refresh_from_db()
    assert (article.body, article.credits.get().person) == ("Mine.", person)
    assert not OpenForm.objects.with_words().exists()


def test_taking_words_shows_no_errors_of_what_is_half_typed(editor, article):
    autosave(editor, article, slug="not an address")
    page = editor.get(f"{form_of(article)}?words={the_words().pk}").content.decode()
    assert "not an address" in page
    assert "would do" not in page


def test_taken_words_over_a_colleagues_newer_ones_are_a_conflict_when_saved(editor, article):
    autosave(editor, article, body="Mine.")
    article.body = "Dana's."
    saving.save(article, by=make_user(Role.EDITOR, name="Dana"))
    fields = fields_of(editor.get(f"{form_of(article)}?words={the_words().pk}"))
    assert fields["based_on"] == ["1"]
    assert "Dana saved this piece" in save(editor, article, fields).content.decode()
    assert the_words().fields["body"] == ["Mine."]


def test_a_tab_whose_words_were_taken_goes_on_in_a_row_of_its_own(editor, article, opened):
    autosave(editor, article, fields=opened, body="Mine.")
    editor.get(f"{form_of(article)}?words={the_words().pk}")
    autosave(editor, article, fields=opened, body="Mine, and on.")
    kept = [row.fields["body"] for row in OpenForm.objects.with_words()]
    assert sorted(kept) == [["Mine, and on."], ["Mine."]]


def test_the_words_of_a_deleted_piece_are_taken_into_a_new_one(editor):
    article = make_article(people=(make_person(),))
    autosave(editor, article, title="Ports", body="Mine.")
    article.delete()
    fields = fields_of(editor.get(f"{NEW_ARTICLE}?words={the_words().pk}"))
    assert fields["body"] == ["Mine."]
    assert editor.post(NEW_ARTICLE, {**fields, "_save": "1"}).status_code == 302


def test_a_transcripts_words_are_taken_with_its_speakers(editor):
    interview, person = make_interview(), make_person("Li Wei")
    guest = list(interview.speakers.all()).index(interview.speakers.get(label="Guest"))
    autosave(editor, interview, **{f"speakers-{guest}-person": person.pk})
    fields = fields_of(editor.get(f"{form_of(interview)}?words={the_words().pk}"))
    save(editor, interview, fields)
    assert interview.speakers.get(label="Guest").person == person


def test_looking_shows_what_differs_beside_what_is_saved(editor):
    article = make_article(body="Same.\n\nOld.\n\nSame too.")
    autosave(editor, article, body="Same.\r\n\r\nNew.\r\n\r\nSame too.")
    page = editor.get(reverse("admin:desk_unsaved", args=[the_words().pk])).content.decode()
    assert '<div class="wording" dir="auto">Old.</div>' in page
    assert '<div class="wording" dir="auto">New.</div>' in page
    assert "1 paragraph before it is the same" in page


def test_discarded_words_are_gone_and_the_saved_ones_stay(editor, article):
    autosave(editor, article, body="Mine.")
    answer = editor.post(reverse("admin:desk_unsaved", args=[the_words().pk]), follow=True)
    assert "Discarded." in answer.content.decode()
    assert not OpenForm.objects.with_words().exists()
    article.refresh_from_db()
    assert article.body == "As it was."


# What only the browser held


def test_words_from_a_browser_are_kept_under_a_new_number_and_can_be_taken(editor, article, opened):
    autosave(editor, article, fields=opened, body="Older.")
    answer = autosave(editor, article, "restored", fields=opened, body="Newer.").json()
    row = the_words()
    assert row.fields["body"] == ["Newer."]
    assert str(row.form) not in opened["open_form"]
    assert fields_of(editor.get(answer["take"]))["body"] == ["Newer."]
    assert editor.get(answer["look"]).status_code == 200


def test_a_browser_learns_what_became_of_its_forms_and_of_nobody_elses(
    editor, publisher, article, opened
):
    autosave(editor, article, fields=opened, body="Mine.")
    [mine] = opened["open_form"]
    [theirs] = fields_of(publisher.get(form_of(article)))["open_form"]
    told = editor.get(autosave_address(article), {"form": [mine, theirs, "x"]}).json()
    assert told["forms"] == {mine: {"words": True, "saved": 0}}
    assert told["user"] == editor.user.pk
    assert told["token"]
