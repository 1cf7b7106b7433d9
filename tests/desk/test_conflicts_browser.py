"""Two editors in two windows, in one piece at a time."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from newsroom.models import Role
from tests.desk.browsing import log_in
from tests.making import make_article, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = "The first train left before sunrise.\n\nIt carried apples.\n\nIt came at noon."


@pytest.fixture
def article(transactional_db):
    return make_article(title="The line to Aktau", body=BODY)


@pytest.fixture
def window(browser, live_server, article):
    """Opens the article's form in a browser of its own; `.told` is what its console was told."""
    contexts = []

    def open_window(name, **settings):
        context = browser.new_context(**settings)
        contexts.append(context)
        log_in(context, live_server, make_user(Role.EDITOR, name=name))
        page = context.new_page()
        page.told = []
        page.on("console", lambda line: page.told.append(line.text) if line.type == "error" else "")
        page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
        page.text = page.locator("[name=body]")
        return page

    yield open_window
    for context in contexts:
        context.close()


def save(page, **changes):
    page.text.fill(BODY if not changes else changes["body"])
    with page.expect_navigation():
        page.locator("[name=_save]").click()


def test_two_editors_of_two_paragraphs_keep_both(window, article):
    dana, erik = window("Dana"), window("Erik")
    save(dana, body=BODY.replace("apples", "apples and batteries"))
    save(erik, body=BODY.replace("at noon", "at two"))
    expect(erik.locator("[data-together]")).to_contain_text("Dana saved this piece at")
    erik.get_by_text("What each of you changed").click()
    expect(erik.locator("[data-together] ins").first).to_be_visible()
    assert Axe().run(erik).response["violations"] == []
    with erik.expect_navigation():
        erik.locator("[name=_save]").click()
    expect(erik.locator("[data-saved]")).to_contain_text("Saved")
    article.refresh_from_db()
    both = BODY.replace("apples", "apples and batteries").replace("at noon", "at two")
    assert article.body == both


def test_leaving_what_was_merged_asks_first(window):
    dana, erik = window("Dana"), window("Erik")
    save(dana, body=BODY.replace("apples", "pears"))
    save(erik, body=BODY.replace("at noon", "at two"))
    asked = []
    erik.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    erik.get_by_role("heading").first.click(force=True)  # a browser asks whoever did something
    erik.text.press("End")
    erik.get_by_role("link", name="Desk").first.click()
    erik.wait_for_url("**/admin/")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_two_editors_of_one_sentence_are_asked_and_nothing_is_lost(window, article, scripts):
    dana, erik = window("Dana"), window("Erik", java_script_enabled=scripts)
    save(dana, body=BODY.replace("apples", "pears").replace("The first", "A first"))
    save(erik, body=BODY.replace("apples", "plums").replace("at noon", "at two"))
    expect(erik.get_by_role("status").first).to_contain_text("Dana saved this piece")
    collision = erik.get_by_role("group", name="Body")
    for words in ("It carried apples.", "It carried pears.", "It carried plums."):
        expect(collision).to_contain_text(words)
    expect(erik.get_by_label("Keep both, one after the other")).to_be_checked()
    with erik.expect_navigation():
        erik.get_by_role("button", name="Take this together").press("Enter")
    with erik.expect_navigation():
        erik.locator("[name=_save]").click()
    article.refresh_from_db()
    assert article.body == (
        "A first train left before sunrise.\n\nIt carried plums.\n\nIt carried pears.\n\n"
        "It came at two."
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_of_a_collision_fits_and_can_be_read_by_everybody(window, width, scheme):
    dana = window("Dana")
    erik = window("Erik", viewport={"width": width, "height": 800}, color_scheme=scheme)
    save(dana, body=BODY.replace("apples", "pears").replace("The first", "A first"))
    save(erik, body=BODY.replace("apples", "plums").replace("at noon", "at two"))
    expect(erik.get_by_role("button", name="Take this together")).to_be_visible()
    wide = erik.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    assert Axe().run(erik).response["violations"] == []
    assert [line for line in erik.told if "409" not in line] == []


def test_the_choice_is_made_by_keyboard(window, article):
    dana, erik = window("Dana"), window("Erik")
    save(dana, body=BODY.replace("apples", "pears"))
    save(erik, body=BODY.replace("apples", "plums"))
    erik.get_by_label("Keep both, one after the other").focus()
    erik.keyboard.press("ArrowUp")
    expect(erik.get_by_label("Keep theirs: Dana")).to_be_checked()
    with erik.expect_navigation():
        erik.keyboard.press("Enter")
    assert erik.text.input_value() == BODY.replace("apples", "pears")
