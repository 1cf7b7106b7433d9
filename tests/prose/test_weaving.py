from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prose.html import plain_text, render, woven
from prose.markup import TOKEN
from prose.weaving import Span, weave


def marked(html):
    """The words inside the marks, in order."""
    return [plain_text(each) for each in re.findall(r'<span class="k"[^>]*>(.*?)</span>', html)]


def inside_marks(html):
    """All the words that stand inside a mark."""
    found, inside = [], False
    for token in TOKEN.split(html):
        if token.startswith("<span"):
            inside = True
        elif token == "</span>":
            inside = False
        elif inside and not token.startswith("<"):
            found.append(unescape(token))
    return "".join(found)


def without_spaces(words):
    return "".join(words.split())


def over(source, words):
    rendered = render(source)
    start = rendered.text.index(words)
    return woven(rendered, [Span(start, start + len(words), "m", "k")]).html


def test_the_words_are_marked_with_the_id_of_the_span():
    assert over("Trade grew by half.", "grew by") == (
        '<p>Trade <span class="k" id="m">grew by</span> half.</p>'
    )


@pytest.mark.parametrize(
    ("source", "words", "found"),
    [
        ("Trade *grew* by half.", "Trade grew by", ["Trade ", "grew", " by"]),
        ("One & two < three.", "& two <", ["& two <"]),
        ("First.\n\nSecond.", "rst.\nSec", ["rst.", "Sec"]),
        ("- One\n- Two", "ne\nTw", ["ne", "Tw"]),
        ("نمت التجارة كثيرا.", "التجارة", ["التجارة"]),
        ("贸易增长。后来下降。", "后来下降", ["后来下降"]),
        ("A 👩🏽‍🚀 b", "👩🏽‍🚀", ["👩🏽‍🚀"]),
    ],
)
def test_marks_are_cut_where_elements_begin_or_end(source, words, found):
    assert [each.strip() for each in marked(over(source, words))] == [w.strip() for w in found]


def test_an_id_stands_once():
    assert over("Trade *grew* by half.", "Trade grew by").count('id="m"') == 1


def test_of_words_that_two_spans_share_the_earlier_keeps_them():
    html = weave("<p>abcdef</p>", [Span(0, 4, "one", "k"), Span(2, 6, "two", "k")])
    assert marked(html) == ["abcd", "ef"]


def test_a_span_without_words_leaves_nothing():
    assert weave("<p>abc</p>", [Span(1, 1, "m", "k")]) == "<p>abc</p>"


text = st.text(alphabet=list("ab *_<&\n>#-1.[]()`贸易نم👩\u0301\u200d"), max_size=60)


@given(source=text, cuts=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=4))
def test_weaving_changes_no_plain_text_and_marks_exactly_the_spans(source, cuts):
    rendered = render(source)
    spans = [
        Span(start, min(start + length, len(rendered.text)), f"m{number}", "k")
        for number, (start, length) in enumerate(cuts)
        if start < len(rendered.text)
    ]
    html = weave(rendered.html, spans)
    assert plain_text(html) == rendered.text
    wanted = {place for span in spans for place in range(span.start, span.end)}
    expected = "".join(rendered.text[place] for place in sorted(wanted))
    assert without_spaces(inside_marks(html)) == without_spaces(expected)
