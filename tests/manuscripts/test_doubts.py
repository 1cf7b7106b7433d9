"""What is said of lines that could be read otherwise, and how they would have to be written."""

from __future__ import annotations

from manuscripts.manuscript import parse


def doubts_of(text):
    return parse(text).warnings


def instead_of(text):
    return [doubt.instead for doubt in doubts_of(text) if doubt.instead]


def test_a_line_full_of_labels_is_copied_once_however_many_they_are():
    text = "**Ana Lee:** " + "x **Ana Lee:** y " * 500
    assert sum(map(len, instead_of(text))) < 2 * len(text)


def test_a_line_full_of_citations_is_copied_once_however_many_they_are():
    text = "# Ports\n\n" + "As [1](https://unctad.org/a) shows, they grow. " * 200
    assert len(doubts_of(text)) == 200
    assert sum(map(len, instead_of(text))) < 2 * len(text)


def test_a_line_is_cut_at_the_label_in_its_middle_and_not_at_its_own():
    text = "**Host:** Why?\n\n**Ana Lee:** So. **Ana Lee:** And more.\n\n**Host:** Well."
    assert instead_of(text) == ["**Ana Lee:** So.\n\n**Ana Lee:** And more."]


def test_a_line_with_a_time_is_cut_at_the_label_in_its_middle():
    text = "[00:10] **Ana Lee:** So. **Bo Ray:** No.\n\n[00:20] **Bo Ray:** Well."
    assert instead_of(text) == ["[00:10] **Ana Lee:** So.\n\n**Bo Ray:** No."]


CHINESE = "# 铁路\n\n**主持人：** 为什么？\n\n**李伟：** 因为。\n\n{}\n\n**主持人：** 好。"


def test_a_chinese_name_without_bold_type_is_doubted_with_a_choice():
    [doubt] = doubts_of(CHINESE.format("王芳：我也说。"))
    assert doubt.line == 7
    assert "“王芳” was not taken for a speaker" in doubt.reason
    assert doubt.instead == "**王芳:** 我也说。"


def test_a_chinese_sentence_that_tells_what_somebody_says_is_not_doubted():
    assert doubts_of(CHINESE.format("张三说：他不来。")) == ()
