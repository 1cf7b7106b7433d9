"""A recording on the page of its interview: the browser's own player, and words about it."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from bench.verdicts import wrong_in
from interviews import recordings
from newsroom import saving, verbs
from newsroom.models import Change
from tests.interviews import sounds
from tests.making import make_interview

TRANSCRIPT = "**Host:** [0:00] Who are you?\n\n**Guest:** [1:02:05.5] A guest."


@pytest.fixture
def recording(db):
    return recordings.take_in(sounds.named(sounds.wav(0.1), "a.wav"), by=None)


@pytest.fixture
def video(db):
    content = sounds.mp4(b"vide", b"soun")
    return recordings.take_in(sounds.named(content, "a.mp4"), by=None)


def page_of(client, edition):
    answer = client.get(edition.path)
    assert answer.status_code == 200
    return answer.content.decode()


def said_of_it(page):
    """The words of the recording's part of a page."""
    found = re.search(r'<section class="recording".*?</section>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def test_a_page_has_the_browsers_own_player_which_loads_nothing_by_itself(
    reader, publisher, published, recording
):
    page = page_of(reader, published(make_interview(by=publisher, recording=recording)))
    assert f'<audio controls preload="none" src="{recording.src}"' in page
    assert page.index("<audio") < page.index('class="transcript"')
    assert wrong_in(page) == []


def test_a_video_is_shown_as_one(reader, publisher, published, video):
    page = page_of(reader, published(make_interview(by=publisher, recording=video)))
    assert f'<video controls preload="none" playsinline src="{video.src}"' in page
    assert wrong_in(page) == []


def test_a_page_without_a_file_has_no_player_and_no_script(reader, publisher, published):
    elsewhere = make_interview(by=publisher, recording_url="https://www.example.org/talk?a=1&b=2")
    page = page_of(reader, published(elsewhere))
    assert '<a href="https://www.example.org/talk?a=1&amp;b=2" rel="noopener">' in page
    assert said_of_it(page) == "Recording Listen at example.org"
    assert "<audio" not in page and "<script src" not in page and 'type="module"' not in page


def test_an_interview_without_a_recording_says_nothing_of_one(reader, publisher, published):
    assert said_of_it(page_of(reader, published(make_interview(by=publisher)))) == ""


@pytest.mark.parametrize(
    ("language", "on", "place", "said"),
    [
        ("en", date(2026, 5, 3), "Almaty", "Recorded on 3 May 2026 in Almaty"),
        ("en", date(2026, 5, 3), "", "Recorded on 3 May 2026"),
        ("en", None, "Almaty", "Recorded in Almaty"),
        ("zh", date(2026, 5, 3), "阿拉木图", "2026年5月3日 录于 阿拉木图"),
        ("ar", date(2026, 5, 3), "ألماتي", "سُجّل في 3 مايو 2026 ، ألماتي"),
    ],
)
def test_day_and_place_are_told_in_the_pages_language(
    reader, publisher, published, language, on, place, said
):
    interview = make_interview(
        by=publisher, language=language, recorded_on=on, recorded_in=place, slug=f"a-{language}"
    )
    assert said in said_of_it(page_of(reader, published(interview)))


def test_an_address_that_no_link_may_lead_to_is_not_shown(reader, publisher, published):
    interview = make_interview(by=publisher, recording_url="javascript:alert(1)")
    page = page_of(reader, published(interview))
    assert "javascript" not in page.replace("application/", "")


def test_turns_say_their_second(reader, publisher, published):
    page = page_of(reader, published(make_interview(by=publisher, transcript=TRANSCRIPT)))
    found = re.findall(r'data-starts="([^"]+)"', page)
    assert [float(each) for each in found][0] == 0
    assert found[1].startswith("3725.")


def test_search_engines_are_told_of_the_file(reader, publisher, published, recording, settings):
    interview = make_interview(
        by=publisher, recording=recording, recorded_on=date(2026, 5, 3), recorded_in="Almaty"
    )
    page = page_of(reader, published(interview))
    [told] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    audio = json.loads(told)["audio"]
    assert audio["@type"] == "AudioObject"
    assert audio["contentUrl"] == f"{settings.SITE_URL}{recording.src}"
    assert audio["encodingFormat"] == "audio/wav"
    assert audio["dateCreated"] == "2026-05-03"
    assert audio["locationCreated"] == {"@type": "Place", "name": "Almaty"}


def test_search_engines_are_told_of_no_file_that_is_elsewhere(reader, publisher, published):
    interview = make_interview(by=publisher, recording_url="https://example.org/talk")
    assert "AudioObject" not in page_of(reader, published(interview))


def test_an_earlier_wording_offers_no_player(reader, publisher, published, recording):
    """Its recording may be readers' no more."""
    interview = make_interview(by=publisher, recording=recording)
    edition = published(interview)
    interview.transcript += "\n\n**Guest:** And more."
    saving.save(interview, by=publisher)
    verbs.publish(interview, by=publisher, change=Change.UPDATE, note="More.")
    earlier = reader.get(f"{edition.path}editions/1/")
    assert earlier.status_code == 200
    assert "<audio" not in earlier.content.decode()


def test_the_page_asks_the_database_no_more_than_without(
    reader, publisher, published, recording, django_assert_num_queries
):
    edition = published(make_interview(by=publisher, recording=recording))
    page_of(reader, edition)
    with django_assert_num_queries(3):
        page_of(reader, edition)
