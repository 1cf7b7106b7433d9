"""Originals and what was cut, as readers unfold them: by keyboard, on a telephone, in both directions."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from interviews.originals import Original, with_original
from newsroom import verbs
from tests.making import make_interview, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KAZAKH = Original("kk", "Біз дөңгелектерді түнде ауыстырдық.")
TRANSCRIPT = "**Host:** When do you change the wheels?\n\n" + with_original(
    "**Guest:** We change the wheels at night.", KAZAKH
)
VERBATIM = TRANSCRIPT.replace("We change", "Um, we change") + "\n\n**Guest:** Not for print."


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_answer_unfolds_its_original_and_what_was_said(page, live_server, language, scheme):
    publisher = make_user()
    interview = make_interview(
        by=publisher,
        language=language,
        transcript=TRANSCRIPT,
        verbatim=VERBATIM,
        verbatim_shown=True,
    )
    [edition] = verbs.publish(interview, by=publisher)
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live_server.url}{edition.path}")
    original, spoken, cut = (page.locator(each) for each in (".original", ".turn .spoken", ".cut"))
    expect(original.get_by_text(KAZAKH.text)).to_be_hidden()
    for folded in (original, spoken, cut):
        folded.locator("summary").press("Enter")
    expect(original.get_by_text(KAZAKH.text)).to_be_visible()
    expect(spoken.locator("del")).to_contain_text("Um, we")
    expect(cut.locator("del")).to_have_text("Not for print.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert Axe().run(page).response["violations"] == []
