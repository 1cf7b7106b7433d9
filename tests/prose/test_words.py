from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prose.words import (
    MAX_TOKEN,
    count_words,
    fold,
    query_tokens,
    reading_minutes,
    split_words,
    tokens,
    vocabulary,
    words_worth,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Port, 2024!", ["the", "port", "2024"]),
        ("Café SOCIÉTÉ", ["cafe", "societe"]),
        ("Straße", ["strasse"]),
        ("ＡＢＣ ﬁne", ["abc", "fine"]),
        ("5G-network", ["5g", "network"]),
        ("snake_case", ["snake", "case"]),
        ("?! …", []),
        ("", []),
    ],
)
def test_words_are_found_without_case_accents_and_signs(text, found):
    assert tokens(text) == query_tokens(text) == found


def test_chinese_becomes_pairs_and_its_last_character():
    assert tokens("霍尔果斯") == ["霍尔", "尔果", "果斯", "斯"]


@pytest.mark.parametrize(
    ("query", "found"), [("口岸", ["口岸"]), ("港", ["港"]), ("北京AI", ["北京", "ai"])]
)
def test_a_chinese_query_asks_for_pairs_or_for_its_one_character(query, found):
    assert query_tokens(query) == found


@pytest.mark.parametrize("query", ["尔果", "霍", "斯", "果斯口岸"])
def test_any_part_of_a_chinese_run_is_found(query):
    text = set(tokens("霍尔果斯口岸"))
    asked = query_tokens(query)
    assert set(asked) <= text or any(token.startswith(asked[0]) for token in text)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("مُعَلِّم", "معلم"),
        ("أحمد إبراهيم آمال", "احمد ابراهيم امال"),
        ("مدينة", "مدينه"),
        ("مستشفى", "مستشفي"),
        ("مـــيناء", "ميناء"),
        ("ایران کتاب", "ايران كتاب"),
    ],
)
def test_arabic_is_found_without_vowel_signs_and_in_any_letter_form(text, query):
    assert tokens(text) == query_tokens(query)


def test_a_very_long_word_is_cut_alike_in_text_and_query():
    assert tokens("x" * 500) == query_tokens("x" * 400) == ["x" * MAX_TOKEN]


@given(st.text())
def test_tokens_hold_letters_and_digits_alone_and_are_never_long(text):
    for token in tokens(text):
        assert token
        assert len(token) <= MAX_TOKEN
        assert not any(each.isspace() or each == "_" for each in token)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("I don’t, 1,000.5!", ["I", " ", "don’t", ",", " ", "1,000.5", "!"]),
        ("_so_ it", ["_", "so", "_", " ", "it"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("كِتَابٌ قديم", ["كِتَابٌ", " ", "قديم"]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),
        ("क्षेत्र में", ["क्षेत्र", " ", "में"]),
        ("港口AI忙", ["港", "口", "AI", "忙"]),
        ("葛\U000e0100が", ["葛\U000e0100", "が"]),
        ("วันดี", ["วั", "น", "ดี"]),
        ("한국어 문장", ["한국어", " ", "문장"]),
        ("👨\u200d👩\u200d👧👍🏽", ["👨\u200d👩\u200d👧", "👍🏽"]),
        ("🇰🇿🇨🇳🇰", ["🇰🇿", "🇨🇳", "🇰"]),
        ("1\ufe0f\u20e3ok", ["1\ufe0f\u20e3ok"]),
    ],
)
def test_text_is_split_where_readers_see_a_word_end(text, pieces):
    assert split_words(text) == pieces


def test_vocabularies_know_words_without_case_and_pairs_of_chinese():
    assert vocabulary("The PORT, the port") == {"the", "port"}
    assert vocabulary("港口很忙 x") == {"港口", "口很", "很忙", "x"}


@given(st.text())
def test_words_joined_again_are_the_text(text):
    assert "".join(split_words(text)) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("… — !", 0),
        ("One two three.", 3),
        ("Don't e-mail U.S. ports", 4),
        ("港口很忙。", 4),
        ("中国的AI公司", 6),
        ("مستقبل الموانئ", 2),
        ("3.5 million", 2),
    ],
)
def test_words_are_counted_as_an_editor_counts_them(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "language", "minutes"),
    [("", "en", 1), ("word " * 690, "en", 3), ("字" * 800, "zh", 2), ("كلمة " * 460, "ar", 2)],
)
def test_reading_takes_whole_minutes_and_at_least_one(text, language, minutes):
    assert reading_minutes(text, language) == minutes


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("Five words, and no more!", 5),
        ("旧港口在冬天关闭了", 9 * 230 / 400),
        ("ท่าเรือ", 5 / 4),
        ("— 👍🏽", 0),
    ],
)
def test_a_text_is_worth_as_many_words_in_every_script(text, worth):
    assert words_worth(text) == pytest.approx(worth)
