"""Earlier wordings: found by their names, and restored as a new draft."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from newsroom import saving, verbs, wordings
from newsroom.models import Edition, Role, Stage
from newsroom.verbs import StaleVersion
from tests.making import make_article, make_interview, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher():
    return make_user()


@pytest.fixture
def article(publisher):
    """Saved twice: first “As it was.”, then “As it is.”"""
    article = make_article(by=publisher, title="Then", standfirst="Then.", body="As it was.")
    article.title, article.standfirst, article.body = "Now", "Now.", "As it is."
    saving.save(article, by=publisher)
    return article


def first_of(story):
    return wordings.find(story, f"r{story.revisions.last().pk}")


def restored(story, by, wording=None):
    story.refresh_from_db()
    wordings.restore(story, wording or first_of(story), by=by, based_on=story.version)
    story.refresh_from_db()
    return story


def test_title_standfirst_and_text_come_back(article, publisher):
    restored(article, publisher)
    assert (article.title, article.standfirst, article.body) == ("Then", "Then.", "As it was.")


def test_restoring_is_a_new_revision_that_says_where_from(article, publisher):
    restored(article, publisher)
    newest, *others = article.revisions.all()
    assert newest.note.startswith("Restored from the wording of ")
    assert newest.version == article.version == 3
    assert [each.record["texts"]["body"] for each in others] == ["As it is.", "As it was."]


def test_a_wording_with_a_name_is_restored_by_it(article, publisher):
    wordings.name(article.revisions.last(), "Sent out", by=publisher)
    restored(article, publisher)
    assert article.revisions.first().note.startswith("Restored from “Sent out” of ")


def test_address_stage_and_credits_stay_as_they_are(publisher):
    article = make_article(by=publisher, body="As it was.", slug="then", people=(make_person(),))
    article.credits.all().delete()
    article.slug, article.stage, article.body = "now", Stage.READY, "As it is."
    saving.save(article, by=publisher)
    restored(article, publisher)
    assert (article.slug, article.stage, article.credits.count()) == ("now", Stage.READY, 0)


def test_what_is_live_does_not_change(article, publisher):
    verbs.publish(article, by=publisher)
    live = Edition.objects.live().get()
    restored(article, publisher)
    assert Edition.objects.live().get() == live
    assert live.record["texts"]["body"] == "As it is."


def test_an_edition_is_restored(article, publisher):
    verbs.publish(article, by=publisher)
    article.refresh_from_db()
    article.body = "Something else."
    saving.save(article, by=publisher)
    restored(article, publisher, wordings.find(article, "e1"))
    assert article.body == "As it is."
    assert article.revisions.first().note.startswith("Restored from edition 1 of ")


def test_words_saved_in_the_meantime_are_not_overwritten(article, publisher):
    article.refresh_from_db()
    seen = article.version
    article.body = "A colleague's."
    saving.save(article, by=publisher)
    with pytest.raises(StaleVersion):
        wordings.restore(article, first_of(article), by=publisher, based_on=seen)
    article.refresh_from_db()
    assert article.body == "A colleague's."


def test_restoring_what_the_draft_says_already_makes_no_revision(article, publisher):
    newest = wordings.find(article, f"r{article.revisions.first().pk}")
    with pytest.raises(wordings.SaysTheSame):
        wordings.restore(article, newest, by=publisher, based_on=article.version)
    assert article.revisions.count() == 2


def test_nobody_restores_a_piece_that_is_not_theirs(article):
    with pytest.raises(PermissionDenied):
        restored(article, make_user(Role.REPORTER))


def test_turns_that_come_back_have_their_keys_again(publisher):
    interview = make_interview(
        by=publisher,
        transcript="**Host:** Who are you?\n\n**Guest:** A guest.\n\n**Host:** Thank you.",
    )
    keys = interview.turn_keys()
    interview.transcript = "**Host:** Who are you?\n\n**Guest:** Nobody you would know at all."
    saving.save(interview, by=publisher)
    assert interview.turn_keys() != keys
    restored(interview, publisher)
    assert interview.turn_keys() == keys


def test_turns_rewritten_step_by_step_have_their_keys_again(publisher):
    said = "**Guest:** We waited nine hours at the border."
    interview = make_interview(by=publisher, transcript=f"**Host:** How long?\n\n{said}")
    keys = interview.turn_keys()
    for words in (
        "We waited nine days in the port.",
        "They slept nine days in the port.",
        "They slept with all of their crew there.",
    ):
        interview.transcript = f"**Host:** How long?\n\n**Guest:** {words}"
        saving.save(interview, by=publisher)
    assert interview.turn_keys() != keys
    assert restored(interview, publisher).turn_keys() == keys


@pytest.mark.parametrize("key", ["", "r", "r0", "e9", "x1", "live", "r99999999999", "r１", "now "])
def test_a_key_that_names_nothing_finds_nothing(article, key):
    assert wordings.find(article, key) is None


def test_no_key_finds_another_pieces_wording(article):
    other = make_article().revisions.get()
    assert wordings.find(article, f"r{other.pk}") is None


def test_the_working_copy_and_what_is_live_have_names_of_their_own(article, publisher):
    verbs.publish(article, by=publisher)
    article.refresh_from_db()
    article.body = "Changed since."
    article.save()
    assert wordings.find(article, "now").read()["texts"]["body"] == "Changed since."
    assert wordings.find(article, "live").read()["texts"]["body"] == "As it is."


def test_a_withdrawal_and_words_taken_down_are_nothing_to_restore(article, publisher):
    verbs.publish(article, by=publisher)
    verbs.withdraw(article, by=publisher)
    assert wordings.find(article, "e2") is None
    edition = Edition.objects.get(number=1)
    edition.blanked_at = timezone.now()
    assert wordings.of_edition(edition) is None


def test_what_can_be_compared_is_offered_newest_first_and_unread(
    article, publisher, django_assert_num_queries
):
    verbs.publish(article, by=publisher)
    with django_assert_num_queries(2):
        found = wordings.offered(article)
        assert [wording.at for wording in found] == sorted(
            (wording.at for wording in found), reverse=True
        )
        assert {wording.key[0] for wording in found} == {"r", "e"}
