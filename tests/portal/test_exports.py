"""An interview as a file: its addresses, what they answer, and the links that lead there."""

from __future__ import annotations

import json

import pytest

from newsroom import saving, verbs
from newsroom.models import Change
from tests.making import make_interview

pytestmark = pytest.mark.django_db

PATH = "/interviews/a-queue-that-moves/transcript."
TIMED = "**Host:** [00:00:01] Where?\n\n**Ana Silva:** There <b>.\n\n**Host:** [00:01:00] Thanks."


@pytest.fixture
def timed(publisher):
    return make_interview(by=publisher, title="Timed", slug="timed", transcript=TIMED)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("txt", "text/plain"),
        ("md", "text/markdown"),
        ("vtt", "text/vtt"),
        ("srt", "application/x-subrip"),
        ("json", "application/json"),
    ],
)
def test_each_format_says_what_it_is(reader, published, timed, name, media_type):
    published(timed)
    response = reader.get(f"/interviews/timed/transcript.{name}")
    assert response.status_code == 200
    assert response["Content-Type"] == f"{media_type}; charset=utf-8"
    assert response["Content-Disposition"] == f"inline; filename*=UTF-8''timed.{name}"
    assert "Thanks." in response.content.decode()
    assert "Set-Cookie" not in response


def test_a_file_costs_one_query(reader, published, timed, django_assert_num_queries):
    published(timed)
    with django_assert_num_queries(1):
        reader.get("/interviews/timed/transcript.vtt")


def test_subtitles_keep_a_turn_without_a_time_in_the_cue_before_it(reader, published, timed):
    published(timed)
    text = reader.get("/interviews/timed/transcript.vtt").content.decode()
    cues = text.rstrip("\n").split("\n\n")[1:]
    assert [cue.split("\n")[1:] for cue in cues] == [
        ["00:00:01.000 --> 00:01:00.000", "<v Host>Where?", "<v Ana Silva>There &lt;b&gt;."],
        ["00:01:00.000 --> 00:01:10.000", "<v Host>Thanks."],
    ]


def test_a_paragraph_is_a_line_in_subtitles(reader, published, publisher):
    transcript = "**Host:** [0:01] Where?\n\n**Ana:** There.\n\nBut late.\n\n**Ana:** So.\n\nYes."
    published(make_interview(by=publisher, slug="long", transcript=transcript))
    vtt = reader.get("/interviews/long/transcript.vtt").content.decode()
    assert vtt.endswith("\n<v Host>Where?\n<v Ana>There.\nBut late.\n<v Ana>So.\nYes.\n")
    srt = reader.get("/interviews/long/transcript.srt").content.decode()
    assert srt.endswith("\nHost: Where?\nAna: There.\nAna: But late.\n- Ana: So.\nAna: Yes.\n")


def test_an_interview_without_times_has_no_subtitles(reader, published, interview):
    published(interview)
    assert reader.get(f"{PATH}vtt").status_code == 404
    assert reader.get(f"{PATH}srt").status_code == 404
    segments = json.loads(reader.get(f"{PATH}json").content)["segments"]
    assert [segment["speaker"] for segment in segments] == ["Host", "Guest"] * 2
    assert not any("startTime" in segment for segment in segments)


def test_a_page_leads_to_its_files(reader, published, interview, timed):
    published(interview)
    html = reader.get("/interviews/a-queue-that-moves/").content.decode()
    assert 'href="transcript.txt"' in html
    assert 'href="transcript.vtt"' not in html
    published(timed)
    html = reader.get("/interviews/timed/").content.decode()
    assert 'href="transcript.vtt"' in html


def test_drafts_and_other_endings_are_not_found(reader, interview, published, article):
    assert reader.get(f"{PATH}txt").status_code == 404
    published(interview)
    published(article)
    assert reader.get(f"{PATH}docx").status_code == 404
    assert reader.get("/articles/two-railways/transcript.txt").status_code == 404


def test_who_has_it_already_is_told_so(reader, published, interview):
    published(interview)
    first = reader.get(f"{PATH}md")
    again = reader.get(f"{PATH}md", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_files_follow_what_is_live(reader, published, interview, publisher):
    published(interview)
    verbs.withdraw(interview, by=publisher)
    assert reader.get(f"{PATH}txt").status_code == 410


def test_a_retracted_interview_has_no_file(reader, published, interview, publisher):
    published(interview)
    verbs.retract(interview, by=publisher, note="Made up.")
    response = reader.get(f"{PATH}txt")
    assert response.status_code == 410
    assert "wagon" not in response.content.decode()


def test_an_old_address_leads_on_to_the_file(reader, published, interview, publisher):
    published(interview)
    interview.slug = "moved"
    saving.save(interview, by=publisher)
    verbs.publish(interview, by=publisher, change=Change.MINOR)
    response = reader.get(f"{PATH}txt")
    assert (response.status_code, response["Location"]) == (301, "/interviews/moved/transcript.txt")


def test_other_languages_have_files_under_their_prefix(reader, published, publisher):
    published(make_interview(by=publisher, language="zh", title="港口", slug="港口"))
    response = reader.get("/zh/interviews/港口/transcript.txt")
    assert response.status_code == 200
    assert response["Content-Language"] == "zh"
    assert response["Content-Disposition"].endswith("''%E6%B8%AF%E5%8F%A3.txt")
    html = reader.get("/zh/interviews/港口/").content.decode()
    assert "纯文本" in html


def test_no_file_says_what_no_page_shows(reader, published, publisher):
    hidden = "Kestrel"
    story = make_interview(
        by=publisher,
        slug="remarks",
        introduction=f"They met [here][1].\n\n[1]: https://example.org/\n\n[//]: # ({hidden} intro)",
        transcript=f"{hidden}: ask the lawyer.\n\n[00:00:04]\n\n**Host:** Why[^a]?\n\n"
        f"**Guest:** So.\n\n- One.\n- [//]: # ({hidden} listed)\n\n[//]: # ({hidden} asked)\n\n[^a]: A note.\n\n"
        f"[^b]: {hidden} note\n\n    {hidden} goes on.",
    )
    path = published(story).path
    assert hidden not in reader.get(path).content.decode()
    files = {
        name: reader.get(f"{path}transcript.{name}").content.decode()
        for name in ("txt", "md", "vtt", "srt", "json")
    }
    assert [name for name, text in files.items() if hidden in text] == []
    for kept in ("[1]: https://example.org/", "[^a]: A note.", "[00:00:04]", "**Guest:** So."):
        assert kept in files["md"]


def test_a_translated_answer_has_its_original_where_a_file_can_say_whose_it_is(
    reader, published, publisher
):
    transcript = (
        "**Host:** [0:01] When?\n\n**Guest:** At night.\n\n> [original: kk] Түнде.\n>\n> Иә."
    )
    published(make_interview(by=publisher, slug="said", transcript=transcript))
    files = {
        name: reader.get(f"/interviews/said/transcript.{name}").content.decode()
        for name in ("txt", "md", "vtt", "srt", "json")
    }
    assert [name for name, text in files.items() if "Түнде" in text] == ["txt", "md", "json"]
    assert files["txt"].endswith(
        "Guest:\n    At night.\n\n        [original: kk]\n        Түнде.\n\n        Иә.\n"
    )
    assert json.loads(files["json"])["segments"][1]["original"] == {
        "language": "kk",
        "body": "Түнде.\nИә.",
    }


def test_a_body_made_before_there_were_files_has_none(reader, published, timed):
    body = published(timed).body
    del body.card["begins"]
    body.save(update_fields=["card"])
    assert reader.get("/interviews/timed/transcript.md").status_code == 404
