"""A recording brought in and heard at the desk, in a real browser."""

from __future__ import annotations

import pytest
from django.urls import reverse

from interviews import recordings
from interviews.models import Recording
from tests.desk.browsing import log_in, preview_of
from tests.interviews import sounds
from tests.making import make_interview, make_user

pytestmark = pytest.mark.browser


@pytest.fixture
def page(transactional_db, live_server, context):
    context.user = make_user("editor")
    log_in(context, live_server, context.user)
    page = context.new_page()
    page.said = []
    page.on("console", lambda said: page.said.append(said.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    return page


def plays(audio):
    audio.evaluate("each => { each.muted = true; return each.play() }")
    return audio.evaluate("each => each.duration")


def test_a_file_is_chosen_saved_and_heard(page, live_server, tmp_path):
    file = tmp_path / "Talk at the port.wav"
    file.write_bytes(sounds.wav(2))
    page.goto(live_server.url + reverse("admin:interviews_recording_add"))
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Talk at the port").last.click()
    assert plays(page.locator("audio")) == 2
    assert Recording.objects.get().title == "Talk at the port"
    assert page.said == []


def test_the_preview_beside_the_form_plays(page, context, live_server):
    recording = recordings.take_in(sounds.named(sounds.wav(2), "a.wav"), by=None)
    interview = make_interview(by=context.user, recording=recording)
    page.goto(live_server.url + reverse("admin:interviews_interview_change", args=[interview.pk]))
    assert plays(preview_of(page).locator("audio")) == 2
    assert page.said == []
