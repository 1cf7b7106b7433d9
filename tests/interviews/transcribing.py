"""What the browser tests of the transcript's editor do again and again."""

from __future__ import annotations

TALK = """**Anna Lee:** [00:12] Who built the port?

**Chris Benson:** [00:20] The port was built by three towns. The port grew.

**Anna Lee:** [01:05] And the port today?

**Chris Benson:** It is the largest port of all."""
ARABIC = """**ليلى حداد:** [00:12] من بنى الميناء؟

**Chris Benson:** بنته ثلاث مدن على الساحل، وكبر الميناء سنة بعد سنة.

**ليلى حداد:** وماذا عن اليوم؟"""


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
