"""Who writes an interview in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from newsroom.models import Role
from tests.desk.browsing import log_in
from tests.interviews.transcribing import TALK
from tests.making import make_interview, make_user


@pytest.fixture
def publisher(transactional_db):
    return make_user(Role.PUBLISHER, name="Aigerim Bekova")


@pytest.fixture
def editor(page, live_server, publisher):
    """`editor(transcript)` opens the form of an interview with it; `.text` is the field."""
    log_in(page.context, live_server, publisher)
    page.set_viewport_size({"width": 1400, "height": 900})

    def open_form(transcript=TALK, **fields):
        page.interview = make_interview(by=publisher, transcript=transcript, **fields)
        path = f"/admin/interviews/interview/{page.interview.pk}/change/"
        page.goto(live_server.url + path)
        page.text = page.locator("[name=transcript]")
        expect(page.locator("[data-here]")).not_to_be_empty()
        return page

    return open_form
