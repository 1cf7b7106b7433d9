"""What a fresh install shows: every file of samples/ goes through the importer and is live."""

from __future__ import annotations

import re
import tomllib

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from annotations.models import Annotation, Source
from articles.models import Article
from interviews.models import Interview, Speaker
from manuscripts.management.commands.load_samples import FOLDER
from newsroom.languages import LANGUAGES, wording_for
from newsroom.models import Edition, Person, Role, Topic
from tests.making import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("samples")]

SOURCE = re.compile(r"\[\d+\]\(https://[^\s)]+\)")


@pytest.fixture(scope="module")
def samples(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once: it takes seconds. Each test's own transaction lies within this one."""
    folders = {name: tmp_path_factory.mktemp("files") for name in ("MEDIA_ROOT", "UPLOADS_ROOT")}
    with override_settings(**folders), django_db_blocker.unblock(), transaction.atomic():
        make_user(Role.ADMINISTRATOR)
        call_command("load_samples")
        yield
        transaction.set_rollback(True)


def test_every_sample_is_live_and_each_language_has_an_article_and_an_interview():
    live = Edition.objects.live().values_list("language", "kind")
    assert len(live) == len(list((FOLDER / "stories").glob("*.md")))
    kinds = ("article", "interview")
    assert set(live) == {(language, kind) for language in LANGUAGES for kind in kinds}


def test_everybody_in_a_sample_interview_is_known_and_guests_are_said_to_be_invented():
    assert not Speaker.objects.filter(person=None).exists()
    guests = Person.objects.filter(speaking__role=Speaker.Role.GUEST)
    assert {guest.slug for guest in guests if "invented" not in guest.biography} == set()


def test_nobody_is_made_of_a_label_who_is_described_already():
    described = tomllib.loads((FOLDER / "people.toml").read_text("utf-8"))
    assert set(Person.objects.values_list("slug", flat=True)) == set(described)


def test_what_is_said_of_people_and_sections_is_said_in_every_language():
    texts = [
        *Person.objects.values_list("biography", flat=True),
        *Topic.objects.filter(kind=Topic.Kind.SECTION).values_list("description", flat=True),
    ]
    assert [
        text for text in texts for code in LANGUAGES
        if wording_for(text, code).language.code != code
    ] == []  # fmt: skip


def test_every_source_is_called_as_its_publisher_calls_it():
    assert [source.url for source in Source.objects.filter(title="")] == []


def test_every_language_has_notes_made_by_hand():
    languages = Annotation.objects.by_hand().values_list("story__language", flat=True)
    assert set(languages) == set(LANGUAGES)


def test_no_piece_shows_a_picture_twice(client):
    for path in Edition.objects.live().values_list("path", flat=True):
        page = client.get(path).content.decode()
        shown = re.findall(r'<img src="/media/pictures/([0-9a-f]+)-', page)
        assert len(shown) == len(set(shown)), path


def test_english_articles_have_the_length_of_articles():
    words = Article.objects.filter(language="en").values_list("title", "body")
    assert {title for title, body in words if not 600 <= len(body.split()) <= 1500} == set()


def test_every_sample_interview_names_public_sources():
    assert [
        each.slug for each in Interview.objects.all() if not SOURCE.search(each.transcript)
    ] == []
