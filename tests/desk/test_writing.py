"""From an empty form to a saved draft."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.models import Article
from interviews.models import Interview
from newsroom import saving
from newsroom.models import Revision, Stage
from tests.desk.forms import fields_of, fill_in
from tests.making import make_article, make_interview, make_person, make_topic, make_user

pytestmark = pytest.mark.django_db

NEW_ARTICLE = "/admin/articles/article/add/"
NEW_INTERVIEW = "/admin/interviews/interview/add/"


def form_of(story):
    return reverse(f"admin:{story.kind}s_{story.kind}_change", args=[story.pk])


def test_a_new_article_is_saved_and_stays_on_its_form(reporter):
    answer = fill_in(reporter, NEW_ARTICLE, title="Ports of the Caspian", body="Words.")
    article = Article.objects.get()
    assert answer.url == form_of(article)
    assert article.created_by == reporter.user
    assert article.slug == "ports-of-the-caspian"
    assert "Saved " in reporter.get(answer.url).content.decode()


def test_a_new_interview_has_its_turns_at_once(reporter):
    fill_in(
        reporter, NEW_INTERVIEW, title="Talk", transcript="**Host:** Who?\r\n\r\n**Guest:** Me."
    )
    interview = Interview.objects.get()
    assert [turn.label for turn in interview.turns.standing()] == ["Host", "Guest"]
    assert interview.transcript == "**Host:** Who?\n\n**Guest:** Me."


def test_a_save_without_a_change_writes_nothing(reporter):
    article = make_article(by=reporter.user, body="One.\n\nTwo.\n")
    fill_in(reporter, form_of(article))
    article.refresh_from_db()
    assert article.version == 1
    assert Revision.objects.count() == 1


def test_words_are_kept_exactly_as_written(reporter):
    fill_in(reporter, NEW_ARTICLE, title="T", body="  indented\r\n\r\nlast line\r\n\r\n")
    assert Article.objects.get().body == "  indented\n\nlast line\n\n"


def test_credits_topics_and_related_pieces_are_saved_with_the_piece(editor):
    person, other = make_person("Aigerim Bekova"), make_interview()
    place = make_topic("place", "Aktau")
    answer = fill_in(
        editor,
        NEW_ARTICLE,
        title="Ports",
        topics=[place.pk],
        **{
            "credits-TOTAL_FORMS": 1,
            "credits-0-person": person.pk,
            "credits-0-role": "author",
            "credits-0-order": 0,
            "related_stories-TOTAL_FORMS": 1,
            "related_stories-0-target": other.pk,
            "related_stories-0-label": "What does the captain say?",
            "related_stories-0-order": 0,
        },
    )
    assert answer.status_code == 302
    article = Article.objects.get()
    assert list(article.topics.all()) == [place]
    assert [credit.person for credit in article.credits.all()] == [person]
    assert article.related_stories.get().target_id == other.pk
    record = Revision.objects.get(story=article.pk).record
    assert record["credits"][0]["name"] == "Aigerim Bekova"


def test_a_speaker_is_tied_to_a_person_in_the_form(editor):
    interview, person = make_interview(), make_person("Li Wei")
    guest = list(interview.speakers.all()).index(interview.speakers.get(label="Guest"))
    fill_in(editor, form_of(interview), **{f"speakers-{guest}-person": person.pk})
    assert interview.speakers.get(label="Guest").person == person


def test_a_label_that_left_the_text_leaves_the_form_unless_a_person_was_chosen(editor):
    interview = make_interview(transcript="**Host:** Hello.\n\n**Guest:** Hello.\n\n**Slip:** Hm.")
    interview.speakers.filter(label="Guest").update(person=make_person("Li Wei"))
    fill_in(editor, form_of(interview), transcript="**Host:** Hello.")
    page = editor.get(form_of(interview)).content.decode()
    assert "Li Wei" in page
    assert "Slip" not in page
    assert interview.speakers.count() == 3


def test_a_form_that_holds_a_label_gone_since_can_still_be_saved(editor):
    interview = make_interview(transcript="**Host:** Hello.\n\n**Slip:** Hm.")
    fields = fields_of(editor.get(form_of(interview)))
    interview.transcript = "**Host:** Hello."
    saving.save(interview, by=make_user())
    merged = editor.post(form_of(interview), {**fields, "title": "Mine", "_save": "1"})
    again = {**fields_of(merged), "_save": "1"}
    assert editor.post(form_of(interview), again).status_code == 302
    interview.refresh_from_db()
    assert interview.title == "Mine"


def test_a_reporter_sends_a_draft_for_review(reporter):
    article = make_article(by=reporter.user)
    fill_in(reporter, form_of(article), button="_submit")
    article.refresh_from_db()
    assert article.stage == Stage.IN_REVIEW
    assert Revision.objects.filter(reason="submit").exists()


@pytest.mark.parametrize("wanted", ["Not an address", "a/b", "UPPER"])
def test_an_address_with_other_letters_is_refused_with_one_that_would_do(editor, wanted):
    page = fill_in(editor, form_of(make_article()), slug=wanted)
    assert page.status_code == 200
    assert "would do" in page.content.decode()


def test_an_address_that_is_taken_is_refused_with_one_that_is_free(editor):
    make_article(slug="ports")
    page = fill_in(editor, form_of(make_article()), slug="ports")
    assert "“ports-2” is free" in page.content.decode()


def test_a_chinese_title_keeps_its_letters_in_the_address(editor):
    fill_in(editor, NEW_ARTICLE, title="阿克套港", language="zh")
    assert Article.objects.get().slug == "阿克套港"


def test_a_forged_stage_is_refused(reporter):
    article = make_article(by=reporter.user)
    fill_in(reporter, form_of(article), stage="ready")
    article.refresh_from_db()
    assert article.stage == Stage.DRAFT


def test_forged_fields_change_nothing(reporter):
    article = make_article(by=reporter.user)
    fill_in(
        reporter,
        form_of(article),
        title="New",
        assignee=reporter.user.pk,
        embargo_until="2030-01-01T00:00",
        created_by=1,
        version=77,
        kind="interview",
    )
    article.refresh_from_db()
    assert (article.title, article.assignee, article.embargo_until) == ("New", None, None)
    assert (article.created_by, article.version, article.kind) == (reporter.user, 2, "article")


def test_somebody_who_left_stays_named_and_is_not_offered_anew(editor):
    gone = make_user(is_active=False)
    article, other = make_article(), make_article()
    Article.objects.filter(pk=article.pk).update(assignee=gone)
    fill_in(editor, form_of(article), title="New")
    fill_in(editor, form_of(other), title="New", assignee=gone.pk)
    article.refresh_from_db()
    other.refresh_from_db()
    assert (article.title, article.assignee) == ("New", gone)
    assert other.assignee is None


def test_a_nul_in_the_text_is_refused_in_words(editor):
    page = fill_in(editor, NEW_ARTICLE, title="T", body="a\x00b")
    assert page.status_code == 200
    assert "Null characters are not allowed" in page.content.decode()
