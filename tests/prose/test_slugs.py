from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prose.slugs import MAX_LENGTH, slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("The Dry Port", "the-dry-port"),
        ("Don’t stop", "dont-stop"),
        ("Rail/road & sea", "rail-road-sea"),
        ("  spaces   between  ", "spaces-between"),
        ("snake_case", "snake-case"),
        ("A – dash — or two", "a-dash-or-two"),
        ("1,000 km", "1-000-km"),
        ("ﬁne ＡＢＣ", "fine-abc"),
    ],
)
def test_words_are_joined_by_hyphens(title, slug):
    assert slugify(title) == slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Café Société", "café-société"),
        ("Cafe\u0301", "café"),
        ("港口的未来", "港口的未来"),
        ("采访：港口", "采访-港口"),
        ("مستقبل الموانئ", "مستقبل-الموانئ"),
        ("مَرْحَبًا", "مَرْحَبًا"),
        ("Ақтау порты", "ақтау-порты"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_every_script_keeps_its_letters(title, slug):
    assert slugify(title) == slug


@pytest.mark.parametrize("title", ["", "   ", "?!…", "“”", "🚂", "---"])
def test_a_title_without_letters_or_digits_has_no_slug(title):
    assert slugify(title) == ""


def test_a_long_title_is_cut_at_a_word():
    assert slugify("word " * 40) == "-".join(["word"] * 16)


def test_a_long_word_is_cut_where_it_must_be():
    assert slugify("港" * 200) == "港" * MAX_LENGTH


def test_a_title_of_just_the_longest_length_is_whole():
    title = "a" * 40 + "-" + "b" * (MAX_LENGTH - 41)
    assert slugify(title) == title


@given(st.text())
def test_a_slug_is_short_tidy_and_its_own_slug(title):
    slug = slugify(title)
    assert len(slug) <= MAX_LENGTH
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert not set(slug) & set(" /?#%&<>\"'")
    assert slugify(slug) == slug
