"""Turns in a real browser: their own page, the anchors of those that are gone, one speaker alone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from newsroom import saving, verbs
from newsroom.models import Role
from tests.making import make_interview, make_person, make_user

pytestmark = pytest.mark.browser

LONG = ("They come by hand, and in two laws. " * 12).strip()
TRANSCRIPT = "\n\n".join(
    f"**Host:** What is the slowest part of night {number}?\n\n"
    f"**Guest:** On night {number} it is the papers. {LONG}"
    for number in range(6)
)


@pytest.fixture
def site(transactional_db, live_server):
    """An interview whose second answer was taken out, and an Arabic one; paths by name."""
    publisher = make_user(Role.PUBLISHER)
    guest = make_person("Aigerim Bekova", slug="aigerim-bekova", sort_name="Bekova, Aigerim")
    interview = make_interview(
        by=publisher, title="A queue that moves", slug="queue", transcript=TRANSCRIPT
    )
    interview.speakers.filter(label="Guest").update(person=guest, described_as="shift supervisor")
    arabic = make_interview(
        by=publisher, language="ar", title="طابور يتحرك", slug="طابور",
        transcript="**المحاور:** ما أبطأ شيء؟\n\n**الضيف:** الأوراق أبطأ من كل شيء في هذه المحطة.",
    )  # fmt: skip
    verbs.publish(interview, arabic, by=publisher)
    keys = interview.turn_keys()
    interview.refresh_from_db()
    interview.transcript = interview.transcript.replace(
        f"**Guest:** On night 1 it is the papers. {LONG}\n\n", ""
    )
    saving.save(interview, by=publisher)
    verbs.publish(interview, by=publisher)
    assert keys[3] not in interview.turn_keys()
    path = "/interviews/queue/"
    return {
        "turn": f"{path}turns/{keys[5]}/",
        "turn in Arabic": f"/ar/interviews/طابور/turns/{arabic.turn_keys()[1]}/",
        "turn taken out": f"{path}turns/{keys[3]}/",
        "place of it": f"{path}#t-{keys[3]}",
        "who speaks": f"{path}#voices",
        "one speaker": f"{path}?speaker=aigerim-bekova",
        "what they said": "/people/aigerim-bekova/said/",
        "narrowed search": "/search/?q=papers&speaker=aigerim-bekova",
    }


def listen(page, found):
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)


def test_pages_are_quiet_accessible_and_whole_on_a_small_screen(site, live_server, browser):
    found = []
    for width, scheme in ((360, "dark"), (1280, "light")):
        # axe puts its own script into the page: the policy is watched at the other width.
        axe = Axe() if width == 1280 else None
        context = browser.new_context(
            viewport={"width": width, "height": 740}, color_scheme=scheme, bypass_csp=bool(axe)
        )
        page = context.new_page()
        listen(page, found)
        for name, path in site.items():
            page.goto(live_server.url + path)
            found[:] = [each for each in found if "410" not in each]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{name} scrolls sideways at {width}")
            if axe:
                found += [
                    f"{name}: {each['id']} {[node['target'] for node in each['nodes']]}"
                    for each in axe.run(page).response["violations"]
                ]
        context.close()
    assert found == []


def test_place_of_a_turn_that_is_gone_says_so_only_to_who_comes_for_it(site, live_server, browser):
    page = browser.new_page(java_script_enabled=False)
    page.goto(live_server.url + site["place of it"])
    sentence = page.locator(".gone:target p")
    assert sentence.is_visible() and "not in the text any more" in sentence.inner_text()
    sentence.get_by_role("link").click()
    assert "It could be read until" in page.locator("main").inner_text()
    page.goto(live_server.url + site["who speaks"])
    assert page.locator(".gone p:visible").count() == 0
    page.close()


def test_number_of_a_turn_leads_to_its_address_and_from_there_back(site, live_server, browser):
    page = browser.new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(live_server.url + "/interviews/queue/")
    link = page.locator(f'.permalink[href="{site["turn"]}"]')
    assert link.is_visible()
    link.click()
    assert page.url == live_server.url + site["turn"]
    page.get_by_role("link", name="Read on in the interview").click()
    assert page.locator(".turn:target .followed").is_visible()
    page.close()


def test_one_click_selects_a_whole_reference(site, live_server, browser):
    page = browser.new_page(java_script_enabled=False)
    page.goto(live_server.url + site["turn"])
    reference = page.locator(".ready").nth(3)
    reference.click(position={"x": 8, "y": 8})
    selected = page.evaluate("getSelection().toString()")
    assert selected.strip() == reference.inner_text().strip()
    page.close()


def test_words_of_the_quotation_are_marked_in_the_interview(site, live_server, browser):
    page = browser.new_page()
    page.goto(live_server.url + site["turn"])
    page.get_by_role("link", name="These words, marked in the interview").click()
    page.locator("#voices").wait_for()
    # The browser found the words: they are the target, and no longer the whole turn.
    turn = page.evaluate("document.querySelector(':target').closest('.turn').id")
    assert turn == f"t-{site['turn'].split('/')[-2]}"
    assert page.locator(".turn:target").count() == 0
    page.close()


def test_paper_shows_turns_with_their_keys_and_nothing_to_press(site, live_server, browser):
    page = browser.new_page()
    page.emulate_media(media="print")
    page.goto(live_server.url + "/interviews/queue/")
    for chrome in ("header.site", "footer.site", ".contents", ".gone", ".share a"):
        assert page.locator(f"{chrome}:visible").count() == 0, chrome
    turn = page.locator(".turn").nth(2)
    key = turn.evaluate("each => getComputedStyle(each, '::after').content")
    assert "t-" in key or "attr(id)" in key
    page.close()


def test_question_is_semibold_in_its_last_paragraph_if_that_is_short(
    transactional_db, live_server, page
):
    publisher = make_user(Role.PUBLISHER)
    transcript = (
        "**Host:** Short?\n\n**Guest:** Yes.\n\nStill.\n\n> [original: kk] Иә.\n\n"
        f"**Host:** {LONG}\n\nSo, why?\n\n> [original: kk] Неге?\n\n**Guest:** So.\n\n**Host:** {LONG}"
    )
    verbs.publish(make_interview(by=publisher, slug="asked", transcript=transcript), by=publisher)
    page.goto(f"{live_server.url}/interviews/asked/")
    weights = page.locator(".words > p").evaluate_all(
        "all => all.map(each => getComputedStyle(each).fontWeight)"
    )
    assert weights == ["600", "400", "400", "400", "400", "600", "400", "400", "400"]


def test_paper_has_the_addresses_of_links_and_nothing_larger_than_the_text(
    transactional_db, live_server, page
):
    publisher = make_user(Role.PUBLISHER)
    transcript = (
        "**Host:** Why?\n\n**Guest:** See [there](https://a.example/x). [1](https://b.example/)"
    )
    verbs.publish(make_interview(by=publisher, slug="paper", transcript=transcript), by=publisher)
    page.emulate_media(media="print")
    page.goto(f"{live_server.url}/interviews/paper/")
    link = page.get_by_role("link", name="there")
    after = link.evaluate("each => getComputedStyle(each, '::after').content")
    assert after not in {"none", "normal"}
    sizes = page.locator(".words p, .voices li, .sources li").evaluate_all(
        "all => all.map(each => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert max(sizes) <= 11 / 72 * 96 + 0.1
