"""The desk in a real browser: preview, pictures, saving, publishing, and nothing blocked."""

from __future__ import annotations

import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from PIL import Image
from playwright.sync_api import expect

from newsroom import verbs
from newsroom.models import Picture, RelatedStory, Role
from newsroom.uploads import take_in
from tests.desk.browsing import button, log_in, preview_of, undo
from tests.making import PASSWORD, make_article, make_interview, make_person, make_topic, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def publisher(transactional_db):
    return make_user(Role.PUBLISHER, name="Aigerim Bekova")


@pytest.fixture
def desk(page, live_server, publisher):
    """A page of a logged-in publisher; `desk.open(path)` opens one of the admin's."""
    log_in(page.context, live_server, publisher)
    page.set_viewport_size({"width": 1400, "height": 900})
    page.open = lambda path: page.goto(f"{live_server.url}{path}")
    return page


@pytest.fixture
def article(publisher):
    return make_article(
        by=publisher,
        title="The line to Aktau",
        body="The first train left before sunrise.\n\n## What it carried\n\nApples and batteries.",
    )


@pytest.fixture
def writing(desk, article):
    """The article's form, its text empty and the caret in it."""
    desk.open(f"/admin/articles/article/{article.pk}/change/")
    desk.text = desk.locator("[name=body]")
    desk.text.fill("")
    return desk


# Saving


def test_control_s_saves_and_the_caret_stays(writing, article):
    writing.text.fill("Saved by a key.")
    writing.text.evaluate("field => field.setSelectionRange(5, 5)")
    with writing.expect_navigation():
        writing.keyboard.press("Control+s")
    expect(writing.locator("[data-saved]")).to_contain_text("Saved")
    article.refresh_from_db()
    assert article.body == "Saved by a key."
    expect(writing.locator("[name=body]")).to_be_focused()
    assert writing.locator("[name=body]").evaluate("field => field.selectionStart") == 5


def test_leaving_unsaved_words_asks_first(writing):
    asked = []
    writing.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    writing.wait_for_timeout(600)  # the form is remembered half a second after it opened
    writing.text.press_sequentially("Unsaved")
    writing.get_by_role("link", name="Desk").first.click()
    writing.wait_for_url("**/admin/")
    assert asked == ["beforeunload"]


def test_impatient_second_press_saves_once(writing, article):
    posts = []
    writing.on("request", lambda sent: posts.append(sent.url) if sent.method == "POST" else None)
    writing.text.fill("Pressed twice.")
    with writing.expect_navigation():
        writing.locator("[name=_save]").dblclick(no_wait_after=True)
    expect(writing.locator("[data-saved]")).to_contain_text("Saved")
    assert len([url for url in posts if url.endswith("/change/")]) == 1


# Preview


def test_preview_shows_the_whole_page_and_follows_typing(writing):
    writing.text.press_sequentially("A sentence nobody saved.")
    expect(preview_of(writing).locator("body")).to_contain_text("A sentence nobody saved.")
    expect(preview_of(writing).locator("h1")).to_contain_text("The line to Aktau")


def test_preview_brings_the_paragraph_being_written_into_sight(writing):
    paragraphs = [f"Paragraph {number} tells of the port." for number in range(80)]
    writing.text.fill("\n\n".join(paragraphs))
    last = preview_of(writing).get_by_text("Paragraph 79 tells")
    expect(last).to_be_attached()
    writing.text.press("Control+End")
    expect(last).to_be_in_viewport()
    writing.text.press("Control+Home")
    expect(preview_of(writing).get_by_text("Paragraph 0 tells")).to_be_in_viewport()


def test_preview_keeps_its_place_when_it_is_made_again(writing):
    writing.text.fill("\n\n".join(f"Paragraph {number} tells of it." for number in range(80)))
    writing.text.press("Control+End")
    last = preview_of(writing).get_by_text("Paragraph 79 tells")
    expect(last).to_be_in_viewport()
    before = last.bounding_box()["y"]
    writing.text.press_sequentially(" And on.")
    expect(preview_of(writing).get_by_text("And on.")).to_be_in_viewport()
    assert abs(last.bounding_box()["y"] - before) < 40


def test_newest_words_win_when_an_older_answer_comes_late(writing):
    delayed = []

    def late_once(route):
        if not delayed:
            delayed.append(route)  # the first answer never comes until the second is shown
        else:
            route.continue_()

    writing.route("**/desk/preview/**", late_once)
    writing.text.press_sequentially("older")
    writing.wait_for_function("() => document.querySelector('.preview[aria-busy]')")
    writing.text.press_sequentially(" newer")
    expect(preview_of(writing).locator("body")).to_contain_text("older newer")


def test_failing_preview_is_told_in_words_and_mends_itself(writing):
    expect(preview_of(writing).locator("h1")).to_be_visible()
    writing.route("**/desk/preview/**", lambda route: route.fulfill(status=500, body="no"))
    writing.text.press_sequentially("One")
    status = writing.locator(".preview-status")
    expect(status).to_contain_text("The server could not do it (500). Nothing is lost")
    expect(preview_of(writing).locator("h1")).to_be_visible()
    writing.unroute("**/desk/preview/**")
    writing.text.press_sequentially(" more")
    expect(status).to_have_text("")


def test_ended_session_is_told_in_the_preview(writing):
    writing.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    writing.text.press_sequentially("One")
    expect(writing.locator(".preview-status")).to_contain_text("no longer logged in")


def test_page_is_shown_at_telephone_width_and_in_the_dark(writing):
    frame = writing.locator(".preview iframe:not(.coming)")
    writing.get_by_role("button", name="Phone").click()
    expect(frame).to_have_css("width", "390px")
    writing.get_by_role("button", name="Dark").click()
    assert (
        preview_of(writing).locator("html").evaluate("e => getComputedStyle(e).colorScheme")
        == "dark"
    )


def test_narrow_screen_turns_between_writing_and_preview(writing):
    writing.set_viewport_size({"width": 400, "height": 800})
    pane = writing.get_by_role("region", name="Preview")
    expect(pane).to_be_hidden()
    writing.text.fill("Seen on a telephone.")
    writing.keyboard.press("Control+Enter")
    expect(writing.text).to_be_hidden()
    expect(preview_of(writing).locator("body")).to_contain_text("Seen on a telephone.")
    writing.get_by_role("button", name="Write").click()
    expect(writing.text).to_be_visible()


def test_nothing_pasted_runs_in_the_preview(writing, complaints):
    writing.text.fill("<script>parent.ran = true</script> <img src=x onerror='parent.ran = true'>")
    expect(preview_of(writing).locator("body")).to_contain_text("onerror")
    assert writing.evaluate("window.ran") is None
    assert "allow-scripts" not in writing.locator(".preview iframe").first.get_attribute("sandbox")


# Pictures


def a_file(colour="teal", name="quay.png"):
    out = io.BytesIO()
    Image.new("RGB", (600, 400), colour).save(out, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": out.getvalue()}


def test_new_picture_is_uploaded_with_its_words_and_inserted(writing):
    writing.text.fill("Before.")
    button(writing, "Picture").click()
    dialog = writing.get_by_role("dialog", name="Picture")
    dialog.get_by_label("File").set_input_files(a_file())
    dialog.get_by_role("button", name="Upload and insert").click()
    expect(dialog.get_by_role("alert")).to_have_text("Say what it shows, or tick “Decorative”.")
    dialog.get_by_label("What it shows").fill("Cranes at the quay")
    dialog.get_by_label("Credit").fill("A. Bekova")
    dialog.get_by_role("button", name="Upload and insert").click()
    expect(writing.text).to_have_value(
        re.compile(r"^Before\.\n\n!\[Cranes at the quay\]\(picture:[0-9a-f]+\)\n$")
    )
    assert Picture.objects.get().credit == "A. Bekova"
    expect(preview_of(writing).locator("img[alt='Cranes at the quay']")).to_be_attached()
    undo(writing)
    expect(writing.text).to_have_value("Before.")


def test_refused_picture_is_told_in_the_servers_words(writing):
    button(writing, "Picture").click()
    dialog = writing.get_by_role("dialog")
    dialog.get_by_label("File").set_input_files(
        {"name": "notes.png", "mimeType": "image/png", "buffer": b"not a picture"}
    )
    dialog.get_by_label("Decorative").check()
    dialog.get_by_role("button", name="Upload and insert").click()
    expect(dialog.get_by_role("alert")).to_contain_text("“notes.png” could not be read")


def test_known_picture_is_found_and_inserted(writing, publisher):
    for name in ("Harbour", "Steppe"):
        file = io.BytesIO(a_file("teal" if name == "Harbour" else "olive")["buffer"])
        file.name = f"{name}.png"
        take_in(file, by=publisher, alt=f"The {name.lower()}", title=name)
    button(writing, "Picture").click()
    dialog = writing.get_by_role("dialog")
    dialog.get_by_label("Search").fill("stepp")
    expect(dialog.get_by_role("button", name="Harbour")).to_be_hidden()
    dialog.get_by_role("button", name="Steppe").click()
    expect(writing.text).to_have_value(re.compile(r"!\[The steppe\]\(picture:[0-9a-f]+\)"))


# The whole path, and what the browser says of it


def test_piece_is_written_and_published_without_knowing_markdown(desk, complaints):
    make_topic(name="Trade")
    desk.open("/admin/articles/article/add/")
    desk.get_by_label("Title").fill("A port in the steppe")
    desk.text = desk.locator("[name=body]")
    desk.text.fill("It lies on dry land.")
    button(desk, "Heading").click()
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator("[data-status]")).to_contain_text("Draft")
    desk.get_by_role("button", name="Publish", exact=True).click()
    expect(desk.get_by_role("heading", name="Publish “A port in the steppe”")).to_be_visible()
    desk.get_by_role("button", name="Publish", exact=True).click()
    expect(desk.locator(".published")).to_contain_text("Published. Readers see it now.")
    desk.get_by_role("button", name="Copy link").click()
    expect(desk.locator("[data-copy]")).to_have_text("Copied")
    assert complaints == []


def test_desk_breaks_no_policy_and_throws_nothing(
    desk, live_server, article, publisher, complaints
):
    interview = make_interview(by=publisher, people=(make_person("Li Wei"),))
    for path in (
        "/admin/",
        "/admin/articles/article/",
        f"/admin/articles/article/{article.pk}/change/",
        f"/admin/interviews/interview/{interview.pk}/change/",
        "/admin/newsroom/picture/add/",
    ):
        desk.open(path)
        desk.wait_for_load_state("networkidle")
    assert complaints == []


def test_login_breaks_no_policy(page, live_server, publisher, complaints):
    publisher.set_password(PASSWORD)
    publisher.save()
    page.goto(f"{live_server.url}/admin/login/")
    page.get_by_label("Log-in name").fill(publisher.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Desk")).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_form_has_no_serious_barrier(desk, article, scheme):
    desk.emulate_media(color_scheme=scheme)
    desk.open(f"/admin/articles/article/{article.pk}/change/")
    desk.evaluate(
        "document.querySelectorAll('details.group').forEach(group => { group.open = true })"
    )
    expect(preview_of(desk).locator("h1")).to_be_visible()
    found = Axe().run(desk).response["violations"]
    serious = [each for each in found if each["impact"] in {"serious", "critical"}]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in serious] == []


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_form_fits_its_screen_and_every_button_a_finger(desk, article, width):
    desk.set_viewport_size({"width": width, "height": 800})
    desk.open(f"/admin/articles/article/{article.pk}/change/")
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
    small = desk.evaluate(
        """() => [...document.querySelectorAll("main button, main summary, main select, main input:not([type=hidden], [type=checkbox])")]
          .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 43.5)
          .map(each => each.outerHTML)"""
    )
    assert small == []


def test_an_arabic_title_is_typed_from_the_right(desk):
    desk.open("/admin/articles/article/add/")
    title = desk.locator("[name=title]")
    title.fill("خط")
    title.blur()
    drawn = Image.open(io.BytesIO(title.screenshot())).convert("L")
    middle, height = drawn.width // 2, drawn.height
    left, right = (
        drawn.crop((start + 12, 8, start + middle - 12, height - 8)).getextrema()
        for start in (0, middle)
    )
    # One shade alone is empty paper.
    assert left[0] == left[1] and right[0] < right[1]


def test_rows_of_people_and_pieces_fit_beside_the_preview(desk, article, publisher):
    interview = make_interview(by=publisher, people=(make_person("Aigerim Bekova"),))
    RelatedStory.objects.create(story=interview, target=article, label="What came of it since?")
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.open(f"/admin/interviews/interview/{interview.pk}/change/")
    desk.evaluate("document.querySelectorAll('details.group').forEach(each => each.open = true)")
    rows = desk.locator(".inline-group")
    assert rows.count() == 3
    wider = "all => all.filter(each => each.scrollWidth > each.clientWidth).map(each => each.id)"
    assert rows.evaluate_all(wider) == []


def test_a_title_of_one_long_word_does_not_widen_a_page(desk, publisher):
    story = make_article(by=publisher, title="Donaudampfschifffahrtsgesellschaft" * 3)
    desk.set_viewport_size({"width": 360, "height": 740})
    for path in ("", f"desk/publish/{story.pk}/", f"articles/article/{story.pk}/history/"):
        desk.open(f"/admin/{path}")
        assert desk.evaluate("document.documentElement.scrollWidth") == 360, path


def test_lists_of_the_desk_fit_a_phone_and_only_their_tables_scroll(desk, article, publisher):
    verbs.publish(article, by=publisher, note="Read twice, and both figures asked for again.")
    desk.set_viewport_size({"width": 360, "height": 740})
    make_person("Aigerim Bekova")
    lists = ("newsroom/logentry", "articles/article", "newsroom/person")
    for path in lists:
        desk.open(f"/admin/{path}/")
        assert desk.locator("#result_list").is_visible()
        assert desk.evaluate("document.documentElement.scrollWidth") == 360, path
        wide = desk.evaluate(
            """() => [...document.querySelectorAll("body *")]
              .filter(each => each.scrollWidth > each.clientWidth + 1)
              .filter(each => /auto|scroll/.test(getComputedStyle(each).overflowX))
              .filter(each => !each.querySelector("table"))
              .map(each => each.outerHTML)"""
        )
        assert wide == [], path
