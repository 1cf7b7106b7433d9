from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from newsroom import saving, verbs, version
from newsroom.models import Change, Edition, LogEntry, Revision, Role
from newsroom.verbs import publishing
from tests.making import make_article, make_interview, make_user

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def publisher():
    return make_user(Role.PUBLISHER)


@pytest.fixture
def article(publisher):
    return make_article(by=publisher)


def live_text(story):
    edition = Edition.objects.live().filter(story=story).first()
    return edition and edition.record["texts"]["body"]


def test_publishing_now_is_read_now(article, publisher):
    verbs.publish(article, by=publisher)
    assert live_text(article) == article.body


def test_a_change_of_the_working_copy_is_not_read(article, publisher):
    verbs.publish(article, by=publisher)
    before = article.body
    article.body = "Changed."
    saving.save(article, by=publisher)
    assert live_text(article) == before


def test_two_stories_are_published_at_one_moment_or_not_at_all(article, publisher):
    interview = make_interview(by=publisher)
    first, second = verbs.publish(article, interview, by=publisher)
    assert first.issued_at == second.issued_at


def test_one_unpublishable_story_stops_the_other(article, publisher):
    empty = make_interview(by=publisher, transcript="")
    with pytest.raises(verbs.NotPublishable):
        verbs.publish(article, empty, by=publisher)
    assert not Edition.objects.exists()


@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR])
def test_only_a_publisher_publishes(article, role):
    with pytest.raises(PermissionDenied):
        verbs.publish(article, by=make_user(role))


def test_a_story_without_title_or_text_is_refused_with_the_reason(publisher):
    story = make_article(by=publisher, title="", body="")
    with pytest.raises(verbs.NotPublishable) as refusal:
        verbs.publish(story, by=publisher)
    assert {problem.place for problem in refusal.value.problems} == {"title", "body", "slug"}


def test_a_time_that_has_passed_is_refused(article, publisher):
    with pytest.raises(verbs.VerbRefused, match="has passed"):
        verbs.publish(article, by=publisher, at=timezone.now() - HOUR)


def test_an_embargo_is_absolute(article, publisher):
    article.embargo_until = timezone.now() + HOUR
    saving.save(article, by=publisher)
    with pytest.raises(verbs.VerbRefused, match="embargo"):
        verbs.publish(article, by=publisher)
    verbs.publish(article, by=publisher, at=article.embargo_until)


def test_publishing_before_something_scheduled_must_say_what_becomes_of_it(article, publisher):
    verbs.publish(article, by=publisher, at=timezone.now() + HOUR)
    with pytest.raises(verbs.ScheduledLater):
        verbs.publish(article, by=publisher)


def test_what_is_scheduled_can_be_made_again_from_the_new_text(article, publisher):
    [scheduled] = verbs.publish(article, by=publisher, at=timezone.now() + HOUR)
    article.body = "Mended."
    saving.save(article, by=publisher)
    verbs.publish(article, by=publisher, later="remake")
    scheduled.refresh_from_db()
    assert scheduled.cancelled_at
    [then] = Edition.objects.at(scheduled.issued_at).filter(story=article)
    assert then.record["texts"]["body"] == "Mended."


def test_a_first_edition_is_first_and_the_next_a_small_fix(article, publisher):
    [first] = verbs.publish(article, by=publisher)
    saving.save(article, by=publisher)
    [second] = verbs.publish(article, by=publisher)
    assert (first.change, second.change) == (Change.FIRST, Change.MINOR)


def test_only_updates_and_corrections_move_the_date_readers_see(article, publisher):
    verbs.publish(article, by=publisher)
    [minor] = verbs.publish(article, by=publisher, change=Change.MINOR)
    [update] = verbs.publish(article, by=publisher, change=Change.UPDATE, note="More.")
    assert minor.updated_at is None
    assert update.updated_at == update.issued_at
    assert update.published_at < update.issued_at


def test_withdrawing_takes_it_off_and_cancels_what_was_scheduled(article, publisher):
    verbs.publish(article, by=publisher)
    [scheduled] = verbs.publish(article, by=publisher, at=timezone.now() + HOUR)
    verbs.withdraw(article, by=publisher)
    assert live_text(article) is None
    assert not Edition.objects.at(scheduled.issued_at).filter(story=article).exists()


def test_a_story_saved_while_it_is_being_published_is_refused(article, publisher, monkeypatch):
    derive = type(article).derive

    def derive_slowly(story, record):
        type(article).objects.filter(pk=article.pk).update(version=99)
        return derive(story, record)

    monkeypatch.setattr(type(article), "derive", derive_slowly)
    with pytest.raises(verbs.StaleVersion):
        verbs.publish(article, by=publisher)
    assert not Edition.objects.exists()


def test_publishing_the_words_that_readers_have_makes_no_edition(article, publisher):
    verbs.publish(article, by=publisher)
    with pytest.raises(verbs.NothingNew, match="nothing has changed since"):
        verbs.publish(article, by=publisher)
    assert Edition.objects.count() == 1


def test_two_presses_at_one_moment_make_one_edition(publisher, monkeypatch):
    """The other press goes through while this one is still rendering."""
    interview = make_interview(by=publisher, introduction="It grew. [1](https://example.org/a)")
    derive = type(interview).derive

    def derive_while_the_other_publishes(story, record):
        monkeypatch.setattr(type(interview), "derive", derive)
        verbs.publish(interview, by=publisher)
        return derive(story, record)

    monkeypatch.setattr(type(interview), "derive", derive_while_the_other_publishes)
    with pytest.raises(verbs.NothingNew):
        verbs.publish(interview, by=publisher)
    assert Edition.objects.count() == 1


def test_of_two_stories_only_the_changed_one_gets_an_edition(article, publisher):
    interview = make_interview(by=publisher)
    verbs.publish(article, interview, by=publisher)
    saving.save(interview, by=publisher)
    [edition] = verbs.publish(article, interview, by=publisher)
    assert edition.story_id == interview.pk


@pytest.mark.parametrize(
    "asked", [{"change": Change.UPDATE, "note": "More."}, {"note": "Dates checked."}, {"at": HOUR}]
)
def test_the_same_words_are_published_again_when_something_is_said_of_it(article, publisher, asked):
    verbs.publish(article, by=publisher)
    if "at" in asked:
        asked = {"at": timezone.now() + asked["at"]}
    assert len(verbs.publish(article, by=publisher, **asked)) == 1


def test_the_same_words_end_what_is_scheduled_if_that_is_asked(article, publisher):
    verbs.publish(article, by=publisher)
    verbs.publish(article, by=publisher, at=timezone.now() + HOUR)
    with pytest.raises(verbs.NothingNew):
        verbs.publish(article, by=publisher, later="remake")
    assert len(verbs.publish(article, by=publisher, later="cancel")) == 1
    assert not Edition.objects.later_than(timezone.now()).exists()


def test_what_was_withdrawn_is_published_again_word_for_word(article, publisher):
    verbs.publish(article, by=publisher)
    verbs.withdraw(article, by=publisher)
    assert len(verbs.publish(article, by=publisher)) == 1


def test_every_verb_raises_the_sites_version_and_is_logged(article, publisher):
    seen = version.current()
    for act in (
        lambda: verbs.publish(article, by=publisher),
        lambda: verbs.publish(article, by=publisher, at=timezone.now() + HOUR),
        lambda: verbs.reschedule(
            Edition.objects.later_than(timezone.now()).get(),
            at=timezone.now() + 2 * HOUR,
            by=publisher,
        ),
        lambda: verbs.cancel(Edition.objects.later_than(timezone.now()).get(), by=publisher),
        lambda: verbs.withdraw(article, by=publisher),
    ):
        act()
        assert version.current() > seen
        seen = version.current()
    verbs_logged = list(LogEntry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs_logged == ["publish", "schedule", "reschedule", "cancel", "withdraw"]


def test_a_save_on_a_stale_version_writes_nothing(article, publisher):
    article.body = "Mine."
    with pytest.raises(verbs.StaleVersion):
        saving.save(article, by=publisher, based_on=article.version - 1)
    article.refresh_from_db()
    assert article.body != "Mine."


def test_every_save_keeps_a_revision_with_the_words_of_that_moment(article, publisher):
    article.body = "Second."
    saving.save(article, by=publisher)
    bodies = [revision.record["texts"]["body"] for revision in Revision.objects.order_by("id")]
    assert bodies[-1] == "Second."
    assert len(bodies) == 2


def test_a_reporter_saves_own_drafts_only(article):
    with pytest.raises(PermissionDenied):
        saving.save(article, by=make_user(Role.REPORTER))
    reporter = make_user(Role.REPORTER)
    own = make_article(by=reporter)
    saving.save(own, by=reporter)


def test_a_forged_assignee_opens_no_door(article):
    reporter = make_user(Role.REPORTER)
    article.assignee = reporter
    with pytest.raises(PermissionDenied):
        saving.save(article, by=reporter)


def test_no_embargo_is_set_over_what_goes_out_before_it_ends(article, publisher):
    verbs.publish(article, by=publisher, at=timezone.now() + HOUR)
    article.embargo_until = timezone.now() + 2 * HOUR
    with pytest.raises(verbs.EmbargoBroken, match="Move or cancel"):
        saving.save(article, by=publisher)
    article.refresh_from_db()
    assert article.embargo_until is None


def test_an_embargo_that_ends_before_what_is_scheduled_is_kept(article, publisher):
    verbs.publish(article, by=publisher, at=timezone.now() + 2 * HOUR)
    article.embargo_until = timezone.now() + HOUR
    saving.save(article, by=publisher)
    [entry] = Edition.objects.later_than(timezone.now()).filter(story=article)
    with pytest.raises(verbs.VerbRefused, match="embargo"):
        verbs.reschedule(entry, at=timezone.now() + HOUR / 2, by=publisher)


def test_what_went_out_while_it_waited_for_the_lock_is_not_cancelled(
    article, publisher, monkeypatch
):
    verbs.publish(article, by=publisher)
    lock = publishing.lock

    def wait(story, *rest):
        verbs.withdraw(article, by=publisher)
        return lock(story, *rest)

    monkeypatch.setattr(publishing, "lock", wait)
    with pytest.raises(verbs.StaleVersion):
        verbs.publish(article, by=publisher, change=Change.MINOR, later="cancel")


def test_few_statements_run_while_others_wait_to_write(publisher):
    article, asked = make_article(by=publisher), []

    def watch(execute, sql, params, many, context):
        asked.append(sql.split(" ")[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        verbs.publish(article, by=publisher)
    # A test's transaction is one already: that of the verb is a savepoint in it.
    under_lock = asked[asked.index("SAVEPOINT") + 1 : asked.index("RELEASE")]
    assert len(under_lock) == 17, under_lock
