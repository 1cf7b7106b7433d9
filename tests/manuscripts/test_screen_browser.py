"""Taking a manuscript in, in a real browser: pasted, looked over, made, by mouse and by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from interviews.models import Interview
from newsroom.models import Edition, Role
from tests.desk.browsing import log_in
from tests.making import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIXTURE = Path(__file__).parent / "fixtures" / "harbour.txt"
URL = "/admin/manuscripts/manuscript/import/"


@pytest.fixture
def desk(page, live_server, transactional_db):
    """A page of a logged-in publisher, with what the console was told of in `.told`."""
    log_in(page.context, live_server, make_user(Role.PUBLISHER, name="Aigerim Bekova"))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.told = []
    page.on("console", lambda line: page.told.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: page.told.append(str(error)))
    page.open = lambda path: page.goto(f"{live_server.url}{path}")
    return page


def paste(page, text):
    """Put `text` on the clipboard and press Ctrl-V in the field."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.get_by_label("Manuscript", exact=True).focus()
    page.keyboard.press("Control+v")


def test_a_paste_is_shown_at_once_and_published_by_one_button(desk):
    desk.open("/admin/")
    desk.get_by_role("main").get_by_role("link", name="Paste a manuscript").click()
    desk.wait_for_url(f"**{URL}")  # with its script: a paste before it is read by the button
    paste(desk, FIXTURE.read_text())
    expect(desk.get_by_text("Who speaks")).to_be_visible()
    desk.get_by_role("button", name="Create and publish both").click()
    expect(desk.get_by_text("Published. Readers see it now.")).to_be_visible()
    assert Edition.objects.count() == 2
    # The link is the site's own address, which is not the test's.
    assert desk.get_by_role("link", name="Open the page").count() == 2
    desk.open(Edition.objects.get(kind="article").path)
    expect(desk.get_by_role("heading", level=1)).to_have_text("A harbour that listens")
    assert desk.told == []


def test_a_paste_into_words_that_stand_there_sends_nothing(desk):
    desk.open(URL)
    field = desk.get_by_label("Manuscript", exact=True)
    field.fill("Something written here. ")
    field.press("End")
    paste(desk, "More.")
    expect(field).to_have_value("Something written here. More.")
    assert desk.get_by_text("Create the draft").count() == 0


def test_a_chosen_file_is_read_at_once(desk):
    desk.open(URL)
    desk.get_by_label("Or a file").set_input_files(FIXTURE)
    expect(desk.get_by_text("The manuscript: harbour.txt")).to_be_visible()


def test_a_file_replaces_words_only_when_somebody_says_so(desk):
    desk.open(URL)
    field = desk.get_by_label("Manuscript", exact=True)
    field.fill("An hour of typing.")
    desk.get_by_label("Or a file").set_input_files(FIXTURE)
    expect(desk.get_by_text("“harbour.txt” would replace them")).to_be_visible()
    desk.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value("An hour of typing.")
    desk.get_by_label("Or a file").set_input_files(FIXTURE)
    desk.get_by_role("button", name="Replace them").click()
    expect(desk.get_by_text("The manuscript: harbour.txt")).to_be_visible()


def test_a_doubt_is_settled_by_keyboard_alone(desk):
    desk.open(URL)
    paste(desk, FIXTURE.read_text())
    desk.get_by_role("link", name="1 doubtful line").focus()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    expect(desk.get_by_label("Read it as if it were written")).to_be_focused()
    desk.keyboard.press("Space")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Read it as if it were written")).to_be_checked()
    expect(desk.locator(".part", has_text="unctad.org").locator("sup")).to_have_text("1")
    desk.get_by_role("button", name="Create 2 drafts").press("Enter")
    expect(desk.get_by_text("Made 2 drafts.")).to_be_visible()
    assert "unctad.org [1]" in Interview.objects.get().transcript
    assert desk.told == []


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_breaks_no_rule_of_access_at_any_width(desk, width, scheme):
    desk.set_viewport_size({"width": width, "height": 800})
    desk.emulate_media(color_scheme=scheme)
    desk.open(URL)
    assert _complaints(desk, width) == []
    desk.get_by_label("Manuscript", exact=True).fill(FIXTURE.read_text())
    desk.get_by_role("button", name="Show what will be made").click()
    expect(desk.get_by_text("Who speaks")).to_be_visible()
    assert _complaints(desk, width) == []


def _complaints(page, width):
    found = Axe().run(page).response["violations"]
    rules = [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]
    across = page.evaluate("document.documentElement.scrollWidth")
    return rules + ([("wider than the screen", across)] if across > width else [])
