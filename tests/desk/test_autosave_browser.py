"""Autosave in a real browser: tabs that crash, servers that fail, two people in one piece."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from newsroom import saving
from newsroom.models import OpenForm, Role
from tests.desk.browsing import log_in
from tests.making import PASSWORD, make_article, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AUTOSAVE = "**/desk/autosave/**"
COPIES = "() => Object.keys(localStorage).filter(key => key.startsWith('desk.words.')).length"


@pytest.fixture
def publisher(transactional_db):
    return make_user(Role.PUBLISHER, name="Aigerim Bekova")


@pytest.fixture
def article(publisher):
    return make_article(by=publisher, title="The line to Aktau", body="As it was.")


@pytest.fixture
def tab(context, live_server, publisher, article):
    """Opens the article's form in a new tab of the publisher's browser."""
    log_in(context, live_server, publisher)
    return lambda path="": opened(context, live_server, path or form_of(article))


def form_of(article):
    return f"/admin/articles/article/{article.pk}/change/"


def opened(context, live_server, path):
    page = context.new_page()
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(live_server.url + path)
    page.text = page.locator("[name=body]")
    page.line = page.locator("[data-saved]")
    page.offers = page.locator("[data-unsaved] .offer")
    return page


def come_back(page):
    """What the browser says when a tab is looked at again."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def crash(page):
    page.close()  # asks nothing and runs nothing that the page could wait for


def kept(page):
    expect(page.line).to_have_text(re.compile(r"^Kept \d\d:\d\d:\d\d, not saved yet\.$"))


def failing(route):
    route.fulfill(status=500, body="no")


def test_words_are_on_the_server_a_moment_after_they_were_typed(tab):
    page = tab()
    page.text.fill("Half a sentence")
    kept(page)
    assert OpenForm.objects.with_words().get().fields["body"] == ["Half a sentence"]


def test_many_keys_are_one_request_and_never_two_at_once(tab):
    page = tab()
    running, most, posts = [0], [0], []

    def begun(request):
        if "/desk/autosave/" in request.url:
            posts.append(request.post_data)
            running[0] += 1
            most[0] = max(most[0], running[0])

    def ended(request):
        if "/desk/autosave/" in request.url:
            running[0] -= 1

    page.on("request", begun)
    page.on("requestfinished", ended)
    page.text.fill("")
    page.text.press_sequentially("Quickly typed words.", delay=20)
    kept(page)
    assert len(posts) == most[0] == 1


def test_what_is_typed_while_a_request_runs_follows_it(tab):
    page = tab()
    held = []
    page.route(AUTOSAVE, lambda route: held.append(route) if not held else route.continue_())
    page.text.fill("One.")
    page.wait_for_timeout(1200)
    page.text.fill("One. Two.")
    page.wait_for_timeout(1200)
    assert len(held) == 1
    held[0].continue_()
    expect(page.line).to_contain_text("Kept")
    page.wait_for_timeout(1500)
    assert OpenForm.objects.with_words().get().fields["body"] == ["One. Two."]


def test_a_tab_that_crashed_leaves_words_to_take_up_and_save(tab, article):
    page = tab()
    page.text.fill("Nearly lost.")
    kept(page)
    crash(page)
    page = tab()
    expect(page.text).to_have_value("As it was.")
    expect(page.offers).to_contain_text("You have unsaved words of this piece from")
    page.get_by_role("link", name="Take them").click()
    expect(page.text).to_have_value("Nearly lost.")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    expect(page.line).to_contain_text("Saved")
    expect(page.offers).to_have_count(0)
    article.refresh_from_db()
    assert article.body == "Nearly lost."


def test_a_failing_server_is_told_and_the_browsers_copy_brings_the_words_back(tab, article):
    page = tab()
    page.route(AUTOSAVE, failing)
    page.text.fill("Only here.")
    expect(page.line).to_contain_text(
        "Not kept: the server does not answer. Your words are in this browser."
    )
    crash(page)
    assert not OpenForm.objects.with_words().exists()
    page = tab()
    expect(page.offers).to_contain_text("This browser holds words of")
    page.get_by_role("button", name="Look at them").click()
    expect(page.offers.get_by_label("Body")).to_have_value("Only here.")
    page.get_by_role("button", name="Take them").click()
    expect(page.text).to_have_value("Only here.")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    article.refresh_from_db()
    assert article.body == "Only here."
    page.wait_for_function(f"() => ({COPIES})() === 0")


def test_a_server_that_answers_again_gets_the_words_by_itself(tab):
    page = tab()
    page.route(AUTOSAVE, failing)
    page.text.fill("In the end.")
    expect(page.line).to_contain_text("Not kept")
    page.unroute(AUTOSAVE)
    kept(page)
    assert OpenForm.objects.with_words().get().fields["body"] == ["In the end."]


def test_a_full_disk_is_told_in_the_servers_words(tab, monkeypatch):
    from django.db import OperationalError

    from newsroom import open_forms

    def full(*arguments):
        raise OperationalError("database or disk is full")

    page = tab()
    monkeypatch.setattr(open_forms, "keep", full)
    page.text.fill("Only here.")
    expect(page.line).to_contain_text("its disk may be full. Your words are in this browser.")
    assert page.evaluate(COPIES) == 1


def test_discarded_copies_are_asked_about_once_and_gone(tab):
    page = tab()
    page.route(AUTOSAVE, failing)
    page.text.fill("Not worth it.")
    expect(page.line).to_contain_text("Not kept")
    crash(page)
    page = tab()
    page.get_by_role("button", name="Discard them").click()
    assert page.evaluate(COPIES) == 1
    page.get_by_role("button", name="Discard these words").click()
    expect(page.offers).to_have_count(0)
    assert page.evaluate(COPIES) == 0


def test_a_saved_piece_leaves_no_copy_in_the_browser(tab):
    page = tab()
    page.text.fill("Saved.")
    kept(page)
    assert page.evaluate(COPIES) == 1
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    page.wait_for_function(f"() => ({COPIES})() === 0")
    expect(page.offers).to_have_count(0)


def test_words_taken_back_to_what_is_saved_are_no_unsaved_words(tab):
    page = tab()
    page.wait_for_timeout(600)
    page.text.fill("Mistaken.")
    kept(page)
    page.text.fill("As it was.")
    expect(page.line).to_have_text("")
    assert not OpenForm.objects.with_words().exists()
    assert page.evaluate(COPIES) == 0


def test_words_typed_before_the_scripts_came_are_kept_too(tab):
    page = tab("/admin/articles/article/add/")
    slow = []

    def late(route):
        slow.append(route.request.url)
        page.locator("[name=body]").fill("At once.")
        route.continue_()

    page.route("**/desk/autosaving.js", late)
    page.reload(wait_until="commit")
    kept(page)
    assert slow
    assert OpenForm.objects.with_words().get().fields["body"] == ["At once."]


# Log-in


def test_a_log_in_elsewhere_lets_the_form_go_on(tab, context, live_server, publisher, article):
    page = tab()
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.text.fill("While logged out.")
    expect(page.line).to_contain_text("You are logged out. Your words are in this browser.")
    with page.expect_request(AUTOSAVE):
        page.get_by_role("button", name="Save", exact=True).click()  # held back, not lost
    expect(page.text).to_have_value("While logged out.")
    context.clear_cookies()  # another session has another token too
    log_in(context, live_server, publisher)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.line).to_contain_text("Saved")
    article.refresh_from_db()
    assert article.body == "While logged out."


def test_somebody_else_logged_in_gets_none_of_the_words(tab, context, live_server):
    page = tab()
    context.clear_cookies()
    log_in(context, live_server, make_user(Role.EDITOR, name="Dana"))
    page.text.fill("Aigerim's.")
    expect(page.line).to_contain_text("Somebody else is logged in here now.")
    assert not OpenForm.objects.with_words().exists()


def test_logging_out_asks_about_words_only_this_browser_has_and_deletes_them(
    page, live_server, publisher, article
):
    publisher.set_password(PASSWORD)
    publisher.save()
    page.goto(f"{live_server.url}/admin/login/?next={form_of(article)}")
    page.get_by_label("Log-in name").fill(publisher.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.route(AUTOSAVE, failing)
    page.locator("[name=body]").fill("Only here.")
    expect(page.locator("[data-saved]")).to_contain_text("Not kept")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_text("You are logged out.")).to_be_visible()
    assert any("Logging out deletes them" in question for question in asked)
    page.wait_for_function(f"() => ({COPIES})() === 0")


# Two tabs, two people


def test_a_tab_without_changes_shows_what_its_writer_saved_in_another(tab):
    first, second = tab(), tab()
    second.wait_for_timeout(600)
    first.text.fill("From the first tab.")
    with first.expect_navigation():
        first.keyboard.press("Control+s")
    with second.expect_navigation():
        come_back(second)
    expect(second.text).to_have_value("From the first tab.")


def test_a_colleagues_save_is_told_before_there_is_a_conflict(tab, article):
    page = tab()
    page.wait_for_timeout(600)
    article.body = "Dana's."
    saving.save(article, by=make_user(Role.EDITOR, name="Dana"))
    page.text.fill("Mine.")
    expect(page.locator("[data-newer]")).to_contain_text("saved this piece at")
    expect(page.locator("[data-newer]")).to_contain_text("Dana")
    expect(page.text).to_have_value("Mine.")


def test_two_editors_see_each_other(tab, browser, live_server, article):
    first = tab()
    context = browser.new_context()
    log_in(context, live_server, make_user(Role.EDITOR, name="Dana"))
    second = opened(context, live_server, form_of(article))
    expect(second.locator("[data-present]")).to_contain_text("Aigerim Bekova")
    come_back(first)
    expect(first.locator("[data-present]")).to_contain_text("Dana")
    context.close()


def test_who_goes_away_is_no_longer_shown(tab, browser, live_server, article):
    first = tab()
    context = browser.new_context()
    log_in(context, live_server, make_user(Role.EDITOR, name="Dana"))
    second = opened(context, live_server, form_of(article))
    come_back(first)
    expect(first.locator("[data-present]")).to_contain_text("Dana")
    second.goto(f"{live_server.url}/admin/")
    while not OpenForm.objects.filter(left_at__isnull=False).exists():
        first.wait_for_timeout(50)  # its last word comes after the page is gone
    come_back(first)
    expect(first.locator("[data-present]")).to_have_text("")
    context.close()
