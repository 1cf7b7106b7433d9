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


def select(page, first, last):
    """From the first letter of `first` to the last of `last`, as a mouse would."""
    page.locator("[data-text]").evaluate(
        """(text, [first, last]) => {
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          let from = null, to = null;
          for (let node; (node = walker.nextNode()); ) {
            if (!from && node.data.includes(first)) from = [node, node.data.indexOf(first)];
            if (from && !to && node.data.includes(last)) to = [node, node.data.indexOf(last) + last.length];
          }
          text.focus({ preventScroll: true });
          document.getSelection().setBaseAndExtent(...from, ...to);
        }""",
        [first, last],
    )


def drag(page, words):
    """Select `words`, which stand in one run, with the mouse itself."""
    box = page.locator("[data-text]").evaluate(
        """(text, words) => {
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          for (let node; (node = walker.nextNode()); ) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            node.parentElement.scrollIntoView({ block: "center" });
            const { left, right, top, height } = range.getBoundingClientRect();
            return { left, right, middle: top + height / 2 };
          }
        }""",
        words,
    )
    page.mouse.move(box["left"] + 0.5, box["middle"])
    page.mouse.down()
    page.mouse.move(box["right"] - 0.5, box["middle"], steps=4)
    page.mouse.up()
