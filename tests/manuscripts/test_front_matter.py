"""Heads that are written wrong, or that say something odd."""

from __future__ import annotations

import pytest

from manuscripts.manuscript import parse

BODY = "\n# Words of it\n\nSome words and more."


@pytest.mark.parametrize(
    "value",
    [
        "!!timestamp hello",
        "!!bool foo",
        "!!int ''",
        "!!float ''",
        "1:" * 300 + "1.5",
        "!!set {0x" + "f" * 5000 + "}",
    ],
)
def test_a_value_that_cannot_be_read_leaves_the_head_in_the_text(value):
    parsed = parse(f"---\na: {value}\n---\n{BODY}")
    assert "could not be read" in parsed.warnings[0].reason


@pytest.mark.parametrize("head", ["---\nslug: {}\n---\n", "+++\nslug = {}\n+++\n"])
def test_a_number_too_long_to_be_written_out_is_taken_as_it_stands(head):
    parsed = parse(head.format("0x" + "f" * 5000) + BODY)
    assert parsed.metadata["slug"] == "0x" + "f" * 5000


def test_characters_that_break_feeds_are_left_out_of_the_head():
    assert parse(f'---\ntitle: "The\\x01 port\\ud800"\n---\n{BODY}').stories[0].title == "The port"
