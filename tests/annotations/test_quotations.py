"""The sentence that a mark stands for."""

from __future__ import annotations

import pytest

from prose import quotations
from prose.html import render

LINK = "(https://example.org/a)"


@pytest.mark.parametrize(
    ("source", "quotes"),
    [
        (f"It rained. Trade grew. [1]{LINK} It fell.", ["Trade grew."]),
        (f"Trade grew [1]{LINK} by 5%. It fell.", ["Trade grew by 5%."]),
        (f"It rained. As [1]{LINK} shows, trade grew. It fell.", ["As [1] shows, trade grew."]),
        (f"It was the U.S. [1]{LINK} It paid.", ["It was the U.S."]),
        (f"下雨了。贸易增长。[1]{LINK}后来下降。", ["贸易增长。"]),
        (f"One [1]{LINK} and. Two [2]{LINK} so. Three.", ["One and.", "Two so."]),
        (f"[1]{LINK}", [""]),
    ],
)
def test_a_mark_stands_for_its_sentence(source, quotes):
    assert [each.quote for each in render(source).citations] == quotes


def test_of_a_wall_of_words_what_is_near_is_quoted():
    [citation] = render("word " * 1000 + f"[1]{LINK} " + "word " * 1000).citations
    assert 1500 < len(citation.quote) <= 1600


def test_a_paragraph_is_cut_into_sentences_once_however_many_marks_stand_in_it(monkeypatch):
    cut = []
    sentence_spans = quotations.sentence_spans
    monkeypatch.setattr(
        quotations, "sentence_spans", lambda line: cut.append(line) or sentence_spans(line)
    )
    assert len(render(f"Trade grew. [1]{LINK} " * 300).citations) == 300
    assert len(cut) == 1


@pytest.mark.parametrize("hostile", ["." * 200_000, ".)" * 100_000, "”" * 200_000])
def test_hostile_punctuation_is_one_sentence(hostile):
    assert len(quotations.sentence_spans(f"{hostile}a")) == 1
