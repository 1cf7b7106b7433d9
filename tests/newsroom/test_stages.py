"""Between colleagues: sent for review, returned, approved, and by whom."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from newsroom import saving, verbs
from newsroom.models import Edition, HouseRules, LogEntry, Role, Stage
from tests.making import make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter():
    return make_user(Role.REPORTER)


@pytest.fixture
def editor():
    return make_user(Role.EDITOR)


@pytest.fixture
def publisher():
    return make_user(Role.PUBLISHER)


@pytest.fixture
def article(reporter):
    return make_article(by=reporter)


@pytest.fixture
def second_person():
    HouseRules.objects.create(pk=1, second_person=True)


def stage(article):
    article.refresh_from_db()
    return article.stage


def test_a_draft_is_sent_returned_sent_again_and_approved(article, reporter, editor):
    verbs.submit(article, by=reporter)
    assert stage(article) == Stage.IN_REVIEW
    verbs.send_back(article, by=editor, note="Who says so?")
    assert stage(article) == Stage.DRAFT
    verbs.submit(article, by=reporter)
    verbs.approve(article, by=editor)
    assert stage(article) == Stage.READY
    done = LogEntry.objects.order_by("id").values_list("verb", "actor_name", "note")
    assert list(done) == [
        ("submit", reporter.name, ""),
        ("return", editor.name, "Who says so?"),
        ("submit", reporter.name, ""),
        ("approve", editor.name, ""),
    ]


def test_sending_twice_is_sending_once(article, reporter):
    verbs.submit(article, by=reporter)
    verbs.submit(article, by=reporter)
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize("verb", [verbs.approve, verbs.send_back])
def test_a_reporter_judges_nothing(article, reporter, verb):
    with pytest.raises(PermissionDenied):
        verb(article, by=reporter, note="Fine.")


def test_nothing_is_returned_without_a_reason(article, reporter, editor):
    verbs.submit(article, by=reporter)
    with pytest.raises(verbs.VerbRefused):
        verbs.send_back(article, by=editor, note="")


def test_what_was_saved_since_it_was_looked_at_is_not_approved(article, reporter, editor):
    seen = article.version
    saving.save(article, by=reporter)
    with pytest.raises(verbs.VerbRefused, match="in the meantime"):
        verbs.approve(article, by=editor, seen=seen)


def test_out_of_the_box_a_publisher_publishes_from_any_stage(article, publisher):
    assert verbs.publish(article, by=publisher)


def test_publishing_ends_the_review(article, reporter, publisher):
    verbs.submit(article, by=reporter)
    verbs.publish(article, by=publisher)
    assert stage(article) == Stage.DRAFT


@pytest.mark.usefixtures("second_person")
def test_where_two_are_needed_nothing_goes_out_unapproved(article, publisher):
    with pytest.raises(verbs.NotPublishable, match="approved"):
        verbs.publish(article, by=publisher)
    assert not Edition.objects.exists()


@pytest.mark.usefixtures("second_person")
def test_where_two_are_needed_the_writer_is_not_the_second(publisher):
    article = make_article(by=publisher)
    with pytest.raises(verbs.VerbRefused, match="Somebody else"):
        verbs.approve(article, by=publisher)


@pytest.mark.usefixtures("second_person")
def test_where_two_are_needed_an_approved_wording_goes_out(article, editor, publisher):
    verbs.approve(article, by=editor)
    article.refresh_from_db()
    assert verbs.publish(article, by=publisher)


@pytest.mark.usefixtures("second_person")
def test_where_two_are_needed_a_change_after_the_approval_needs_another(article, editor, publisher):
    verbs.approve(article, by=editor)
    saving.save(article, by=publisher)
    with pytest.raises(verbs.NotPublishable):
        verbs.publish(article, by=publisher)


def test_the_house_rules_are_an_administrators(publisher):
    with pytest.raises(PermissionDenied):
        verbs.decide(HouseRules(second_person=True), by=publisher)


def test_deciding_is_logged_and_leads_no_more_to_earlier_wordings(article, publisher):
    verbs.publish(article, by=publisher)
    saving.save(article, by=publisher)
    verbs.publish(article, by=publisher, change="update", note="More.")
    assert Edition.objects.live().get().notices[0]["before"] == 1
    verbs.decide(HouseRules(earlier_wordings="none"), by=make_user(Role.ADMINISTRATOR))
    assert Edition.objects.live().get().notices[0]["before"] is None
    assert LogEntry.objects.first().note == "earlier wordings: noted → none"
