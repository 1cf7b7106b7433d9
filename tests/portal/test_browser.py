"""The readers' pages in a real browser: quiet, accessible, whole at 360 px."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from newsroom import verbs
from newsroom.models import RelatedStory, Role
from tests.making import make_article, make_interview, make_person, make_topic, make_user

pytestmark = pytest.mark.browser

BODY = (
    "Rails are 1,435 millimetres apart. [1](https://example.org/a-very-long-address/that-does-not"
    "/break-anywhere-at-all-and-goes-on) " + "The difference is the width of a hand. " * 20 + "\n\n"
    "## What a dry port does\n\n| Step | What is waited for | Who waits | How long |\n|---|---|---|---|\n"
    "| Papers | The customs declaration | Everybody | Hours |\n\n- One\n- Two\n\n"
    "## Why not one gauge?\n\nAveryveryveryveryveryveryveryveryverylongwordwithoutanybreakinit."
)
TRANSCRIPT = "\n\n".join(
    f"**Host:** What is the slowest part of night number {number}?\n\n"
    f"**Guest:** On night {number} it is the papers. " + "They come by hand, and in two laws. " * 8
    for number in range(12)
)


@pytest.fixture
def site(transactional_db, live_server):
    """A few published pieces; their paths by name."""
    publisher = make_user(Role.PUBLISHER)
    section = make_topic(name="Lines", names={"ar": "خطوط"}, slug="lines")
    author = make_person("Ada Lin", slug="ada-lin", biography="Writes of railways.")
    article = make_article(
        by=publisher, title="Two railways", section=section, people=(author,), body=BODY
    )
    interview = make_interview(
        by=publisher, title="A queue that moves", section=section, transcript=TRANSCRIPT
    )
    arabic = make_article(
        by=publisher, language="ar", title="سكتان للحديد", section=section,
        body="وصل قطار البضائع. [1](https://example.org/)\n\n## أين\n\nهنا.\n\n## لماذا\n\nلأن.",
        translation_of=article,
    )  # fmt: skip
    arabic_interview = make_interview(
        by=publisher, language="ar", title="طابور يتحرك", section=section,
        transcript="**المحاور:** ما أبطأ شيء؟\n\n**الضيف:** الأوراق أبطأ من كل شيء في هذه المحطة.",
    )  # fmt: skip
    RelatedStory.objects.create(story=article, target=interview, label="What is slowest?")
    entries = verbs.publish(article, interview, arabic, arabic_interview, by=publisher)
    paths = [entry.path for entry in entries]
    turn = interview.turn_keys()[9]
    return {
        "front": "/", "article": paths[0], "interview": paths[1], "search": "/search/?q=papers",
        "person": "/people/ada-lin/", "list": "/articles/", "missing": "/nothing/",
        "front in Arabic": "/ar/", "article in Arabic": paths[2],
        "interview in Arabic": paths[3], "search in Arabic": "/ar/search/?q=الأوراق",
        "turn": f"{paths[1]}#t-{turn}",
    }  # fmt: skip


def listen(page, found):
    """Write down what the browser complains of: errors of scripts, and of the policy."""
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))


def test_pages_are_quiet_accessible_and_whole_on_a_small_screen(site, live_server, browser):
    found = []
    # axe puts its own script into the page: the policy is watched in the other context.
    for width, axe in ((360, None), (1280, Axe())):
        context = browser.new_context(
            viewport={"width": width, "height": 740}, bypass_csp=axe is not None
        )
        page = context.new_page()
        listen(page, found)
        for name, path in site.items():
            page.goto(live_server.url + path)
            if name == "missing":
                found[:] = [each for each in found if "404" not in each]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{name} scrolls sideways at {width}")
            if axe:
                found += [
                    f"{name}: {each['id']} {[node['target'] for node in each['nodes']]}"
                    for each in axe.run(page).response["violations"]
                ]
        context.close()
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_linked_turn_says_that_a_link_led_there(site, live_server, browser, scheme):
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, color_scheme=scheme, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(live_server.url + site["turn"])
    turn = page.locator(".turn:target")
    assert turn.locator(".followed").is_visible()
    assert page.locator(".turn:not(:target) .followed:visible").count() == 0
    assert 0 < turn.bounding_box()["y"] < 600
    ground = turn.evaluate("each => getComputedStyle(each).backgroundColor")
    assert ground == {"light": "rgb(251, 233, 176)", "dark": "rgb(74, 60, 18)"}[scheme]
    turn.get_by_role("link", name="From the start").click()
    assert page.url.endswith("#top")
    context.close()


def test_keyboard_comes_to_the_text_first(site, live_server, browser):
    page = browser.new_page()
    page.goto(live_server.url + site["article"])
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Go to the text"
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.close()


@pytest.mark.parametrize("name", ["article", "article in Arabic"])
def test_ring_round_a_focused_entry_of_the_contents_is_whole(site, live_server, browser, name):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(live_server.url + site[name])
    room = page.locator(".contents").bounding_box()
    last = page.locator(".contents a").last.bounding_box()
    ring = 5  # 3 px, and 2 between
    assert last["y"] + last["height"] + ring <= room["y"] + room["height"]
    assert last["x"] - ring >= room["x"]
    assert last["x"] + last["width"] + ring <= room["x"] + room["width"]
    page.close()


def test_source_leads_there_and_back(site, live_server, browser):
    page = browser.new_page(java_script_enabled=False)
    page.goto(live_server.url + site["article"])
    page.locator(".ref a").first.click()
    assert page.locator("li:target").count() == 1
    page.locator("li:target .back").click()
    assert page.locator(".ref a:target, .ref:target").count() == 1
    page.close()


def test_page_asks_for_its_sheet_and_at_most_two_fonts(site, live_server, browser):
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append((request.resource_type, request.url)))
    page.goto(live_server.url + site["article"], wait_until="networkidle")
    kinds = [kind for kind, _ in asked]
    assert kinds.count("stylesheet") == 1 and kinds.count("script") == 0
    assert kinds.count("font") <= 2
    assert all(url.startswith(live_server.url) for _, url in asked)
    page.close()
