"""A story's texts, side facts and rows, as two people changed them since one version."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom import merging
from newsroom.merging import MOST_QUESTIONS, Wording, merge, of_record, same
from tests.making import make_interview, make_person, make_topic

KEYS = st.lists(st.sampled_from("abcdef"), unique=True)


def rows(*people):
    return [{"person": person, "role": "author"} for person in people]


def credited(base, mine, theirs):
    together = merge(*(Wording(rows={"credits": rows(*each)}) for each in (base, mine, theirs)))
    return [row["person"] for row in together.wording({}).rows["credits"]]


def ties(label):
    return Wording(rows={"related_stories": [{"target": "7", "label": label}]})


def facts(**values):
    return Wording(facts=values)


# Texts


def test_changes_of_different_texts_are_both_taken():
    base = Wording(texts={"title": "Title", "body": "One."})
    mine = Wording(texts={"title": "Mine", "body": "One."})
    theirs = Wording(texts={"title": "Title", "body": "Theirs."})
    together = merge(base, mine, theirs)
    assert together.questions == []
    assert together.wording({}).texts == {"title": "Mine", "body": "Theirs."}


def test_two_titles_kept_both_stand_on_one_line():
    together = merge(*(Wording(texts={"title": title}) for title in ("A title", "Mine", "Theirs")))
    assert [question.name for question in together.questions] == ["title-0"]
    assert together.wording({"title-0": "both"}).texts["title"] == "Mine / Theirs"


def test_each_question_about_a_text_is_settled_by_its_own_name():
    base = Wording(texts={"body": "One is here.\n\nSame.\n\nTwo is here."})
    mine = Wording(texts={"body": "One was here.\n\nSame.\n\nTwo was here."})
    theirs = Wording(texts={"body": "One will be.\n\nSame.\n\nTwo will be."})
    together = merge(base, mine, theirs)
    chosen = together.wording({"body-0": "mine", "body-1": "theirs"})
    assert chosen.texts["body"] == "One was here.\n\nSame.\n\nTwo will be."


def test_a_question_shows_the_words_before_it():
    base = Wording(texts={"body": "First.\n\nTwo is here."})
    mine = Wording(texts={"body": "First.\n\nTwo was here."})
    theirs = Wording(texts={"body": "First.\n\nTwo will be here."})
    assert merge(base, mine, theirs).questions[0].before == "First."


def test_long_words_before_a_question_begin_with_a_whole_one():
    long = "sunrise " * 40
    texts = [
        Wording(texts={"body": f"{long}here.\n\nIt {verb} late."})
        for verb in ("is", "was", "stays")
    ]
    before = merge(*texts).questions[0].before
    assert before.startswith("… sunrise")
    assert before.endswith("here.")


def test_more_questions_than_anybody_answers_are_one():
    def text(verb):
        return Wording(
            texts={
                "body": "\n\n".join(
                    f"Paragraph {number} {verb} here.\n\nKept {number}."
                    for number in range(MOST_QUESTIONS + 1)
                )
            }
        )

    together = merge(text("is"), text("was"), text("stays"))
    (question,) = together.questions
    assert question.mine == text("was").texts["body"]
    assert question.theirs == text("stays").texts["body"]


def test_what_one_side_changed_alone_is_told():
    base = Wording(texts={"body": "One.\n\nTwo."})
    theirs = Wording(texts={"body": "One.\n\nTwo more."})
    (change,) = merge(base, base, theirs).changes
    assert (change.by_mine, change.before, change.after) == (False, "Two.", "Two more.")


# Side facts


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "value"),
    [("1", "2", "1", "2"), ("1", "1", "2", "2"), ("1", "2", "2", "2"), ("1", "", "1", "")],
)
def test_a_fact_that_one_changed_is_that_ones(base, mine, theirs, value):
    together = merge(facts(section=base), facts(section=mine), facts(section=theirs))
    assert together.questions == []
    assert together.wording({}).facts["section"] == value


@pytest.mark.parametrize(("choice", "value"), [("mine", "2"), ("theirs", "3")])
def test_a_fact_that_both_changed_is_asked(choice, value):
    together = merge(facts(section="1"), facts(section="2"), facts(section="3"))
    assert together.wording({"section": choice}).facts["section"] == value


def test_a_fact_whose_beginning_nobody_knows_is_asked_where_it_differs():
    together = merge(facts(), facts(section="2", slug="a"), facts(section="3", slug="a"))
    assert [question.name for question in together.questions] == ["section"]


def test_a_fact_that_the_form_does_not_hold_is_left_alone():
    together = merge(facts(assignee="1"), facts(), facts(assignee="2"))
    assert "assignee" not in together.wording({}).facts


# Topics and rows


def test_topics_are_put_on_and_taken_off_by_both():
    together = merge(
        Wording(topics=["1", "2"]), Wording(topics=["2", "3"]), Wording(topics=["1", "4"])
    )
    assert set(together.wording({}).topics) == {"3", "4"}


@given(KEYS, KEYS, KEYS)
def test_rows_come_and_go_as_either_side_said(base, mine, theirs):
    found = credited(base, mine, theirs)
    assert len(found) == len(set(found))
    gone = (set(base) - set(mine)) | (set(base) - set(theirs))
    assert set(found) == (set(base) | set(mine) | set(theirs)) - gone


def test_rows_stand_in_the_order_of_whoever_moved_them():
    assert credited("abc", "cab", "abcd") == ["c", "d", "a", "b"]
    assert credited("abc", "abcd", "cab") == ["c", "d", "a", "b"]


def test_a_row_that_one_took_out_and_the_other_changed_stays():
    base, nothing = ties("As it was"), Wording(rows={"related_stories": []})
    for sides in ((nothing, ties("New words")), (ties("New words"), nothing)):
        (row,) = merge(base, *sides).wording({}).rows["related_stories"]
        assert row["label"] == "New words"


@pytest.mark.parametrize(("choice", "label"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_the_words_of_a_row_that_both_changed_are_asked(choice, label):
    together = merge(ties("As it was"), ties("Mine"), ties("Theirs"))
    (question,) = together.questions
    (row,) = together.wording({question.name: choice}).rows["related_stories"]
    assert row["label"] == label


# Wordings


TICKED = st.lists(st.sampled_from("abcd"), unique=True).map(lambda keys: " ".join(sorted(keys)))


def ticked(base, mine, theirs):
    three = [
        Wording(facts={"boxes": each}, sets=frozenset({"boxes"})) for each in (base, mine, theirs)
    ]
    return merge(*three)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "joined"),
    [
        ("", "a", "b", "a b"),
        ("a b", "a b c", "b", "b c"),
        ("a", "b", "c", "b c"),
        ("a b", "a b", "", ""),
        ("a b", "", "a b", ""),
        ("a", "b c", "b c", "b c"),
    ],
)
def test_what_two_ticked_is_joined_unasked(base, mine, theirs, joined):
    together = ticked(base, mine, theirs)
    assert not together.questions
    assert together.wording({}).facts["boxes"] == joined


@pytest.mark.parametrize(
    ("base", "mine", "theirs"), [("a b", "", "a c"), ("a b", "a", "b"), ("a", "b", "")]
)
def test_nothing_ticked_is_never_what_a_merge_decides(base, mine, theirs):
    assert [each.name for each in ticked(base, mine, theirs).questions] == ["boxes"]


@given(TICKED, TICKED, TICKED)
def test_whose_boxes_are_whose_makes_no_difference(base, one, other):
    first, second = ticked(base, one, other), ticked(base, other, one)
    assert len(first.questions) == len(second.questions)
    if not first.questions:
        assert first.wording({}).facts == second.wording({}).facts


def test_a_wording_is_the_same_whatever_the_order_of_its_topics():
    assert same(Wording(topics=["1", "2"]), Wording(topics=["2", "1"]))


@pytest.mark.parametrize(
    "mine",
    [
        Wording(texts={"title": "Mine"}),
        Wording(facts={"slug": "mine"}),
        Wording(topics=["1"]),
        Wording(rows={"credits": rows("1")}),
    ],
)
def test_a_wording_that_says_something_else_is_another(mine):
    assert not same(mine, Wording())


@pytest.mark.django_db
def test_a_record_gives_the_wording_that_its_form_held():
    section, person = make_topic(), make_person()
    interview = make_interview(section=section, people=(person,), slug="at-the-port")
    wording = of_record(interview.revisions.get().record)
    assert wording.texts["transcript"] == interview.transcript
    assert wording.facts["section"] == str(section.pk)
    assert wording.facts["slug"] == "at-the-port"
    assert wording.rows["credits"] == rows(str(person.pk))
    assert [row["label"] for row in wording.rows["speakers"]] == ["Host", "Guest"]
    assert merging.row_key("speakers", wording.rows["speakers"][0]) == "Host"
