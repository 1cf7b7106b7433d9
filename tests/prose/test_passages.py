from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prose import passages
from prose.passages import changed_passages


def told(before, after):
    return [(each.said, each.says) for each in changed_passages(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Trade grew. It fell.", "Trade grew. It fell.", []),
        ("Trade  grew.\nIt fell.", "Trade grew.\nIt fell.", []),
        ("One. 5 percent. Two.", "One. 6 percent. Two.", [("5 percent.", "6 percent.")]),
        ("Aa. Be. Ce.", "Aa. Ex. Wy.", [("Be.", "Ex."), ("Ce.", "Wy.")]),
        ("One. Two. Three.", "One. Three.", [("Two.", "")]),
        ("One. Three.", "One. Two. Three.", [("", "Two.")]),
        ("One. Two. Three.", "One. Four.", [("Two. Three.", "Four.")]),
        ("贸易增长。后来下降。", "贸易增长。后来停滞。", [("后来下降。", "后来停滞。")]),
        ("", "One.", [("", "One.")]),
    ],
)
def test_what_changed_is_told_in_whole_sentences(before, after, expected):
    assert told(before, after) == expected


def test_a_passage_knows_where_its_words_stand_now():
    after = "One.\nIt was 6 percent. Two."
    [changed] = changed_passages("One.\nIt was 5 percent. Two.", after)
    assert after[changed.start : changed.end] == "It was 6 percent."


def test_texts_with_very_many_different_sentences_are_told_as_one_passage(monkeypatch):
    before, after = "Aa. Be. Ce. De. Ef.", "Aa. Ex. Ce. Ef."
    assert told(before, after) == [("Be.", "Ex."), ("De.", "")]
    monkeypatch.setattr(passages, "MOST_PAIRS", 5)
    assert told(before, after) == [("Be. Ce. De.", "Ex. Ce.")]


text = st.lists(st.sampled_from(["One.", "Two!", "三。", "أربعة؟", "\n", "Five"]), max_size=12)


@given(before=text, after=text)
def test_replacing_each_passage_by_what_it_said_gives_the_sentences_that_were(before, after):
    before, after = " ".join(before), " ".join(after)
    at, pieces = 0, []
    for each in changed_passages(before, after):
        pieces += [after[at : each.start], " ", each.said, " "]
        at = each.end
    pieces.append(after[at:])
    assert "".join("".join(pieces).split()) == "".join(before.split())
