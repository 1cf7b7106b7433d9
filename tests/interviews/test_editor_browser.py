"""The transcript's editor in a real browser: the margin, labels typed wrongly, undo, for everybody."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from interviews.models import Speaker, TwoPeople
from tests.desk.browsing import choose, log_in, undo
from tests.interviews.transcribing import ARABIC, TALK, caret, panel, shows, turns
from tests.making import make_interview

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


# The margin


def test_margin_shows_who_begins_to_speak_when_as_it_is_typed(editor):
    page = editor()
    page.text.press("Control+End")
    page.keyboard.insert_text("\n\n**Dana Fox:** [02:00] May I?")
    expect(page.locator(".turns-margin")).to_contain_text("Dana Fox")
    shows(
        page,
        "● Anna Lee 1 · 0:12",
        "■ Chris Benson 2 · 0:20",
        "● Anna Lee 3 · 1:05",
        "■ Chris Benson 4",
        "◆ Dana Fox 5 · 2:00",
    )


def test_each_row_stands_beside_its_line(editor):
    page = editor(
        "\n\n".join(f"**Anna Lee:** {'many words ' * 60}\n\n**Chris:** {n}" for n in range(30))
    )
    page.text.evaluate("field => { field.scrollTop = 900; }")
    page.wait_for_timeout(300)
    off = page.evaluate(
        """() => {
          const field = document.querySelector("[name=transcript]");
          // A copy that the editor did not make: as wide as the words are, each line a block.
          const style = getComputedStyle(field);
          const copy = document.createElement("div");
          for (const name of ["font", "lineHeight", "letterSpacing"]) copy.style[name] = style[name];
          const inside = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
          Object.assign(copy.style, { width: `${inside}px`, whiteSpace: "pre-wrap", position: "absolute" });
          document.body.append(copy);
          const top = field.getBoundingClientRect().top + field.clientTop + parseFloat(style.paddingTop);
          return [...document.querySelectorAll(".turns-margin .row:not([hidden])")].map((row) => {
            const number = Number(row.querySelector(".place").textContent);
            copy.textContent = field.value.split("\\n").slice(0, (number - 1) * 2).join("\\n") + "\\n";
            return row.getBoundingClientRect().top - (top - field.scrollTop + copy.getBoundingClientRect().height);
          });
        }"""
    )
    assert len(off) > 2
    assert max(map(abs, off)) < 4


def test_the_line_above_says_which_turn_the_caret_is_in(editor):
    page = editor()
    caret(page, "grew")
    expect(page.locator("[data-here]")).to_have_text(
        "Turn 2 of 4 · \u2068Chris Benson\u2069 · 0:20"
    )


# Labels typed wrongly


def test_a_label_typed_wrongly_is_asked_about_and_put_right(editor):
    page = editor(TALK + "\n\n**Chis Benson:** Indeed.")
    expect(page.locator(".turns-margin .doubt:visible")).to_have_text("Chris Benson?")
    turns(page, "1 question").click()
    question = panel(page, "Question 1 of 1, line 9")
    expect(question).to_contain_text("“Chis Benson” speaks once. Did you mean Chris Benson?")
    question.get_by_role("button", name="Change to Chris Benson").click()
    expect(page.text).to_have_value(TALK + "\n\n**Chris Benson:** Indeed.")
    expect(turns(page, "1 question")).to_be_hidden()
    undo(page)
    expect(page.text).to_have_value(TALK + "\n\n**Chis Benson:** Indeed.")


def test_two_people_with_like_names_are_not_asked_about_again(editor):
    page = editor(TALK + "\n\n**Chis Benson:** Indeed.")
    page.text.press("F8")
    page.get_by_role("button", name="They are two people").click()
    expect(page.locator(".turns-margin .doubt:visible")).to_have_count(0)
    expect(page.locator("[data-said]")).to_contain_text("Nobody is asked again.")
    page.evaluate("localStorage.clear()")  # as in a colleague's browser
    page.reload()
    expect(page.locator("[data-here]")).not_to_be_empty()
    expect(turns(page, "1 question")).to_be_hidden()


def test_that_they_are_two_people_can_be_taken_back(editor):
    page = editor(TALK + "\n\n**Chis Benson:** Indeed.")
    page.text.press("F8")
    page.get_by_role("button", name="They are two people").click()
    page.reload()
    turns(page, "Speakers").click()
    speakers = panel(page, "Speakers")
    expect(speakers).to_contain_text("Someone other than Chris Benson")
    speakers.get_by_role("button", name="Ask again whether Chis Benson is Chris Benson").click()
    expect(page.locator("[data-said]")).to_contain_text("is asked again.")
    expect(speakers).not_to_contain_text("Someone other than")
    expect(turns(page, "1 question")).to_be_visible()
    assert not TwoPeople.objects.exists()


def test_a_name_nobody_knows_is_saved_all_the_same(editor):
    page = editor(TALK + "\n\n**Chis Benson:** Indeed.")
    page.text.press("Control+End")
    page.keyboard.type(" Yes.")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    labels = Speaker.objects.filter(interview=page.interview).values_list("label", flat=True)
    assert sorted(labels) == ["Anna Lee", "Chis Benson", "Chris Benson"]
    assert not Speaker.objects.filter(person__isnull=False).exists()


# Undo


def test_undo_goes_back_through_typing_and_changes_of_ours_in_order(editor):
    page = editor()
    page.text.press("Control+End")
    page.keyboard.type(" Yes.")
    choose(page, "largest")
    page.keyboard.press("Control+b")
    turns(page, "Turn").click()
    undo(page)
    undo(page)
    expect(page.text).to_have_value(TALK + " Yes.")
    undo(page)
    expect(page.text).to_have_value(TALK)
    undo(page)
    expect(page.text).to_have_value(TALK)
    for _ in range(3):
        page.keyboard.press("Control+y")
    expect(page.text).to_have_value(
        TALK.replace("largest", "**largest**") + " Yes.\n\n**Anna Lee:** "
    )


# Everybody


def test_a_long_transcript_pasted_is_there_at_once_and_undone_at_once(editor):
    page = editor()
    long = "\n\n".join([TALK] * 200)
    page.text.evaluate(
        """(field, words) => {
          const carried = new DataTransfer();
          carried.setData("text/plain", words);
          field.focus();
          field.select();
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
        }""",
        long,
    )
    expect(page.text).to_have_value(long)
    expect(page.locator("[data-here]")).to_contain_text("of 800")
    assert page.locator(".turns-margin .row").count() < 60
    undo(page)
    expect(page.text).to_have_value(TALK)


@pytest.mark.parametrize("width", [360, 1400])
def test_the_text_is_as_wide_before_the_margin_is_there_as_after(editor, width):
    """Another width lays out all of a long text anew."""
    page = editor()
    page.set_viewport_size({"width": width, "height": 900})
    after = page.text.bounding_box()
    page.route("**/transcript/editing.js", lambda route: route.abort())
    page.reload()
    expect(page.locator(".turns-margin")).to_be_hidden()
    before = page.text.bounding_box()
    assert (before["x"], before["width"]) == (after["x"], after["width"])


def test_what_was_said_is_written_in_the_type_and_size_of_the_transcript(editor):
    page = editor(verbatim=ARABIC)
    page.locator("summary", has_text="Verbatim").click()
    said = page.locator("[name=verbatim]")
    look = """field => { const { fontFamily, fontSize, lineHeight, direction } = getComputedStyle(field);
        return [fontFamily, fontSize, lineHeight, direction, field.dir, field.offsetWidth]; }"""
    *typed, width = page.text.evaluate(look)
    *found, as_wide = said.evaluate(look)
    assert found[:3] == typed[:3]
    assert (found[3], found[4]) == ("rtl", "auto")
    assert abs(width - as_wide) < 40
    whole = page.locator("markdown-editor.transcript").bounding_box()
    assert said.bounding_box()["height"] == whole["height"]


def test_the_page_of_a_long_piece_is_made_when_it_is_asked_for(editor):
    page = editor("\n\n".join([TALK] * 900))
    expect(page.locator(".preview-status")).to_contain_text("This piece is long")
    expect(page.locator(".preview iframe")).to_have_count(0)
    page.text.press("Control+End")
    page.keyboard.type(" Yes.")
    page.keyboard.press("Control+Enter")
    shown = page.frame_locator(".preview iframe:not(.coming)")
    # Thousands of turns are laid out: not on every machine in the usual five seconds.
    expect(shown.get_by_text("largest port of all. Yes.")).to_have_count(1, timeout=30_000)
    expect(page.locator(".preview-status")).to_be_empty()
    page.keyboard.type(" No.")
    expect(page.locator(".preview-status")).to_contain_text("This piece is long")


def test_the_server_that_does_not_answer_is_told_and_nothing_is_changed(editor):
    page = editor()
    page.route("**/admin/desk/turns/**", lambda route: route.abort())
    page.text.press("Control+End")
    page.keyboard.type(" Yes.")
    turns(page, "Speakers").click()
    expect(page.locator("[data-said]")).to_contain_text("The server does not answer.")
    expect(page.text).to_have_value(TALK + " Yes.")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("transcript", [TALK + "\n\n**Chis Benson:** Indeed.", ARABIC])
def test_nothing_is_in_anybodys_way(editor, complaints, width, scheme, transcript):
    page = editor(transcript)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    for name in ("Speakers", "Find…", "Go to…"):
        turns(page, name).click()
        expect(page.locator(".turns-panel")).to_be_visible()
        page.wait_for_timeout(100)
    assert [told for told in complaints if "about:srcdoc" not in told] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for name in ("Speakers", "Find…", "Go to…"):
        turns(page, name).click()
        found = Axe().run(page, context="markdown-editor.transcript").response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


def test_at_360_px_the_line_above_and_the_questions_stand_for_the_margin(editor):
    page = editor(TALK + "\n\n**Chis Benson:** Indeed.")
    page.set_viewport_size({"width": 360, "height": 760})
    expect(page.locator(".turns-margin")).to_be_hidden()
    turns(page, "1 question").click()
    expect(page.get_by_role("button", name="Change to Chris Benson")).to_be_in_viewport()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("[data-here]")).to_contain_text("Turn 5 of 5")


def test_without_script_the_text_and_the_speakers_are_a_plain_form(browser, live_server, publisher):
    interview = make_interview(by=publisher, transcript=TALK)
    context = browser.new_context(java_script_enabled=False)
    log_in(context, live_server, publisher)
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/interviews/interview/{interview.pk}/change/")
    expect(page.locator("[name=transcript]")).to_have_value(TALK)
    expect(page.get_by_role("toolbar")).to_have_count(0)
    expect(page.locator(".turns-line")).to_be_hidden()
    expect(page.locator("[name=speakers-0-described_as]")).to_have_count(1)
    context.close()
