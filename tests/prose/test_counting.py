"""Words of a page that say where they begin: what somebody selects is what the server finds."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prose.counting import Noted
from prose.html import counted, plain_text, render

TEXTS = [
    "One.\n\nTwo **bold** and *soft* [9](https://example.org/a).\n\n- a\n- b\n  - c\n\n  d",
    "| a | b |\n|---|---|\n| 🚢 c | d |\n\n```\ncode  🚢\n\nmore\n```\n\nline  \nbreak",
    "سار القطار **إلى** أكتاو.\n\n> قال: «نعم».\n\n港口 🚢🚢 的*历史*。",
    "## Content\n\nText[^1].\n\n[^1]: A note https://example.org/x",
    "<b>raw</b> & `a<b`",
]


class Runs(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.at, self.found, self.ids = [], [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.ids += [attrs["id"]] if "id" in attrs else []
        if tag == "span":
            self.at.append(
                (int(attrs["data-at"]) if "data-at" in attrs else None, "data-line" in attrs)
            )

    def handle_endtag(self, tag):
        if tag == "span":
            self.at.pop()

    def handle_data(self, words):
        if self.at and self.at[-1][0] is not None:
            self.found.append((*self.at[-1], words))


def runs(html):
    parser = Runs()
    parser.feed(html)
    return parser


def units(text):
    return text.encode("utf-16-le")


def put_together(found):
    """The plain text as the page's script puts it together, in UTF-16."""
    whole = b""
    for at, begins_line, words in found:
        gap = at - len(whole) // 2
        assert gap >= 0
        whole += units("\n" if begins_line and gap else " " * gap) + units(words)
    return whole.decode("utf-16-le")


@pytest.mark.parametrize("source", TEXTS)
def test_the_runs_put_together_are_the_plain_text(source):
    rendered = render(source)
    html = counted(rendered)
    assert put_together(runs(html).found) == rendered.text
    assert plain_text(html) == rendered.text


@given(st.text(alphabet="ab *_`[]()|\n-#>1.🚢字<&", max_size=60))
def test_the_runs_of_any_text_put_together_are_its_plain_text(source):
    rendered = render(source)
    assert put_together(runs(counted(rendered)).found) == rendered.text


def test_words_under_notes_carry_their_keys_where_notes_overlap_too():
    rendered = render("The port of **Aktau** ships grain.")
    text = rendered.text
    notes = [
        Noted(text.index("port"), text.index(" ships"), "aaa", "source"),
        Noted(text.index("Aktau"), text.index(" grain"), "bbb", "check"),
    ]
    html = counted(rendered, notes)
    found = re.findall(r'data-notes="([^"]*)">([^<]*)<', html)
    words = {
        key: "".join(unescape(w) for keys, w in found if key in keys) for key in ("aaa", "bbb")
    }
    assert words == {"aaa": "port of Aktau", "bbb": "Aktau ships"}
    assert sorted(runs(html).ids) == ["on-aaa", "on-bbb"]


def test_two_notes_on_the_same_words_have_an_address_each():
    html = counted(render("Aktau"), [Noted(0, 5, "a", "check"), Noted(0, 5, "b", "source")])
    assert sorted(runs(html).ids) == ["on-a", "on-b"]


def test_a_heading_has_no_id_that_the_page_around_could_have():
    assert runs(counted(render("## Content"))).ids == []
