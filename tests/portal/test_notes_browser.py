"""Reading with notes in a real browser: by keyboard, in the margin, folded, switched off, on paper."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from annotations.models import Annotation
from newsroom import verbs
from newsroom.models import Edition, Role
from tests.annotations.noting import make_note, make_source, make_verdict
from tests.making import make_article, make_interview, make_user

pytestmark = pytest.mark.browser

LONG = "It was dug by hand, and then by machines that nobody had seen there before. " * 6
BODY = (
    "The port of Aktau ships grain and oil to Baku.\n\n## How it began\n\n"
    "It opened in 1963, and was enlarged in 2018.\n\n- One\n- Two\n\n"
    + "\n\n".join(f"Paragraph {number}. {LONG}" for number in range(6))
)
# Where the lines of a folded note stand, without the words that unfold it.
LINES_OF = """details => {
  const lines = new Map();
  const texts = document.createTreeWalker(details, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (!texts.currentNode.data.trim() || texts.currentNode.parentElement.closest("summary")) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    for (const { top, bottom, left } of range.getClientRects()) {
      lines.set(Math.round(top), { top, bottom, left, words: texts.currentNode.data.trim() });
    }
  }
  return [...lines.values()];
}"""
SOURCE = {"title": "A report of some length about harbours", "publisher": "The Archive"}


@pytest.fixture
def site(transactional_db, live_server):
    """An article, an interview and an Arabic and a Chinese article with notes; paths by name."""
    publisher = make_user(Role.PUBLISHER)
    article = make_article(by=publisher, title="A port", slug="a-port", body=BODY)
    annotate(article, publisher, "Aktau", "opened in 1963", "enlarged in 2018")
    make_note(article, "grain", body=LONG, by=publisher)
    interview = make_interview(
        by=publisher, title="At the port", slug="talk",
        transcript="**Host:** Where are you from?\n\n**Guest:** From Aktau, which opened in 1963."
        "\n\n**Guest:** It was enlarged in 2018.\n\n**Host:** And then?\n\n**Guest:** Nothing.",
    )  # fmt: skip
    turn = [part for part in interview.read().parts if part.startswith("turn:")][1]
    annotate(interview, publisher, "Aktau", "opened in 1963", "which opened", part=turn)
    arabic = make_article(
        by=publisher, language="ar", title="الميناء", slug="الميناء",
        body="افتتح الميناء عام 1963 ثم وسع عام 2018. " * 4,
    )  # fmt: skip
    annotate(arabic, publisher, "الميناء", "عام 1963", "وسع عام 2018")
    chinese = make_article(
        by=publisher,
        language="zh",
        title="港口",
        slug="港口",
        body="港口于1963年开放，2018年扩建。" * 4,
    )
    annotate(chinese, publisher, "港口", "1963年开放", "2018年扩建")
    stories = [article, interview, arabic, chinese]
    verbs.publish(*stories, by=publisher)
    paths = {story.title: Edition.objects.get(story=story.pk).path for story in stories}
    check = Annotation.objects.get(story=article.pk, kind="check")
    paths["a check alone"] = f"{paths['A port']}notes/{check.key}/"
    return paths


def annotate(story, by, explained, borne_out, checked, part="body"):
    make_note(story, explained, body="A port on the **Caspian**.", part=part, by=by)
    source = make_source("https://example.org/archive", **SOURCE)
    make_note(story, borne_out, kind="source", source=source, part=part, by=by)
    make_note(story, checked, kind="check", body="So the harbour master.", part=part, by=by,
              verdict=make_verdict(), evidence=[source])  # fmt: skip


def listen(page, found):
    page.on("console", lambda said: found.append(said.text))


def visit(browser, url, *, width=1280, height=900, **how):
    context = browser.new_context(viewport={"width": width, "height": height}, **how)
    page = context.new_page()
    page.goto(url)
    return page


def test_pages_with_notes_are_quiet_accessible_and_whole(site, live_server, browser):
    found = []
    for width, scheme in ((360, "dark"), (1280, "light")):
        # axe puts its own script into the page: the policy is watched at the other width.
        axe = Axe() if width == 1280 else None
        for name, path in site.items():
            page = visit(browser, live_server.url + path, width=width, color_scheme=scheme,
                         bypass_csp=bool(axe))  # fmt: skip
            listen(page, found)
            page.reload()
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{name} scrolls sideways at {width}")
            for details in page.locator(".beside > details > summary:visible").all():
                details.click()
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{name} scrolls sideways at {width} when its notes are open")
            if axe:
                found += [
                    f"{name}: {each['id']} {[node['target'] for node in each['nodes']]}"
                    for each in axe.run(page).response["violations"]
                ]
            page.context.close()
    assert found == []


def boxes(page, selector):
    return [each.bounding_box() for each in page.locator(selector).all()]


@pytest.mark.parametrize("name", ["A port", "At the port", "الميناء", "港口"])
def test_wide_notes_stand_open_beside_their_words_and_over_nothing(
    site, live_server, browser, name
):
    page = visit(browser, live_server.url + site[name], java_script_enabled=False)
    asides = boxes(page, ".beside")
    assert page.locator(".beside .one:visible").count() == page.locator(".beside .one").count() >= 3
    text = page.locator(".text").bounding_box()
    for box in asides:
        if name == "الميناء":
            assert box["x"] + box["width"] <= text["x"] and box["x"] >= 0
        else:
            assert box["x"] >= text["x"] + text["width"] and box["x"] + box["width"] <= 1280
    for above, below in zip(asides, asides[1:], strict=False):
        assert above["y"] + above["height"] <= below["y"]
    first = page.locator(".noted").first.bounding_box()
    assert abs(first["y"] - asides[0]["y"]) < 30
    page.context.close()


def test_margin_notes_move_no_line_of_the_text(site, live_server, browser):
    page = visit(browser, live_server.url + site["At the port"], java_script_enabled=False)
    # Nothing opens under a short turn whose notes are long.
    one, other = boxes(page, ".turn")[1:3]
    assert other["y"] - one["y"] - one["height"] < 45
    words = page.locator(".turn").nth(1).locator(".words").bounding_box()
    assert words["height"] < 120
    number = page.locator(".turn").nth(1).locator(".permalink").bounding_box()
    assert words["x"] >= number["x"] + number["width"]
    page.context.close()


def test_on_a_phone_notes_are_one_line_until_they_are_opened(site, live_server, browser):
    page = visit(browser, live_server.url + site["A port"], width=360, java_script_enabled=False)
    aside = page.locator(".beside").nth(1)
    assert aside.locator("> details > summary").inner_text() == "1 source, 1 check"
    assert aside.bounding_box()["height"] < 50
    paragraph = page.locator(".noted > p").nth(1).bounding_box()
    assert aside.bounding_box()["y"] >= paragraph["y"] + paragraph["height"]
    aside.locator("> details > summary").click()
    assert aside.get_by_text("Checked: True").is_visible()
    page.context.close()


def test_a_reference_opens_the_note_it_leads_to_and_the_note_leads_back(site, live_server, browser):
    page = visit(browser, live_server.url + site["A port"], width=360, java_script_enabled=False)
    reference = page.locator(".noteref.source")
    assert reference.get_attribute("aria-label") == "Note 3, source"
    reference.click()
    note = page.locator(".one.source:target")
    assert note.get_by_text("A report of some length").is_visible()
    note.get_by_role("link", name="Back to the words").click()
    assert page.locator("mark.source:target").inner_text() == "opened in 1963"
    page.context.close()


def test_an_explanation_opens_by_keyboard_and_closes_with_escape(site, live_server, browser):
    page = visit(browser, live_server.url + site["A port"], java_script_enabled=False)
    button = page.get_by_role("button", name="Note 1, explanation")
    said = page.locator(".said", has_text="Caspian").first
    button.focus()
    page.keyboard.press("Enter")
    assert page.locator(".said:popover-open").count() == 1
    box, word = said.bounding_box(), button.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= 900
    assert abs(box["y"] - word["y"]) < 100, "it opens at its word"
    said.hover()
    assert page.locator(".said:popover-open").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".said:popover-open").count() == 0
    assert button.evaluate("each => document.activeElement === each")
    # Without being asked for it stands in the list.
    assert said.is_visible()
    page.context.close()


def test_the_number_of_an_explanation_never_begins_a_line(site, live_server, browser):
    page = visit(browser, live_server.url + site["A port"])
    alone = page.evaluate(
        """() => {
          const number = document.querySelector(".noteref.explain");
          const [block, words] = [number.closest("p"), number.previousElementSibling];
          const alone = [];
          for (let width = 120; width < 400; width += 1) {
            block.style.inlineSize = `${width}px`;
            const line = [...words.getClientRects()].at(-1);
            if (number.getBoundingClientRect().top > line.bottom) alone.push(width);
          }
          return alone;
        }"""
    )
    assert alone == []
    page.context.close()


def test_notes_are_switched_off_by_keyboard_and_kind_by_kind(site, live_server, browser):
    page = visit(browser, live_server.url + site["A port"], java_script_enabled=False)
    group = page.get_by_role("group", name="Notes")
    group.get_by_role("checkbox", name="1 check").focus()
    page.keyboard.press("Space")
    assert page.locator(".noteref.check:visible, .beside .check:visible").count() == 0
    assert page.locator(".noteref.source:visible").count() == 1
    group.get_by_role("checkbox", name="Read without notes").focus()
    page.keyboard.press("Space")
    assert page.locator(".noteref:visible, .beside:visible").count() == 0
    line = page.locator("mark.explain").first
    assert line.evaluate("each => getComputedStyle(each).textDecorationLine") == "none"
    page.keyboard.press("Space")
    assert page.locator(".noteref.explain:visible").count() == 2
    page.context.close()


def test_a_long_note_is_six_lines_until_more_is_asked_for(site, live_server, browser):
    page = visit(browser, live_server.url + site["A port"], java_script_enabled=False)
    long = page.locator(".one", has=page.locator(".long")).first
    folded = long.bounding_box()["height"]
    assert folded < 12 * 20
    long.get_by_text("More").click()
    assert long.bounding_box()["height"] > folded + 100
    page.context.close()


def test_a_folded_note_ends_with_a_whole_line_whatever_it_is_made_of(site, live_server, browser):
    """Ten short items are more than six lines, and no line or bullet of them is cut in half."""
    article = make_article(slug="a-list", body="The port ships grain.")
    said = (
        "- wheat\n- barley\n- rye\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n## Oats\n\n- maize\n- rice"
    )
    make_note(article, "grain", body=said)
    verbs.publish(article, by=make_user(Role.PUBLISHER))
    page = visit(browser, f"{live_server.url}/articles/a-list/")
    folded = page.locator(".beside .long")
    more = folded.get_by_text("More").bounding_box()["y"]
    lines = page.evaluate(LINES_OF, folded.element_handle())
    assert len([line for line in lines if line["bottom"] <= more + 1]) == 6
    assert not [line for line in lines if line["top"] + 4 < more < line["bottom"] - 4]
    indent = folded.locator("ul").first.evaluate(
        "ul => parseFloat(getComputedStyle(ul).paddingLeft)"
    )
    assert indent >= 16  # or what folds the note cuts its bullets
    page.context.close()


def test_listed_notes_have_the_numbers_that_stand_in_the_text(site, live_server, browser):
    page = visit(browser, live_server.url + site["A port"])
    page.emulate_media(media="print")
    shown = page.locator(".notes > ol > li").evaluate_all(
        "notes => notes.map(note => [note.value, getComputedStyle(note, '::before').content])"
    )
    numbers = page.locator(".noteref").evaluate_all("refs => refs.map(ref => ref.dataset.n)")
    assert shown and {number for number, _ in shown} <= set(map(int, numbers))
    # Not by a marker that is counted: of 4,000 notes it took Chromium 9 s.
    assert [drawn for _, drawn in shown] == [f'"{number}."' for number, _ in shown]
    page.context.close()


def test_paper_has_the_notes_at_the_end_alone(site, live_server, browser):
    page = visit(browser, live_server.url + site["A port"])
    page.emulate_media(media="print")
    assert page.locator(".beside:visible, .switches:visible").count() == 0
    listed = page.locator(".notes")
    assert listed.get_by_text("So the harbour master.").is_visible()
    assert listed.get_by_text("Caspian").first.is_visible()
    page.context.close()
