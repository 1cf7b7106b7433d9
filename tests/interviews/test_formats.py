"""What each format is read as: speakers, times and words, and what is said of a bad file."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews import formats
from interviews.formats import Malformed


def said(text, known=()):
    captions = formats.read(text, known)
    assert captions is not None
    return [(turn.label, turn.starts_at, turn.text) for turn in formats.join(captions)]


def remarks(text):
    captions = formats.read(text)
    formats.join(captions)
    return [(each.line, each.reason) for each in captions.remarks]


def vtt(*cues):
    return "WEBVTT\n\n" + "\n\n".join(
        f"00:0{place}.000 --> 00:0{place + 1}.000\n{words}" for place, words in enumerate(cues)
    )


def srt(*cues):
    return "\n\n".join(
        f"{place}\n00:00:0{place},000 --> 00:00:0{place + 1},000\n{words}"
        for place, words in enumerate(cues, 1)
    )


def test_a_label_runs_on_over_the_cues_after_it():
    text = srt("Ana: So where do\nthe trains", "go?", "Bo Lee: To the", "port.", "Ana: I see.")
    assert said(text) == [
        ("Ana", 1.0, "So where do the trains go?"),
        ("Bo Lee", 3.0, "To the port."),
        ("Ana", 5.0, "I see."),
    ]


def test_voices_name_their_speakers():
    text = vtt("<v Ana Silva>Where?", "<v.loud Bo>There.</v>", "<v Bo>Look.")
    assert said(text) == [("Ana Silva", 0.0, "Where?"), ("Bo", 1.0, "There. Look.")]


def test_words_with_colons_stay_words_where_voices_speak():
    assert said(vtt("<v Ana>Note: this.", "<v Bo>Yes: that.")) == [
        ("Ana", 0.0, "Note: this."),
        ("Bo", 1.0, "Yes: that."),
    ]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("<b>Loud</b> and <i>soft</i>", "Loud and soft"),
        ("<c.yellow>Sun</c> <00:00:01.000>up", "Sun up"),
        (r"{\an8}Up <font color=#fff>there</font>", "Up there"),
        ("Ports &amp; trains &lt;3", r"Ports & trains \<3"),
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("*not* _bold_ [x](y)", r"\*not\* \_bold\_ \[x\](y)"),
        ("港口\n很大", "港口很大"),
    ],
)
def test_markup_of_subtitles_is_taken_off_and_markdown_stays_words(words, shown):
    assert said(vtt(f"<v Ana>{words}")) == [("Ana", 0.0, shown)]


def test_lines_of_other_programs_cues_are_one_paragraph():
    assert said(vtt("<v Ana>Where do\nthey go?", "on <v Bo>There.\nOnly there.")) == [
        ("Ana", 0.0, "Where do they go? on"),
        ("Bo", None, "There. Only there."),
    ]
    segment = {"speaker": "Ana", "body": "Where do\nthey go?"}
    assert said(json.dumps({"segments": [segment]})) == [("Ana", None, "Where do they go?")]


def test_notes_and_styles_say_nothing():
    text = "WEBVTT - A talk\n\nSTYLE\n::cue { color: red }\n\nNOTE by us\n\nintro\n00:01.000 --> 00:02.000 align:start\n<v Ana>Hi.\n\nNOTE\nnothing\n"
    assert said(text) == [("Ana", 1.0, "Hi.")]
    assert formats.read(text).title == ""
    assert formats.read(text.replace("intro", "t-bcdfgh")).title == "A talk"


def test_podcasting_json_of_one_word_a_segment():
    segments = [
        {"speaker": "Ana", "startTime": 0.3, "endTime": 0.6, "body": "Hey,"},
        {"speaker": "Ana", "startTime": 0.7, "endTime": 0.9, "body": "Bo"},
        {"speaker": "Bo", "startTime": 1, "endTime": 2, "body": "Hi."},
    ]
    text = json.dumps({"version": "1.0.0", "segments": segments})
    assert said(text) == [("Ana", 0.3, "Hey, Bo"), ("Bo", 1.0, "Hi.")]


SPOKEN = [("Ana", 0.0, "Where do the trains go?"), ("Bo", 2.0, "There."), ("Ana", 4.0, "I see.")]


def test_subtitles_with_a_comma_between_their_times():
    text = (
        "0:00:00.000,0:00:01.000\nAna: Where do\n\n0:00:01.000,0:00:02.000\nthe trains go?\n\n"
        "0:00:02.000,0:00:04.000\nBo: There.\n\n0:00:04.000,0:00:05.000\nAna: I see.\n"
    )
    assert said(text) == SPOKEN


def test_words_beside_their_times_in_brackets():
    text = (
        "[00:00.000 --> 00:01.000]  Ana: Where do\n[00:01.000 --> 00:02.000]  the trains go?\n"
        "[00:02.000 --> 00:04.000]  Bo: There.\n[00:04.000 --> 00:05.000]  Ana: I see.\n"
    )
    assert said(text) == SPOKEN
    assert (3, "Read as Bo speaking, who speaks only here.") in remarks(text)


def test_segments_as_whisper_names_them():
    segments = [
        {"start": at, "end": at + 1, "text": f" {words}", "speaker": who}
        for who, at, words in SPOKEN
    ]
    assert said(json.dumps({"text": "all of it", "segments": segments})) == SPOKEN


def test_html_of_cites_and_times():
    text = (
        "<!-- saved --><html><head><title>No words</title></head><body><cite>Ana:</cite>\n"
        "<time>0:00</time>\n<p>Where &amp; when?</p><p>Well?</p>\n<cite>Bo:</cite> <time>1:02:03</time>"
        "<p>There.</p></body></html>"
    )
    assert said(text) == [("Ana", 0.0, "Where & when?\n\nWell?"), ("Bo", 3723.0, "There.")]


def test_html_keeps_cited_books_in_their_sentence():
    text = "<cite>Ana:</cite> I read <cite>Dune</cite> <b>twi</b>ce. <cite>Bo:</cite> So?"
    assert said(text) == [("Ana", None, "I read Dune twice."), ("Bo", None, "So?")]


def test_otter():
    text = "Ana Silva  0:15\nWhere do they\ngo?\n\nSpeaker 2  1:02:03\nTo the port.\n\nTranscribed by https://otter.ai\n"
    assert said(text) == [
        ("Ana Silva", 15.0, "Where do they go?"),
        ("Speaker 2", 3723.0, "To the port."),
    ]


def test_a_head_above_the_first_label_is_a_title():
    text = "Border talk\n12 May 2026\n\nAna Silva  0:15\nWhere?\n\nBo  0:20\nThere.\n"
    captions = formats.read(text)
    assert (captions.title, captions.introduction) == ("Border talk", ("12 May 2026",))
    assert said(text) == [("Ana Silva", 15.0, "Where?"), ("Bo", 20.0, "There.")]


def test_rev():
    text = "Ana Silva (00:00:15):\nWhere?\n\nBo (00:00:20): To the port.\nAna Silva (00:01:00):\nI see."
    assert said(text) == [
        ("Ana Silva", 15.0, "Where?"),
        ("Bo", 20.0, "To the port."),
        ("Ana Silva", 60.0, "I see."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# A title\n\nNothing --> here.",
        "Host (00:12): **Bold** words.\n\nGuest (00:14): Fine.",
        '{"segment": 1}',
        "<p>An article about <cite>Dune</cite>.</p>",
        "**Host:** Welcome.\n\n**Guest:** Thanks.",
        "Ana (00:12): Where?\n\nBo (00:14): There.\n\nAna: I see.",
        "Of ports. " * 40 + "\n\nAna (00:12): Where?\n\nBo (00:14): There.",
        "",
    ],
)
def test_manuscripts_are_no_such_format(text):
    assert formats.read(text) is None


def test_a_missing_header_is_said():
    text = "00:00.000 --> 00:01.000\nhi"
    assert said(text) == [("Speaker", 0.0, "hi")]
    assert remarks(text)[0] == (
        1, "The first line does not say WEBVTT; it was read as WebVTT all the same.",
    )  # fmt: skip


def test_a_file_without_labels_says_so_once():
    found = remarks(srt("So where", "do they go?"))
    assert [line for line, reason in found if "who speaks" in reason] == [2]


def test_backward_times_are_left_and_said_with_their_line():
    text = "1\n00:00:05,000 --> 00:00:02,000\nb\n\n2\n00:00:00,000 --> 00:00:06,000\na"
    assert said(text) == [("Speaker", 5.0, "b a")]
    found = dict(remarks(text))
    assert "begins before the one above" in found[6]


def test_a_note_is_nobody_and_a_dialogue_is_two():
    text = srt("NOTE: not a speaker: http://x:80", "- A: hi\n- B: ho")
    assert said(text) == [
        ("Speaker", 1.0, "NOTE: not a speaker: http://x:80"),
        ("A", 2.0, "hi"),
        ("B", 2.0, "ho"),
    ]


def test_a_doubtful_label_is_offered_as_one():
    text = srt("Ana: One.", "Bo: Two.", "Ana: Three.", "Bo: Four,", "so", "Dan: six.")
    [remark] = formats.read(text).remarks
    assert (remark.line, remark.instead) == (23, "- Dan: six.")
    assert said(text.replace("Dan:", "- Dan:"))[-1] == ("Dan", 6.0, "six.")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\nhi\n\n2\n00:00:03,000 --> 00:0\n", 6),
        ("1\n00:00:01,000 --> 00:00:02,000\nhi\n\n2\n00:00:0", 6),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n\n00:03.000 -->", 6),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nhi\n\n00:03.000 --> 00:xx.000\nho\n", 6),
        ("1\n00:00:01,000 --> 00:00:02,000\nhi\n\n2\n00:00:03,000 -> 00:00:04,000\nho\n", 6),
        ("WEBVTT\n\nNothing here.", 1),
        ('{"version": "1.0.0",\n "segments": [\n  {"body": "Hey', 3),
        ('{"segments": [\n{"body": "a"},\n{"body": 5}]}', 3),
        ('{"segments": {}}', 1),
        ("<cite>Ana:</cite>", 1),
    ],
)
def test_half_a_file_is_refused_with_its_line(text, line):
    with pytest.raises(Malformed) as refusal:
        formats.read(text)
    assert str(refusal.value).startswith(f"Line {line}: ")


def test_deeply_nested_json_is_refused():
    with pytest.raises(Malformed):
        formats.read('{"segments": ' + "[" * 100_000)


PIECES = [
    "WEBVTT\n\n", "1\n", "00:00:01,000 --> 00:00:02,000", "00:01.000 --> 00:00.500\n", "\n\n", "<v Ann>",
    "<v Ann", "<b>[x]</b>", "- A: hi\n", "NOTE x\n", '{"segments": [', '{"body": "x"}', "]}", "<cite>",
    "</cite>", "<time>0:01</time>", "<!--", "-->", "Ann  0:15\n", "Ann (00:15):\n", "= = =\n", "    x\n",
    "&#0;", "&#xD800;", "\u202e", "{\\an8}", "\x0b", "Host: ",
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=14).map("".join))
def test_no_text_makes_an_error(text):
    try:
        captions = formats.read(text)
    except Malformed as refusal:
        assert str(refusal).startswith("Line ")
    else:
        lines = text.count("\n") + 1
        for turn in formats.join(captions) if captions else []:
            assert turn.label
            assert 1 <= turn.line <= lines


@pytest.mark.parametrize("above", [" ", "\t", "\n", " \n"])
def test_room_above_the_first_words_is_read_once(above):
    """Tried in every way to part it, 20,000 spaces took eighteen seconds."""
    began = time.process_time()
    assert formats.read(above * 100_000 + "Nobody says anything.") is None
    assert time.process_time() - began < 2
    assert said(above * 9 + srt("Ana: Hello.", "Bo: Yes."))[0] == ("Ana", 1.0, "Hello.")


@pytest.mark.parametrize(
    "original",
    [
        "take 3",
        7,
        ["kk"],
        {"language": "kk"},
        {"language": "no code", "body": "x"},
        {"body": " \n "},
    ],
)
def test_what_another_program_calls_an_original_changes_nothing(original):
    segment = {"speaker": "Ana", "body": "There.", "original": original}
    [turn] = formats.join(formats.read(json.dumps({"segments": [segment]})))
    assert (turn.text, turn.original.language, turn.original.text) == ("There.", "", "")


@pytest.mark.parametrize("arrow", ["->", "–>", "—>"])
def test_a_mistyped_arrow_is_named_with_its_line(arrow):
    with pytest.raises(Malformed, match="Line 2"):
        formats.read(f"1\n00:00:01,000 {arrow} 00:00:02,000\nWords.\n")
