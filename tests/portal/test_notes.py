"""A piece with its notes as readers have it: what is marked, what stands beside it and at the end."""

from __future__ import annotations

import re

import pytest

from annotations import verbs as notes
from annotations.verbs import Content
from bench.verdicts import wrong_in
from newsroom import saving, verbs
from newsroom.models import Role
from prose.weaving import without_notes
from tests.annotations.noting import make_note, make_source, make_verdict
from tests.making import make_article, make_interview, make_user

pytestmark = pytest.mark.django_db

ARTICLE = "/articles/a-port/"
BODY = (
    "The port of [Aktau](https://example.org/aktau) ships grain and *oil*.\n\n"
    "## How it began\n\n- It opened in 1963.\n- It was enlarged in 2018.\n\n"
    "Grain goes [9](https://example.org/report) to Baku."
)


def page(reader, path, status=200):
    response = reader.get(path)
    assert response.status_code == status, response.content.decode()[:300]
    return response.content.decode()


@pytest.fixture
def port(publisher):
    """An article with a note of each kind for readers."""
    article = make_article(by=publisher, title="A port", slug="a-port", body=BODY)
    make_note(article, "Aktau", body="A port on the **Caspian**.", by=publisher)
    source = make_source("https://example.org/opening", publisher="The Archive", title="Opening")
    make_note(article, "opened in 1963", kind="source", source=source, by=publisher)
    make_note(
        article, "It was enlarged in 2018", kind="check", body="So the harbour master.",
        verdict=make_verdict(), evidence=[make_source()], by=publisher,
    )  # fmt: skip
    return article


def key_of(edition, words):
    return next(
        note["mark"].removeprefix("on-") for note in edition.record["notes"]
        if note["exact"] == words and note["origin"] == "hand"
    )  # fmt: skip


def test_words_are_marked_and_their_reference_leads_to_the_note(reader, published, port):
    edition = published(port)
    html = page(reader, ARTICLE)
    key = key_of(edition, "opened in 1963")
    assert (
        f'<mark class="note source" id="on-{key}" aria-details="note-{key}">opened in 1963</mark>'
        f'<a class="noteref source" href="#note-{key}" role="doc-noteref" data-n="3" '
        'aria-label="Note 3, source"></a>.'
    ) in html
    assert html.count(f'id="note-{key}"') == 1
    assert f'href="#on-{key}"' in html


def test_a_reference_stands_outside_of_the_link_that_its_words_are_in(reader, published, port):
    published(port)
    html = page(reader, ARTICLE)
    assert re.search(r'Aktau</mark></a><button type="button" class="noteref explain"', html)
    links = re.findall(r"<a\b.*?</a>", html.partition('class="prose"')[2], re.DOTALL)
    assert all(each.count("<a ") == 1 and "<button" not in each for each in links)


def test_an_explanation_opens_at_its_word(reader, published, port):
    edition = published(port)
    html = page(reader, ARTICLE)
    key = key_of(edition, "Aktau")
    assert f'popovertarget="said-{key}"' in html
    assert html.count(f'id="said-{key}" popover="auto"') == 1
    said = html.partition(f'id="said-{key}"')[2].partition("</div>")[0]
    assert "<dfn><bdi>Aktau</bdi></dfn>" in said and "<strong>Caspian</strong>" in said


def test_notes_stand_after_the_block_that_ends_their_words(reader, published, port):
    published(port)
    html = page(reader, ARTICLE)
    blocks = re.findall(r'</(p|ul)><aside class="beside".*?<summary>(.*?)</summary>', html)
    assert blocks == [("p", "1 explanation"), ("ul", "1 source, 1 check")]


def test_a_check_says_its_verdict_its_evidence_and_whose_it_is_and_when(reader, published, port):
    edition = published(port)
    html = page(reader, ARTICLE)
    key = key_of(edition, "It was enlarged in 2018")
    beside = html.partition(f'id="note-{key}"')[2].partition("</aside>")[0]
    assert "<b>Checked: True</b>" in beside and "So the harbour master." in beside
    assert 'href="https://example.org/report"' in beside
    checked_by = edition.record["notes"][-1]["checked_by"]
    assert re.search(rf"Checked by {checked_by}, \d+ \w+ 20\d\d", beside)


def test_without_its_notes_the_text_is_the_same(port, publisher):
    record = port.freeze()
    with_notes = port.derive(record)
    record["notes"] = [note for note in record["notes"] if note["origin"] != "hand"]
    without = port.derive(record)
    assert with_notes.texts == without.texts
    assert with_notes.passages == without.passages

    def words(html):
        return re.search(r'<div class="prose" data-part="body">(.*)</div>\n', html, re.DOTALL)[1]

    assert words(without.html) in without_notes(with_notes.html)
    assert words(with_notes.html) != words(without.html)


def test_each_kind_that_a_piece_has_can_be_switched_off_and_no_other(reader, published, publisher):
    article = make_article(by=publisher, slug="a-port", body=BODY)
    published(article)
    assert "switches" not in page(reader, ARTICLE)
    make_note(article, "Aktau")
    make_note(article, "oil")
    published(article)
    switches = re.search(r"<fieldset.*?</fieldset>", page(reader, ARTICLE))[0]
    labels = [each.strip() for each in re.findall(r"<input[^>]*>(.*?)</label>", switches)]
    assert labels == ["Read without notes", "2 explanations"]


def test_all_notes_are_listed_at_the_end_by_their_numbers(reader, published, port):
    edition = published(port)
    html = page(reader, ARTICLE)
    listed = re.findall(r'<li class="(\w+)" id="listed-\w+" value="(\d+)">', html)
    assert listed == [("explain", "2"), ("check", "4")]
    # A source without words of its own is in the list of sources, and that leads to its place.
    sources = html.partition('<section class="sources"')[2]
    assert f'href="#on-{key_of(edition, "opened in 1963")}"' in sources


def test_notes_in_an_interview_stand_in_their_turn(reader, published, publisher):
    story = make_interview(
        by=publisher, slug="talk", transcript="**Host:** Who?\n\n**Guest:** From Aktau, by sea."
    )
    part = list(story.read().parts)[-1]
    make_note(story, "Aktau", part=part)
    edition = published(story)
    html = page(reader, "/interviews/talk/")
    words = html.partition(f'data-part="{part}"')[2]
    assert words.index('class="note explain"') < words.index('class="beside"')
    assert words.index('class="beside"') < words.index('<section class="notes"')
    note = page(reader, f"{edition.path}notes/{key_of(edition, 'Aktau')}/")
    assert '<p class="speaker"><bdi>Guest</bdi></p>' in note
    assert "Read on in the interview" in note


def test_a_piece_with_notes_asks_the_database_no_more(
    reader, published, port, django_assert_num_queries
):
    published(port)
    page(reader, ARTICLE)
    with django_assert_num_queries(3):
        page(reader, ARTICLE)


def test_a_page_with_notes_nests_as_html_has_to(reader, published, port, publisher):
    make_note(port, "began", body="## A heading\n\n- and\n- a list", by=publisher)
    make_note(port, "opened in 1963.\nIt was", by=publisher)
    edition = published(port)
    for path in (ARTICLE, *(f"{ARTICLE}notes/{note.key}/" for note in edition.notes.all())):
        html = page(reader, path)
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids))
        pointed_at = re.findall(r' (?:aria-details|popovertarget)="([^"]+)"|href="#([^"]+)"', html)
        assert {one or other for one, other in pointed_at} <= {*ids, "top"}
        assert wrong_in(html) == []
        assert wrongly_nested(html) == []


# What a paragraph or a heading may hold, and what may not be in itself, as HTML has it.
BLOCKS = {"p", "div", "aside", "ul", "ol", "li", "section", "details", "fieldset", "h2", "table"}
VOID = {"meta", "link", "br", "hr", "img", "input"}


def wrongly_nested(html):
    """Elements where a browser would close another to make room for them, or find none to close."""
    wrong, opened = [], []
    for closing, name in re.findall(r"<(/?)([a-z][a-z0-9]*)\b", html):
        if name in VOID:
            continue
        if closing:
            if not opened or opened.pop() != name:
                wrong.append(f"</{name}>")
            continue
        if name in BLOCKS and {"p", "h2", "summary", "a", "button", "mark"} & set(opened):
            wrong.append(f"<{name}> in {opened[-1]}")
        if name in {"a", "button", "summary"} and {"a", "button"} & set(opened):
            wrong.append(f"<{name}> in {opened}")
        opened.append(name)
    return wrong


def test_the_feed_has_the_notes_at_the_end_and_nothing_that_needs_a_style(reader, published, port):
    published(port)
    feed = page(reader, "/feed.xml")
    assert "So the harbour master." in feed and "<strong>Caspian</strong>" in feed.replace(
        "&lt;", "<"
    ).replace("&gt;", ">")
    for each in ("noteref", "beside", "switches", "popover"):
        assert f'class="{each}' not in feed and f"{each}=" not in feed, each


def test_numbers_in_a_note_are_links_and_not_the_sources_of_the_piece(reader, published, publisher):
    article = make_article(by=publisher, slug="a-port", body=BODY)
    make_note(article, "oil", body="See [1](https://example.org/else) and.[^a]\n\n[^a]: A book.")
    published(article)
    html = page(reader, ARTICLE)
    assert '<a href="https://example.org/else" rel="noopener">1</a> and. (A book.)' in html


# Its own page


def test_a_note_has_a_page_with_its_passage_and_all_it_says(reader, published, port):
    edition = published(port)
    key = key_of(edition, "It was enlarged in 2018")
    html = page(reader, f"{ARTICLE}notes/{key}/")
    assert '<p class="passage"><mark>It was enlarged in 2018</mark>.</p>' in html
    assert "<title>Checked: True: It was enlarged in 2018" in html
    assert "The evidence bears out" in html or "meaning" not in html
    assert 'href="https://example.org/report"' in html
    assert re.search(rf'<link rel="canonical" href="https?://[^/"]+{ARTICLE}">', html)
    assert f'property="og:url" content="http://127.0.0.1:8000{ARTICLE}notes/{key}/"' in html
    assert f'href="{ARTICLE}#on-{key}">Read on in the article' in html
    before = key_of(edition, "opened in 1963")
    assert f'rel="prev" href="{ARTICLE}notes/{before}/"' in html and 'rel="next"' not in html


def test_its_passage_is_shown_without_reference_numbers(reader, published, publisher):
    article = make_article(by=publisher, slug="a-port", body=BODY)
    make_note(article, "to Baku")
    edition = published(article)
    html = page(reader, f"{ARTICLE}notes/{key_of(edition, 'to Baku')}/")
    assert "Grain goes <mark>to Baku</mark>." in html


def test_number_of_queries_of_a_note_does_not_grow(
    reader, published, port, django_assert_num_queries
):
    edition = published(port)
    path = f"{ARTICLE}notes/{key_of(edition, 'Aktau')}/"
    page(reader, path)
    with django_assert_num_queries(2):
        page(reader, path)
    for word in ("ships", "grain", "oil", "Baku"):
        make_note(port, word)
    verbs.publish_notes(port, by=make_user())
    with django_assert_num_queries(2):
        page(reader, path)


def test_a_note_that_was_taken_out_says_so_and_one_that_never_was_is_not_found(
    reader, published, port, publisher
):
    edition = published(port)
    key = key_of(edition, "Aktau")
    held = make_note(port, "grain", hold=True, body="SECRET")
    notes.remove(port.annotations.get(exact="Aktau"), by=publisher)
    verbs.publish_notes(port, by=publisher)
    html = page(reader, f"{ARTICLE}notes/{key}/", status=410)
    assert "This note is not in the piece any more" in html and "Caspian" not in html
    assert f'href="{ARTICLE}"' in html
    page(reader, f"{ARTICLE}notes/{held.key}/", status=404)
    page(reader, f"{ARTICLE}notes/000000000000/", status=404)
    page(reader, "/articles/nothing/notes/000000000000/", status=404)


def test_a_note_of_a_moved_piece_leads_to_its_new_address(reader, published, port, publisher):
    edition = published(port)
    key = key_of(edition, "Aktau")
    port.refresh_from_db()
    port.slug = "the-port"
    saving.save(port, by=publisher)
    published(port)
    response = reader.get(f"{ARTICLE}notes/{key}/")
    assert (response.status_code, response["Location"]) == (301, f"/articles/the-port/notes/{key}/")
    page(reader, response["Location"])


@pytest.mark.parametrize("end", ["withdraw", "retract", "take_down"])
def test_a_note_of_a_piece_that_is_gone_says_what_the_piece_says(
    reader, published, port, publisher, end
):
    edition = published(port)
    path = f"{ARTICLE}notes/{key_of(edition, 'Aktau')}/"
    if end == "withdraw":
        verbs.withdraw(port, by=publisher)
    elif end == "retract":
        verbs.retract(port, by=publisher, note="It was made up.")
    else:
        verbs.take_down(port, by=make_user(Role.ADMINISTRATOR), note="A court asked.")
    html = page(reader, path, status=410)
    assert html == page(reader, ARTICLE, status=410)
    assert "Caspian" not in html


def test_words_of_a_note_are_shown_as_words(reader, published, publisher):
    article = make_article(by=publisher, slug="a-port", body='One "><script>alert(1)</script> two.')
    source = make_source(title='"><b>T</b>', publisher="<i>P</i>")
    hostile = '"><script>alert(1)</script>'
    make_note(article, "One", body=hostile)
    make_note(article, "two", kind="check", body=hostile, verdict=make_verdict("<b>V</b>"),
              evidence=[source])  # fmt: skip
    edition = published(article)
    for path in (ARTICLE, *(f"{ARTICLE}notes/{note.key}/" for note in edition.notes.all())):
        html = page(reader, path)
        assert "<script>alert" not in html and "<b>T" not in html and "<b>V" not in html
        assert not re.search(r"<style|\sstyle=", html)


@pytest.mark.parametrize(("language", "said"), [("zh", "2条释义"), ("ar", "شرحان")])
def test_every_language_has_its_own_words_for_notes(reader, published, publisher, language, said):
    words = {"zh": "铁路与港口。", "ar": "السكة والميناء."}[language]
    article = make_article(by=publisher, language=language, title=words, slug="", body=words)
    make_note(article, words[:2])
    make_note(article, words[-3:-1])
    edition = published(article)
    html = page(reader, edition.path)
    assert said in html
    for english in ("explanation", "Explanation", "Read without notes", "Back to", "This note"):
        assert english not in html
    note = page(reader, f"{edition.path}notes/{edition.notes.first().key}/")
    for english in ("Explanation", "Read on", "Note by", "Next note"):
        assert english not in note


def test_the_preview_shows_the_notes_as_readers_will_see_them(client, published, port, publisher):
    client.force_login(publisher)
    preview = client.get(f"/admin/desk/preview/article/{port.pk}/").content.decode()
    edition = published(port)
    live = client.get(ARTICLE).content.decode()
    text = re.compile(r'<fieldset class="switches">.*?<section class="sources"', re.DOTALL)
    assert key_of(edition, "Aktau") in preview
    assert text.search(preview)[0] == text.search(live)[0]


def test_a_verdict_that_changes_is_published_anew(reader, published, port, publisher):
    edition = published(port)
    check = port.annotations.get(kind="check")
    notes.rewrite(check, Content(body="No.", verdict=make_verdict("False", 1)), by=publisher)
    verbs.publish_notes(port, by=publisher)
    html = page(reader, f"{ARTICLE}notes/{key_of(edition, 'It was enlarged in 2018')}/")
    assert "Checked: False" in html and "So the harbour master." not in html
