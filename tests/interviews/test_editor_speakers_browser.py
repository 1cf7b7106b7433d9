"""The speakers' panel of the transcript's editor: renamed, merged, remembered."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from interviews.models import Speaker
from tests.desk.browsing import undo
from tests.interviews.transcribing import TALK, panel, turns
from tests.making import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


# Speakers


def test_speaker_is_renamed_everywhere_and_one_undo_takes_it_back(editor):
    page = editor()
    turns(page, "Speakers").click()
    speakers = panel(page, "Speakers")
    expect(speakers.get_by_role("listitem").nth(1)).to_contain_text(
        "Chris Benson 2 turns, 17 words"
    )
    speakers.get_by_role("button", name="Rename Chris Benson…").click()
    page.get_by_label("New name").fill("Christopher Benson")
    page.keyboard.press("Enter")
    renamed = TALK.replace("Chris Benson", "Christopher Benson")
    expect(page.text).to_have_value(renamed)
    expect(page.locator("[data-said]")).to_contain_text("2 labels now say Christopher Benson.")
    undo(page)
    expect(page.text).to_have_value(TALK)
    page.keyboard.press("Control+Shift+z")
    expect(page.text).to_have_value(renamed)


def test_a_renamed_speaker_stays_the_person_it_was(editor):
    page = editor()
    person = make_person("Christopher Benson")
    Speaker.objects.filter(label="Chris Benson").update(person=person, described_as="A pilot")
    page.reload()
    turns(page, "Speakers").click()
    page.get_by_role("button", name="Rename Chris Benson…").click()
    page.get_by_label("New name").fill("Captain Benson")
    expect(page.get_by_label("Remember “Chris Benson” as another name")).not_to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("now say Captain Benson")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    speaker = Speaker.objects.get(interview=page.interview, label="Captain Benson")
    assert (speaker.person, speaker.described_as) == (person, "A pilot")
    person.refresh_from_db()
    assert person.aliases == []


def test_an_alias_is_remembered_only_if_that_is_ticked(editor):
    page = editor()
    person = make_person("Christopher Benson")
    Speaker.objects.filter(label="Chris Benson").update(person=person)
    page.reload()
    turns(page, "Speakers").click()
    page.get_by_role("button", name="Rename Chris Benson…").click()
    page.get_by_label("New name").fill("Captain Benson")
    page.get_by_label("Remember “Chris Benson” as another name of Christopher Benson").check()
    page.get_by_role("button", name="Rename", exact=True).click()
    expect(page.locator("[data-said]")).to_contain_text(
        "“Chris Benson” is remembered as Christopher Benson."
    )
    person.refresh_from_db()
    assert person.aliases == ["Chris Benson"]


def test_merging_says_what_it_does_before_it_does_it(editor):
    page = editor(TALK + "\n\n**Pilot:** Indeed.")
    turns(page, "Speakers").click()
    page.get_by_role("button", name="Rename Pilot…").click()
    page.get_by_label("New name").fill("Chris Benson")
    expect(panel(page, "Rename Pilot")).to_contain_text(
        "Both become one speaker with 3 turns: 1 of \u2068Pilot\u2069 and 2 of \u2068Chris Benson\u2069."
    )
    page.get_by_role("button", name="Merge").click()
    expect(page.text).to_have_value(TALK + "\n\n**Chris Benson:** Indeed.")


def test_merging_two_people_makes_neither_an_alias_of_the_other(editor):
    page = editor()
    anna, chris = make_person("Anna Lee, MP"), make_person("Christopher Benson")
    Speaker.objects.filter(label="Anna Lee").update(person=anna)
    Speaker.objects.filter(label="Chris Benson").update(person=chris)
    page.reload()
    turns(page, "Speakers").click()
    page.get_by_role("button", name="Rename Anna Lee…").click()
    page.get_by_label("New name").fill("Captain Lee")
    expect(page.get_by_label("Remember “Anna Lee” as another name of Anna Lee, MP")).to_be_visible()
    page.get_by_label("New name").fill("Chris Benson")
    expect(page.get_by_role("button", name="Merge")).to_be_visible()
    expect(page.get_by_label("Remember “Anna Lee”")).to_be_hidden()


def test_a_label_with_a_colon_is_refused_in_words(editor):
    page = editor()
    turns(page, "Speakers").click()
    page.get_by_role("button", name="Rename Anna Lee…").click()
    page.get_by_label("New name").fill("Anna: Lee")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("A label is a name: no colon, star or bracket.")
    expect(page.text).to_have_value(TALK)


def test_who_is_it_leads_to_the_forms_own_row(editor):
    page = editor()
    turns(page, "Speakers").click()
    page.get_by_role("button", name="Say who Anna Lee is").click()
    row = page.locator("#speakers-group tr", has_text="Anna Lee")
    expect(row).to_be_in_viewport()
    assert row.evaluate("row => row.contains(document.activeElement)")


def test_who_somebody_is_can_be_said_by_keyboard_alone(editor):
    page = editor()
    anna = make_person("Anna Lee, MP")
    turns(page, "Speakers").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Say who Anna Lee is").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Person, Anna Lee Search")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("Anna")
    expect(page.get_by_role("option", name="Anna Lee, MP")).to_be_visible()
    for key in ("Enter", "Tab", "Tab", "G", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("Member for the port")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    speaker = Speaker.objects.get(interview=page.interview, label="Anna Lee")
    assert (speaker.person, speaker.role, speaker.described_as) == (
        anna, "guest", "Member for the port",
    )  # fmt: skip


@pytest.mark.parametrize("width", [360, 1280])
def test_all_that_is_said_of_a_speaker_is_in_sight(editor, width):
    page = editor()
    page.set_viewport_size({"width": width, "height": 800})
    turns(page, "Speakers").click()
    page.get_by_role("button", name="Say who Chris Benson is").click()
    group = page.locator("#speakers-group")
    assert group.evaluate("all => all.scrollWidth <= all.clientWidth")
    name = group.locator("td.field-label", has_text="Chris Benson")
    assert name.bounding_box()["height"] < 30
