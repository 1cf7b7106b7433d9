"""Notes and publishing: what goes out with a story or alone, and what stops it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from annotations import verbs
from annotations.models import Annotation, NotedText
from annotations.verbs import Content, NoteRefused
from newsroom import saving
from newsroom.models import HouseRules, Revision, Role
from newsroom.verbs import NotPublishable, amend, publish, publish_notes, take_down
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


def test_notes_go_out_with_their_story_unless_held_open_or_between_editors(publisher):
    article = make_article(body=BODY)
    make_note(article, "Aktau", body="A port on the **Caspian**.")
    make_note(article, "grain", hold=True)
    make_note(article, "1963", kind="check")
    make_note(article, "2018", kind="comment", body="SECRET")
    edition = publish(article, by=publisher)[0]
    assert [(note["exact"], note["number"]) for note in by_hand(edition)] == [("Aktau", 1)]
    row = edition.notes.get()
    assert (row.passage[row.start : row.end], row.html) == (
        "Aktau", "<p>A port on the <strong>Caspian</strong>.</p>",
    )  # fmt: skip


def test_numbers_go_on_after_those_of_the_text_and_a_known_source_has_its_own(publisher):
    article = make_article(body="Grain [1](https://example.org/report). Oil and coal.")
    make_note(article, "coal", kind="source", source=make_source("https://example.org/coal"))
    make_note(article, "Oil", kind="source", source=make_source("https://example.org/report"))
    make_note(article, "Grain")
    edition = publish(article, by=publisher)[0]
    assert [(note["exact"], note["number"]) for note in by_hand(edition)] == [
        ("Grain", 2), ("Oil", 1), ("coal", 3),
    ]  # fmt: skip


def test_a_note_whose_words_changed_stops_publishing_until_somebody_says_what_becomes_of_it(
    publisher,
):
    article = make_article(body=BODY)
    note = make_note(article, "was enlarged in 2018")
    rewrite(article, BODY.replace("enlarged in", "made larger in"))
    with pytest.raises(NotPublishable, match="made larger"):
        publish(article, by=publisher)
    with pytest.raises(NoteRefused):
        verbs.keep_here(note, by=publisher, words="other words than those")
    verbs.keep_here(note, by=publisher, words="was made larger in 2018")
    edition = publish(article, by=publisher)[0]
    assert by_hand(edition)[0]["exact"] == "was made larger in 2018"


def test_a_lost_note_stops_publishing_until_it_is_held_or_attached_anew(publisher):
    article = make_article(body=BODY)
    note = make_note(article, "It opened in 1963")
    rewrite(article, "The port of Aktau ships grain.")
    with pytest.raises(NotPublishable, match="lost its words"):
        publish(article, by=publisher)
    with pytest.raises(NoteRefused):
        verbs.keep_here(note, by=publisher, words=note.exact)
    verbs.reattach(note, selected(article, "ships grain"), by=publisher)
    edition = publish(article, by=publisher)[0]
    frozen = by_hand(edition)[0]
    assert (frozen["uuid"], frozen["exact"]) == (str(note.uuid), "ships grain")


def test_an_open_check_stops_publishing_where_the_house_says_so(publisher):
    article = make_article(body=BODY)
    note = make_note(article, "1963", kind="check")
    HouseRules(pk=1, open_checks=True).save()
    with pytest.raises(NotPublishable, match="not checked yet"):
        publish(article, by=publisher)
    verbs.rewrite(note, Content(body="So the archive.", verdict=make_verdict()), by=publisher)
    assert by_hand(publish(article, by=publisher)[0])[0]["verdict"] == "True"


def test_notes_alone_are_published_without_the_unfinished_text(publisher):
    article = make_article(body=BODY)
    publish(article, by=publisher)
    rewrite(article, f"UNFINISHED.\n\n{BODY}")
    make_note(article, "enlarged in 2018")
    make_note(article, "UNFINISHED")
    edition = publish_notes(article, by=publisher)[0]
    assert edition.record["texts"]["body"] == BODY
    assert [note["exact"] for note in by_hand(edition)] == ["enlarged in 2018"]
    assert edition.change == "minor"
    with pytest.raises(NothingNew):
        publish_notes(article, by=publisher)


def test_notes_published_twice_are_one_edition_while_the_draft_moves_its_citations(publisher):
    article = make_article(body="It ships grain [1](https://example.org/a), and oil.")
    first = publish(article, by=publisher)[0]
    rewrite(article, f"New.\n\n{article.body}")
    make_note(article, "oil")
    edition = publish_notes(article, by=publisher)[0]
    assert edition.record["notes"][0]["uuid"] == first.record["notes"][0]["uuid"]
    with pytest.raises(NothingNew):
        publish_notes(article, by=publisher)


def test_a_note_that_the_draft_has_lost_stays_where_readers_have_it(publisher):
    article = make_article(body=BODY)
    make_note(article, "enlarged in 2018")
    publish(article, by=publisher)
    rewrite(article, "Something else altogether. A port on the sea.")
    make_note(article, "A port on the sea")
    with pytest.raises(NothingNew):
        publish_notes(article, by=publisher)


def test_correcting_the_live_text_under_a_note_is_refused_and_elsewhere_keeps_it(publisher):
    article = make_article(body=BODY)
    make_note(article, "enlarged in 2018")
    seen = publish(article, by=publisher)[0].number
    words = {"body": BODY.replace("2018", "2019")}
    with pytest.raises(NotPublishable, match="would lose its words"):
        amend(article, words, by=publisher, seen=seen, change="minor")
    words = {"body": BODY.replace("grain", "oil")}
    edition = amend(article, words, by=publisher, seen=seen, change="minor")
    frozen = by_hand(edition)[0]
    assert edition.body.texts["body"][frozen["start"] : frozen["end"]] == "enlarged in 2018"


def test_what_is_scheduled_is_made_again_with_the_notes(publisher):
    from datetime import timedelta

    from django.utils import timezone

    article = make_article(body=BODY)
    publish(article, by=publisher)
    rewrite(article, f"{BODY}\n\nMore.")
    later = publish(article, by=publisher, at=timezone.now() + timedelta(days=1))[0]
    make_note(article, "Aktau")
    publish_notes(article, by=publisher)
    again = article.editions.in_line().get(issued_at=later.issued_at)
    assert again.record["texts"]["body"].endswith("More.")
    assert [note["exact"] for note in by_hand(again)] == ["Aktau"]


def test_notes_of_an_interview_follow_their_turn(publisher):
    interview = make_interview(
        transcript="**Host:** Who are you?\n\n**Guest:** A guest from Aktau."
    )
    part = list(interview.read().parts)[-1]
    note = make_note(interview, "from Aktau", part=part)
    interview.transcript = (
        "**Guest:** A guest from Aktau.\n\n**Host:** Who are you?\n\n**Guest:** I said so."
    )
    saving.save(interview, by=publisher)
    note.refresh_from_db()
    assert note.placement == "placed"
    edition = publish(interview, by=publisher)[0]
    frozen = by_hand(edition)[0]
    assert edition.body.texts[frozen["part"]][frozen["start"] : frozen["end"]] == "from Aktau"


def test_a_preview_of_unsaved_words_has_the_notes_that_stand_in_them():
    article = make_article(body=BODY)
    make_note(article, "Aktau")
    make_note(article, "2018")
    article.body = "Only Aktau."
    record = article.freeze_unsaved()
    assert [note["exact"] for note in record["notes"]] == ["Aktau"] or not record["notes"]
    assert Annotation.objects.filter(placement="placed").count() == 2


def test_revisions_hold_no_notes_and_restoring_one_keeps_those_there_are():
    article = make_article(body=BODY)
    note = make_note(article, "enlarged in 2018")
    rewrite(article, BODY.replace("It opened in 1963, and was enlarged in 2018.", "It opened."))
    revision = Revision.objects.filter(story=article.pk).earliest("id")
    assert revision.record["notes"] == []
    rewrite(article, revision.record["texts"]["body"])
    note.refresh_from_db()
    assert note.placement == "placed"


def test_taking_down_blanks_notes_and_the_words_they_stand_on():
    administrator = make_user(Role.ADMINISTRATOR)
    article = make_article(body=BODY)
    note = make_note(article, "enlarged in 2018", body="SECRET")
    edition = publish(article, by=administrator)[0]
    take_down(article, by=administrator, note="A court said so.")
    note.refresh_from_db()
    assert (note.exact, note.made_on, note.body) == ("", "", "")
    assert not NotedText.objects.exists()
    assert not edition.notes.exists()
    assert not Annotation.objects.asking().exists()


def rendered_otherwise_before(article, words, earlier):
    """As if an earlier release had rendered `words` of the article as `earlier`."""
    noted = NotedText.objects.get(story=article.pk)
    noted.texts = {"body": noted.texts["body"].replace(words, earlier)}
    noted.save()


def test_a_text_that_is_rendered_otherwise_brings_its_notes_along():
    article = make_article(body=BODY)
    note = make_note(article, "enlarged in 2018")
    rendered_otherwise_before(article, "The port of Aktau", "Port")
    Annotation.objects.filter(pk=note.pk).update(
        start=note.start - len("The port of Aktau") + len("Port"),
        end=note.end - len("The port of Aktau") + len("Port"),
    )
    call_command("rerender", stdout=StringIO())
    after = Annotation.objects.get(pk=note.pk)
    assert (after.start, after.placement) == (note.start, "placed")


def test_a_note_that_another_rendering_would_drop_stops_publishing(publisher):
    article = make_article(body=BODY)
    note = make_note(article, "enlarged in 2018")
    rendered_otherwise_before(article, "enlarged in 2018", "ENLARGED, 2018")
    Annotation.objects.filter(pk=note.pk).update(
        exact="ENLARGED, 2018", made_on="ENLARGED, 2018", end=note.start + len("ENLARGED, 2018")
    )
    with pytest.raises(NotPublishable, match="would lose its words"):
        publish(article, by=publisher)
    call_command("rerender", stdout=StringIO())
    assert Annotation.objects.get(pk=note.pk).placement == "moved"
