"""What the database refuses by itself, on both engines, whatever path the write takes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.checks import Tags, run_checks
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from newsroom import guards, verbs
from newsroom.models import Change, Edition
from tests.making import make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def live():
    publisher = make_user()
    [edition] = verbs.publish(make_article(by=publisher, title="Khorgos"), by=publisher)
    return edition


def copy_of(edition, **changes):
    row = Edition.objects.get(pk=edition.pk)
    row.pk = None
    row.number += 1
    row.issued_at += timedelta(hours=1)
    row.ended_at = None
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def refused(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()
    return True


def test_two_entries_of_a_story_cannot_overlap(live):
    assert refused(copy_of(live, path="/articles/elsewhere/").save)


def test_two_stories_cannot_share_a_path_at_one_moment(live):
    other = make_article()
    assert refused(copy_of(live, story=other).save)


def test_a_path_may_be_used_again_once_its_holder_has_ended(live):
    Edition.objects.filter(pk=live.pk).update(ended_at=live.issued_at + timedelta(minutes=1))
    copy_of(live, story=make_article()).save()
    assert Edition.objects.filter(path=live.path).count() == 2


def test_an_update_cannot_stretch_an_entry_over_the_next(live):
    end = live.issued_at + timedelta(minutes=1)
    Edition.objects.filter(pk=live.pk).update(ended_at=end)
    copy_of(live).save()
    assert refused(lambda: Edition.objects.filter(pk=live.pk).update(ended_at=None))


def test_a_withdrawn_entry_holds_no_path(live):
    Edition.objects.filter(pk=live.pk).update(ended_at=live.issued_at + timedelta(minutes=1))
    copy_of(live, change=Change.WITHDRAWN).save()
    copy_of(live, story=make_article()).save()
    assert Edition.objects.filter(path=live.path).count() == 3


@pytest.mark.parametrize("column", ["title", "path", "language", "number"])
def test_frozen_columns_never_change(live, column):
    changed = {"number": 99}.get(column, "/articles/x/" if column == "path" else "zh")
    assert refused(lambda: Edition.objects.filter(pk=live.pk).update(**{column: changed}))


def test_a_record_never_changes(live):
    changed = {**live.record, "title": "Other"}
    assert refused(lambda: Edition.objects.filter(pk=live.pk).update(record=changed))


def test_blanking_is_the_one_change_of_a_record(live):
    Edition.objects.filter(pk=live.pk).update(record={}, title="", blanked_at=timezone.now())
    live.refresh_from_db()
    assert live.record == {}


def test_deleting_passages_deletes_their_search_rows(live):
    live.passages.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM newsroom_passage_tokens")
        assert cursor.fetchone() == (0,)


def test_a_lost_guard_is_named_and_put_back():
    guard = guards.guards(connection)[0]
    with connection.cursor() as cursor:
        if guard.catalogue == "trigger":
            cursor.execute(f"DROP TRIGGER {guard.name}")
        else:
            cursor.execute(f"ALTER TABLE newsroom_edition DROP CONSTRAINT {guard.name}")
    [message] = run_checks(tags=[Tags.database], databases=["default"])
    assert guard.name in message.msg
    guards.put_back(connection)
    assert guards.missing(connection) == []
