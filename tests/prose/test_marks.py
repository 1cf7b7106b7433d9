"""Reference numbers that stand beside a text's words."""

from __future__ import annotations

import pytest

from prose.html import render

URL = "(https://example.org/a)"


@pytest.mark.parametrize(
    ("source", "read"),
    [
        (f"A road.[1]{URL} Another.", "A road. Another."),
        (f"A road. [1]{URL} Another.", "A road. Another."),
        (f"A road. [1]{URL}", "A road."),
        (f"列进了名录，[1]{URL} 里面没有。", "列进了名录，里面没有。"),
        (f"列进了名录，[1]{URL}里面没有。", "列进了名录，里面没有。"),
    ],
)
def test_a_text_without_its_numbers_keeps_the_spaces_of_its_script(source, read):
    rendered = render(source, numbers={})
    assert rendered.citations
    assert rendered.words_alone == read
