"""Turns in the transcript's editor: gone to, searched, begun, split and joined, by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.desk.browsing import undo
from tests.interviews.transcribing import TALK, caret, panel, turns

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


# Places


def test_go_to_a_turn_by_its_number_with_the_keyboard_alone(editor):
    page = editor()
    page.text.focus()
    page.keyboard.press("Control+g")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(page.text).to_be_focused()
    expect(page.locator("[data-here]")).to_contain_text("Turn 4 of 4")
    expect(page.locator("[data-said]")).to_have_text("Turn 4, Chris Benson.")
    page.keyboard.press("Alt+PageUp")
    expect(page.locator("[data-here]")).to_contain_text("Turn 3 of 4")


def test_a_number_that_no_turn_has_is_said(editor):
    page = editor()
    turns(page, "Go to…").click()
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("There are 4 turns")


def test_a_row_of_the_margin_leads_to_its_turn(editor):
    page = editor()
    page.locator(".turns-margin .turn-mark", has_text="3 · 1:05").click()
    expect(page.text).to_be_focused()
    expect(page.locator("[data-here]")).to_contain_text("Turn 3 of 4")


# Finding


def find(page, words, whose):
    turns(page, "Find…").click()
    page.get_by_label("Find", exact=True).fill(words)
    page.get_by_label("In what is said by").select_option(whose)
    return panel(page, "Find and replace")


def test_words_are_found_in_what_one_person_says(editor):
    page = editor()
    finding = find(page, "port", "Chris Benson")
    expect(finding.get_by_role("status")).to_have_text(
        "Stands 3 times in what \u2068Chris Benson\u2069 says."
    )
    page.get_by_role("button", name="Next").click()
    expect(finding.get_by_role("status")).to_contain_text(
        "1 of 3, turn 2, \u2068Chris Benson\u2069, 0:20"
    )
    page.get_by_role("button", name="Previous").click()
    expect(finding.get_by_role("status")).to_contain_text("3 of 3, turn 4")
    page.keyboard.press("Escape")
    expect(page.text).to_be_focused()
    chosen = page.text.evaluate("f => f.value.slice(f.selectionStart, f.selectionEnd)")
    assert chosen == "port"


def test_words_are_replaced_in_what_one_person_says_and_nowhere_else(editor):
    page = editor()
    finding = find(page, "port", "Chris Benson")
    page.get_by_label("Replace by").fill("harbour")
    page.get_by_role("button", name="Replace all").click()
    expect(finding.get_by_role("status")).to_contain_text("Replaced 3 times")
    before, said, *_ = TALK.split("\n\n")
    expect(page.text).to_have_value(
        re.compile("Who built the port.*three towns. The harbour grew", re.DOTALL)
    )
    assert page.text.input_value().count("harbour") == 3
    assert page.text.input_value().count("port") == 2
    page.keyboard.press("Escape")
    undo(page)
    expect(page.text).to_have_value(TALK)


def test_words_are_replaced_one_by_one(editor):
    page = editor()
    find(page, "port", "Chris Benson")
    page.get_by_label("Replace by").fill("harbour")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Replace", exact=True).click()
    status = panel(page, "Find and replace").get_by_role("status")
    expect(status).to_contain_text("1 of 2, turn 2")
    expect(page.text).to_have_value(TALK.replace("The port was", "The harbour was"))


def test_signs_of_a_pattern_are_looked_for_as_they_are(editor):
    page = editor(TALK + " (a+b)*[c]^$ \\ | {x} - / ?")
    finding = find(page, "(a+b)*[c]^$ \\ | {x} - / ?", "Chris Benson")
    expect(finding.get_by_role("status")).to_contain_text("Stands 1 time")


# Turns


def test_turn_button_writes_the_label_of_who_speaks_next(editor):
    page = editor()
    page.text.press("Control+End")
    turns(page, "Turn").click()
    expect(page.text).to_have_value(TALK + "\n\n**Anna Lee:** ")
    page.keyboard.type("Thanks.")
    expect(page.text).to_have_value(TALK + "\n\n**Anna Lee:** Thanks.")


def test_turn_among_three_asks_who_speaks(editor):
    page = editor(TALK + "\n\n**Dana Fox:** Yes.")
    page.text.press("Control+End")
    page.keyboard.press("Alt+Enter")
    expect(panel(page, "Who speaks next?").get_by_role("button").first).to_have_text("Chris Benson")
    page.keyboard.press("Enter")
    expect(page.text).to_have_value(TALK + "\n\n**Dana Fox:** Yes.\n\n**Chris Benson:** ")


def test_turn_in_an_empty_transcript_asks_for_a_name(editor):
    page = editor("")
    page.text.focus()
    page.keyboard.press("Alt+Enter")
    page.get_by_label("Name", exact=True).fill("Anna Lee")
    page.keyboard.press("Enter")
    expect(page.text).to_have_value("**Anna Lee:** ")


def test_turn_follows_the_way_labels_are_written(editor):
    page = editor("李伟：你好。\n\n王芳：你好，请坐。\n\n李伟：谢谢。")
    page.text.press("Control+End")
    page.keyboard.press("Alt+Enter")
    expect(page.text).to_have_value("李伟：你好。\n\n王芳：你好，请坐。\n\n李伟：谢谢。\n\n王芳： ")


def test_turn_is_split_at_the_caret_and_joined_again(editor):
    page = editor()
    caret(page, "The port grew.")
    turns(page, "Split").click()
    cut = TALK.replace("towns. The port grew.", "towns.\n\n**Anna Lee:** The port grew.")
    expect(page.text).to_have_value(cut)
    expect(page.locator("[data-here]")).to_contain_text("Turn 3 of 5")
    turns(page, "Join").click()
    expect(page.text).to_have_value(TALK.replace("towns. The port", "towns.\n\nThe port"))
    expect(page.locator("[data-said]")).to_have_text("Joined to turn 2, Chris Benson.")
    undo(page)
    expect(page.text).to_have_value(cut)
    undo(page)
    expect(page.text).to_have_value(TALK)


def test_what_cannot_be_split_or_joined_is_said(editor):
    page = editor()
    caret(page, "**Anna")
    turns(page, "Join").click()
    expect(page.locator("[data-said]")).to_have_text(
        "There is no turn above this one to join it to."
    )
    turns(page, "Split").click()
    expect(page.locator("[data-said]")).to_contain_text("Put the caret between the words")
    expect(page.text).to_have_value(TALK)
