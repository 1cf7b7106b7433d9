from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.grammar import parse, serialise


def said(source, **options):
    return [(turn.label, turn.text) for turn in parse(source, **options).turns]


@pytest.mark.parametrize(
    "source",
    [
        "**Host:** Welcome.\n\n**Dana Li:** Thanks.",
        "**Host**: Welcome.\n\n**Dana Li**: Thanks.\n\n**Host**: So?\n\n**Dana Li**: Yes.",
        "**Host:**\nWelcome.\n\n**Dana Li:**\nThanks.",
        "**Host：** Welcome.\n\n**Dana Li：** Thanks.",
        "__Host:__ Welcome.\n\n__Dana Li:__ Thanks.",
        "[Host] [00:00] Welcome.\n[Dana Li] [00:04] Thanks.",
        "Host: 00:00:00\n\nWelcome.\n\nDana Li: 00:00:04\n\nThanks.",
        "[00:00] Host: Welcome.\n[00:04] Dana Li: Thanks.",
        "Host (00:00): Welcome.\nDana Li (00:04): Thanks.",
        "00:00 Host: Welcome.\n00:04 Dana Li: Thanks.",
    ],
)
def test_labels_are_read_in_every_shape(source):
    assert said(source)[:2] == [("Host", "Welcome."), ("Dana Li", "Thanks.")]


def test_plain_names_count_when_they_take_turns():
    assert said("Ana: Hello.\nBo: Hi.\nAna: Well?\nBo: Fine.") == [
        ("Ana", "Hello."),
        ("Bo", "Hi."),
        ("Ana", "Well?"),
        ("Bo", "Fine."),
    ]


def test_one_plain_word_and_a_colon_is_text():
    assert said("Remember: ports are slow.\n\nNote: so are borders.") == []


def test_a_plain_name_that_is_known_is_a_speaker():
    assert said("Ana Silva: Hello.", known=["Ana Silva"]) == [("Ana Silva", "Hello.")]


def test_questions_and_answers_are_speakers():
    assert [label for label, _ in said("Q: Why?\nA: Because.")] == ["Q", "A"]


def test_chinese_questions_and_answers_are_speakers():
    assert [label for label, _ in said("问：为什么？\n答：因为。")] == ["问", "答"]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("[00:12]", 12), ("\\[12:05\\]", 725), ("(00:00:40):", 40), ("[01:00:04.03]", 3604.03)],
)
def test_a_time_after_the_label_is_when_the_turn_starts(written, seconds):
    [turn] = parse(f"**Host:** {written} Welcome.").turns
    assert (turn.starts_at, turn.text) == (seconds, "Welcome.")


def test_a_time_without_a_name_goes_on_with_the_same_speaker():
    source = "**Host:** Welcome.\n\n\\[04:13\\] Let us begin.\n\n**Dana Li:** Yes."
    assert [label for label, _ in said(source)] == ["Host", "Dana Li"]


def test_markers_are_not_people():
    kinds = [
        turn.kind
        for turn in parse("**Host:** Soon.\n\n**Break:** [12:00]\n\n**Host:** Back.").turns
    ]
    assert kinds == ["speech", "marker", "speech"]


def test_a_bold_lead_in_is_emphasis():
    source = "**Host:** What happened?\n\n**Wednesday**: they left.\n\n**Dana Li:** Yes."
    assert said(source)[0] == ("Host", "What happened?\n\n**Wednesday**: they left.")


def test_a_lead_in_that_could_be_a_label_is_said():
    doubts = parse("**Host:** Hm.\n\n**Grain of salt**: only here.\n\n**Host:** Yes.").doubts
    assert [doubt.line for doubt in doubts] == [3]


def test_labelled_lines_at_the_head_are_metadata():
    source = "**Date:** 2 May 2026\n**Desk:** Lines\n**Interviewer:** Dana\n\n**Dana:** Hello.\n\n**Bo:** Hi."
    transcript = parse(source)
    assert transcript.metadata == {"Date": "2 May 2026", "Desk": "Lines", "Interviewer": "Dana"}
    assert [turn.label for turn in transcript.turns] == ["Dana", "Bo"]


def test_text_before_the_first_label_is_the_introduction():
    transcript = parse("They met in Aktau.\n\n**Host:** Welcome.")
    assert transcript.introduction == "They met in Aktau."


def test_code_holds_no_labels():
    assert said("**Host:** See:\n\n```\n**Bo:** not said\n```") == [
        ("Host", "See:\n\n```\n**Bo:** not said\n```")
    ]


def test_a_heading_between_turns_stands_by_itself():
    turns = parse("**Host:** One.\n\n## The border\n\n**Host:** Two.").turns
    assert [(turn.kind, turn.label) for turn in turns] == [
        ("speech", "Host"),
        ("marker", "The border"),
        ("speech", "Host"),
    ]


lines = st.sampled_from(
    [
        "**Host:** Welcome.", "**Guest**: Thanks.", "Ana: Hello.", "Bo: Hi.", "", "", "Some words.",
        "**Break:** [00:10]", "## A heading", "[04:13] More words.", "> quoted", "- item",
        "**Date:** today", "**Wednesday**: they left", "```", "Q: Why?", "A: So.", "主持人：你好。",
    ]
)  # fmt: skip


@given(st.lists(lines, max_size=14))
def test_what_was_serialised_is_read_the_same(source):
    turns = parse("\n".join(source)).turns
    again = parse(serialise(turns)).turns
    assert [(t.kind, t.label, t.starts_at, t.text) for t in again] == [
        (t.kind, t.label, t.starts_at, t.text) for t in turns
    ]


@given(st.text())
def test_any_text_is_read_without_complaint(source):
    parse(source)


@given(st.lists(lines, max_size=14))
def test_no_word_is_lost(source):
    text = "\n".join(source)
    transcript = parse(text)
    kept = " ".join(
        [
            transcript.introduction,
            *(f"{turn.label} {turn.text} {turn.starts_at}" for turn in transcript.turns),
            *(f"{name} {value}" for name, value in transcript.metadata.items()),
        ]
    )
    for word in ("Welcome", "Thanks", "Hello", "Hi", "Some", "heading", "More", "quoted", "left"):
        assert kept.count(word) == text.count(word)


def test_a_time_between_a_heading_and_its_words_is_when_they_are_said():
    source = "**Host:** [00:12] Welcome.\n\n## Ports\n\n12:30\n\n12:40\n\nLet us go on."
    turns = parse(source).turns
    assert [(turn.label, turn.starts_at, turn.text) for turn in turns] == [
        ("Host", 12, "Welcome."),
        ("Ports", 750, ""),
        ("Host", 760, "Let us go on."),
    ]
    assert parse(serialise(turns)).turns[2].starts_at == 760


def test_a_time_before_a_bracketed_name_in_the_words_stays_with_it():
    source = "**Break:** [00:12] Welcome.\n### Host\n\n\n[00:12] [Host] [00:12] Hi."
    turns = parse(source).turns
    again = parse(serialise(turns)).turns
    assert [(each.label, each.text) for each in again] == [
        (each.label, each.text) for each in turns
    ]


def test_lines_after_a_break_are_read_the_same_once_serialised():
    source = "**Break:** [00:10]\nAna: Hello.\nAna: Hello.\nQ: Why?\nAna: Hello."
    turns = parse(source).turns
    assert [each.text for each in parse(serialise(turns)).turns] == [each.text for each in turns]


def test_a_marker_that_is_asked_about_is_called_one():
    text = "**Host:** Welcome.\n\nSponsor: Acme\n\n**Guest:** Thanks.\n\n**Host:** Well."
    [doubt] = [each for each in parse(text).doubts if "Sponsor" in each.reason]
    assert doubt.reason == "Read as the marker Sponsor, though this label is not in bold."


@pytest.mark.parametrize("blank", ["\xa0", "\u2028", "\u3000", " \xa0"])
@pytest.mark.parametrize("label", ["Guest", "Date", "Ana Lee"])
def test_a_label_with_only_room_behind_it_under_a_head_is_read(blank, label):
    turns = parse(f"Date: 2025-05-02\n**{label}:**{blank}\n\n**Ana Lee:** Hello.").turns
    assert [turn.text for turn in turns][-1] == "Hello."


@pytest.mark.parametrize("written", ["[Music]", "\\[Break\\]", "[Theme music]"])
def test_a_marker_in_brackets_on_its_own_line_is_one(written):
    text = f"**Host:** Welcome.\n\n{written}\n\n**Guest:** Thanks.\n\n**Host:** Well."
    assert [turn.kind for turn in parse(text).turns] == ["speech", "marker", "speech", "speech"]


@pytest.mark.parametrize("line", ["[Music] played on.", "[laughter]", "We heard [Music]"])
def test_other_remarks_in_brackets_stay_with_what_is_said(line):
    text = f"**Host:** Welcome.\n\n{line}\n\n**Guest:** Thanks.\n\n**Host:** Well."
    assert [turn.kind for turn in parse(text).turns] == ["speech"] * 3
