"""The pages' words in other languages: compiled files are committed, and must be the newest."""

from __future__ import annotations

import re

import polib
import pytest
from django.conf import settings

SOURCES = sorted(settings.BASE_DIR.glob("locale/*/LC_MESSAGES/django.po"))
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def language(path):
    return path.parts[-3]


def test_every_language_of_the_site_but_its_own_has_words():
    assert [language(path) for path in SOURCES] == ["ar", "zh_Hans"]


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
