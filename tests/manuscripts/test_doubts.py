"""What is said of lines that could be read otherwise, and how they would have to be written."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from manuscripts.manuscript import parse
from manuscripts.rewriting import read_as_chosen


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


def test_a_title_that_does_not_fit_is_said_where_it_stands():
    [doubt] = doubts_of("\n# " + "word " * 100 + "\n\nSome words here.")
    assert doubt.line == 2
    assert "This title has 499 letters, and a title takes 300" in doubt.reason


LINES = st.sampled_from(
    [
        "# A title", "## Interview: Ports", "**Ana Lee:** well?", "**Bo Ray**: it is.",
        "Cy Ota: so.", "**Di Uno: that** is it.", "[00:03] Ana Lee: x", "Host: why?", "- item",
        "**Ana Lee:** I say **Bo Ray:** no **Ana Lee:** yes", "主持人：为什么？", "李伟：因为。",
        "As [1](https://unctad.org/a) says.", "Some plain words go on here for a while.",
    ]
)  # fmt: skip


def read_with(text, *chosen):
    _, _, doubts = read_as_chosen(text, chosen, parse)
    return [doubt.name for doubt in doubts if doubt.asks], [
        doubt.name for doubt in doubts if doubt.decided
    ]


@settings(deadline=None)
@given(st.lists(LINES, min_size=2, max_size=12).map("\n\n".join), st.data())
def test_every_choice_that_is_offered_is_taken(text, choose):
    offered, _ = read_with(text)
    chosen = []
    while offered and len(chosen) < 4:
        chosen.append(choose.draw(st.sampled_from(offered)))
        asked, decided = read_with(text, *chosen)
        assert len(asked) == len(set(asked))
        assert chosen[-1] in decided
        # A later choice may leave nothing to doubt of an earlier one; then it is not asked about.
        assert not (set(chosen) - set(decided)) & set(asked)
        offered = [name for name in asked if name not in decided]
