"""Fixed words of a page are looked up once a language, and everything else each time."""

from __future__ import annotations

import pytest
from django.template import engines
from django.utils import translation


@pytest.fixture
def say():
    def made(source):
        template = engines["django"].from_string(f"{{% load words %}}{source}")

        def said(language, **context):
            with translation.override(language):
                return template.render(context)

        return said

    return made


def test_words_are_those_of_each_language(say):
    page = say('{% translate "Search" %}')
    for _ in range(2):
        assert [page(language) for language in ("en", "zh-hans", "ar")] == ["Search", "搜索", "بحث"]


def test_a_word_that_the_page_brings_is_never_that_of_another_page(say):
    page = say("{% translate word %}")
    assert [page("zh-hans", word=word) for word in ("Search", "Menu")] == ["搜索", "目录"]


def test_filtered_words_are_those_of_this_page(say):
    page = say('{% translate "Search"|cut:letter %}')
    assert [page("en", letter=letter) for letter in "Sh"] == ["earch", "Searc"]


def test_words_may_be_named_for_later(say):
    page = say('{% translate "Menu" as menu %}({{ menu }})')
    assert [page("en"), page("zh-hans")] == ["(Menu)", "(目录)"]


def test_what_words_stand_before_tells_them_apart(say):
    page = say('{% translate ", " context "before a description" %}{% translate ", " %}')
    assert page("zh-hans") == say("{{ a }}{{ b }}")(
        "zh-hans",
        a=translation_of(", ", "before a description"),
        b=translation_of(", "),
    )


def translation_of(words, context=None):
    with translation.override("zh-hans"):
        return translation.pgettext(context, words) if context else translation.gettext(words)


def test_a_percent_sign_and_an_ampersand_come_out_as_they_were(say):
    page = say('{% translate "100 % & more" %}')
    assert [page("en"), page("en")] == ["100 % & more"] * 2
