"""Definitions in lists and of a name given twice, taken out of a text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prose.html import render
from prose.unseen import without_unseen


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("- Words.\n- [//]: # (ask her again)\n- End.", "- Words.\n- [///]: #\n- End."),
        ("Ten:\n\n10. Words.\n\n    [x]: # (ask\n    again)\n\n    End.", "Ten:\n\n10. Words.\n\n    [//]: #\n\n    End."),
        ("1. Words.\n   - [x]:\n     /u\n     'ask'", "1. Words.\n   - [//]: #"),
        ("> - [x]: # (ask)\n> - Said.", "> - [//]: #\n> - Said."),
        ("- Words.\n\n  [^b]: ask her\n  again\n- End.", "- Words.\n\n  [//]: #\n- End."),
        ("See [a].\n\n[a]: https://a.example\n[a]: # (ask her)", "See [a].\n\n[a]: https://a.example\n[//]: #"),
        ("- [x]: # (ask)\n- [//] is a comment", "- [///]: #\n- [//] is a comment"),
        # Pages show these, or use them.
        ("- See [x].\n\n  [x]: https://a.example", ""),
        ("- Why[^b]?\n- [^b]: So.", ""),
        ("- Words\n  [x]: # (ask)", ""),
        ("- <div>\n  [x]: # (ask)\n  </div>", ""),
        ("- Words.\n\n      [x]: # (ask)", ""),
        ("See [a].\n\n[a]: https://a.example\n\n**B:** [a]\n\n[a]: https://b.example", ""),
    ],
)  # fmt: skip
def test_only_what_no_page_shows_says_nothing(source, shown):
    assert without_unseen(source) == (shown or source)


def test_what_the_text_beside_it_uses_is_kept():
    note = "- Words.\n\n  [x]: https://a.example"
    assert without_unseen(note, beside="See [x].") == note
    assert without_unseen(note, beside=note) == "- Words.\n\n  [//]: #"


LINES = [
    "Words.", "See [a][x] and[^b].", "[x]: https://a.example", '[y]: # "ask"', "[y]: #", '"ask"',
    "- [y]: # (ask)", "  [y]: # (ask)", "    [x]: #", "- item", "  - [^b]: a note", "1. [x]: /u",
    "[^c]: ask her", "", "", "# Head", "```", "> - [y]: # (ask)", "<div>", "---",
]  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_a_page_shows_the_same(lines):
    source = "\n".join(lines)
    assert render(without_unseen(source)).text == render(source).text


def test_hostile_definitions_take_no_longer_than_others():
    started = time.process_time()
    for hostile in ("- [x]: # (a)\n", "[x]: #\n", "- [^b]: x\n", "[x]:\n", "- " * 40 + "[x]: #\n"):
        without_unseen(hostile * (40_000 // len(hostile)))
    assert time.process_time() - started < 3
