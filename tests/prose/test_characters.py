from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prose.characters import legible


@pytest.mark.parametrize("refused", ["\x00", "\x01", "\x0b", "\x1f", "\ud800", "\udfff", "\ufffe"])
def test_a_character_that_xml_refuses_is_left_out(refused):
    assert legible(f"a{refused}b") == "ab"


def test_words_lines_and_signs_stay():
    text = "Línea\tone\nтри 四 خمسة 🚂\u200d \U0010fffd"
    assert legible(text) == text


@given(st.text(st.characters()))
def test_any_text_can_stand_in_xml(text):
    words = legible(text).replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "]]&gt;")
    ElementTree.fromstring(f"<a>{words}</a>".encode())
