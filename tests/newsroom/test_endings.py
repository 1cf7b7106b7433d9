"""Retracting, taking down, sealing: what is gone for readers, and what is gone for everybody."""

from __future__ import annotations

import io
import json

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.db import connection
from PIL import Image

from manuscripts import importer
from newsroom import blanking, saving, uploads, verbs
from newsroom.models import Change, Edition, Picture, Revision, Role, Story
from tests.making import make_article, make_interview, make_person, make_user


def picture_file(colour="red"):
    file = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(file, "PNG")
    file.seek(0)
    file.name = f"{colour}.png"
    return file


pytestmark = pytest.mark.django_db

SECRET = "Kestrel"


@pytest.fixture
def publisher():
    return make_user(Role.PUBLISHER)


@pytest.fixture
def administrator():
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def article(publisher):
    article = make_article(by=publisher)
    verbs.publish(article, by=publisher)
    return article


def everything_kept():
    """Every value of every row, as one text."""
    found = []
    for model in apps.get_models():
        for row in model.objects.values_list():
            found += [json.dumps(each, ensure_ascii=False, default=str) for each in row]
    with connection.cursor() as cursor:
        cursor.execute("SELECT tokens FROM newsroom_passage_tokens")
        found += [str(row[0]) for row in cursor.fetchall()]
        if connection.vendor == "sqlite":
            cursor.execute("SELECT block FROM newsroom_passage_tokens_data")
            found += [row[0].decode("latin-1") for row in cursor.fetchall()]
    return "\n".join(found)


def test_a_retraction_takes_the_text_away_and_keeps_the_record(article, publisher):
    entry = verbs.retract(article, by=publisher, note="It was made up.")
    assert entry.change == Change.RETRACTED
    assert not Edition.objects.live().filter(story=article).exists()
    assert Edition.objects.get(story=article, number=1).record["texts"]["body"]


def test_a_retraction_needs_its_reason(article, publisher):
    with pytest.raises(verbs.VerbRefused, match="Say why"):
        verbs.retract(article, by=publisher, note=" ")


def test_what_was_withdrawn_can_still_be_retracted(article, publisher):
    verbs.withdraw(article, by=publisher)
    assert verbs.retract(article, by=publisher, note="Made up.").change == Change.RETRACTED


def test_what_is_retracted_is_not_retracted_again(article, publisher):
    verbs.retract(article, by=publisher, note="Made up.")
    with pytest.raises(verbs.VerbRefused, match="tombstone"):
        verbs.retract(article, by=publisher, note="Made up.")


@pytest.mark.parametrize("change", [None, Change.MINOR, Change.CORRECTION])
def test_what_was_retracted_is_published_again_only_with_a_reason(article, publisher, change):
    verbs.retract(article, by=publisher, note="Made up.")
    with pytest.raises(verbs.OverTombstone, match="why it can be read again"):
        verbs.publish(article, by=publisher, change=change, note="A note.")
    [again] = verbs.publish(article, by=publisher, change=Change.UPDATE, note="It was true.")
    assert [(each["change"], each["note"]) for each in again.notices] == [
        ("update", "It was true.")
    ]


@pytest.mark.parametrize("verb", [verbs.retract, verbs.take_down])
def test_a_draft_has_nothing_to_end(publisher, administrator, verb):
    with pytest.raises(verbs.VerbRefused, match="never live"):
        verb(make_article(by=publisher), by=administrator, note="No.")


def test_only_an_administrator_takes_down(article, publisher):
    with pytest.raises(PermissionDenied):
        verbs.take_down(article, by=publisher)


def _with_secrets(publisher, **fields):
    """An interview whose every field holds the secret, changed once, and its manuscript."""
    person = make_person("Dr. Aye")
    interview = make_interview(
        by=publisher,
        people=(person,),
        title=f"{SECRET} title",
        slug="an-address",
        standfirst=f"{SECRET} standfirst",
        introduction=f"{SECRET} intro [1](https://example.org/1).",
        transcript=f"**Host {SECRET}:** {SECRET}?\n\n**Guest:** {SECRET} answers.",
        recorded_in=SECRET,
        recording_url=f"https://example.org/{SECRET}",
        **fields,
    )
    verbs.publish(interview, by=publisher)
    interview.transcript += f"\n\n**Guest:** And {SECRET} again."
    saving.save(interview, by=publisher, note=f"After the call with {SECRET}")
    verbs.publish(interview, by=publisher, change=Change.UPDATE, note=f"More of {SECRET}")
    return interview


def test_taking_down_blanks_the_words_wherever_they_are_kept(publisher, administrator):
    interview = _with_secrets(publisher)
    found = importer.prepare(f"About a bird\n\n{SECRET} is its name.\n")
    [draft] = importer.create(found, by=publisher)
    manuscript = draft.manuscripts.get()
    manuscript.stories.add(interview)
    make_article(by=publisher).related_stories.create(target=interview, label=f"Who is {SECRET}?")
    draft.delete()
    blanked = verbs.take_down(interview, by=administrator, note="A court ordered it.")
    assert SECRET.casefold() not in everything_kept().casefold()
    assert {each.what for each in blanked} >= {"editions", "revisions", "interview", "manuscript"}


def test_taking_down_keeps_rows_addresses_and_turn_keys(publisher, administrator):
    interview = _with_secrets(publisher)
    keys = sorted(interview.turns.values_list("key", flat=True))
    verbs.take_down(interview, by=administrator, note="A court ordered it.")
    assert Edition.objects.filter(story=interview).count() == 3
    assert {each.path for each in Edition.objects.filter(story=interview)} == {
        "/interviews/an-address/"
    }
    assert sorted(interview.turns.values_list("key", flat=True)) == keys
    last = Edition.objects.get(story=interview, number=3)
    assert (last.change, last.note) == (Change.TAKEN_DOWN, "A court ordered it.")


def test_taking_down_takes_the_pictures_that_nothing_else_shows(
    publisher, administrator, django_capture_on_commit_callbacks
):
    own = uploads.take_in(picture_file(), by=publisher, title="Own", alt="A map.")
    shared = uploads.take_in(picture_file(colour="blue"), by=publisher, title="Shared", alt="B.")
    make_article(by=publisher, lead_picture=shared)
    article = make_article(
        by=publisher, lead_picture=shared, body=f"Text.\n\n![](picture:{own.key})"
    )
    verbs.publish(article, by=publisher)
    assert storages["default"].exists(own.path)
    with django_capture_on_commit_callbacks(execute=True):
        blanked = verbs.take_down(article, by=administrator)
    assert "1 picture" in map(str, blanked)
    assert list(Picture.objects.all()) == [shared]
    assert not storages["default"].exists(own.path)
    assert storages["default"].exists(shared.path)


def test_a_picture_whose_taking_down_was_killed_before_its_files_went_is_found_again(
    publisher, administrator
):
    own = uploads.take_in(picture_file(), by=publisher, title="Own", alt=SECRET, credit=SECRET)
    article = make_article(by=publisher, lead_picture=own)
    verbs.publish(article, by=publisher)
    verbs.take_down(article, by=administrator)  # nothing runs after this test's commit
    assert SECRET not in everything_kept()
    assert storages["default"].exists(own.path)
    uploads.drop(blanking.still_going())
    assert not storages["default"].exists(own.path)
    assert not Picture.objects.exists()


def test_a_picture_of_that_name_that_a_piece_shows_stays(publisher):
    shown = uploads.take_in(picture_file(), by=publisher, title="Taken down", decorative=True)
    make_article(by=publisher, lead_picture=shown)
    assert blanking.still_going() == []


def test_what_was_taken_down_can_be_taken_down_again(article, administrator):
    verbs.take_down(article, by=administrator)
    saved = Story.objects.get(pk=article.pk).concrete
    saved.body = SECRET
    saving.save(saved, by=administrator)
    verbs.take_down(article, by=administrator)
    assert SECRET not in everything_kept()
    assert Edition.objects.filter(story=article, change=Change.TAKEN_DOWN).count() == 1


def test_every_model_that_points_at_a_story_says_what_becomes_of_its_words():
    """A model with a foreign key to a story blanks its words, or has none of its own."""
    without_words = {"Credit", "RelatedStory", "Article", "Interview", "Speaker", "Turn", "Story"}
    silent = {
        model.__name__
        for model in apps.get_models()
        if blanking.METHOD not in vars(model)
        and any(
            field.is_relation and field.related_model and issubclass(field.related_model, Story)
            for field in model._meta.get_fields()
            if not field.auto_created
        )
    }
    assert silent <= without_words


def test_a_sealed_wording_is_led_to_no_more(article, publisher):
    article.body = "Other words."
    saving.save(article, by=publisher)
    verbs.publish(article, by=publisher, change=Change.UPDATE, note="More.")
    first = Edition.objects.get(story=article, number=1)
    verbs.seal(first, by=publisher, note="It named a minor.")
    assert Edition.objects.live().get(story=article).notices[0]["before"] is None
    verbs.unseal(first, by=publisher)
    assert Edition.objects.live().get(story=article).notices[0]["before"] == 1


def test_the_wording_of_today_cannot_be_sealed(article, publisher):
    with pytest.raises(verbs.VerbRefused):
        verbs.seal(Edition.objects.get(story=article), by=publisher, note="No.")


def test_blanked_revisions_can_still_be_opened(article, administrator):
    verbs.take_down(article, by=administrator)
    record = Revision.objects.filter(story=article).first().record
    assert article.derive(record).texts == {"body": ""}
