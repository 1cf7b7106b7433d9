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
