from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prose.html import plain_text, render, woven
from prose.markup import TOKEN
from prose.weaving import Span, weave, without_notes


def marked(html):
    """The words inside the marks, in order."""
    return [plain_text(each) for each in re.findall(r'<span class="k"[^>]*>(.*?)</span>', html)]


def inside_marks(html):
    """All the words that stand inside a mark."""
    found, inside = [], 0
    for token in TOKEN.split(html):
        if token.startswith("<span"):
            inside += 1
        elif token == "</span>":
            inside -= 1
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


def test_words_that_two_spans_share_have_the_marks_of_both():
    html = weave("<p>abcdef</p>", [Span(0, 4, "one", "k"), Span(2, 6, "two", "k")])
    assert html == (
        '<p><span class="k" id="one">ab<span class="k" id="two">cd</span></span>'
        '<span class="k">ef</span></p>'
    )


def test_a_span_inside_another_is_inside_its_mark():
    html = weave("<p>abcdef</p>", [Span(2, 4, "in", "k"), Span(0, 6, "out", "k")])
    assert html == ('<p><span class="k" id="out">ab<span class="k" id="in">cd</span>ef</span></p>')


def test_words_for_the_ear_stand_on_the_first_and_the_last_piece():
    span = Span(0, 4, "m", "k", begins="[check: ", ends="]")
    assert weave("<p>a<em>b</em>cd</p>", [span]) == (
        '<p><span class="k" id="m" data-begins="[check: ">a</span>'
        '<em><span class="k">b</span></em><span class="k" data-ends="]">cd</span></p>'
    )


REFERENCE = '<a class="noteref k" href="#n"></a>'


def referred(source, words):
    rendered = render(source)
    start = rendered.text.index(words)
    span = Span(start, start + len(words), "m", "note k", "mark", reference=REFERENCE)
    html = woven(rendered, [span]).html
    assert html.count(REFERENCE) == 1
    return html.replace(REFERENCE, "^")


@pytest.mark.parametrize(
    ("source", "words", "found"),
    [
        ("Trade grew by half.", "grew", "Trade <mark>grew</mark>^ by half."),
        ("Railways grew.", "Rail", "<mark>Rail</mark>ways^ grew."),
        ("Rail*ways* grew.", "Rail", "<mark>Rail</mark><em>ways^</em> grew."),
        ("It doesn't.", "doesn", "It <mark>doesn</mark>'t^."),
        ("铁路增长。", "铁路", "<mark>铁路</mark>^增长。"),
        ("نمت التجارة كثيرا.", "التجار", "نمت <mark>التجار</mark>ة^ كثيرا."),
        ("One [two three](https://a.b) four.", "two", "One <a><mark>two</mark> three</a>^ four."),
        (
            "Grain [1](https://a.b) ships.",
            "Grain1",
            "<mark>Grain</mark><sup><a><mark>1</mark></a></sup>^ ships.",
        ),
        ("First.\n\nSecond.", "First.\n", "<mark>First.</mark>^"),
        ("A 👩🏽\u200d🚀 b", "👩", "A <mark>👩</mark>🏽\u200d🚀^ b"),
    ],
)
def test_a_reference_follows_the_words_and_never_stands_in_a_word_or_a_link(source, words, found):
    html = re.sub(r"<(mark|a|sup)[^>]*>", r"<\1>", referred(source, words))
    assert found in html, html


def test_references_at_one_place_come_in_the_order_of_their_marks():
    spans = [
        Span(start, 4, f"m{start}", "note k", "mark", reference=f'<a class="noteref k{start}"></a>')
        for start in (2, 0)
    ]
    html = weave("<p>abcd</p>", spans)
    assert html.index("noteref k0") < html.index("noteref k2")


def beside(spans):
    return f'<aside class="beside">{" ".join(span.identity for span in spans)}</aside>'


def test_notes_stand_after_the_block_that_ends_their_words():
    rendered = render("One two.\n\n- Three\n- Four\n\n## Five\n\nSix.")
    text = rendered.text
    spans = [
        Span(text.index(first), text.index(last) + len(last), first, "note k", "mark")
        for first, last in (("One", "Four"), ("two", "two"), ("Five", "Five"))
    ]
    html = re.sub(r"</?mark[^>]*>", "", woven(rendered, spans, beside).html)
    assert html == (
        '<div class="noted"><p>One two.</p><aside class="beside">two</aside></div>\n'
        '<div class="noted"><ul>\n<li>Three</li>\n<li>Four</li>\n</ul>'
        '<aside class="beside">One</aside></div>\n'
        '<h2 id="five">Five</h2><aside class="beside">Five</aside>\n<p>Six.</p>'
    )


def test_a_span_without_words_leaves_nothing():
    assert weave("<p>abc</p>", [Span(1, 1, "m", "k")]) == "<p>abc</p>"


text = st.text(alphabet=list("ab\"'\xa0© *_<&\n>#-1.[]()`贸易نم👩\u0301\u200d"), max_size=60)


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
    assert nests(html)
    wanted = {place for span in spans for place in range(span.start, span.end)}
    expected = "".join(rendered.text[place] for place in sorted(wanted))
    assert without_spaces(inside_marks(html)) == without_spaces(expected)


def nests(html):
    """Whether every element ends inside the one it began in, and no link is inside a link."""
    opened = []
    for token in TOKEN.split(html):
        name = re.match(r"<(/?)(\w+)", token)
        if not name or name[2] in {"br", "hr", "img"}:
            continue
        if name[1]:
            if not opened or opened.pop() != name[2]:
                return False
        elif name[2] in {"a", "button"} and {"a", "button"} & set(opened):
            return False
        else:
            opened.append(name[2])
    return not opened


@given(source=text, cuts=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=4))
def test_without_its_notes_a_text_is_what_it_was(source, cuts):
    rendered = render(source)
    spans = [
        Span(start, min(start + length, len(rendered.text)), f"m{number}", "note k", "mark",
             reference=REFERENCE)
        for number, (start, length) in enumerate(cuts)
        if start < len(rendered.text)
    ]  # fmt: skip
    html = woven(rendered, spans, beside).html
    assert nests(html)
    assert html.count(REFERENCE) == len([span for span in spans if span.start < span.end])
    assert without_notes(html) == rendered.html
