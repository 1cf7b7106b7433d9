"""What a fresh install shows: every file of samples/ goes through the importer and is live."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command

from interviews.models import Interview, Speaker
from manuscripts.management.commands.load_samples import FOLDER
from newsroom.languages import LANGUAGES
from newsroom.models import Edition, Person, Role
from tests.making import make_user

pytestmark = pytest.mark.django_db

SOURCE = re.compile(r"\[\d+\]\(https://[^\s)]+\)")


@pytest.fixture
def loaded():
    make_user(Role.ADMINISTRATOR)
    call_command("load_samples")


def test_every_sample_is_live_and_each_language_has_an_article_and_an_interview(loaded):
    live = Edition.objects.live().values_list("language", "kind")
    assert len(live) == len(list((FOLDER / "stories").glob("*.md")))
    kinds = ("article", "interview")
    assert set(live) == {(language, kind) for language in LANGUAGES for kind in kinds}


def test_everybody_in_a_sample_interview_is_known_and_guests_are_said_to_be_invented(loaded):
    assert not Speaker.objects.filter(person=None).exists()
    guests = Person.objects.filter(speaking__role=Speaker.Role.GUEST)
    assert {guest.slug for guest in guests if "invented" not in guest.biography} == set()


def test_every_sample_interview_names_public_sources(loaded):
    assert [
        each.slug for each in Interview.objects.all() if not SOURCE.search(each.transcript)
    ] == []
