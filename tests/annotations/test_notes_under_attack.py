"""Notes where two people are at once, texts are odd, and pieces have a past."""

from __future__ import annotations

import pytest

from annotations import verbs
from annotations.choosing import NotChosen, choose
from annotations.models import Annotation, NotedText
from annotations.verbs import Content, NoteRefused
from newsroom import publication
from newsroom.models import LogEntry, Role, Story
from newsroom.status import status
from newsroom.verbs import StaleVersion, VerbRefused, amend, publish, publish_notes, take_down
from newsroom.verbs.refusals import NothingNew
from tests.annotations.noting import (
    BODY,
    by_hand,
    make_note,
    make_source,
    make_verdict,
    rewrite,
    selected,
)
from tests.making import make_article, make_interview, make_user

pytestmark = pytest.mark.django_db

CITED = "Grain [1](https://example.org/a). Oil [2](https://example.org/b), and coal for all."


def meanwhile(monkeypatch, does):
    """`does` is done by somebody else after the slow part of a verb, before its lock."""
    slow = publication.publishable

    def publishable(story, record):
        made = slow(story, record)
        does()
        return made

    monkeypatch.setattr(publication, "publishable", publishable)


def test_the_words_under_notes_keep_the_order_of_their_turns():
    interview = make_interview(
        transcript="\n\n".join(
            f"**Host:** Question {n}?\n\n**Guest:** Answer {n}." for n in range(9)
        )
    )
    make_note(interview, "Answer 7", part=list(interview.read().parts)[16])
    kept = NotedText.objects.get(story=interview.pk).texts
    assert list(kept) == list(interview.read().parts)
    assert interview.read().laid.carrying is None


def test_a_note_that_is_held_while_its_story_is_published_stays_back(publisher, monkeypatch):
    article = make_article(body=BODY)
    note = make_note(article, "Aktau")
    meanwhile(monkeypatch, lambda: verbs.hold(note, held=True, by=publisher))
    with pytest.raises(StaleVersion):
        publish(article, by=publisher)


def test_a_note_that_is_held_while_notes_are_published_stays_back(publisher, monkeypatch):
    article = make_article(body=BODY)
    publish(article, by=publisher)
    note = make_note(article, "Aktau")
    meanwhile(monkeypatch, lambda: verbs.hold(note, held=True, by=publisher))
    with pytest.raises(StaleVersion):
        publish_notes(article, by=publisher)


def test_a_note_that_is_held_while_the_live_text_is_corrected_stays_back(publisher, monkeypatch):
    article = make_article(body=BODY)
    seen = publish(article, by=publisher)[0].number
    note = make_note(article, "Aktau")
    meanwhile(monkeypatch, lambda: verbs.hold(note, held=True, by=publisher))
    words = {"body": BODY.replace("grain", "oil")}
    with pytest.raises(StaleVersion):
        amend(article, words, by=publisher, seen=seen, change="minor")


def test_a_draft_with_unfinished_text_says_so_after_its_notes_went_out(publisher):
    article = make_article(body=BODY)
    publish(article, by=publisher)
    rewrite(article, f"UNFINISHED.\n\n{BODY}")
    make_note(article, "Aktau")
    publish_notes(article, by=publisher)
    assert status(Story.objects.get(pk=article.pk)).has_changes


def test_a_draft_that_readers_have_word_for_word_has_no_changes_after_its_notes_went_out(publisher):
    article = make_article(body=BODY)
    publish(article, by=publisher)
    make_note(article, "Aktau")
    assert status(Story.objects.get(pk=article.pk)).has_changes
    publish_notes(article, by=publisher)
    assert not status(Story.objects.get(pk=article.pk)).has_changes


def test_citations_keep_their_addresses_when_notes_go_out_over_a_rewrite(publisher):
    article = make_article(body=CITED)
    first = publish(article, by=publisher)[0]
    rewrite(article, f"UNFINISHED [3](https://example.org/c).\n\n{CITED}")
    with pytest.raises(NothingNew):
        publish_notes(article, by=publisher)
    make_note(article, "coal for all")
    second = publish_notes(article, by=publisher)[0]
    written = [note["uuid"] for note in first.record["notes"]]
    assert [note["uuid"] for note in second.record["notes"]][:2] == written


def test_a_live_citation_keeps_its_address_when_the_draft_has_it_no_more(publisher):
    article = make_article(body=CITED)
    seen = publish(article, by=publisher)[0]
    rewrite(article, "Nothing cited.")
    words = {"body": CITED.replace("Grain", "Much grain")}
    edition = amend(article, words, by=publisher, seen=seen.number, change="minor")
    assert [note["uuid"] for note in edition.record["notes"]] == [
        note["uuid"] for note in seen.record["notes"]
    ]


def test_a_citation_written_in_the_text_is_no_note_to_edit(publisher):
    article = make_article(body=CITED)
    written = Annotation.objects.filter(story=article.pk).first()
    with pytest.raises(NoteRefused):
        verbs.remove(written, by=publisher)
    with pytest.raises(NoteRefused):
        verbs.rewrite(written, Content(source=make_source()), by=publisher)
    with pytest.raises(NoteRefused):
        verbs.reattach(written, selected(article, "coal"), by=publisher)


def test_a_note_that_somebody_removed_meanwhile_is_not_attached_anew(publisher):
    article = make_article(body=BODY)
    note = make_note(article, "Aktau")
    verbs.remove(Annotation.objects.get(pk=note.pk), by=publisher)
    with pytest.raises(NoteRefused):
        verbs.reattach(note, selected(article, "grain"), by=publisher)


def test_the_log_keeps_no_words_of_a_piece_that_was_taken_down():
    administrator = make_user(Role.ADMINISTRATOR)
    article = make_article(body=BODY)
    make_note(article, "enlarged in 2018")
    publish(article, by=administrator)
    take_down(article, by=administrator, note="A court said so.")
    assert not LogEntry.objects.filter(note__contains="enlarged").exists()


def test_a_piece_that_was_taken_down_can_be_published_again_beside_its_blanked_notes():
    administrator = make_user(Role.ADMINISTRATOR)
    article = make_article(body=BODY)
    make_note(article, "enlarged in 2018")
    publish(article, by=administrator)
    take_down(article, by=administrator, note="A court said so.")
    article.refresh_from_db()
    article.title = "Told anew"
    rewrite(article, "Other words.")
    edition = publish(article, by=administrator, change="update", note="Written anew.")[0]
    assert by_hand(edition) == []


@pytest.mark.parametrize("seen", [2**70, -1, 0])
def test_a_version_that_never_was_is_refused(seen):
    article = make_article(body=BODY)
    with pytest.raises(NotChosen):
        choose(article, "body", 0, 3, "The", seen=seen)


@pytest.mark.parametrize(
    ("part", "start", "end", "exact"),
    [
        ("body", -3, 3, "The"),
        ("body", 3, 0, ""),
        ("body", 0, 2**70, "The"),
        ("body", 0, 3, "T\x00e"),
        ("bo\x00dy", 0, 3, "The"),
        ("body", 0, 3, "\ud800"),
        ("", 0, 0, ""),
    ],
)
def test_a_forged_selector_is_refused_in_words(part, start, end, exact):
    article = make_article(body=BODY)
    with pytest.raises(NotChosen):
        choose(article, part, start, end, exact, seen=article.version)


def test_what_no_database_takes_is_dropped_from_a_note(publisher):
    article = make_article(body=BODY)
    note = make_note(article, "Aktau", body="A\x00 po\ud800rt.")
    assert Annotation.objects.get(pk=note.pk).body == "A port."


@pytest.mark.parametrize(
    "words", ["Grain", "Grain1", "1. Oil2, and", "Oil", "2, and coal", "and coal for all."]
)
def test_a_passage_may_begin_or_end_at_a_reference_number(publisher, words):
    article = make_article(body=CITED)
    make_note(article, words)
    edition = publish(article, by=publisher)[0]
    note = by_hand(edition)[0]
    text = edition.body.texts["body"]
    assert text[note["start"] : note["end"]] == note["exact"]
    assert words.strip("12").strip() in note["exact"]


def gone_at_the_last_moment(monkeypatch, row):
    """Somebody deletes `row`, which nothing uses yet, after a note was filled with it."""
    slow = verbs._fill

    def fill(note, content, by):
        slow(note, content, by)
        type(row).objects.filter(pk=row.pk).delete()

    monkeypatch.setattr(verbs, "_fill", fill)


@pytest.mark.django_db(transaction=True)
def test_a_source_that_is_deleted_while_a_note_is_written_is_told_of(publisher, monkeypatch):
    article, source = make_article(body=BODY), make_source()
    choice = selected(article, "Aktau")
    gone_at_the_last_moment(monkeypatch, source)
    with pytest.raises(NoteRefused, match="deleted"):
        verbs.annotate(article, "source", choice, Content(source=source), by=publisher)
    assert not Annotation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_verdict_that_is_deleted_while_it_is_given_is_told_of(publisher, monkeypatch):
    article, verdict = make_article(body=BODY), make_verdict("Doubtful", 2)
    note = make_note(article, "1963", kind="check")
    gone_at_the_last_moment(monkeypatch, verdict)
    with pytest.raises(NoteRefused, match="deleted"):
        verbs.rewrite(note, Content(body="So it is.", verdict=verdict), by=publisher)
    assert Annotation.objects.get(pk=note.pk).is_open_check


def rendered_otherwise(monkeypatch, before, after):
    """As if the renderer wrote `after` for `before` from now on."""
    from articles import editions

    now = editions.render

    def render(source, **rest):
        return now(source.replace(before, after), **rest)

    monkeypatch.setattr(editions, "render", render)


def test_an_edition_rendered_otherwise_keeps_its_notes_on_their_words(publisher, monkeypatch):
    article = make_article(body=BODY)
    make_note(article, "enlarged in 2018")
    edition = publish(article, by=publisher)[0]
    rendered_otherwise(monkeypatch, "The port", "Port")
    assert publication.rerender(edition, accept_changes=True)
    row = edition.notes.get()
    assert row.passage[row.start : row.end] == "enlarged in 2018"


def test_a_note_whose_words_another_rendering_took_marks_nothing_and_stays_listed(
    publisher, monkeypatch
):
    article = make_article(body=BODY)
    make_note(article, "enlarged in 2018")
    edition = publish(article, by=publisher)[0]
    rendered_otherwise(monkeypatch, "enlarged in 2018", "enlarged")
    assert publication.rerender(edition) is None
    body = publication.rerender(edition, accept_changes=True)
    row = edition.notes.get()
    assert (row.passage, row.anchor) == ("enlarged in 2018", "")
    assert [note.has_moved for note in body.notes] == [True]


def test_a_draft_with_unfinished_text_says_so_after_the_live_text_was_corrected(publisher):
    article = make_article(body=BODY)
    seen = publish(article, by=publisher)[0].number
    rewrite(article, "Something else altogether.")
    words = {"body": BODY.replace("grain", "oil")}
    amend(article, words, by=publisher, seen=seen, change="minor")
    assert status(Story.objects.get(pk=article.pk)).has_changes


def test_a_lost_note_stays_on_its_words_in_a_live_text_that_was_rendered_otherwise(
    publisher, monkeypatch
):
    article = make_article(body=BODY)
    make_note(article, "enlarged in 2018")
    edition = publish(article, by=publisher)[0]
    rewrite(article, "Something else altogether. A port on the sea.")
    rendered_otherwise(monkeypatch, "The port", "Port")
    publication.rerender(edition, accept_changes=True)
    record = article.freeze(base=article.editions.get())  # with the body of today
    assert [note["exact"] for note in record["notes"]] == ["enlarged in 2018"]
    assert record["notes"][0]["start"] == edition.record["notes"][0]["start"] - len("The ")


def test_a_citation_of_a_very_long_address_keeps_its_own(publisher):
    article = make_article(body=f"Grain [1](https://example.org/{'x' * 3000}).")
    identity = str(Annotation.objects.get().uuid)
    rewrite(article, f"{article.body} And oil.")
    edition = publish(article, by=publisher)[0]
    assert (str(Annotation.objects.get().uuid), edition.record["notes"][0]["uuid"]) == (
        identity,
        identity,
    )


def test_a_piece_that_is_deleted_while_a_note_is_written_is_told_of(publisher):
    article = make_article(body=BODY)
    note, choice = make_note(article, "Aktau"), selected(article, "grain")
    Story.objects.get(pk=article.pk).delete()
    for does in (
        lambda: verbs.annotate(article, "explain", choice, Content(body="x"), by=publisher),
        lambda: verbs.rewrite(note, Content(body="x"), by=publisher),
        lambda: publish(article, by=publisher),
    ):
        with pytest.raises(VerbRefused, match="deleted this piece"):
            does()


def test_a_note_on_a_whole_text_is_refused_in_words():
    article = make_article(body="Grain and oil. " * 200)
    with pytest.raises(NotChosen, match="2,000 letters at most"):
        selected(article, ("Grain and oil. " * 200).strip())


def test_a_note_that_was_taken_down_is_written_no_more():
    administrator = make_user(Role.ADMINISTRATOR)
    article = make_article(body=BODY)
    note = make_note(article, "enlarged in 2018")
    publish(article, by=administrator)
    take_down(article, by=administrator, note="A court said so.")
    with pytest.raises(NoteRefused, match="taken down"):
        verbs.rewrite(note, Content(body="Again."), by=administrator)
