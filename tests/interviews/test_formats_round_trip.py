"""What was exported and comes in again gives the same turns, whatever was said and in what script."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from interviews import formats
from interviews.formats.cues import label_of
from interviews.grammar import ParsedTurn, parse, serialise
from interviews.originals import NONE, Original
from interviews.vocabulary import NEVER_NAMES, is_marker
from manuscripts.manuscript import parse as parse_manuscript
from newsroom import exports
from prose.html import render

ALPHABETS = ["abcdeXYZ", "的港口里说话在", "مرحبا بك في", "абвгдЕЖ", "कखगघकि", "שלום"]
SIGNS = " .,:;!?-–—()[]{}<>*_`~#&|\\/'\"=+0123456789：。、؟>> N\n"
NASTY = [
    "Note: well", "00:12", "(00:12) and on", "[Music]", "- A: hi", "1. first", "# head", "a --> b",
    "http://a_b.example/?x=1&y=2", "www.x_y.example", "&amp;", "<b>bold</b>", "<v Ann>", "{\\an8}x",
    "\\N", "> said", "```", "~~~", "---", "| a |", "![x](y)", ": so", "**B:** no", "NOTE", "STYLE x",
    "1\n00:00:01,000 --> 00:00:02,000", "<3 & more", "= = =", "    indented", "主持人：你好", "_a_b_",
    "00:00:01,000 --> 00:00:02,000", "<00:00:01.000>", "t-abcdef", "7", "Name  0:15", "\u200e:", "a@b_c.example",
]  # fmt: skip


@st.composite
def words(draw):
    def piece():
        if draw(st.booleans()):
            return draw(st.sampled_from(NASTY))
        return draw(st.text(draw(st.sampled_from(ALPHABETS)) + SIGNS, max_size=30))

    text = " ".join(piece() for _ in range(draw(st.integers(0, 3))))
    return unicodedata.normalize("NFC", text)


@st.composite
def labels(draw):
    letters = draw(st.sampled_from(ALPHABETS))
    name = draw(
        st.one_of(
            st.sampled_from(
                ["Host", "Ana Silva", "ann", "Note", "SPEAKER_1", "主持人", "ضيف", "Break", "1"]
            ),
            st.text(letters + " .'-&<1", min_size=1, max_size=12),
        )
    )
    name = unicodedata.normalize("NFC", name)
    assume(label_of(name) == name)
    return name


MOMENTS = st.one_of(st.none(), st.integers(0, 3_599_000).map(lambda each: each / 1000))


@st.composite
def originals(draw):
    if draw(st.integers(0, 2)):
        return NONE
    text = formats.markdown(draw(words()).split("\n"))
    return Original(draw(st.sampled_from(["kk", "ar", "zh-Hant"])), text) if text else NONE


@st.composite
def transcripts(draw, timed=False):
    """Turns as a transcript holds them: serialised and parsed once."""
    turns = []
    for _ in range(draw(st.integers(1, 6))):
        name = draw(labels())
        heading = draw(st.integers(0, 5)) == 0
        kind = "marker" if heading or is_marker(name) else "speech"
        text = "" if heading else formats.markdown(draw(words()).split("\n"), begins_line=False)
        original = draw(originals()) if kind == "speech" else NONE
        turns.append(ParsedTurn(kind, name, draw(MOMENTS), text, 1, original))
    if timed and not any(turn.starts_at is not None for turn in turns):
        turns[-1] = replace(turns[-1], starts_at=7.5)
    known = {turn.label for turn in turns}
    found = parse(serialise(turns), known=known).turns
    assume(any(turn.kind == "speech" for turn in found))
    assume(not timed or any(turn.starts_at is not None for turn in found))
    return found


def record_of(turns, language="en"):
    record = {
        "title": "A talk", "standfirst": "About it.", "language": language, "credits": [], "notes": [],
        "texts": {"introduction": "They met.", "transcript": serialise(turns)},
        "speakers": [
            {"label": label, "person": None, "role": "guest", "described_as": ""}
            for label in dict.fromkeys(turn.label for turn in turns if turn.kind == "speech")
        ],
        "turns": [
            {"key": f"k{place:05}", "kind": turn.kind, "label": turn.label, "starts_at": turn.starts_at,
             "language": "", "text": turn.text,
             **({"original": turn.original.text, "original_language": turn.original.language}
                if turn.original.language else {})}
            for place, turn in enumerate(turns)
        ],
    }  # fmt: skip
    texts = {f"turn:k{place:05}": render(turn.text).text for place, turn in enumerate(turns)}
    said = {
        f"original:k{place:05}": render(turn.original.text).text
        for place, turn in enumerate(turns)
        if turn.original.language
    }
    return record, {"introduction": "They met.", **texts, **said}


def paragraphs(markdown):
    """Its paragraphs, each without any spaces."""
    lines = render(markdown).text.split("\n")
    return ["".join(line.split()) for line in lines if line.strip()]


def originals_of(turns):
    return [(turn.original.language, paragraphs(turn.original.text)) for turn in turns]


def told(turns, where=None):
    """What has to be the same: who, what kind, when (where it is known), and the words by
    paragraph; what stands under a heading is one."""
    found = []
    for place, turn in enumerate(turns):
        starts_at = turn.starts_at
        if where is not None and where[place].starts_at is None:
            starts_at = None
        words = paragraphs(turn.text)
        words = words if turn.kind == "speech" else ["".join(words)]
        found.append((turn.label, turn.kind, starts_at, words))
    return found


def read_back(name, turns):
    record, texts = record_of(turns)
    text = exports.write(name, record, texts)
    captions = formats.read(text)
    assert captions is not None, text
    again = formats.join(captions)
    parsed = parse(serialise(again), known={turn.label for turn in again}).turns
    return text, parsed


@settings(max_examples=100, deadline=None)
@pytest.mark.parametrize("name", ["txt", "json"])
@given(turns=transcripts())
def test_words_come_back(name, turns):
    text, again = read_back(name, turns)
    assert told(again) == told(turns), text
    assert originals_of(again) == originals_of(turns), text


@settings(max_examples=100, deadline=None)
@pytest.mark.parametrize("name", ["vtt", "srt"])
@given(turns=transcripts(timed=True))
def test_subtitles_come_back(name, turns):
    # One line alone that begins “Note:” is taken for a note.
    speech = [turn.label.casefold() for turn in turns if turn.kind == "speech"]
    assume(len(speech) > 1 or speech[0] not in NEVER_NAMES)
    text, again = read_back(name, turns)
    assert len(again) == len(turns), text
    assert told(again, where=turns) == told(turns), text


@settings(max_examples=150, deadline=None)
@given(paragraphs=st.lists(words(), min_size=1, max_size=4), starts_at=MOMENTS)
@example(paragraphs=["Ana: hi", "00:12", "1) so"], starts_at=None)
def test_plain_words_are_shown_as_they_are(paragraphs, starts_at):
    """Markdown, labels and times in what somebody said stay words."""
    lines = [" ".join(each.split()) for each in paragraphs]
    text = formats.markdown(lines, begins_line=False)
    turn = ParsedTurn("speech", "Ana Silva", starts_at, text, 1)
    [again] = parse(serialise([turn]), known={"Ana Silva"}).turns
    assert again == turn
    assert "".join(render(text).text.split()) == "".join("".join(lines).split())


@settings(max_examples=100, deadline=None)
@given(turns=transcripts(), introduction=words())
def test_markdown_comes_back_letter_by_letter(turns, introduction):
    record, texts = record_of(turns)
    record["texts"]["introduction"] = introduction.strip()
    text = exports.write("md", record, texts)
    [story] = parse_manuscript(text, known={"Ann", "Note"}).stories
    assert [
        (turn.kind, turn.label, turn.starts_at, turn.text, turn.original) for turn in story.turns
    ] == [(turn.kind, turn.label, turn.starts_at, turn.text, turn.original) for turn in turns]
    assert story.body == introduction.strip()
    assert story.title == "A talk"
