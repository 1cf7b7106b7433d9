"""Definitions that nothing uses, taken out of a text."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prose.definitions import without_unused
from prose.html import render


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("See [a][x].\n\n[x]: https://a.example\n[y]: https://b.example", None),
        ("Why[^1]?\n\n[^1]: It is [so][x].\n\n    And so.\n\n[x]: https://a.example", ""),
        ("Why?\n\n[^1]: Nobody.\nasks\n\n    And so.\n\nEnd.", "Why?\n\nEnd."),
        ("[//]: # (ask her again)\n\nWords.", "\n\nWords."),
        ('Words.\n\n[x]: https://a.example\n  "ask her"\n[y]: # (ask\nagain)\n\nEnd.', "Words.\n\nEnd."),
        ("# Head\n[//]: # (ask her)\nEnd.", "# Head\nEnd."),
        ("> [x]: https://a.example\n> [y]: #\n> 'ask'\n> Said.", ">\n>\n>\n> Said."),
        ("> Said.\n>\n> [^b]: ask her\n> again\n>\n>     And so.\n>\n> End.",
         "> Said.\n>\n>\n>\n>\n>     And so.\n>\n> End."),
        ("See [a][x].\n\n> [x]: https://a.example\n> [y]: #", "See [a][x].\n\n> [x]: https://a.example\n>"),
        ("Why[^1]?\n\n> [^1]: It is [so][x].\n>\n>     And so.\n\n[x]: https://a.example", ""),
        ("Words.\n\n[x]:\n  https://a.example\n[y]: #", "Words."),
        ("```\ncode\n```\n[x]: https://a.example\nSaid.", "```\ncode\n```\nSaid."),
        ("Head\n---\n[x]: https://a.example\nSaid.", "Head\n---\nSaid."),
        ("Words.\n\n[^1]:\n    ask her\n\nEnd.", "Words.\n\nEnd."),
        # These are words, and pages show them.
        ("Why?\n\n[^b]:\nSaid.", "Why?\n\nSaid."),
        ("Why?\n\n[^b]: ask\n---\nSaid.", "Why?\n\n---\nSaid."),
        ("[x]:\n# Head", ""),
        ("```\n[x]: https://a.example\n```", ""),
        ("[Host]: hello there, friend", ""),
        ("Words\n[x]: https://a.example", ""),
        ("> Words\n[x]: https://a.example", ""),
        ('> Words\n> [x]: https://a.example\n> "so"', ""),
        ('[x]: https://a.example "so" it is', ""),
        ("Why?\n\n[^b]: ask her\n> Said.\n# Head", "Why?\n\n> Said.\n# Head"),
    ],
)  # fmt: skip
def test_only_what_nothing_uses_goes(source, shown):
    expected = "See [a][x].\n\n[x]: https://a.example" if shown is None else shown or source
    assert without_unused(source) == expected


def test_what_the_text_beside_it_uses_stays():
    note = "[^1]: From the other text."
    assert without_unused(note, beside="Why[^1]?") == note
    assert without_unused(note, beside=note) == ""


LINES = [
    "Words.", "See [a][x] and[^b].", "[x]: https://a.example", '[y]: # "ask"', "[y]: #", '"ask"', "(ask",
    "ask)", "[^b]: a note", "[^c]: ask her", "    ask on", "", "", "# Head", "- item", "```",
    "[y]:", "https://b.example", "[^c]:", "---", "===", "~~~",
]  # fmt: skip


def words_shown(source):
    return Counter(render(source).text.split())


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "> ", "> > "]), st.lists(st.sampled_from(LINES), max_size=8)
        ),
        max_size=3,
    )
)
def test_pages_show_every_word_without_what_went(pieces):
    source = "\n\n".join(
        "\n".join(f"{mark}{line}".rstrip() for line in lines) for mark, lines in pieces
    )
    assert words_shown(source) <= words_shown(without_unused(source))


def test_hostile_definitions_take_no_longer_than_others():
    started = time.process_time()
    for hostile in (
        '[x]: # "' + "a" * 400 + "\n",
        "[x]: #\n",
        "> [^b]: x\n",
        "> " * 40 + "[x]: #\n",
        "[x]:\n",
        "---\n",
        "```\n```\n",
        "```\n```\n[x]: #\n",
    ):
        without_unused(hostile * (200_000 // len(hostile)))
    assert time.process_time() - started < 3
