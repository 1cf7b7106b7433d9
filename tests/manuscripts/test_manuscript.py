from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.grammar import parse as parse_transcript
from manuscripts.manuscript import parse
from tests.manuscripts.parsing import MORE, PROSE, kinds, only


def reasons(text, **options):
    return [warning.reason for warning in parse(text, **options).warnings]


# One piece or several


def test_an_article_alone():
    assert kinds(f"# The dry port\n\n{PROSE}") == [("article", "The dry port")]


def test_an_interview_alone():
    assert kinds("# At the border\n\n**Host:** Welcome.\n\n**Ana Silva:** Thanks.") == [
        ("interview", "At the border")
    ]


def test_an_article_and_its_interview():
    text = f"The dry port\n{PROSE}\n## Interview: At the border\n**Host:** Hello.\n**Ana:** Hi."
    assert kinds(text) == [("article", "The dry port"), ("interview", "At the border")]


def test_several_interviews():
    text = (
        "## Interview: One\n\n**Host:** Hello.\n\n**Ana:** Hi.\n\n"
        "## Interview: Two\n\n**Host:** Again.\n\n**Bo:** Hi."
    )
    assert kinds(text) == [("interview", "One"), ("interview", "Two")]


def test_several_articles():
    text = f"# One\n\n{PROSE}\n\n## Part\n\n{MORE}\n\n# Two\n\n{PROSE}\n\n## Part\n\n{MORE}"
    assert kinds(text) == [("article", "One"), ("article", "Two")]


def test_a_bare_line_that_announces_an_interview_is_its_title():
    text = f"The dry port\n{PROSE}\nInterview: At the border\nHost: Hello.\nGuest: Hi."
    assert kinds(text)[1] == ("interview", "At the border")


def test_few_words_before_the_first_label_are_the_introduction():
    story = only(f"# At the border\n\n{PROSE}\n\n## Transcript\n\n**Host:** Hi.\n\n**Ana:** Hi.")
    assert story.body == PROSE
    assert len(story.turns) == 2


def test_an_interview_without_a_title_is_named_after_its_guest():
    story = only("**Host:** Welcome.\n\n**Ana Silva:** Thanks.")
    assert story.title == "Interview with Ana Silva"


def test_bold_lead_ins_leave_an_article_an_article():
    text = f"# The dry port\n\n{PROSE}\n\n**Location:** the steppe.\n\n**Next Step:** a crane.\n\n{MORE}"
    assert kinds(text) == [("article", "The dry port")]
    assert "**Next Step:** a crane." in only(text).body


def test_labels_that_nobody_answers_are_said():
    assert any(
        "“Next Step”" in each for each in reasons(f"# Port\n\n{PROSE}\n\n**Next Step:** go.")
    )


def test_an_empty_text_has_no_stories():
    assert parse("").stories == parse("\n\n").stories == ()


# Metadata


def test_toml_front_matter_comes_through_untouched():
    text = (
        '+++\ntitle = "The dry port"\nslug = "dry-port"\nlanguage = "en"\ntopics = ["rail"]\n'
        'published = 2026-01-02\n[picture]\nfile = "port.svg"\nalt = "A crane"\n'
        '[people.ana]\nname = "Ana Silva"\n+++\n' + PROSE
    )
    metadata = parse(text).metadata
    assert metadata["slug"] == "dry-port"
    assert metadata["topics"] == ["rail"]
    assert metadata["published"] == "2026-01-02"
    assert metadata["picture"] == {"file": "port.svg", "alt": "A crane"}
    assert metadata["people"] == {"ana": {"name": "Ana Silva"}}


def test_yaml_front_matter_names_title_and_authors():
    manuscript = parse(f"---\ntitle: The dry port\nauthor: Ana Silva and Bo Li\n---\n{PROSE}")
    assert manuscript.stories[0].title == "The dry port"
    assert manuscript.metadata["authors"] == ["Ana Silva", "Bo Li"]


def test_front_matter_that_cannot_be_read_stays_and_is_said():
    manuscript = parse(f"---\ntitle: [\n---\n{PROSE}")
    assert manuscript.warnings[0].line == 1


def test_a_head_with_a_key_twice_stays_in_the_text():
    assert "Ana" in parse(f"---\nhost: Ana\nhost: Bo\n---\n{PROSE}").stories[0].body


def test_labelled_lines_at_the_head_are_metadata():
    text = "# At the border\n\n**Date:** 2 May 2026\n**Interviewer:** Dana\n\n**Dana:** Hi.\n\n**Bo:** Hi."
    manuscript = parse(text)
    assert manuscript.metadata == {"date": "2 May 2026", "interviewer": "Dana"}
    assert [each.role for each in manuscript.stories[0].speakers] == ["interviewer", "guest"]


@pytest.mark.parametrize(
    "line",
    ["**Title:** Who pays?", "Title: Who pays?", "**标题：** Who pays?", "**Titre :** Who pays?"],
)
def test_a_labelled_title_is_no_speaker(line):
    talk = "**Host:** Hi.\n\n**Bo Li:** Hi.\n\n**Host:** Bye."
    story = only(f"{line}\n\n{talk}")
    assert story.title == only(f"{line}\n\n{PROSE}").title == "Who pays?"
    assert [turn.label for turn in story.turns] == ["Host", "Bo Li", "Host"]
    assert "Who pays?" not in only(f"{line}\n\n{PROSE}").body


# People


def people(text, **options):
    return {each.label: each.person for each in only(text, **options).speakers}


@pytest.mark.parametrize(
    ("words", "label", "person"),
    [
        ("Today: Dr. Li Wei, of the port.", "Dr. Li", "Dr. Li Wei"),
        ("Today Ana Silva is here.", "Ana", "Ana Silva"),
        ("Today Ana Silva is here.", "Silva", "Ana Silva"),
        ("Thanks, Ana. Good to be here.", "Ana", "Ana"),
        ("I met Ana Silva’s brother.", "Ana", "Ana Silva"),
    ],
)
def test_a_short_label_stands_for_the_fuller_name_met(words, label, person):
    text = f"**Host:** {words}\n\n**{label}:** Hello.\n\n**Host:** So."
    assert people(text)[label] == person


def test_known_people_come_first():
    text = "**Host:** Ana Silva is here.\n\n**Ana:** Hello.\n\n**Host:** So."
    assert people(text, known=["Ana Pereira"])["Ana"] == "Ana Pereira"


def test_a_name_that_two_known_people_share_proposes_neither():
    text = "**Host:** Hello.\n\n**Ana:** Hello.\n\n**Host:** So."
    assert people(text, known=["Ana Pereira", "Ana Silva"])["Ana"] == "Ana"


def test_parts_are_nobody():
    text = "[Speaker 1] [00:01] Hi.\n[Audience 2] [00:04] Yes.\n[Speaker 1] [00:09] So."
    assert set(people(text).values()) == {None}


def test_names_that_are_nearly_alike_are_kept_apart_and_said():
    text = "**Mark Roe:** Hi.\n\n**Host:** Yes?\n\n**Mrk Roe:** So.\n\n**Host:** Ah.\n\n**Mark Roe:** Oh."
    assert [each.label for each in only(text).speakers] == ["Mark Roe", "Host", "Mrk Roe"]
    assert any("“Mrk Roe” is written almost like “Mark Roe”" in each for each in reasons(text))


# The closing question


def asked(question):
    return f"# Port\n\n{PROSE}\n\n{question}\n\n## Interview: Ana\n\n**Host:** Hi.\n\n**Ana:** Hi."


def test_a_closing_question_about_the_guest_leads_to_the_interview():
    article = parse(asked("What does Ana make of it?")).stories[0]
    assert (article.follow_up.question, article.body) == ("What does Ana make of it?", PROSE)


def test_a_closing_question_about_something_else_stays():
    article = parse(asked("And what of the wind?")).stories[0]
    assert article.follow_up is None
    assert article.body.endswith("And what of the wind?")


# Nothing is lost, whatever comes

lines = st.sampled_from(
    ["The dry port", PROSE, MORE, "", "", "## Winter", "Host: Hello.", "Bo Chen: Hi.", "**Ana:**",
     "**Host:** What of it?", "**Ana:** Nothing.", "- ", "- crane", "•", "3. boxes", "[00:12]",
     "Interview: At the border", "## Interview: Again", "> quoted", "```", "| a | b |", "---",
     "See [1](https://example.org/a) for more.", "**Next**: later.", "How is Ana?", "***", "=====",
     "**Date:** 2 May", "[Ana Silva] [00:14] Spoken.", "Bo Chen  01:12"]
)  # fmt: skip
texts = st.lists(lines, max_size=16).map("\n".join)


@settings(deadline=None, max_examples=200)
@given(texts)
def test_no_word_is_lost_and_none_moves(text):
    manuscript = parse(text)
    kept = " ".join(
        " ".join([story.title, story.body, story.follow_up.question if story.follow_up else "",
                  *(f"{turn.label} {turn.text}" for turn in story.turns)])
        for story in manuscript.stories
    )  # fmt: skip
    kept = " ".join([kept, *manuscript.metadata.values()])
    # Words of the lines above that no label, title or bullet takes.
    for word in (
        "gauges",
        "cranes",
        "Hello",
        "Nothing",
        "crane",
        "boxes",
        "quoted",
        "Spoken",
        "more",
    ):
        assert len(re.findall(rf"\b{word}\b", kept)) == len(re.findall(rf"\b{word}\b", text))


@settings(deadline=None, max_examples=200)
@given(texts)
def test_what_is_saved_is_read_as_it_was_shown(text):
    for story in parse(text).stories:
        names = [turn.label for turn in story.turns]
        again = parse_transcript(story.transcript, known=names).turns
        assert [(turn.kind, turn.label, turn.text) for turn in again] == [
            (turn.kind, turn.label, turn.text) for turn in story.turns
        ]


@settings(deadline=None)
@given(st.text())
def test_any_text_is_taken_without_complaint(text):
    parse(text)


@pytest.mark.parametrize(
    "hostile",
    [
        "# a\n" * 20_000,
        "> " * 2_000,
        "- " * 20_000,
        "1. " * 20_000,
        "Ana: hi\n" * 10_000,
        "**Host:** " + "Dr. Li " * 20_000 + "\n\n**Dr. Li:** yes",
        "".join(f"**Ana B{place}:** hi.\n\n" for place in range(4_000)),
        "---\n" + "[[[[" * 10_000 + "\n---\n",
        "".join(f"[{place}]: https://a.b/{place}\n" for place in range(3_000)) * 2,
        "**Host:** a\n\n## Interview: X\n\n" * 3_000,
    ],
)
def test_hostile_text_takes_linear_time(hostile):
    started = time.process_time()
    parse(hostile)
    assert time.process_time() - started < 3


def test_definitions_at_the_end_serve_every_piece_that_uses_them():
    text = (
        "# The line\n\nA [report] says so.\n\n## It ends\n\nHere, by the sea.\n\n"
        "## Interview: On the line\n\nThe [team] sent us.\n\n**Ana Lee:** Well?\n\n"
        "**Bo Ray:** As the [report] says.\n\n"
        "[report]: https://example.org/report\n[team]: https://example.org/team\n"
    )
    article, interview = parse(text).stories
    assert article.body.endswith("[report]: https://example.org/report")
    assert interview.body == "The [team] sent us."
    assert "[team]: https://example.org/team" in interview.transcript


def test_a_title_may_stand_over_the_facts():
    head = "ORAL HISTORY INTERVIEW\nJOHN SMITH\n\nInterviewer: Mary Kline\nDate: May 4, 1987\n\n"
    story = only(f"{head}KLINE: Where?\n\nSMITH: Here.\n\nKLINE: When?\n\nSMITH: Now.")
    assert [turn.label for turn in story.turns] == ["KLINE", "SMITH"] * 2
    assert [speaker.role for speaker in story.speakers] == ["interviewer", "guest"]


def test_a_question_and_an_answer_in_passing_make_no_interview_of_a_talk():
    talk = "\n\n".join([PROSE] * 20)
    text = f"# A talk\n\n{PROSE}\n\nQ: Why?\n\nA: Because.\n\n{talk}"
    assert [kind for kind, _ in kinds(text)] == ["article"]
    assert [kind for kind, _ in kinds(f"{text}\n\n## Questions and answers\n\nQ: Why?")][
        -1
    ] == "interview"


def test_questions_all_in_bold_over_plain_answers():
    text = "# Q\n\n## Q&A with Bo\n\n**Q: Why?**\n\nA: So.\n\n**Q: When?**\n\nA: Now."
    assert [turn.label for turn in only(text).turns] == ["Q", "A"] * 2


@pytest.mark.parametrize("head", ["## Sources", "Sources", "References:", "**Notes**"])
def test_nobody_speaks_the_sources_under_an_interview(head):
    talk = "**Host:** Who?\n\n**Bo Li:** We [1].\n\n**Host:** Bye.\n\n**Bo Li:** Bye."
    story = only(f"# Interview: Rail\n\n{talk}\n\n{head}\n\n[1] Daily, https://example.org/a")
    last, sources = story.turns[-2:]
    assert (last.label, last.text) == ("Bo Li", "Bye.")
    assert (sources.kind, sources.text) == ("marker", "[1] Daily, https://example.org/a")


def test_minutes_and_releases_have_no_speakers():
    for one, other in (("Resolved", "Action"), ("Added", "Fixed"), ("决议", "行动")):
        lines = f"{one}: A bridge.\n\n{other}: A crane.\n\n" * 2
        assert only(f"Harbour notes\n\n{lines}").kind == "article"


def test_facts_under_a_title_stay_where_nobody_speaks():
    story = only(f"A harbour day\n\nDate: 4 May\nVenue: The pier\n\n{PROSE}")
    assert "Venue: The pier" in story.body
