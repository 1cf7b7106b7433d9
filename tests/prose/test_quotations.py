from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prose.html import render
from prose.quotations import sentence_spans

LINK = "(https://example.org/a)"


def sentences(line):
    return [line[start:end] for start, end in sentence_spans(line)]


@pytest.mark.parametrize(
    "whole",
    [
        ["Trade grew.", "It fell."],
        ["Did it grow?", "It did!", "Well…", "A little."],
        ["Dr. Li said so.", "He left."],
        ["J. Smith of the U.S. team said 3.5 percent.", "He left."],
        ["The so-called ports (e.g. Aktau, cf. Li 2020) grew.", "They fell."],
        ["“It grew.”", "“It fell!”", "(It did.)", "Yes."],
        ["هل نمت التجارة؟", "نعم نمت."],
        ["They said no.", "It fell."],
        ["Train No. 5 left.", "It was late."],
        ["No end"],
    ],
)
def test_a_line_is_cut_where_a_sentence_ends(whole):
    assert sentences(" ".join(whole)) == whole


@pytest.mark.parametrize(
    "whole", [["贸易增长。", "后来下降！", "为什么？"], ["他说：“增长。”", "她走了。"]]
)
def test_chinese_sentences_need_no_space_between_them(whole):
    assert sentences("".join(whole)) == whole


@given(st.text(alphabet=list("ab .!?。”) \u3000")))
def test_sentences_are_in_order_and_leave_nothing_but_spaces_out(line):
    at = 0
    for start, end in sentence_spans(line):
        assert not line[at:start].strip()
        assert start < end
        at = end
    assert not line[at:].strip()


@pytest.mark.parametrize(
    ("source", "quotes"),
    [
        (f"Trade grew [1]{LINK} [2]{LINK}. It fell.", ["Trade grew."] * 2),
        (f"Trade grew. [1]{LINK} [2]{LINK} It fell.", ["Trade grew."] * 2),
        (f"Trade grew [1]{LINK}, then fell [2]{LINK}.", ["Trade grew, then fell."] * 2),
        (f"贸易增长[1]{LINK}，后来下降[2]{LINK}。", ["贸易增长，后来下降。"] * 2),
        (f"Trade grew (fast [1]{LINK}). It fell. [2]{LINK}", ["Trade grew (fast).", "It fell."]),
        (f"Rail.\n\nTrade grew. [1]{LINK}\n\nIt fell.", ["Trade grew."]),
        (f"- Trade grew [1]{LINK}\n- It fell [2]{LINK}", ["Trade grew", "It fell"]),
        (f"نمت التجارة. [1]{LINK} ثم تراجعت.", ["نمت التجارة."]),
        (f"Trade grew. [1]{LINK} shows it. It fell.", ["[1] shows it."]),
    ],
)
def test_a_quotation_is_the_sentence_as_it_reads_without_marks(source, quotes):
    assert [each.quote for each in render(source).citations] == quotes


def test_a_wrapped_sentence_is_quoted_in_one_line():
    [citation] = render(f"Trade\ngrew\nfast. [1]{LINK}").citations
    assert citation.quote == "Trade grew fast."
