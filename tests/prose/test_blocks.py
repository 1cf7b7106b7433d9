"""Where a text in Markdown can be cut without changing what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prose.blocks import Item, blocks, units

MARKDOWN = st.text(alphabet=" \n\t`~-*|.ab。[]:^", max_size=80)


def words(text):
    return [item.words for item in blocks(text).items]


def units_of(text):
    (block,) = blocks(text).items
    return [item.words for item in units(block)]


def whole(items):
    return "".join((item.gap or "") + item.words for item in items)


@given(MARKDOWN)
def test_blocks_put_together_are_the_text(text):
    cut = blocks(text)
    assert cut.lead + whole(cut.items) + cut.tail == text


@given(MARKDOWN)
def test_units_put_together_are_their_block(text):
    for block in blocks(text).items:
        assert whole(units(block)) == whole([block])


def test_paragraphs_are_parted_by_blank_lines():
    assert blocks("\nOne.\n \nTwo\ngoes on.\n").items == [
        Item("One.", None),
        Item("Two\ngoes on.", "\n \n"),
    ]


def test_a_fence_with_blank_lines_in_it_is_one_block():
    assert words("Before.\n\n```py\na\n\nb\n```\n\nAfter.") == [
        "Before.",
        "```py\na\n\nb\n```",
        "After.",
    ]


def test_a_fence_is_closed_by_one_as_long():
    assert words("````\n```\n\n````\n\nAfter.") == ["````\n```\n\n````", "After."]


def test_a_fence_that_nothing_closes_swallows_nothing():
    assert words("```\na\n\nb") == ["```\na", "b"]


def test_fenced_code_is_one_unit():
    assert units_of("```\nOne. Two.\n```") == ["```\nOne. Two.\n```"]


def test_a_paragraph_is_cut_into_sentences():
    assert units_of("**Host:** Welcome. Who are you?\nI am here.") == [
        "**Host:** Welcome.",
        "Who are you?",
        "I am here.",
    ]


def test_a_chinese_paragraph_is_cut_into_sentences():
    assert units_of("第一句。第二句。") == ["第一句。", "第二句。"]


@pytest.mark.parametrize("sign", ["-", "*", "1.", "  -"])
def test_an_item_of_a_list_is_one_unit(sign):
    assert units_of(f"{sign} One. Two.\n{sign} Three.") == [f"{sign} One. Two.", f"{sign} Three."]


def test_a_table_keeps_its_heading_and_is_cut_into_rows():
    table = "| a | b |\n|---|:-:|\n| One. Two. | 2 |\n| 3 | 4 |"
    assert units_of(table) == ["| a | b |\n|---|:-:|", "| One. Two. | 2 |", "| 3 | 4 |"]
