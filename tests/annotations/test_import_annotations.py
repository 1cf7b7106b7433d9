"""Web Annotations brought in a file: placed where their words certainly are, and made once."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import verbs as noting
from annotations.choosing import AsRead
from annotations.importing import place_of
from annotations.models import Source, Term
from annotations.sourcing import publication_key
from annotations.web_annotations import Quoted
from newsroom.models import Edition, Role
from newsroom.verbs import publish
from prose.marks import Unmarked
from tests.annotations.bringing import by_hand, quoting
from tests.annotations.noting import make_note, make_source, make_verdict
from tests.making import make_article, make_interview, make_user

pytestmark = pytest.mark.django_db

BODY = (
    "Grain 🌾 [9](https://example.org/grain). Oil is cheap, they say.\n\n"
    "The port of Aktau opened, and the port of Baku opened too. They ship grain."
)


@pytest.fixture
def noted(publisher):
    article = make_article(by=publisher, slug="ports", body=BODY)
    report = make_source(
        "https://example.org/report?a=1", publisher="Port", author="Bekova, A.",
        published_on=date(2026, 1, 2), read_on=date(2026, 5, 3),
        archived_url="https://archive.example.org/1",
    )  # fmt: skip
    book = Source.objects.create(canonical_url="a book", title="A book", author="Lin, B.")
    word = Term.objects.create(word="Port", definition="Where *ships* stop.")
    verdict = make_verdict("False", 1)
    make_note(article, "Oil", kind="source", source=report, body="Page 4.", by=publisher)
    make_note(article, "port", nth=1, term=word, by=publisher)
    make_note(
        article, "is cheap", kind="check", verdict=verdict, body="It is **not**.",
        evidence=[report, book], by=publisher,
    )  # fmt: skip
    make_note(article, "They ship grain", body="# By sea\n\n<b>and</b> [rail](https://e.org/).",
              by=make_user(Role.EDITOR, name="Ada Lin"))  # fmt: skip
    publish(article, by=publisher)
    return article


def exported(client, story):
    path = Edition.objects.live().get(story=story.pk).path
    return json.loads(client.get(f"{path}annotations.json").content)


def all_of(story):
    """Everything that a note is, but for its row's own number and the moment of its last change."""
    return [
        {
            **{name: getattr(note, name) for name in (
                "uuid", "kind", "origin", "part", "start", "end", "exact", "prefix", "suffix",
                "made_on", "placement", "body", "hold", "created_at", "checked_at",
            )},
            "source": note.source and note.source.canonical_url,
            "evidence": sorted(each.canonical_url for each in note.evidence.all()),
            "term": note.term and (note.term.word, note.term.definition),
            "verdict": note.verdict and note.verdict.name,
            "by": str(note.author or note.author_name),
            "checked_by": str(note.checked_by or note.checked_by_name),
        }
        for note in by_hand(story)
    ]  # fmt: skip


def test_what_was_exported_comes_back_as_the_same_notes(client, noted, bring):
    document, before = exported(client, noted), all_of(noted)
    assert len(before) == 4
    for note in by_hand(noted):
        noting.remove(note, by=make_user())
    Source.objects.filter(annotations=None).delete()
    Term.objects.all().delete()
    described = list(Source.objects.values("url", "title", "author"))
    assert "Bekova, A." not in str(described)
    lines = bring(document, noted)
    assert lines[-1] == "4 made, 1 there already."
    after = all_of(noted)
    for note in (*before, *after):
        note["evidence"] = len(note["evidence"])  # the book's key is made of its title now
    assert after == before
    report = Source.objects.get(canonical_url="https://example.org/report?a=1")
    assert (report.author, report.read_on, report.archived_url) == (
        "Bekova, A.", date(2026, 5, 3), "https://archive.example.org/1",
    )  # fmt: skip


def test_brought_twice_no_second_note_is_made(client, noted, bring):
    document = exported(client, noted)
    assert bring(document, noted)[-1] == "5 there already."
    other = make_article(body=BODY)
    assert bring(document, other)[-1] == "4 made, 1 there already."
    assert bring(document, other)[-1] == "5 there already."
    assert by_hand(other).count() == 4
    assert not set(by_hand(other).values_list("uuid")) & set(by_hand(noted).values_list("uuid"))


def test_a_dry_run_says_the_same_and_makes_nothing(client, noted, bring):
    document, other = exported(client, noted), make_article(body=BODY)
    Source.objects.filter(title="A book").update(title="Another")
    said = bring(document, other, "--dry-run")
    assert said[-1] == "Nothing was made: this was a dry run."
    assert not by_hand(other).exists() and not Source.objects.filter(title="A book").exists()
    assert bring(document, other) == said[:-1]


def test_notes_are_found_by_their_words_where_the_text_was_changed(client, noted, bring):
    document = exported(client, noted)
    changed = make_article(body=f"A new beginning [8](https://example.org/new).\n\n{BODY}")
    lines = bring(document, changed)
    assert [note.exact for note in by_hand(changed)] == [
        "Oil", "is cheap", "port", "They ship grain",
    ]  # fmt: skip
    text = next(iter(by_hand(changed))).story.noted_text.texts["body"]
    for note in by_hand(changed):
        assert text[note.start : note.end] == note.exact
    assert text[by_hand(changed)[2].end :].startswith(" of Baku")
    assert lines[-1] == "4 made, 1 there already."  # the citation, which has another number now


def test_numbers_side_by_side_are_looked_for_in_no_time():
    """Each was tried at every length: 0.1 s for ten of them, and ten times that for two more."""
    whole = f"The number {'1' * 40} is that of the whole port of Aktau today."
    page = AsRead({"body": Unmarked(whole, ())}, {"body": whole}, {}, 1)
    quoted = Quoted(f"The number {'[1]' * 16} is no number", "", " of the whole port of Aktau")
    started = time.process_time()
    assert place_of(page, quoted) is None
    assert time.process_time() - started < 2


def test_a_book_that_is_known_is_not_made_again_however_it_is_written(bring):
    known = Source.objects.create(
        canonical_url=publication_key("Lin, B.", "A book", None), title="A book", author="Lin, B."
    )
    story = make_article(body="Grain goes by sea, and oil goes by rail.")
    book = {
        "type": "TextualBody",
        "purpose": "linking",
        "value": "A  Book",
        "dc:creator": "LIN, B.",
    }
    item = quoting("and oil goes by rail", motivation="linking", body=book)
    assert bring([item], story)[-1] == "1 made."
    assert by_hand(story).get().source == known == Source.objects.get()


def test_of_two_places_none_is_chosen(bring):
    story = make_article(body="One says the port opened. Another says the port opened.")
    [line, *_] = bring([quoting("port opened")], story)
    assert line == (
        "1. not placed: “port opened” Its words could be others of the text. They stand in body, "
        "for one."
    )
    assert not by_hand(story).exists()


def test_another_number_that_is_no_citation_is_another_text(bring):
    story = make_article(body="In the year 1963 the port opened to all.")
    item = quoting("the port opened", prefix="In the year 1964 ", suffix=" to all.")
    assert bring([item], story)[0].startswith("1. not placed")


def test_words_that_changed_are_named_and_not_taken(bring):
    story = make_article(body="The port of Aktau was opened to grain ships in the year 1963.")
    lines = bring([quoting("The port of Aktau was opened to oil ships in the year 1963")], story)
    assert "Most like them, in body: “The port of Aktau was opened to grain ships" in lines[0]
    assert lines[-1] == "1 of 1 annotations made no note."
    assert not by_hand(story).exists()


def test_a_place_without_its_words_is_no_place(bring):
    story = make_article(body="Grain goes by sea, and oil goes by rail.")
    item = quoting("oil")
    item["target"]["selector"] = [
        {"type": "TextQuoteSelector", "exact": "oil"},
        {"type": "CssSelector", "value": '[data-part="body"]',
         "refinedBy": {"type": "TextPositionSelector", "start": 0, "end": 3}},
    ]  # fmt: skip
    assert bring([item], story)[0].startswith("1. not placed")


@given(
    st.text(alphabet="ab 1[]\n中é", max_size=60), st.integers(0, 60), st.integers(1, 20),
    st.booleans(),
)  # fmt: skip
def test_words_quoted_from_a_text_stand_there_or_nowhere(text, start, size, is_placed):
    text = "\n".join(line for line in text.split("\n") if line.strip())
    exact = text[start : start + size]
    page = AsRead({"body": Unmarked(text, [])}, {"body": text}, {}, 1)
    end = start + len(exact)
    quoted = Quoted(exact, text[max(0, start - 32) : start], text[end : end + 32], "body")
    if is_placed:
        quoted.start, quoted.end = start, end
    place = place_of(page, quoted) if exact else None
    if place is not None:
        assert text[place[1] : place[2]] == exact
        assert place[1] == start or len(text) > 64
    assert place is not None or not (is_placed and exact)


def test_a_foreign_note_is_placed_by_what_stands_round_its_words(bring, publisher):
    """Another program reads lines and spaces otherwise, and counts in the whole page."""
    story = make_article(body="Grain goes by sea.\n\nOil goes by rail.\n\nOil goes by road.")
    item = quoting("goes by", prefix="sea.\n\n   Oil ", suffix=" rail.\n\n Oil goes")
    assert bring([item], story)[-1] == "1 made."
    note = by_hand(story).get()
    assert (note.start, note.author, note.body) == (23, publisher, "So it is.")
    assert bring([item], story)[-1] == "1 there already."


def test_what_no_motive_says_is_a_comment_between_editors(bring):
    story = make_article(body="Grain goes by sea, and oil goes by rail.")
    item = quoting("and oil goes by rail", motivation="questioning", creator="Ada Lin")
    assert (
        bring({"@context": "x", "type": "AnnotationPage", "items": [item]}, story)[-1] == "1 made."
    )
    note = by_hand(story).get()
    assert (note.kind, note.author, note.author_name) == ("comment", None, "Ada Lin")


def test_notes_of_an_interview_go_to_their_turn(client, bring, publisher):
    talk = make_interview(
        by=publisher, transcript="**Host:** So?\n\n**Guest:** So.\n\n**Host:** So."
    )
    key = talk.turn_keys()[1]
    make_note(talk, "So", part=f"turn:{key}", by=publisher)
    publish(talk, by=publisher)
    document = exported(client, talk)
    noting.remove(by_hand(talk).get(), by=publisher)
    assert bring(document, talk)[-1] == "1 made."
    assert by_hand(talk).get().part == f"turn:{key}"


def test_a_made_up_name_takes_no_other_notes_address(bring, noted, publisher):
    """Two notes whose names begin alike would have one address, and stop their story."""
    known = by_hand(noted).first()
    item = quoting(
        "and the port of Baku opened too", canonical=f"urn:uuid:{str(known.uuid)[:-3]}000"
    )
    assert bring([item], noted)[-1] == "1 made."
    assert len({note.key for note in by_hand(noted)}) == 5
    publish(noted, by=publisher, change="minor")


def test_a_story_is_named_by_its_address_too(bring, noted, client):
    document = exported(client, noted)
    assert bring(document, "/articles/ports/")[-1] == "5 there already."
    assert bring(document, "http://127.0.0.1:8000/articles/ports/")[-1] == "5 there already."
    assert bring(document, "/articles/nowhere/") == [
        "There is no story “/articles/nowhere/”. Give its number, or its address."
    ]
