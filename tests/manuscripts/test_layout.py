"""A text's shape recovered: paragraphs, headings and lists, however its lines were broken."""

from __future__ import annotations

import pytest

from manuscripts.manuscript import parse
from prose.html import render
from tests.manuscripts.parsing import MORE, PROSE, only


def test_one_paragraph_a_line():
    assert only(f"The dry port\n{PROSE}\n{MORE}").body == f"{PROSE}\n\n{MORE}"


def test_hard_wrapped_paragraphs_are_joined():
    wrapped = PROSE.replace("meet, ", "meet,\n").replace("once. ", "once.\n")
    assert only(f"# The dry port\n\n{wrapped}\n\n{MORE}").body == f"{PROSE}\n\n{MORE}"


def test_wrapped_chinese_is_joined_without_a_space():
    assert only("# 港口\n\n列车在黎明时分离开\n霍尔果斯。\n\n它晚点了。").body.startswith(
        "列车在黎明时分离开霍尔果斯。"
    )


def test_setext_headings():
    story = only(f"The dry port\n============\n\n{PROSE}\n\nWinter\n------\n\n{MORE}")
    assert (story.title, story.sections) == ("The dry port", ("Winter",))


def test_a_bare_heading_is_short_unclosed_and_followed_by_prose():
    story = only(f"The dry port\n{PROSE}\nWind and lunch\n{MORE}\nIt rains here.\n{MORE}")
    assert story.sections == ("Wind and lunch",)


@pytest.mark.parametrize("bullet", ["-", "*", "•", "1."])
def test_bullets(bullet):
    story = only(f"# Port\n\n{PROSE}\n\n{bullet} cranes\n{bullet} boxes\n\n{MORE}")
    assert story.lists == (2,)


def test_tables_code_and_quotations_are_untouched():
    kept = "| a | b |\n|---|---|\n| 1 | 2 |\n\n> said\n> twice\n\n```\n# make\n  run\n```\n\n![Map](picture:map)"
    assert only(f"# Port\n\n{PROSE}\n\n{kept}").body == f"{PROSE}\n\n{kept}"


def test_a_numbered_answer_keeps_its_number():
    story = only("**Host:** Which?\n\n**Ana:** 17. What do you think?\n\n**Host:** Hm.")
    assert story.turns[1].text == "17. What do you think?"


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_number_may_be_the_whole_answer(between):
    story = only(
        between.join(["**Host:** Which?", "**Ana:** 14.", "**Host:** 15?", "**Ana:**", "16."])
    )
    assert [turn.text for turn in story.turns] == ["Which?", "14.", "15?", "16."]


def test_a_chinese_heading_may_stand_over_one_short_sentence():
    story = only("中欧班列\n\n列车走得更快了。\n\n新的线路\n\n第二条线路开通了。\n")
    assert story.title == "中欧班列"
    assert story.sections == ("新的线路",)


def test_a_heading_among_the_turns_is_a_section():
    story = only("**Host:** One.\n\n## Winter\n\n**Ana:** Two.\n\n**Host:** Three.")
    assert story.sections == ("Winter",)


def test_lines_of_plain_text_end_where_their_writer_ended_them():
    text = f"The dry port\nAnna Lee | Khorgos\n\n{PROSE}\n\nKey facts\nA port.\nA crane.\n\n{MORE}"
    story = only(text)
    assert story.title == "The dry port"
    assert "Anna Lee | Khorgos\n\n" in story.body
    assert "A port.\n\nA crane." in story.body


def test_chinese_headings_and_lists_by_their_numbers():
    story = only(
        "“一带一路”十年回顾\n\n一、背景\n越来越多的国家参与其中，合作领域不断扩大，贸易增长。\n\n"
        "二、成果\n（一）铁路\n中老铁路于2021年12月开通运营。\n1、长一千公里；\n2、极大地便利了往来。\n\n"
        "三、结语\n机遇与挑战并存。"
    )
    assert story.title == "“一带一路”十年回顾"
    assert story.sections == ("一、背景", "二、成果", "三、结语")
    assert "### （一）铁路" in story.body
    assert story.lists == (2,)


def test_a_day_is_no_heading():
    assert only(f"# Port\n\nTuesday, March 4, 2025\n\n{PROSE}").sections == ()


def test_lists_in_lists_keep_their_depth_and_numbers():
    text = f"# Port\n\n{PROSE}\n\n1. ships\n    - fast\n        - new\n    - slow\n2. trains\n"
    assert only(text).body.endswith("1. ships\n    - fast\n        - new\n    - slow\n2. trains")


@pytest.mark.parametrize("words", ["1912. It was cold.", "14.", "- no, wait"])
def test_words_behind_a_label_are_no_list_of_one(words):
    story = only(f"**Host:** Well?\n\n**Ana:** {words}\n\n**Host:** {words}")
    assert story.lists == ()
    assert render(story.turns[1].text).text == words


PLAIN = (
    "Rails Across the Steppe: How a Country Became a Bridge\n"
    f"{PROSE}\n"
    "What Comes Next?\n"
    f"{MORE}\n"
    "Key figures:\n•\nHard Freight: boxes\n•\n14 days from here\nto Hamburg\n"
    "What does Aigerim Nurlan make of this?\n"
    "Interview: The Woman Who Runs the Port\n"
    "Reporter: What surprised you?\n"
    "Aigerim Nurlan: The wind.\nIt stops the cranes.\n"
    "Reporter: And the second line?\n"
    "Nurlan: We need it.\n"
    "Reporter: Thank you."
)


def test_an_article_above_plain_labels_keeps_its_headings_with_colons():
    article, interview = parse(PLAIN).stories
    assert article.title == "Rails Across the Steppe: How a Country Became a Bridge"
    assert article.sections == ("What Comes Next?",)
    assert "- Hard Freight: boxes\n- 14 days from here to Hamburg" in article.body
    assert article.follow_up.question == "What does Aigerim Nurlan make of this?"
    assert [turn.label for turn in interview.turns] == [
        "Reporter", "Aigerim Nurlan", "Reporter", "Nurlan", "Reporter",
    ]  # fmt: skip
    assert interview.turns[1].text == "The wind.\n\nIt stops the cranes."
    assert [speaker.person for speaker in interview.speakers] == [
        None,
        "Aigerim Nurlan",
        "Aigerim Nurlan",
    ]


def test_two_lines_are_no_heading():
    text = f"# Plov\n\nServes: 4\nTime: 2 hours\n\n{PROSE} **{MORE}**"
    assert only(text).sections == ()


def test_what_ends_in_a_quoted_sentence_is_no_heading():
    story = only(f'# Port\n\n{PROSE}\n\nLee said: "None came."\n\nShe laughed.\n\n{MORE}')
    assert story.sections == ()


def test_a_line_ends_a_paragraph_whatever_blank_lines_stand_at_the_end():
    story = only(f"The dry port\n{PROSE}\nWho Pays\n{MORE}\n\n")
    assert story.sections == ("Who Pays",)
