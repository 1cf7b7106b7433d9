from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from newsroom import paths, saving, verbs
from newsroom.models import Edition
from tests.making import make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher():
    return make_user()


@pytest.fixture
def story(publisher):
    return make_article(by=publisher, title="The dry port")


def outcome(path, moment=None):
    found = paths.resolve(path, moment or timezone.now())
    return (found.outcome, found.path) if found else None


def move(story, slug, publisher):
    story.slug = slug
    saving.save(story, by=publisher)
    verbs.publish(story, by=publisher)


def test_a_draft_has_no_address(story):
    assert outcome("/articles/the-dry-port/") is None


def test_a_live_story_is_found(story, publisher):
    verbs.publish(story, by=publisher)
    assert outcome("/articles/the-dry-port/") == ("live", "/articles/the-dry-port/")


def test_a_scheduled_story_has_no_address_before_its_time(story, publisher):
    at = timezone.now() + timedelta(hours=1)
    verbs.publish(story, by=publisher, at=at)
    assert outcome("/articles/the-dry-port/") is None
    assert outcome("/articles/the-dry-port/", at) == ("live", "/articles/the-dry-port/")


def test_an_old_address_leads_to_the_new_one(story, publisher):
    verbs.publish(story, by=publisher)
    move(story, "khorgos", publisher)
    assert outcome("/articles/the-dry-port/") == ("moved", "/articles/khorgos/")


def test_a_new_address_that_is_only_scheduled_changes_nothing_yet(story, publisher):
    verbs.publish(story, by=publisher)
    story.slug = "khorgos"
    saving.save(story, by=publisher)
    verbs.publish(story, by=publisher, at=timezone.now() + timedelta(hours=1))
    assert outcome("/articles/the-dry-port/") == ("live", "/articles/the-dry-port/")
    assert outcome("/articles/khorgos/") is None


def test_a_withdrawn_story_is_gone(story, publisher):
    verbs.publish(story, by=publisher)
    verbs.withdraw(story, by=publisher)
    assert outcome("/articles/the-dry-port/") == ("gone", "/articles/the-dry-port/")


def test_an_old_address_of_a_withdrawn_story_is_gone(story, publisher):
    verbs.publish(story, by=publisher)
    move(story, "khorgos", publisher)
    verbs.withdraw(story, by=publisher)
    assert outcome("/articles/the-dry-port/") == ("gone", "/articles/the-dry-port/")


def test_a_path_used_again_leads_to_its_new_holder(story, publisher):
    verbs.publish(story, by=publisher)
    move(story, "khorgos", publisher)
    other = make_article(by=publisher, slug="the-dry-port")
    verbs.publish(other, by=publisher)
    assert paths.resolve("/articles/the-dry-port/", timezone.now()).edition.story_id == other.pk


def test_a_cancelled_entry_never_had_its_address(story, publisher):
    [entry] = verbs.publish(story, by=publisher, at=timezone.now() + timedelta(hours=1))
    verbs.cancel(entry, by=publisher)
    assert outcome("/articles/the-dry-port/", entry.issued_at + timedelta(hours=1)) is None


def test_an_address_that_was_ever_live_for_another_story_is_not_free(story, publisher):
    verbs.publish(story, by=publisher)
    move(story, "khorgos", publisher)
    other = make_article(by=publisher, title="The dry port")
    assert other.slug == "the-dry-port-2"


def test_an_address_taken_at_that_time_is_refused_with_a_free_one(story, publisher):
    verbs.publish(story, by=publisher)
    other = make_article(by=publisher, title="Another")
    # As if two editors chose it in the same second: past the form's own check.
    type(other).objects.filter(pk=story.pk).update(slug="elsewhere")
    other.slug = "the-dry-port"
    other.save()
    with pytest.raises(verbs.AddressTaken) as refusal:
        verbs.publish(other, by=publisher)
    assert refusal.value.proposed == "the-dry-port-2"
    assert not Edition.objects.filter(story=other.pk).exists()


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("高质量共建“一带一路”", "高质量共建一带一路"),
        ("ميناء جبل علي", "ميناء-جبل-علي"),
        ("  ", ""),
    ],
)
def test_an_address_keeps_the_letters_of_its_title(publisher, title, slug):
    assert make_article(by=publisher, title=title).slug == slug


def test_a_title_without_letters_gives_a_date_and_a_key(publisher):
    assert make_article(by=publisher, title="!!!").slug.startswith(f"{timezone.now():%Y-%m-%d}-")


def test_other_languages_stand_under_their_prefix(publisher):
    story = make_article(by=publisher, title="霍尔果斯", language="zh")
    [edition] = verbs.publish(story, by=publisher)
    assert edition.path == "/zh/articles/霍尔果斯/"
