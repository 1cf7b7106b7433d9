"""The player beside its transcript, in a real browser: with script, without, by keyboard."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread

from bench.verdicts import Visit
from interviews import recordings
from interviews.models import Recording
from newsroom import verbs
from newsroom.models import Role
from tests.interviews import sounds
from tests.making import make_interview, make_user
from tests.portal.test_browser import listen

pytestmark = pytest.mark.browser

# Longer than one answer carries: the browser has to ask for the rest.
SECONDS = 100
WORDS = "They come by hand, and in two laws, and nobody knows who reads the second one. " * 4


def transcript(host, guest, words):
    return "\n\n".join(
        f"**{host}:** [0:{at:02}] {words[:40]}?\n\n**{guest}:** [0:{at + 4:02}] {words}"
        for at in range(0, 60, 10)
    )


@pytest.fixture(scope="module")
def sound():
    return sounds.wav(SECONDS)


@pytest.fixture
def site(transactional_db):
    """The site's address. Django's live server would answer for media itself, and not in ranges."""
    server = LiveServerThread(
        "localhost", static_handler=lambda handler: StaticFilesHandler(handler.application)
    )
    server.daemon = True
    server.start()
    server.is_ready.wait()
    yield f"http://localhost:{server.port}"
    server.terminate()


@pytest.fixture
def paths(site, sound):
    publisher = make_user(Role.PUBLISHER)
    recording = recordings.take_in(sounds.named(sound, "talk.wav"), by=None)
    given = {"by": publisher, "recording": recording, "recorded_on": date(2026, 5, 3),
             "recording_url": "https://example.org/talk"}  # fmt: skip
    english = make_interview(
        **given, recorded_in="Almaty", title="A queue that moves",
        transcript=transcript("Host", "Guest", WORDS),
    )  # fmt: skip
    arabic = make_interview(
        **given, recorded_in="ألماتي", language="ar", title="طابور يتحرك",
        transcript=transcript("المحاور", "الضيف", "الأوراق أبطأ من كل شيء في هذه المحطة. " * 6),
    )  # fmt: skip
    entries = verbs.publish(english, arabic, by=publisher)
    return {"en": entries[0].path, "ar": entries[1].path, "keys": english.turn_keys()}


@pytest.fixture
def open_page(browser, site):
    """Open an address in a window; nothing may be complained of at the end."""
    found, contexts = [], []

    def open_page(path, *, width=1280, height=740, before=None, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        listen(page, found)
        if before:
            before(page)
        page.goto(site + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert found == []


def second(page):
    return page.locator("audio").evaluate("each => each.currentTime")


def is_playing(page):
    return page.locator("audio").evaluate("each => !each.paused")


def wait_for(page, what, patience=10):
    """Until an expression holds. Asked from outside: Playwright's own way needs the policy off."""
    until = time.monotonic() + patience
    while not page.evaluate(what):
        assert time.monotonic() < until, f"{what}, at {second(page)} s"
        page.wait_for_timeout(50)


def turn(page, paths, number):
    return page.locator(f"#t-{paths['keys'][number]}")


def test_a_clock_plays_from_there_and_marks_its_turn(paths, open_page):
    page = open_page(paths["en"])
    turn(page, paths, 3).locator(".permalink").click()
    wait_for(page, "document.querySelector('audio').currentTime > 14.3")
    assert 14 <= second(page) < 18
    assert page.url.endswith(f"#t-{paths['keys'][3]}")
    [spoken] = page.locator(".turn[aria-current=true]").all()
    assert spoken.get_attribute("id") == f"t-{paths['keys'][3]}"
    assert "speaking" in spoken.get_attribute("class")


def test_the_mark_goes_on_with_the_recording(paths, open_page):
    page = open_page(paths["en"])
    page.locator("audio").evaluate(
        "each => { each.muted = true; each.currentTime = 9; each.play() }"
    )
    for number in (1, 2):
        key = paths["keys"][number]
        wait_for(page, f"document.querySelector('.speaking')?.id === 't-{key}'")
        assert page.locator(".speaking").count() == 1
    page.locator("audio").evaluate("each => { each.currentTime = 99.7 }")
    wait_for(page, "document.querySelector('audio').ended && !document.querySelector('.speaking')")


def test_a_recording_longer_than_one_answer_plays_to_its_end(paths, open_page):
    answers = []
    page = open_page(
        paths["en"],
        before=lambda page: page.on("response", lambda got: answers.append(got)),
    )
    assert not [each for each in answers if "/media/recordings/" in each.url]
    page.locator("audio").evaluate(
        "each => { each.playbackRate = 16; each.muted = true; each.play() }"
    )
    wait_for(page, "document.querySelector('audio').ended", 30)
    got = [each for each in answers if "/media/recordings/" in each.url]
    assert {each.status for each in got} == {206}
    assert len(got) >= 2


def test_the_page_stays_where_it_is_unless_the_reader_follows(paths, open_page):
    page = open_page(paths["en"], height=500)
    audio = page.locator("audio")
    audio.evaluate("each => { each.muted = true; each.play() }")
    wait_for(page, "!document.querySelector('audio').paused")
    before = page.evaluate("scrollY")
    audio.evaluate("each => { each.currentTime = 51 }")
    last = f"t-{paths['keys'][10]}"
    wait_for(page, f"document.querySelector('.speaking')?.id === '{last}'")
    assert page.evaluate("scrollY") == before
    page.get_by_label("Scroll along").check()
    wait_for(page, "scrollY > 0")
    shown = page.locator(f"#{last}").bounding_box()
    assert 0 < shown["y"] < 400
    # Not under the player, which stays in sight.
    player = page.locator(".recording").bounding_box()
    assert player["y"] + player["height"] <= shown["y"]
    audio.evaluate("each => { each.currentTime = 1 }")
    first = f"t-{paths['keys'][0]}"
    wait_for(page, f"document.querySelector('.speaking')?.id === '{first}'")
    assert 0 < page.locator(f"#{first}").bounding_box()["y"] < 400


@pytest.mark.parametrize(("address", "at", "number"),
                         [("#t=31.5", 31.5, 6), ("#t=0:54", 54, 11), ("#t=0:00:25", 25, 5)])  # fmt: skip
def test_an_address_begins_at_its_second(paths, open_page, address, at, number):
    asked = []
    page = open_page(
        paths["en"] + address,
        before=lambda page: page.on("request", lambda sent: asked.append(sent.url)),
    )
    assert page.locator(".speaking").get_attribute("id") == f"t-{paths['keys'][number]}"
    assert 0 <= page.locator(".speaking").bounding_box()["y"] < 740
    assert not is_playing(page)
    assert not [each for each in asked if "/media/" in each]
    page.locator("audio").evaluate("each => { each.muted = true; return each.play() }")
    wait_for(page, f"document.querySelector('audio').currentTime > {at}")
    assert at <= second(page) < at + 3


@pytest.mark.parametrize(
    "address", ["#t=", "#t=soon", "#t=-5", "#t=1e9", "#t=99999999999999", "#t"]
)
def test_an_address_that_says_no_second_changes_nothing(paths, open_page, address):
    page = open_page(paths["en"] + address)
    assert page.locator(".speaking").count() == 0
    assert page.evaluate("scrollY") == 0


def test_a_link_to_a_turn_lets_it_be_heard_from_there(paths, open_page):
    page = open_page(f"{paths['en']}#t-{paths['keys'][5]}")
    page.locator("audio").evaluate("each => { each.muted = true; return each.play() }")
    wait_for(page, "document.querySelector('audio').currentTime > 24.1")
    assert second(page) < 27


def test_a_link_in_the_page_does_not_lose_the_readers_place(paths, open_page):
    page = open_page(paths["en"])
    audio = page.locator("audio")
    audio.evaluate("each => { each.muted = true; each.currentTime = 40; return each.play() }")
    wait_for(page, "document.querySelector('audio').currentTime > 40")
    audio.evaluate("each => each.pause()")
    page.locator(".contents a").first.click()
    page.wait_for_timeout(200)
    assert second(page) > 40


def test_the_player_is_worked_by_keyboard_and_takes_no_keys_of_the_page(paths, open_page):
    page = open_page(paths["en"])
    page.locator("audio").evaluate("each => { each.muted = true }")
    page.locator("audio").focus()
    page.keyboard.press("Space")
    wait_for(page, "!document.querySelector('audio').paused")
    page.keyboard.press("Space")
    wait_for(page, "document.querySelector('audio').paused")
    page.get_by_role("button", name="Next passage").focus()
    page.keyboard.press("Enter")
    wait_for(page, "document.querySelector('audio').currentTime >= 4")
    page.keyboard.press("ArrowRight")
    wait_for(page, "document.querySelector('audio').currentTime >= 9")
    page.keyboard.press("ArrowLeft")
    wait_for(page, "document.querySelector('audio').currentTime < 9")
    page.get_by_role("button", name="Previous passage").press("Space")
    wait_for(page, "document.querySelector('audio').currentTime === 0")
    # Elsewhere the keys are the page's own.
    page.locator(".permalink").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.wait_for_timeout(200)
    assert (second(page), is_playing(page)) == (0, False)


def test_a_clock_with_a_key_held_is_an_ordinary_link(paths, open_page):
    page = open_page(paths["en"])
    with page.context.expect_page() as other:
        turn(page, paths, 3).locator(".permalink").click(modifiers=["Control"])
    other.value.close()
    assert not is_playing(page)
    assert page.locator(".speaking").count() == 0


def test_without_script_it_plays_and_clocks_are_links(paths, open_page):
    page = open_page(paths["en"], java_script_enabled=False)
    assert page.locator("audio").bounding_box()["height"] > 30
    assert page.locator(".along").is_hidden()
    turn(page, paths, 3).locator(".permalink").click()
    assert page.url.endswith(f"#t-{paths['keys'][3]}")
    assert page.locator(".turn:target").count() == 1


def test_it_is_whole_and_accessible_on_a_small_screen_and_from_the_right(paths, open_page):
    wrong = []
    folder = os.environ.get("SHOTS")
    for language in ("en", "ar"):
        for width, scheme in ((360, "light"), (1280, "dark")):
            page = open_page(paths[language], width=width, color_scheme=scheme, bypass_csp=True)
            page.locator("audio").evaluate("each => { each.muted = true }")
            for state in ("still", "playing"):
                if state == "playing":
                    page.locator(".clocked .permalink").nth(3).click()
                    wait_for(page, "document.querySelector('.playing')")
                    page.locator("audio").evaluate("each => each.pause()")
                for each in page.locator(":is(.along button, .along label):visible").all():
                    assert each.bounding_box()["height"] >= 44
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    wrong.append(f"{language} scrolls sideways at {width}, {state}")
                wrong += [
                    f"{language} {width} {state}: {each['id']} {[node['target'] for node in each['nodes']]}"
                    for each in Axe().run(page).response["violations"]
                ]
                if folder:
                    page.screenshot(path=str(Path(folder) / f"{language}-{width}-{state}.png"))
    assert wrong == []


def test_the_browser_sees_nothing_on_the_page_that_is_not_ours(paths, site, browser):
    visit = Visit(browser, site)
    assert visit.see(paths["en"]) == []
    visit.context.close()


def test_on_paper_no_heading_stands_over_a_player_that_is_not_there(paths, open_page):
    publisher = make_user(Role.PUBLISHER)
    bare = make_interview(
        by=publisher, title="Nothing but a file", transcript=transcript("Host", "Guest", WORDS),
        recording=Recording.objects.get(),
    )  # fmt: skip
    [entry] = verbs.publish(bare, by=publisher)
    for path, shown in ((entry.path, False), (paths["en"], True)):
        page = open_page(path)
        page.emulate_media(media="print")
        assert page.locator(".recording h2").is_visible() is shown
