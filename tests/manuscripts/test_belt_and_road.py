"""The manuscript this project was asked for, as it was sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from manuscripts.manuscript import parse
from manuscripts.report import report

SOURCE = Path(__file__).with_name("fixtures") / "belt-and-road.txt"


@pytest.fixture(scope="module")
def manuscript():
    return parse(SOURCE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def article(manuscript):
    return manuscript.stories[0]


@pytest.fixture(scope="module")
def interview(manuscript):
    return manuscript.stories[1]


def test_it_holds_an_article_and_an_interview(manuscript):
    assert [(story.kind, story.title) for story in manuscript.stories] == [
        ("article", "Xi Pushes Decline for High-Quality Belt and Road Cooperation"),
        ("interview", "High-Quality Belt and Road Cooperation"),
    ]


def test_bare_headings_are_sections(article):
    assert article.sections == (
        "Connectivity: A Cornerstone of Shared Prosperity",
        "From Blueprint to Reality: Building a More Resilient Future",
        "Looking Ahead: A New Era for Global Cooperation",
    )


def test_bullets_on_lines_of_their_own_make_lists(article):
    assert article.lists == (3, 4)


def test_the_closing_question_leads_to_the_interview(article):
    assert article.follow_up.story == 1
    assert article.follow_up.question.startswith("How does Dr. Li Wei believe")


def test_the_closing_question_leaves_the_body(article):
    assert "How does Dr. Li Wei" not in article.body


def test_a_short_label_is_proposed_as_the_full_name(interview):
    assert [(each.label, each.person, each.role) for each in interview.speakers] == [
        ("Host", None, "interviewer"),
        ("Dr. Li", "Dr. Li Wei", "guest"),
    ]


def test_every_turn_has_its_paragraphs(interview):
    assert [len(turn.text.split("\n\n")) for turn in interview.turns] == [
        1, 1, 1, 2, 1, 3, 1, 1, 1, 1, 1,
    ]  # fmt: skip


def test_turns_know_their_line_of_the_manuscript(interview):
    lines = SOURCE.read_text(encoding="utf-8").split("\n")
    assert all(turn.label in lines[turn.line - 1] for turn in interview.turns)


def test_the_citation_is_in_the_fourth_turn_and_the_sentence_intact(interview):
    [cited] = interview.citations
    assert cited.part == "turn:4"
    assert (
        cited.citation.url
        == "https://www.cfr.org/backgrounder/chinas-massive-belt-and-road-initiative"
    )
    assert cited.citation.quote.startswith("[1] highlights China’s initial aim")


def test_the_number_used_as_a_word_is_said_with_the_publisher_in_its_place(manuscript):
    [warning] = manuscript.warnings
    assert warning.line == 31
    assert "cfr.org highlights China’s initial aim" in warning.reason


def test_quotes_are_left_as_written(article, interview):
    assert "‘zero-sum’" in article.body
    assert "”high-quality”" in article.follow_up.question


def test_the_report_of_a_dry_run_has_no_ids(manuscript):
    said = report("belt-and-road.txt", manuscript)
    assert [(story["id"], story["url"]) for story in said["stories"]] == [(None, None)] * 2
    assert said["stories"][0]["follow_up"]["story"] == "High-Quality Belt and Road Cooperation"
    assert {key for turn in said["stories"][1]["turns"] for key in turn} == {
        "key", "speaker", "kind", "starts_at", "text",
    }  # fmt: skip
    assert [each["part"] for each in said["citations"]] == ["turn:4"]
