"""Notes in a real browser: words selected by mouse and by keyboard, every kind written."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from annotations.models import Annotation, Term
from newsroom import saving, verbs
from newsroom.models import Role, User
from tests.annotations.noting import make_note, make_source, make_verdict
from tests.desk.browsing import drag, log_in, select
from tests.making import make_article, make_interview, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BODY = """The port of Aktau 🚢🚢 ships **grain** [9](https://example.org/a), and oil.

## What it is

It opened in 1963, and was *enlarged* in 2018
by a company.

- Apples and pears
- Batteries
  - small ones

| Year | Ships |
|------|-------|
| 2018 | forty |

```
code  with

lines
```

سار القطار **إلى** أكتاو قبل الفجر.

One line\\
another line.
"""


@pytest.fixture
def editor(transactional_db):
    return make_user(Role.EDITOR, name="Aigerim Bekova")


@pytest.fixture
def article(editor):
    return make_article(by=editor, title="The line to Aktau", body=BODY)


@pytest.fixture
def desk(page, live_server, editor):
    log_in(page.context, live_server, editor)
    page.set_viewport_size({"width": 1400, "height": 900})
    page.open = lambda story: page.goto(f"{live_server.url}/admin/desk/notes/{story.pk}/")
    return page


def kind(page, name):
    return page.get_by_role("button", name=name, exact=True)


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Save the note").click()


def note():
    return Annotation.objects.by_hand().get()


def test_words_are_selected_a_kind_chosen_and_the_note_saved(desk, article, complaints):
    desk.open(article)
    drag(desk, "opened in 1963")
    expect(desk.locator("[data-chosen]")).to_have_text("On “opened in 1963”")
    kind(desk, "Comment").click()
    expect(desk.get_by_label("Your comment")).to_be_focused()
    desk.keyboard.type("Was it?")
    save(desk)
    assert (note().exact, note().body) == ("opened in 1963", "Was it?")
    expect(desk.locator(".messagelist")).to_contain_text("The note is on its words.")
    assert complaints == []


def test_a_note_is_written_without_a_mouse(desk, article):
    desk.open(article)
    text = desk.get_by_role("textbox", name=re.compile("The text"))
    text.focus()
    desk.keyboard.press("Control+Home")
    for _ in range(4):
        desk.keyboard.press("ArrowRight")
    for _ in range(4):
        desk.keyboard.press("Shift+ArrowRight")
    expect(desk.locator("[data-chosen]")).to_have_text("On “port”")
    desk.keyboard.type("nothing that is typed changes the text")
    desk.keyboard.press("Delete")
    expect(text).to_contain_text("The port of Aktau")
    desk.keyboard.press("Shift+Tab")
    desk.keyboard.press("Shift+Tab")
    expect(kind(desk, "Check")).to_be_focused()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Looked up.")
    desk.get_by_role("button", name="Save the note").focus()
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    assert (note().exact, note().kind, note().body) == ("port", "check", "Looked up.")


@pytest.mark.parametrize(
    ("first", "last", "exact"),
    [
        ("Aktau", "ships", "Aktau 🚢🚢 ships"),
        ("ships", "and", "ships grain, and"),
        ("was", "company", "was enlarged in 2018 by a company"),
        ("pears", "small", "pears\nBatteries\nsmall"),
        ("Year", "forty", "Year\nShips\n2018\nforty"),
        ("with", "lines", "with\n\nlines"),
        ("القطار", "أكتاو", "القطار إلى أكتاو"),
        ("One", "another", "One line  another"),
        ("oil", "opened", "oil.\nWhat it is\nIt opened"),
    ],
)
def test_the_browser_counts_as_the_server_does(desk, article, first, last, exact):
    desk.open(article)
    select(desk, first, last)
    kind(desk, "Comment").click()
    desk.keyboard.type("?")
    save(desk)
    assert note().exact == exact


def test_a_selection_of_everything_is_a_note_and_of_nothing_a_sentence(desk, article):
    desk.open(article)
    kind(desk, "Comment").click()
    expect(desk.locator("[data-chosen]")).to_contain_text("Nothing is selected.")
    desk.locator("[data-text]").focus()
    desk.keyboard.press("Control+a")
    desk.get_by_label("Your comment").fill("All of it.")
    save(desk)
    assert note().exact.startswith("The port") and note().exact.endswith("another line.")


def test_words_of_two_turns_are_refused_in_a_sentence(desk, editor):
    interview = make_interview(
        by=editor, transcript="**Host:** Who are you?\n\n**Guest:** A guest from Aktau."
    )
    desk.open(interview)
    select(desk, "Who", "guest")
    expect(desk.locator("[data-chosen]")).to_contain_text("select words of one speaker")
    select(desk, "guest", "Aktau")
    kind(desk, "Explain").click()
    desk.get_by_label("What it means here").fill("A port.")
    save(desk)
    assert (note().exact, note().part.split(":")[0]) == ("guest from Aktau", "turn")


def test_a_source_is_searched_and_a_check_gets_its_verdict(desk, article):
    make_source("https://example.org/harbours", title="Harbours of the Caspian")
    make_verdict("Half true", 3)
    desk.open(article)
    select(desk, "Apples", "pears")
    kind(desk, "Source").click()
    desk.locator(".field-source .select2-selection").click()
    desk.keyboard.type("Harbours")
    desk.get_by_role("option", name="Harbours of the Caspian").click()
    save(desk)
    assert note().source.title == "Harbours of the Caspian"
    select(desk, "opened", "1963")
    kind(desk, "Check").click()
    desk.get_by_label("Verdict").select_option(label="Half true")
    desk.get_by_label("How you know").fill("So the archive.")
    save(desk)
    assert Annotation.objects.get(kind="check").verdict.name == "Half true"


def test_words_and_note_lead_to_each_other(desk, article):
    made = make_note(article, "opened in 1963", kind="comment", body="Was it?")
    desk.open(article)
    desk.locator(f"#on-{made.key}").click()
    expect(desk.locator(f"#note-{made.key}")).to_be_focused()
    desk.keyboard.press("Enter")
    assert desk.evaluate("String(getSelection())") == "opened in 1963"
    desk.keyboard.press("ArrowLeft")
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Enter")
    expect(desk.locator(f"#note-{made.key}")).to_be_focused()


def test_notes_stand_beside_their_words_and_never_on_one_another(desk, article):
    for words in ("The port", "port of Aktau", "opened in 1963", "1963"):
        make_note(article, words, kind="comment", body="Why? " * 12)
    for width in (1400, 360):
        desk.set_viewport_size({"width": width, "height": 800})
        desk.open(article)
        desk.wait_for_timeout(300)
        boxes = [each.bounding_box() for each in desk.locator(".beside .note").all()]
        ordered = sorted(boxes, key=lambda box: box["y"])
        assert ordered == boxes
        for one, other in zip(ordered, ordered[1:], strict=False):
            assert one["y"] + one["height"] <= other["y"]
        words = [each.bounding_box() for each in desk.locator(".words > *").all()]
        for box in boxes:
            for block in words:
                beside = box["x"] >= block["x"] + block["width"] or width == 360
                over = (
                    box["y"] < block["y"] + block["height"]
                    and block["y"] < box["y"] + box["height"]
                )
                assert beside and (width != 360 or not over)
        assert desk.evaluate("document.documentElement.scrollWidth") <= width


def test_a_moved_note_is_kept_and_a_lost_one_put_elsewhere(desk, article, editor):
    moved = make_note(article, "was enlarged in 2018 by a company")
    lost = make_note(article, "One line  another line.")
    article.body = BODY.replace("*enlarged* in", "made larger in").replace(
        "One line\\\nanother line.", ""
    )
    saving.save(article, by=editor)
    desk.open(article)
    with desk.expect_navigation():
        desk.get_by_role("button", name="Keep here").click()
    moved.refresh_from_db()
    assert moved.placement == "placed"
    again = desk.locator("#lost").get_by_role("button", name="Re-attach")
    again.click()
    expect(desk.locator("[data-chosen]")).to_contain_text(
        "Select the words that the note belongs to"
    )
    select(desk, "Apples", "pears")
    with desk.expect_navigation():
        again.click()
    lost.refresh_from_db()
    assert (lost.placement, lost.exact) == ("placed", "Apples and pears")


def test_a_note_on_words_that_somebody_changed_keeps_its_text(desk, article):
    desk.open(article)
    select(desk, "opened", "1963")
    kind(desk, "Comment").click()
    desk.keyboard.type("Was it?")
    article.body = BODY.replace("opened in 1963", "began in 1964")
    saving.save(article, by=make_user())
    save(desk)
    expect(desk.get_by_role("alert")).to_contain_text("Somebody changed “opened in 1963”")
    expect(desk.get_by_label("Your comment")).to_have_value("Was it?")
    select(desk, "began", "1964")
    save(desk)
    assert (note().exact, note().body) == ("began in 1964", "Was it?")


def test_a_note_whose_session_ended_is_there_after_logging_in(desk, article, editor, live_server):
    desk.open(article)
    select(desk, "opened", "1963")
    kind(desk, "Comment").click()
    desk.keyboard.type("Was it?")
    desk.context.clear_cookies()
    save(desk)
    log_in(desk.context, live_server, editor)
    desk.open(article)
    expect(desk.get_by_label("Your comment")).to_have_value("Was it?")
    save(desk)
    assert (note().exact, note().body) == ("opened in 1963", "Was it?")
    desk.open(article)
    expect(desk.get_by_label("Your comment")).to_be_hidden()


def test_rows_that_were_picked_are_there_after_logging_in_too(desk, article, editor, live_server):
    for title in ("Harbours of the Caspian", "Harbours of the Aral"):
        make_source(f"https://example.org/{title[-4:]}", title=title)
    make_verdict("Half true", 3)
    desk.open(article)
    select(desk, "opened", "1963")
    kind(desk, "Check").click()
    desk.get_by_label("Verdict").select_option(label="Half true")
    for title in ("Harbours of the Caspian", "Harbours of the Aral"):
        desk.locator(".field-evidence .select2-selection").click()
        desk.keyboard.type("Harbours")
        desk.get_by_role("option", name=title).click()
    desk.context.clear_cookies()
    save(desk)
    log_in(desk.context, live_server, editor)
    desk.open(article)
    expect(desk.locator(".field-evidence .select2-selection__choice")).to_have_count(2)
    save(desk)
    assert note().verdict.name == "Half true"
    assert note().evidence.count() == 2


@pytest.mark.parametrize(
    ("key", "chosen"), [("1", "source"), ("2", "explain"), ("3", "check"), ("4", "comment")]
)
def test_an_access_key_opens_each_kind_on_the_words_that_are_selected(desk, article, key, chosen):
    desk.open(article)
    select(desk, "opened", "1963")
    # Playwright's own keys carry no letter beside Alt, by which Chromium knows an access key.
    keys = desk.context.new_cdp_session(desk)
    pressed = {
        "modifiers": 1,
        "key": key,
        "code": f"Digit{key}",
        "windowsVirtualKeyCode": 48 + int(key),
    }
    keys.send(
        "Input.dispatchKeyEvent", {"type": "keyDown", "text": key, "unmodifiedText": key, **pressed}
    )
    keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **pressed})
    fields = desk.locator(f'[data-kind="{chosen}"]')
    expect(fields).to_be_visible()
    expect(fields.locator(":focus")).to_have_count(1)
    assert desk.locator("[data-chosen]").inner_text() == "On “opened in 1963”"


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (360, "dark")])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(desk, editor, width, scheme, language):
    body = (
        BODY
        if language == "en"
        else "سار القطار **إلى** أكتاو قبل الفجر.\n\nثم عاد في 1963 مع opened."
    )
    article = make_article(
        by=editor, title="أكتاو" if language == "ar" else "Aktau", body=body, language=language
    )
    words = "1963"
    make_note(
        article, words, kind="check", body="So.", verdict=make_verdict(), evidence=[make_source()]
    )
    make_note(article, words, kind="comment", body="Why?")
    make_note(article, "القطار إلى أكتاو")
    article.body = body.replace("القطار", "قطار")
    saving.save(article, by=editor)
    desk.emulate_media(color_scheme=scheme)
    desk.set_viewport_size({"width": width, "height": 800})
    desk.open(article)
    kind(desk, "Check").click()
    found = Axe().run(desk).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    assert desk.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_on_the_pages_around(desk, editor, article, live_server):
    User.objects.filter(pk=editor.pk).update(role=Role.PUBLISHER)
    verbs.publish(article, by=make_user())
    term = Term.objects.create(language="en", word="Port", definition="A harbour.")
    made = make_note(article, "port of Aktau", term=term)
    verbs.publish_notes(article, by=make_user())
    Term.objects.filter(pk=term.pk).update(definition="Where ships are loaded.")
    make_note(article, "was enlarged in 2018", kind="comment", body="Why?")
    article.body = BODY.replace("*enlarged* in", "made larger in")
    saving.save(article, by=editor)
    desk.set_viewport_size({"width": 360, "height": 800})
    desk.emulate_media(color_scheme="dark")
    addresses = [
        "notes/", f"note/{made.pk}/", f"notes/{article.pk}/publish/", f"term/{term.pk}/",
        f"publish/{article.pk}/",
    ]  # fmt: skip
    for address in addresses:
        desk.goto(f"{live_server.url}/admin/desk/{address}")
        found = Axe().run(desk).response["violations"]
        assert [(address, each["id"], each["nodes"][0]["html"]) for each in found] == []
        assert desk.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_note_in_the_making_outlives_the_re_attaching_of_another(desk, article, editor):
    lost = make_note(article, "another line.")
    article.body = BODY.replace("another line.", "")
    saving.save(article, by=editor)
    desk.open(article)
    select(desk, "Apples", "pears")
    kind(desk, "Comment").click()
    desk.keyboard.type("Which?")
    with desk.expect_navigation():
        desk.locator("#lost").get_by_role("button", name="Re-attach").click()
    lost.refresh_from_db()
    assert lost.exact == "Apples and pears"
    expect(desk.get_by_label("Your comment")).to_have_value("Which?")


def test_a_refused_note_stays_on_its_words_and_the_field_to_mend_is_focused(desk, article):
    desk.open(article)
    select(desk, "Apples", "pears")
    kind(desk, "Explain").click()
    desk.get_by_label("Or a new word for it").fill("Fruit")
    save(desk)
    expect(desk.locator("[data-chosen]")).to_have_text("On “Apples and pears”")
    expect(desk.get_by_label("The words that it is about")).to_be_hidden()
    expect(desk.get_by_label("What the new word means")).to_be_focused()
    desk.keyboard.type("What grows on trees.")
    save(desk)
    assert (note().exact, note().term.word) == ("Apples and pears", "Fruit")


def test_without_scripts_a_note_is_written_all_the_same(browser, live_server, editor, article):
    context = browser.new_context(java_script_enabled=False)
    log_in(context, live_server, editor)
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/desk/notes/{article.pk}/")
    page.get_by_role("button", name="Comment", exact=True).click()
    page.get_by_label("The words that it is about").fill("opened in 1963")
    page.get_by_label("Your comment").fill("Was it?")
    page.get_by_role("button", name="Save the note").click()
    expect(page.locator(".messagelist")).to_contain_text("The note is on its words.")
    context.close()
    assert note().exact == "opened in 1963"
