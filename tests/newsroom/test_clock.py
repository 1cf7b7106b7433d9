"""The clock moved, days on which clocks are changed, a leap day, a machine that was off."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from newsroom import saving, verbs
from newsroom.admin.moments import MomentField
from newsroom.models import Change, Edition, Role
from tests.desk.forms import fields_of
from tests.making import make_article, make_user
from tests.newsroom.invariants import broken

HOUR = timedelta(hours=1)
NOON = datetime(2026, 5, 9, 12, tzinfo=UTC)


@contextmanager
def clock(moment):
    with patch("django.utils.timezone.now", return_value=moment):
        yield


@pytest.fixture
def publisher(db):
    return make_user(Role.PUBLISHER)


@pytest.fixture
def article(publisher):
    """Published at noon, changed a minute later."""
    with clock(NOON):
        article = make_article(by=publisher, body="As it was at noon.")
        verbs.publish(article, by=publisher)
    with clock(NOON + HOUR / 60):
        article.body = "As it was changed."
        saving.save(article, by=publisher)
    return article


def read_at(story, moment):
    edition = Edition.objects.at(moment).filter(story=story).first()
    return edition and edition.record["texts"]["body"]


# The clock set back


def test_publishing_on_a_clock_set_back_is_refused_and_says_that_it_was(article, publisher):
    with clock(NOON - HOUR), pytest.raises(verbs.ScheduledLater) as refusal:
        verbs.publish(article, by=publisher)
    assert "was published at 9 May 2026, 12:00:00" in str(refusal.value)
    assert "clock says 9 May 2026, 11:00:00: it was moved back" in str(refusal.value)
    assert Edition.objects.get().number == 1


def test_what_is_scheduled_is_not_called_published(article, publisher):
    with clock(NOON + HOUR):
        verbs.publish(article, by=publisher, at=NOON + 3 * HOUR)
        with pytest.raises(verbs.ScheduledLater, match="also scheduled for"):
            verbs.publish(article, by=publisher)


@pytest.mark.parametrize("later", ["remake", "cancel"])
def test_who_says_what_becomes_of_it_publishes_once_at_each_moment(article, publisher, later):
    with clock(NOON - HOUR):
        verbs.publish(article, by=publisher, later=later)
    assert read_at(article, NOON - HOUR) == read_at(article, NOON) == "As it was changed."
    assert broken() == []


def test_a_withdrawal_on_a_clock_set_back_is_not_undone_when_the_hour_comes(article, publisher):
    with clock(NOON + HOUR):
        verbs.publish(article, by=publisher)
    with clock(NOON + HOUR / 2):
        verbs.withdraw(article, by=publisher)
    assert read_at(article, NOON + HOUR) is None
    assert broken() == []


def test_the_desk_asks_what_becomes_of_an_edition_that_a_moved_clock_made_later(article, publisher):
    client = Client()
    client.force_login(publisher)
    with clock(NOON - HOUR):
        url = reverse("admin:desk_publish", args=[article.pk])
        answer = client.post(url, {**fields_of(client.get(url)), "when": "now"})
    assert answer.status_code == 422
    assert "it was moved back" in answer.content.decode()


# Clocks changed for the summer and back


def moment_in(zone, written):
    with timezone.override(ZoneInfo(zone)):
        return MomentField().clean(written)


@pytest.mark.parametrize(
    ("zone", "written", "sentence"),
    [
        (
            "Europe/Berlin",
            "2026-03-29T02:30",
            "There is no 02:30 on 29 March 2026 in Europe/Berlin: clocks are put forward over it. "
            "03:30 is the same moment on the new clock.",
        ),
        (
            "Europe/Berlin",
            "2026-10-25T02:30",
            "02:30 comes twice on 25 October 2026 in Europe/Berlin, because clocks are put back "
            "by an hour. Choose a time before or after that.",
        ),
        (
            "Australia/Lord_Howe",
            "2026-04-05T01:45",
            "01:45 comes twice on 5 April 2026 in Australia/Lord_Howe, because clocks are put back "
            "by 30 minutes. Choose a time before or after that.",
        ),
    ],
)
def test_a_time_that_is_not_one_moment_is_refused_in_words(zone, written, sentence):
    with pytest.raises(ValidationError) as refusal:
        moment_in(zone, written)
    assert refusal.value.messages == [sentence]


def test_the_hours_round_the_change_are_what_the_clock_shows():
    assert moment_in("Europe/Berlin", "2026-03-29T01:59").astimezone(UTC).hour == 0
    assert moment_in("Europe/Berlin", "2026-03-29T03:00").astimezone(UTC).hour == 1


def test_a_day_that_does_not_exist_is_no_question_of_clocks():
    with pytest.raises(ValidationError, match="valid date"):
        moment_in("Europe/Berlin", "2027-02-29T10:00")


@given(
    written=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)),
    zone=st.sampled_from(
        ["UTC", "Asia/Almaty", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"]
    ),
)
def test_a_time_is_the_one_moment_that_shows_it_or_a_sentence(written, zone):
    written = written.replace(second=0, microsecond=0)
    try:
        moment = moment_in(zone, f"{written:%Y-%m-%dT%H:%M}")
    except ValidationError as refusal:
        assert f"{written:%H:%M}" in refusal.messages[0]
    else:
        assert moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == written


@pytest.mark.parametrize("page", ["publish", "reschedule"])
def test_the_desk_says_so_on_the_page_and_schedules_nothing(article, publisher, page):
    publisher.time_zone = "Europe/Berlin"
    publisher.save()
    client = Client()
    client.force_login(publisher)
    with clock(datetime(2026, 10, 20, tzinfo=UTC)):
        [entry] = verbs.publish(article, by=publisher, at=timezone.now() + HOUR)
        name, pk = (
            ("desk_publish", article.pk) if page == "publish" else ("desk_scheduled", entry.pk)
        )
        url = reverse(f"admin:{name}", args=[pk])
        fields = {**fields_of(client.get(url)), "when": "later", "at": "2026-10-25T02:30"}
        answer = client.post(url, {**fields, "later": "cancel", "change": "minor"})
    assert answer.status_code == 422
    assert "02:30 comes twice on 25 October 2026" in answer.content.decode()
    assert list(Edition.objects.later_than(NOON + HOUR)) == [entry]
    entry.refresh_from_db()
    assert entry.cancelled_at is None


# The leap day


def test_what_is_scheduled_for_29_february_goes_out_then(publisher, client):
    leap = datetime(2028, 2, 29, 9, tzinfo=UTC)
    with clock(leap - 2 * HOUR):
        article = make_article(by=publisher)
        [edition] = verbs.publish(article, by=publisher, at=leap)
    with clock(leap - HOUR):
        assert client.get(edition.path).status_code == 404
    with clock(leap):
        page = client.get(edition.path)
        month = client.get("/articles/2028/02/")
    assert "29 February 2028" in page.content.decode()
    assert article.title in month.content.decode()


# The machine off


def test_what_was_scheduled_while_the_machine_was_off_is_there_in_its_order(publisher, client):
    """Nothing ran for two days: what went out meanwhile has its own time, not that of the start."""
    with clock(NOON):
        first, second = (make_article(by=publisher, body="One.") for _ in range(2))
        verbs.publish(first, by=publisher, at=NOON + 30 * HOUR)
        verbs.publish(second, by=publisher, at=NOON + 20 * HOUR)
        first.body = "Two."
        saving.save(first, by=publisher)
        verbs.publish(
            first, by=publisher, at=NOON + 40 * HOUR, change=Change.UPDATE, note="More came in."
        )
    with clock(NOON + 48 * HOUR):
        lists = client.get("/articles/").content.decode()
        live = Edition.objects.live().get(story=first)
    assert lists.index(first.title) < lists.index(second.title)
    assert (live.issued_at, live.published_at) == (NOON + 40 * HOUR, NOON + 30 * HOUR)
    assert [read_at(first, NOON + hours * HOUR) for hours in (29, 30, 39, 40, 48)] == [
        None, "One.", "One.", "Two.", "Two.",
    ]  # fmt: skip
    assert broken() == []


@pytest.mark.parametrize("written", ["0001-01-01T00:00", "9999-12-31T23:59"])
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_a_time_that_other_clocks_cannot_tell_is_refused(written, zone):
    with timezone.override(zone), pytest.raises(ValidationError, match="Choose a year between"):
        MomentField().clean(written)
