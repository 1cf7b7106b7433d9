"""What the browser tests of the desk do again and again."""

from __future__ import annotations

from django.conf import settings
from django.test import Client


def log_in(context, live_server, user):
    """Give the browser a session, as the log-in form would."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value}
    context.add_cookies([{**cookie, "url": f"{live_server.url}/admin/"}])


def button(page, name):
    toolbar = page.get_by_role("toolbar").first
    return toolbar.get_by_role("button", name=name, exact=True)


def choose(page, words):
    """Select `words` in the text as a mouse would."""
    page.text.evaluate(
        "(field, words) => { const at = field.value.indexOf(words); field.focus();"
        " field.setSelectionRange(at, at + words.length); }",
        words,
    )


def undo(page):
    page.keyboard.press("Control+z")


def preview_of(page):
    return page.frame_locator(".preview iframe:not(.coming)")
