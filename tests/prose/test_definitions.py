"""Definitions that nothing uses, taken out of a text."""

from __future__ import annotations

import pytest

from prose.definitions import without_unused


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("See [a][x].\n\n[x]: https://a.example\n[y]: https://b.example", None),
        ("Why[^1]?\n\n[^1]: It is [so][x].\n\n    And so.\n\n[x]: https://a.example", ""),
        ("Why?\n\n[^1]: Nobody.\nasks\n\n    And so.\n\nEnd.", "Why?\n\nEnd."),
        ("[//]: # (ask her again)\n\nWords.", "\n\nWords."),
        # These are words, and pages show them.
        ("```\n[x]: https://a.example\n```", ""),
        ("[Host]: hello there, friend", ""),
        ("Words\n[x]: https://a.example", ""),
    ],
)
def test_only_what_nothing_uses_goes(source, shown):
    expected = "See [a][x].\n\n[x]: https://a.example" if shown is None else shown or source
    assert without_unused(source) == expected


def test_what_the_text_beside_it_uses_stays():
    note = "[^1]: From the other text."
    assert without_unused(note, beside="Why[^1]?") == note
    assert without_unused(note, beside=note) == ""
