"""A piece taken from readers, as a publisher and an administrator do it: on a phone, by keyboard."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from newsroom import verbs
from newsroom.models import Role
from tests.desk.browsing import log_in
from tests.making import make_article, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SECRET = "The foreman said it in confidence."


@pytest.fixture
def article(transactional_db):
    publisher = make_user(Role.PUBLISHER)
    article = make_article(by=publisher, title="The line to Aktau", body=SECRET)
    verbs.publish(article, by=publisher)
    return article


@pytest.fixture
def opened(page, live_server, article):
    """Opens the article's form for somebody of a role, on a telephone."""

    def open_form(role, scheme="light"):
        page.set_viewport_size({"width": 360, "height": 740})
        page.emulate_media(color_scheme=scheme)
        log_in(page.context, live_server, make_user(role))
        page.told = []
        page.on("console", lambda line: page.told.append(line.text) if line.type == "error" else 0)
        page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
        page.live = f"{live_server.url}/articles/the-line-to-aktau/"
        return page

    return open_form


def choose(page, name):
    """From the form's menu, by keyboard."""
    page.locator("[data-more] summary").press("Enter")
    page.get_by_role("link", name=name).press("Enter")
    expect(page.locator("form.question")).to_be_visible()


def is_whole_and_readable(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_publisher_retracts_with_a_reason_that_readers_find(opened, scheme):
    page = opened(Role.PUBLISHER, scheme)
    choose(page, "Retract…")
    is_whole_and_readable(page)
    page.get_by_role("button", name="Retract").press("Enter")
    expect(page.get_by_label("Why, for readers")).to_be_visible()  # not without a reason
    page.get_by_label("Why, for readers").fill("The figures were made up.")
    page.get_by_role("button", name="Retract").press("Enter")
    expect(page.locator("[data-saved]")).to_contain_text("Retracted. Readers find your reason")
    assert page.locator("[name=body]").input_value() == SECRET
    assert page.told == []
    answer = page.goto(page.live)
    assert answer.status == 410
    expect(page.get_by_role("main")).to_contain_text("The figures were made up.")
    assert SECRET not in page.content()
    is_whole_and_readable(page)


def test_an_administrator_is_asked_twice_and_every_word_is_blanked(opened, article):
    page = opened(Role.ADMINISTRATOR)
    choose(page, "Take down…")
    is_whole_and_readable(page)
    page.get_by_label("What readers are told").fill("A court ruled so.")
    page.get_by_role("button", name="Go on").press("Enter")
    expect(page.get_by_text("This cannot be undone.")).to_be_visible()
    is_whole_and_readable(page)
    article.refresh_from_db()
    assert article.body == SECRET
    page.get_by_role("button", name="Blank the words for ever").press("Enter")
    expect(page.locator("[data-saved]")).to_contain_text("Taken down. Blanked:")
    article.refresh_from_db()
    assert article.body == ""
    assert page.told == []
    answer = page.goto(page.live)
    assert answer.status == 410
    expect(page.get_by_role("main")).to_contain_text("A court ruled so.")


def test_words_that_somebody_wants_to_keep_are_kept(opened, article):
    page = opened(Role.ADMINISTRATOR)
    choose(page, "Take down…")
    page.get_by_role("button", name="Go on").press("Enter")
    page.get_by_role("link", name="Keep them").press("Enter")
    expect(page.locator("[name=body]")).to_have_value(SECRET)
    article.refresh_from_db()
    assert article.body == SECRET
