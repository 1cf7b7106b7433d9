"""The transcript's editor in a real browser: the margin, speakers, finding, turns, by keyboard."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from interviews.models import Speaker
from newsroom.models import Role
from tests.desk.browsing import choose, log_in, undo
from tests.making import make_interview, make_person, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TALK = """**Anna Lee:** [00:12] Who built the port?

**Chris Benson:** [00:20] The port was built by three towns. The port grew.

**Anna Lee:** [01:05] And the port today?

**Chris Benson:** It is the largest port of all."""
ARABIC = """**ليلى حداد:** [00:12] من بنى الميناء؟

**Chris Benson:** بنته ثلاث مدن على الساحل، وكبر الميناء سنة بعد سنة.

**ليلى حداد:** وماذا عن اليوم؟"""


@pytest.fixture
def publisher(transactional_db):
    return make_user(Role.PUBLISHER, name="Aigerim Bekova")


@pytest.fixture
def complaints(page):
    told = []
    page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


@pytest.fixture
def editor(page, live_server, publisher):
    """`editor(transcript)` opens the form of an interview with it; `.text` is the field."""
    log_in(page.context, live_server, publisher)
    page.set_viewport_size({"width": 1400, "height": 900})

    def open_form(transcript=TALK, **fields):
        page.interview = make_interview(by=publisher, transcript=transcript, **fields)
        path = f"/admin/interviews/interview/{page.interview.pk}/change/"
        page.goto(live_server.url + path)
        page.text = page.locator("[name=transcript]")
        expect(page.locator("[data-here]")).not_to_be_empty()
        return page

    return open_form


def caret(page, words, *, after=False):
    """Put the caret before (or after) the first of `words`."""
    page.text.evaluate(
        "(field, [words, after]) => { const at = field.value.indexOf(words) + (after ? words.length : 0);"
        " field.focus(); field.setSelectionRange(at, at); }",
        [words, after],
    )


def turns(page, name):
    return page.get_by_role("toolbar", name="Turns").get_by_role("button", name=name, exact=True)


def panel(page, name):
    return page.get_by_role("group", name=name)


def rows(page):
    """What the margin shows, from the top."""
    shown = page.locator(".turns-margin .row:visible")
    places = shown.evaluate_all(
        "all => all.map(row => [row.getBoundingClientRect().top, row.innerText.replace(/\\s+/g, ' ').trim()])"
    )
    return [words for _, words in sorted(places)]


def shows(page, *expected):
    """Wait until the margin shows these rows."""
    page.wait_for_function(
        "count => document.querySelectorAll('.turns-margin .row:not([hidden])').length === count",
        arg=len(expected),
    )
    assert rows(page) == list(expected)


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
    page.reload()
    expect(page.locator("[data-here]")).not_to_be_empty()
    expect(turns(page, "1 question")).to_be_hidden()


def test_a_name_nobody_knows_is_saved_all_the_same(editor):
    page = editor(TALK + "\n\n**Chis Benson:** Indeed.")
    page.text.press("Control+End")
    page.keyboard.type(" Yes.")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    labels = Speaker.objects.filter(interview=page.interview).values_list("label", flat=True)
    assert sorted(labels) == ["Anna Lee", "Chis Benson", "Chris Benson"]
    assert not Speaker.objects.filter(person__isnull=False).exists()


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


def test_the_page_of_a_long_piece_is_made_when_it_is_asked_for(editor):
    page = editor("\n\n".join([TALK] * 900))
    expect(page.locator(".preview-status")).to_contain_text("This piece is long")
    expect(page.locator(".preview iframe")).to_have_count(0)
    page.text.press("Control+End")
    page.keyboard.type(" Yes.")
    page.keyboard.press("Control+Enter")
    shown = page.frame_locator(".preview iframe:not(.coming)")
    expect(shown.get_by_text("largest port of all. Yes.")).to_have_count(1)
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
