"""The text field in a real browser: buttons, keys, and a text nobody changes but the writer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from newsroom.models import Role
from tests.desk.browsing import button, choose, log_in, undo
from tests.making import make_article, make_user

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def form(browser, live_server, django_db_setup, django_db_blocker):
    """One form for the whole module: what these tests ask never reaches the server."""
    with django_db_blocker.unblock():
        publisher = make_user(Role.PUBLISHER)
        article = make_article(by=publisher)
        context = browser.new_context(viewport={"width": 1400, "height": 900})
        log_in(context, live_server, publisher)
        page = context.new_page()
        page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
        page.wait_for_load_state("networkidle")
    yield page
    context.close()


@pytest.fixture
def writing(form):
    """The article's form, its text empty and the caret in it; `.text` is the field."""
    form.text = form.locator("[name=body]")
    form.text.fill("")
    return form


# Buttons


@pytest.mark.parametrize(
    ("name", "chosen", "result"),
    [
        ("Heading", "A port", "## A port\n\ngrows by the sea"),
        ("Bold", "port", "A **port**\ngrows by the sea"),
        ("Italic", "port", "A *port*\ngrows by the sea"),
        ("List", "A port\ngrows by the sea", "- A port\n- grows by the sea"),
        ("Quote", "A port\ngrows by the sea", "> A port\n> grows by the sea"),
    ],
)
def test_button_marks_what_is_selected_and_undo_takes_it_back(writing, name, chosen, result):
    before = "A port\ngrows by the sea"
    writing.text.fill(before)
    choose(writing, chosen)
    button(writing, name).click()
    expect(writing.text).to_have_value(result)
    undo(writing)
    expect(writing.text).to_have_value(before)


@pytest.mark.parametrize("name", ["Bold", "Italic", "List", "Quote"])
def test_button_pressed_twice_leaves_the_text_as_it_was(writing, name):
    writing.text.fill("The port of Aktau")
    choose(writing, "The port of Aktau")
    button(writing, name).click()
    button(writing, name).click()
    expect(writing.text).to_have_value("The port of Aktau")


def test_italic_in_bold_words_keeps_them_bold(writing):
    writing.text.fill("**port**")
    choose(writing, "port")
    button(writing, "Italic").click()
    expect(writing.text).to_have_value("***port***")
    button(writing, "Bold").click()
    expect(writing.text).to_have_value("*port*")


def test_bold_over_list_items_keeps_the_list(writing):
    writing.text.fill("- apples\n- batteries")
    choose(writing, "- apples\n- batteries")
    button(writing, "Bold").click()
    expect(writing.text).to_have_value("- **apples**\n- **batteries**")


def test_shortcut_does_what_its_button_does(writing):
    writing.text.fill("The port")
    choose(writing, "port")
    writing.keyboard.press("Control+b")
    expect(writing.text).to_have_value("The **port**")
    assert "Ctrl+B" in button(writing, "Bold").get_attribute("title")


def test_link_asks_for_its_address_in_the_page(writing):
    writing.text.fill("The port grows")
    choose(writing, "port")
    writing.keyboard.press("Control+k")
    writing.get_by_role("group", name="Link").get_by_label("Address").fill("example.org/port")
    writing.keyboard.press("Enter")
    expect(writing.text).to_have_value("The [port](https://example.org/port) grows")
    expect(writing.text).to_be_focused()
    undo(writing)
    expect(writing.text).to_have_value("The port grows")


def test_link_without_an_address_says_what_is_missing(writing):
    writing.text.fill("The port")
    button(writing, "Link").click()
    writing.get_by_role("button", name="Insert link").click()
    expect(writing.get_by_role("alert")).to_have_text("Write the address the link leads to.")
    writing.keyboard.press("Escape")
    expect(writing.text).to_be_focused()
    expect(writing.text).to_have_value("The port")


def test_note_numbers_its_source_and_uses_the_number_again(writing):
    writing.text.fill("It grew. It shrank. It grew.")
    for sentence, address in (
        ("It grew.", "https://a.example"),
        ("It shrank.", "https://b.example"),
    ):
        choose(writing, sentence)
        button(writing, "Note").click()
        writing.get_by_label("Address of the source").fill(address)
        writing.keyboard.press("Enter")
    writing.text.press("Control+End")
    button(writing, "Note").click()
    writing.get_by_label("Address of the source").fill("https://a.example")
    writing.keyboard.press("Enter")
    expect(writing.text).to_have_value(
        "It grew.[1](https://a.example) It shrank.[2](https://b.example) It grew."
        "[1](https://a.example)"
    )


def test_note_in_words_becomes_a_footnote(writing):
    writing.text.fill("It grew.")
    writing.text.press("Control+End")
    button(writing, "Note").click()
    writing.get_by_label("Or a footnote in words").fill("By a third, says the port.")
    writing.keyboard.press("Enter")
    expect(writing.text).to_have_value("It grew.[^1]\n\n[^1]: By a third, says the port.\n")


# Keys


def test_tab_moves_on_from_the_text_and_the_toolbar_is_one_stop(writing):
    writing.text.focus()
    writing.keyboard.press("Tab")
    expect(writing.text).not_to_be_focused()
    writing.text.focus()
    writing.keyboard.press("Shift+Tab")
    expect(button(writing, "Heading")).to_be_focused()
    writing.keyboard.press("ArrowRight")
    expect(button(writing, "Bold")).to_be_focused()
    writing.keyboard.press("End")
    expect(button(writing, "Note")).to_be_focused()
    writing.keyboard.press("Tab")
    expect(writing.text).to_be_focused()


def test_typing_is_left_as_typed(writing):
    typed = '1. one\n-- "two"... (c)\n\tthree'
    writing.text.focus()
    writing.keyboard.insert_text(typed)
    writing.keyboard.press("Enter")
    expect(writing.text).to_have_value(typed + "\n")


def test_words_are_counted(writing):
    writing.text.fill("Four words and 两字")
    expect(writing.locator(".field-body .count")).to_have_text("5 words")


# Where the field stands


def test_field_in_a_row_added_later_has_a_working_toolbar(writing):
    writing.evaluate(
        """() => {
          const copy = document.querySelector("markdown-editor").cloneNode(true);
          copy.id = "later";
          copy.querySelector("textarea").value = "later words";
          document.querySelector(".words").append(copy);
        }"""
    )
    writing.text = writing.locator("#later textarea")
    choose(writing, "words")
    writing.locator("#later [data-mark=bold]").click()
    expect(writing.text).to_have_value("later **words**")
    writing.locator("#later").evaluate("copy => copy.remove()")


def test_pasted_picture_opens_the_dialog_with_the_file_in_it(writing):
    writing.text.evaluate(
        """field => {
          const data = new DataTransfer();
          data.items.add(new File(["x"], "pasted.png", { type: "image/png" }));
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    dialog = writing.get_by_role("dialog")
    file = dialog.get_by_label("File")
    assert file.evaluate("input => input.files[0].name") == "pasted.png"
    dialog.get_by_role("button", name="Close").click()
    expect(writing.text).to_be_focused()
