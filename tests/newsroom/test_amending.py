"""The live text corrected while its draft is being rewritten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from newsroom import carrying, corrections, saving, verbs
from newsroom.models import Change, Edition, HouseRules, Revision, Role
from tests.making import make_article, make_interview, make_user

pytestmark = pytest.mark.django_db

BODY = "It grew by 5 percent.\n\nIt fell later.\n\nNobody knows why."


@pytest.fixture
def publisher():
    return make_user(Role.PUBLISHER)


@pytest.fixture
def article(publisher):
    """Live, while its draft begins otherwise."""
    article = make_article(by=publisher, body=BODY)
    verbs.publish(article, by=publisher)
    article.body = BODY.replace("Nobody knows why.", "A new ending that nobody has seen.")
    saving.save(article, by=publisher)
    return article


def live(story):
    return Edition.objects.live().select_related("body").get(story=story.pk)


def amend(story, by, **words):
    base = live(story)
    record = story.freeze(base=base, words=words)
    told = corrections.differences(base, record, story.derive(record).texts)
    return verbs.amend(
        story, words, by=by, seen=base.number, change=Change.CORRECTION, note="Wrong.",
        corrected=told,
    )  # fmt: skip


def test_readers_see_the_correction_and_nothing_of_the_draft(article, publisher):
    amend(article, publisher, body=BODY.replace("5", "6"))
    edition = live(article)
    assert "6 percent" in edition.body.html
    assert "A new ending" not in str(edition.record)
    assert [each["said"] for each in edition.notices[0]["corrected"]] == ["It grew by 5 percent."]


def test_the_draft_stays_until_the_words_are_carried_over(article, publisher):
    base = live(article)
    amend(article, publisher, body=BODY.replace("5", "6"))
    article.refresh_from_db()
    assert "5 percent" in article.body
    assert carrying.carry_over(article, base, {"body": BODY.replace("5", "6")}, by=publisher)
    article.refresh_from_db()
    assert "6 percent" in article.body
    assert "A new ending that nobody has seen." in article.body
    assert Revision.objects.first().note == "With the correction of the live text"


def test_where_the_draft_says_something_else_there_it_is_left_alone(article, publisher):
    base = live(article)
    article.body = article.body.replace("It grew by 5 percent.", "It shrank by a third.")
    saving.save(article, by=publisher)
    amend(article, publisher, body=BODY.replace("5", "6"))
    assert not carrying.carry_over(article, base, {"body": BODY.replace("5", "6")}, by=publisher)
    article.refresh_from_db()
    assert "It shrank by a third." in article.body


def test_turns_keep_their_keys_and_a_new_one_has_the_same_in_the_draft(publisher):
    interview = make_interview(by=publisher)
    verbs.publish(interview, by=publisher)
    interview.introduction = "They met elsewhere."
    saving.save(interview, by=publisher)
    base, keys = live(interview), interview.turn_keys()
    words = {"transcript": interview.transcript + "\n\n**Host:** And then?"}
    amend(interview, publisher, **words)
    published = [turn["key"] for turn in live(interview).record["turns"]]
    assert published[:2] == keys
    assert carrying.carry_over(interview, base, words, by=publisher)
    assert interview.turn_keys() == published


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_short_new_turn_has_the_same_key_in_the_draft_wherever_it_stands(publisher, place):
    gone = [f"**Host:** Question {number}, is it?" for number in "12345"]
    turns = ["**Host:** How long is the way?", "**Guest:** Two hours on a good day."]
    interview = make_interview(by=publisher, transcript="\n\n".join([*gone, *turns]))
    interview.transcript = "\n\n".join(turns)
    saving.save(interview, by=publisher)
    verbs.publish(interview, by=publisher)
    base = live(interview)
    turns.insert(place, "**Guest:** Yes.")
    words = {"transcript": "\n\n".join(turns)}
    amend(interview, publisher, **words)
    assert carrying.carry_over(interview, base, words, by=publisher)
    assert interview.turn_keys() == [turn["key"] for turn in live(interview).record["turns"]]


def test_another_edition_meanwhile_is_not_written_over(article, publisher):
    base = live(article)
    verbs.publish(article, by=publisher)
    with pytest.raises(verbs.StaleVersion):
        verbs.amend(
            article, {"body": "Other."}, by=publisher, seen=base.number, change=Change.MINOR
        )


def test_what_is_scheduled_is_asked_about(article, publisher):
    verbs.publish(article, by=publisher, at=timezone.now() + timedelta(hours=1))
    with pytest.raises(verbs.ScheduledLater):
        amend(article, publisher, body=BODY.replace("5", "6"))


def test_words_that_readers_have_already_make_no_edition(article, publisher):
    with pytest.raises(verbs.VerbRefused, match="No word differs"):
        amend(article, publisher, body=BODY)


def test_the_review_of_the_draft_goes_on(article, publisher):
    verbs.submit(article, by=publisher)
    amend(article, publisher, body=BODY.replace("5", "6"))
    article.refresh_from_db()
    assert article.stage == "in_review"


def test_an_editor_corrects_nothing_that_is_live(article):
    with pytest.raises(PermissionDenied):
        amend(article, make_user(Role.EDITOR), body="Other.")


def test_where_two_are_needed_it_goes_through_the_draft(article, publisher):
    HouseRules.objects.create(pk=1, second_person=True)
    with pytest.raises(verbs.VerbRefused, match="second person"):
        amend(article, publisher, body="Other.")


def test_a_draft_has_no_live_text(publisher):
    draft = make_article(by=publisher)
    with pytest.raises(verbs.VerbRefused, match="not live"):
        verbs.amend(draft, {"body": "Other."}, by=publisher, seen=1, change=Change.MINOR)


@pytest.mark.parametrize("words", [{"body": " \n"}, {"title": ""}])
def test_what_could_not_be_published_does_not_go_out_as_a_correction(article, publisher, words):
    with pytest.raises(verbs.NotPublishable):
        amend(article, publisher, **words)
    assert live(article).number == 1


def test_an_interview_is_not_corrected_until_nobody_says_anything(publisher):
    interview = make_interview(by=publisher)
    verbs.publish(interview, by=publisher)
    with pytest.raises(verbs.NotPublishable):
        amend(interview, publisher, transcript="Only prose is left.")


def test_an_embargo_holds_back_a_correction_of_the_live_text_too(article, publisher):
    article.embargo_until = timezone.now() + timedelta(days=1)
    saving.save(article, by=publisher)
    with pytest.raises(verbs.VerbRefused, match="under embargo until"):
        verbs.amend(article, {"body": BODY + " More."}, by=publisher, seen=1, change=Change.MINOR)
    assert Edition.objects.live().get(story=article.pk).number == 1
