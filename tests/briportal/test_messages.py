"""The pages' words in other languages: compiled files are committed, and must be the newest."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import django
import polib
import pytest
from django.conf import settings
from django.urls import reverse

from newsroom.models import Role
from tests.making import make_article, make_user

SOURCES = sorted(settings.BASE_DIR.glob("locale/*/LC_MESSAGES/*.po"))
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


FRAMEWORK = Path(django.__file__).parent


def language(path):
    return path.parts[-3]


def domain(path):
    return path.stem


def test_every_language_has_words_and_english_those_that_the_framework_says_otherwise():
    assert {language(path) for path in SOURCES} == {"ar", "en", "zh_Hans"}


@pytest.mark.parametrize("source", sorted(settings.BASE_DIR.glob("locale/en/*/*.po")), ids=domain)
def test_english_says_otherwise_only_what_the_framework_says(source):
    """A sentence that it no longer has would be one that nobody meets."""
    catalogues = [
        polib.pofile(str(path)) for path in FRAMEWORK.glob(f"**/locale/en/*/{source.name}")
    ]
    said = {entry.msgid for catalogue in catalogues for entry in catalogue}
    assert {entry.msgid for entry in polib.pofile(str(source))} - said == set()


@pytest.mark.django_db
def test_the_desk_never_says_successfully(client):
    client.force_login(make_user(Role.EDITOR))
    answer = client.post(
        reverse("admin:newsroom_person_add"), {"name": "Aigerim Bekova", "_save": "1"}, follow=True
    )
    page = unescape(answer.content.decode())
    assert "Saved the person “" in page
    assert "uccessfully" not in page


@pytest.mark.django_db
def test_log_in_and_lists_speak_as_the_desk_does(client):
    refused = client.post(reverse("admin:login"), {"username": "nobody", "password": "none"})
    page = unescape(refused.content.decode())
    assert "No account here has this log-in name and password." in page
    assert "case-sensitive" not in page
    client.force_login(make_user(Role.PUBLISHER))
    make_article()
    listed = client.get(reverse("admin:articles_article_changelist")).content.decode()
    assert "0 of 1 chosen" in listed
    assert "selected</" not in listed
    script = client.get(reverse("admin:jsi18n")).content.decode()
    assert "%(sel)s of %(cnt)s chosen" in script


@pytest.mark.parametrize("source", SOURCES, ids=language)
def test_the_compiled_words_are_those_of_the_source(source):
    """If this fails: make messages."""
    compiled = polib.mofile(str(source.with_suffix(".mo")))
    assert {
        entry.msgid_with_context: (entry.msgstr, entry.msgstr_plural) for entry in compiled
    } == {
        entry.msgid_with_context: (entry.msgstr, entry.msgstr_plural)
        for entry in polib.pofile(str(source)).translated_entries()
    }


@pytest.mark.parametrize("source", SOURCES, ids=language)
def test_no_word_is_left_in_english(source):
    words = polib.pofile(str(source))
    assert [entry.msgid for entry in words.untranslated_entries() + words.fuzzy_entries()] == []


@pytest.mark.parametrize("source", SOURCES, ids=language)
def test_a_translation_names_the_same_places(source):
    """A place that the English does not have would be a fault when the page is made."""
    for entry in polib.pofile(str(source)).translated_entries():
        known = set(PLACES.findall(entry.msgid + entry.msgid_plural))
        for words in (entry.msgstr, *entry.msgstr_plural.values()):
            assert set(PLACES.findall(words)) <= known, entry.msgid
