from __future__ import annotations

import pytest

from prose.citing import is_inline


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", " highlights the trend."),
        ("", "highlights the trend."),
        ("", ", it grew."),
        ("China grew. ", " highlights the trend."),
        ("“China grew.” ", " highlights the trend."),
        ("As ", " shows, it grew."),
        ("It grew, according to ", ", by half."),
        ("It grew (see ", ")."),
        ("It grew. See ", "."),
        ("It grew more than in ", " is said."),
        ("Compare ", " with the rest."),
        ("", "显示贸易增长。"),
    ],
)
def test_a_number_in_the_grammar_stays_in_the_line(before, after):
    assert is_inline(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Trade grew ", "."),
        ("Trade grew. ", ""),
        ("Trade grew. ", " It fell."),
        ("Trade grew.", "\n"),
        ("Trade grew ", ", then fell."),
        ("Trade grew ", " and then fell."),
        ("“Trade grew.” ", " “It fell.”"),
        ("Trade grew (fast) ", "; it fell."),
        ("", ""),
        ("The alias ", " is short."),
    ],
)
def test_a_number_beside_a_sentence_is_a_mark(before, after):
    assert not is_inline(before, after)


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        ("贸易增长。", "后来下降。", "zh"),
        ("贸易增长", "。后来下降。", "zh"),
        ("نمت التجارة. ", " ثم تراجعت.", "ar"),
        ("نمت التجارة ", ".", "ar"),
    ],
)
def test_a_number_beside_a_chinese_or_arabic_sentence_is_a_mark(before, after, language):
    assert not is_inline(before, after, language)


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        ("如", "所示，贸易增长。", "zh"),
        ("贸易增长，见", "。", "zh"),
        ("根据", "，贸易增长。", "zh"),
        ("كما يرد في ", " نمت التجارة.", "ar"),
        ("نمت التجارة (انظر ", ").", "ar"),
    ],
)
def test_a_chinese_or_arabic_sentence_may_speak_of_a_number(before, after, language):
    assert is_inline(before, after, language)


@pytest.mark.parametrize("before", ["双方交换了意见", "海关公布了数据"])
def test_the_end_of_a_common_noun_is_no_word_that_leads_to_a_number(before):
    assert not is_inline(before, "后来下降。", "zh")
