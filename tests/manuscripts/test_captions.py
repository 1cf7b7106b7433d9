"""Subtitle files and exported interviews come in by the importer's doors."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.grammar import parse as parse_transcript
from interviews.models import Interview
from manuscripts import importer
from manuscripts.manuscript import parse
from manuscripts.models import Manuscript
from manuscripts.reading import Unreadable, read
from newsroom import exports, verbs
from newsroom.models import Edition, Role, Story
from tests.making import make_interview, make_user

VTT = (
    "WEBVTT - At the border\n\nt-bcdfgh\n00:01.000 --> 00:02.000\n<v Ana Silva>Where do *they* go?\n\n"
    "00:02.500 --> 00:03.000\n<v note>To the port:\n\n00:03.000 --> 00:04.000\nslowly.\n"
)
HALF = "1\n00:00:01,000 --> 00:00:02,000\nAna: hi\n\n2\n00:00:03,000 --> 00:0"


@pytest.fixture
def publisher(db):
    return make_user(Role.PUBLISHER)


def test_a_subtitle_file_becomes_an_interview_with_its_cues(publisher):
    [draft] = importer.create(importer.prepare(VTT), by=publisher)
    interview = Interview.objects.get(pk=draft.pk)
    assert interview.title == "At the border"
    assert [(turn.label, turn.starts_at, turn.text) for turn in interview.turns.standing()] == [
        ("Ana Silva", 1.0, r"Where do \*they\* go?"),
        ("note", 2.5, "To the port: slowly."),
    ]
    assert interview.cues == [
        [1.0, 2.0, "Ana Silva", "Where do *they* go?"],
        [2.5, 3.0, "note", "To the port:"],
        [3.0, 4.0, "", "slowly."],
    ]


def test_a_label_that_is_no_name_can_be_published(publisher):
    [draft] = importer.create(
        importer.prepare("WEBVTT\n\n00:01.000 --> 00:02.000\n<v note>Hi there."), by=publisher
    )
    verbs.publish(draft, by=publisher)
    assert [turn["label"] for turn in Edition.objects.get().record["turns"]] == ["note"]


def test_the_name_of_a_file_says_nothing(publisher, tmp_path):
    path = tmp_path / "notes.docx.txt"
    path.write_text(VTT, "utf-16")
    call_command("import_manuscript", str(path), stdout=io.StringIO(), stderr=io.StringIO())
    assert Interview.objects.get().turns.count() == 2


def test_half_a_file_makes_nothing_by_the_command(publisher, tmp_path):
    path = tmp_path / "half.srt"
    path.write_text(HALF)
    errors = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_manuscript", str(path), stdout=io.StringIO(), stderr=errors)
    assert "Line 6:" in errors.getvalue()
    assert not Story.objects.exists()
    assert not Manuscript.objects.exists()


def test_half_a_file_is_refused_on_the_screen_in_words(client, publisher):
    client.force_login(publisher)
    url = reverse("admin:manuscripts_import")
    sent = client.post(url, {"file": SimpleUploadedFile("half.srt", HALF.encode()), "do": "create"})
    assert sent.status_code == 422
    assert "half.srt: Line 6:" in sent.content.decode()
    pasted = client.post(url, {"text": HALF, "do": "create"})
    assert pasted.status_code == 422
    assert "00:00:03,000" in pasted.content.decode()
    assert not Story.objects.exists()


def test_the_screen_shows_the_turns_of_a_pasted_file(client, publisher):
    client.force_login(publisher)
    page = client.post(reverse("admin:manuscripts_import"), {"text": VTT}).content.decode()
    assert "Where do *they* go?" in page
    assert "Ana Silva" in page


def test_an_unlabelled_file_is_asked_about_with_its_line():
    parsed = parse("1\n00:00:01,000 --> 00:00:02,000\nhi there\n")
    assert [(each.line, each.text) for each in parsed.warnings if "who speaks" in each.reason] == [
        (2, "00:00:01,000 --> 00:00:02,000")
    ]
    assert parsed.stories[0].speakers[0].label == "Speaker"


def test_a_name_that_was_not_believed_can_be_chosen(db):
    cues = ["Ana: One.", "Bo: Two.", "Ana: Three.", "Bo: Four,", "so", "Dan: six."]
    text = "\n\n".join(
        f"{place}\n00:00:0{place},000 --> 00:00:09,000\n{cue}" for place, cue in enumerate(cues, 1)
    )
    coming = importer.prepare(text)
    [doubt] = [doubt for doubt in coming.doubts if doubt.asks]
    assert [turn.label for turn in coming.parsed.stories[0].turns] == ["Ana", "Bo", "Ana", "Bo"]
    chosen = importer.prepare(text, otherwise=[doubt.name])
    assert chosen.parsed.stories[0].turns[-1].label == "Dan"


def test_a_name_met_once_is_believed_and_can_be_chosen_away(db):
    cues = ["Ana: One.", "Bo: Two.", "Bo: Two.", "Ana: Three,", "and so.", "Dan: Six.", "Look: so."]
    text = "\n\n".join(
        f"{place}\n00:00:0{place},000 --> 00:00:09,000\n{cue}" for place, cue in enumerate(cues, 1)
    )
    coming = importer.prepare(text)
    [doubt] = [doubt for doubt in coming.doubts if doubt.asks]
    assert "who speaks only here" in doubt.reason
    last = coming.parsed.stories[0].turns[-1]
    assert (last.label, last.text) == ("Dan", "Six. Look: so.")
    chosen = importer.prepare(text, otherwise=[doubt.name]).parsed.stories[0]
    assert chosen.turns[-1].text == "Three, and so. Dan: Six. Look: so."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_gives_the_same_words(encoding):
    raw = "1\n00:00:01,000 --> 00:00:02,000\nAna: café\n".encode(encoding)
    assert parse(read(raw).text).stories[0].turns[0].text == "café"


def test_taking_down_leaves_no_cue_and_no_verbatim_word(publisher):
    [draft] = importer.create(importer.prepare(VTT), by=publisher)
    Interview.objects.filter(pk=draft.pk).update(verbatim="**Ana Silva:** Er, where?")
    administrator = make_user(Role.ADMINISTRATOR)
    draft.refresh_from_db()
    verbs.publish(draft, by=publisher)
    verbs.take_down(draft, by=administrator, note="By order of a court.")
    interview = Interview.objects.get(pk=draft.pk)
    assert (interview.cues, interview.verbatim) == ([], "")


TRANSCRIPT = (
    "## The *beginning*\n\n**Host:** [00:00:01] Who are you?[^1]\n\n**Ana Silva:** A guest.\n\n"
    "- one\n- two\n\n**Host:** [00:00:09.5] Note: **so**.\n\n**Break:** Music\n\n"
    "**Host:** Well \\*then\\*.\n\n[^1]: She said so.\n"
)


@pytest.fixture
def published(publisher):
    interview = make_interview(
        by=publisher,
        title="A “queue” & *more*: it moves",
        introduction="They **met**.\n\n**Aktau:** a port.\n\n## Transcript\n\nof it.",
        transcript=TRANSCRIPT,
    )
    [edition] = verbs.publish(interview, by=publisher)
    return edition


def test_exported_markdown_comes_back_as_it_was(publisher, published):
    text = exports.write("md", published.record, published.body.texts, url="https://example.org/x")
    [draft] = importer.create(importer.prepare(text), by=publisher)
    again = Interview.objects.get(pk=draft.pk).freeze()
    was = published.record
    assert (again["title"], again["standfirst"]) == (was["title"], was["standfirst"])
    assert again["texts"]["introduction"] == was["texts"]["introduction"]

    def turns(record):
        return [
            (turn["kind"], turn["label"], turn["starts_at"], turn["text"])
            for turn in record["turns"]
        ]

    assert turns(again) == turns(was)


@pytest.mark.parametrize("name", ["txt", "vtt", "srt", "json"])
def test_every_other_export_comes_back_with_the_same_words(publisher, published, name):
    text = exports.write(name, published.record, published.body.texts)
    [draft] = importer.create(importer.prepare(text), by=publisher)
    again = Interview.objects.get(pk=draft.pk)
    texts = {part: made.text for part, made in again.rendered(again.freeze()).items()}
    was = published.record["turns"]
    turns = list(again.turns.standing())
    assert [(turn.kind, turn.label) for turn in turns] == [
        (turn["kind"], turn["label"]) for turn in was
    ]
    assert all(
        turn.starts_at == had["starts_at"]
        for turn, had in zip(turns, was, strict=True)
        if had["starts_at"] is not None
    )
    assert "Who are you?" in texts[f"turn:{turns[1].key}"]
    # The number of a footnote is no word.
    assert "you?1" not in text


HEADS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\x85"),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip())


@settings(max_examples=150, deadline=None)
@given(title=HEADS, name=HEADS)
def test_any_title_stands_in_the_head_of_a_file(title, name):
    turns = parse_transcript("**Ana Silva:** Hi.").turns
    record = {
        "title": title, "standfirst": "", "language": "ar", "notes": [],
        "credits": [{"person": 1, "name": name, "role": "interviewer"}],
        "texts": {"introduction": "", "transcript": "**Ana Silva:** Hi."},
        "speakers": [{"label": "Ana Silva", "person": None, "role": "guest", "described_as": ""}],
        "turns": [{"key": "a", "kind": "speech", "label": "Ana Silva", "starts_at": None, "text": "Hi."}],
    }  # fmt: skip
    try:
        text = read(exports.write("md", record, {}).encode()).text
    except Unreadable:
        return
    parsed = parse(text)
    assert [turn.text for turn in parsed.stories[0].turns] == [turn.text for turn in turns]
    assert parsed.metadata["language"] == "ar"
    assert parsed.stories[0].kind == "interview"
