from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.grammar import ParsedTurn, parse, serialise
from interviews.originals import NONE, Original, take_original, with_original
from newsroom import verbs
from newsroom.models import EditionBody, Passage
from tests.making import make_interview, make_user

KAZAKH = Original("kk", "Біз дөңгелектерді түнде ауыстырдық.\n\nТаңертең кеттік.")
TRANSCRIPT = f"""**Host:** When do you change the wheels?

{with_original("**Guest:** We changed the wheels at night.", KAZAKH)}

**Host:** Thank you."""


def test_an_answer_carries_its_original():
    turn = parse(TRANSCRIPT).turns[1]
    assert (turn.text, turn.original) == ("We changed the wheels at night.", KAZAKH)


def test_a_quotation_that_other_words_follow_is_a_quotation():
    text = "He said:\n\n> [original: kk] Жоқ.\n\nand left."
    assert take_original(text) == (text, NONE)


@pytest.mark.parametrize("code", ["none of your languages", "1", "zh-Hant-TW-and-more"])
def test_what_names_no_language_is_a_quotation(code):
    text = f"Yes.\n\n> [original: {code}] 是。"
    assert take_original(text) == (text, NONE)


line = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=30
).filter(lambda words: "[original:" not in words)


@given(line, st.sampled_from(["kk", "ar", "zh-Hant", "fa"]), st.lists(line, min_size=1, max_size=4))
def test_what_is_written_under_a_turn_is_read_again(words, code, lines):
    original = Original(code, "\n\n".join(lines))
    assert take_original(with_original(words, original)) == (words, original)


SAID = [
    "Да.",
    "是的，我们等了九个小时。",
    "**نعم:** انتظرنا.",
    "Host: yes, he said.",
    "## A heading",
    "1. First",
]


@given(st.lists(st.sampled_from(SAID), min_size=1, max_size=3))
def test_a_transcript_with_originals_is_the_same_once_written_and_read(said):
    turns = [
        ParsedTurn("speech", "Host", None, "How long did you wait?", 1),
        ParsedTurn("speech", "Guest", None, "Nine hours.", 1, Original("ru", "\n\n".join(said))),
        ParsedTurn("speech", "Host", None, "And then?", 1),
    ]
    read = parse(serialise(turns)).turns
    assert [(each.label, each.text, each.original) for each in read] == [
        (each.label, each.text, each.original) for each in turns
    ]


@pytest.fixture
def edition(db):
    publisher = make_user()
    interview = make_interview(by=publisher, transcript=TRANSCRIPT)
    [edition] = verbs.publish(interview, by=publisher)
    return edition


def test_readers_find_the_original_folded_under_its_answer(edition):
    html = EditionBody.objects.get(edition=edition).html
    [_, answer, _] = html.split('class="turn')[1:]
    assert '<details class="original"><summary>In the original: <bdi lang="kk">' in answer
    assert 'lang="kk" dir="ltr"><p>Біз' in answer


def test_an_original_is_found_in_its_language_and_leads_to_its_answer(edition):
    answer, original = Passage.objects.filter(edition=edition, speaker="Guest")
    assert (original.language, original.anchor) == ("kk", answer.anchor)
    assert original.part == answer.part.replace("turn:", "original:")


def test_a_published_turn_keeps_its_original_when_nothing_changed(edition):
    turn = edition.record["turns"][1]
    assert (turn["original_language"], turn["original"]) == KAZAKH
    assert "original" not in edition.record["turns"][0]


def test_words_of_an_original_are_not_counted_twice(edition):
    assert EditionBody.objects.get(edition=edition).words == 4 + 6 + 6 + 2
