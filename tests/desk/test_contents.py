"""Ticking the questions that stand in an interview's list of contents."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from newsroom import saving
from newsroom.models import Role
from tests.desk.forms import fields_of
from tests.making import make_interview, make_user

pytestmark = pytest.mark.django_db

TRANSCRIPT = (
    "**Host:** One?\n\n**Guest:** First.\n\n**Host:** And **two**?\n\n**Guest:** Second.\n\n"
    "**Host:** Three?\n\n**Guest:** Third."
)


@pytest.fixture
def interview():
    return make_interview(transcript=TRANSCRIPT)


def form_of(story):
    return reverse("admin:interviews_interview_change", args=[story.pk])


def boxes(page):
    html = page.content.decode()
    return [
        (key, label, bool(checked))
        for key, checked, label in re.findall(
            r'name="contents_of" value="(\w+)"[^>]*?( checked)?> <bdi>([^<]+)', html
        )
    ]


def post(client, story, page=None, **changes):
    fields = fields_of(page or client.get(form_of(story)))
    answer = client.post(form_of(story), {**fields, **changes, "_save": "1"})
    story.refresh_from_db()
    return answer


def test_every_question_has_a_box(editor, interview):
    keys = interview.turn_keys()
    assert boxes(editor.get(form_of(interview))) == [
        (keys[0], "One?", False),
        (keys[2], "And two?", False),
        (keys[4], "Three?", False),
    ]


def test_ticked_ones_are_kept_in_the_order_of_the_text(editor, interview):
    keys = interview.turn_keys()
    assert post(editor, interview, contents_of=["", keys[4], keys[0]]).status_code == 302
    assert interview.contents_of == f"{keys[0]} {keys[4]}"
    ticked = [key for key, _, checked in boxes(editor.get(form_of(interview))) if checked]
    assert ticked == [keys[0], keys[4]]


def test_saving_something_else_keeps_the_choice_and_unticking_all_ends_it(editor, interview):
    key = interview.turn_keys()[0]
    post(editor, interview, contents_of=["", key])
    post(editor, interview, title="Renamed")
    assert (interview.title, interview.contents_of) == ("Renamed", key)
    post(editor, interview, contents_of=[""])
    assert interview.contents_of == ""


@pytest.mark.parametrize("forged", ["zzzzzz", "<b>", "\x00", "a b"])
def test_keys_of_no_question_are_dropped(editor, interview, forged):
    keys = interview.turn_keys()
    assert post(editor, interview, contents_of=["", forged, keys[1], keys[2]]).status_code == 302
    assert interview.contents_of == keys[2]


def test_interview_without_questions_has_no_boxes(editor):
    story = make_interview(transcript="**Guest:** I speak alone.")
    page = editor.get(form_of(story))
    assert "contents_of" not in fields_of(page)
    assert post(editor, story, page, title="Renamed").status_code == 302


def test_new_interview_has_no_boxes_yet(editor):
    page = editor.get(reverse("admin:interviews_interview_add"))
    assert page.status_code == 200 and "contents_of" not in fields_of(page)


def save_as(story, **fields):
    other = type(story).objects.get(pk=story.pk)
    for name, value in fields.items():
        setattr(other, name, value)
    saving.save(other, by=make_user(Role.EDITOR, name="Dana"))


def test_choice_is_merged_with_what_a_colleague_changed_meanwhile(editor, interview):
    keys = interview.turn_keys()
    page = editor.get(form_of(interview))
    save_as(interview, title="Dana's title")
    merged = post(editor, interview, page, contents_of=["", keys[0], keys[2]])
    assert "Both changes are in the text below" in merged.content.decode()
    assert [key for key, _, checked in boxes(merged) if checked] == [keys[0], keys[2]]
    assert post(editor, interview, merged).status_code == 302
    assert (interview.title, interview.contents_of) == ("Dana's title", f"{keys[0]} {keys[2]}")


def test_two_choices_are_joined_without_a_question(editor, interview):
    keys = interview.turn_keys()
    save_as(interview, contents_of=keys[0])
    page = editor.get(form_of(interview))
    save_as(interview, contents_of=f"{keys[0]} {keys[2]}")
    merged = post(editor, interview, page, contents_of=["", keys[4]])
    assert merged.status_code == 200
    assert [key for key, _, checked in boxes(merged) if checked] == [keys[2], keys[4]]
    assert post(editor, interview, merged).status_code == 302
    assert interview.contents_of == f"{keys[2]} {keys[4]}"


def test_every_question_and_another_choice_are_asked_about_in_words(editor, interview):
    keys = interview.turn_keys()
    save_as(interview, contents_of=keys[0])
    page = editor.get(form_of(interview))
    save_as(interview, contents_of="")
    asked = post(editor, interview, page, contents_of=["", keys[2], keys[4]])
    assert asked.status_code == 409
    html = asked.content.decode()
    assert "And two? · Three?" in html or "Three? · And two?" in html
    assert ">One?" in html
    fields = {**fields_of(asked), "choice:contents_of": "theirs", "_together": "1"}
    taken = editor.post(form_of(interview), fields)
    assert not [key for key, _, checked in boxes(taken) if checked]
