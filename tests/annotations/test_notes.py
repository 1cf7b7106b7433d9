"""Notes made by hand: kept on their words through saves, published with them or stopping that."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from annotations import verbs
from annotations.choosing import NotChosen, WordsChanged, choose
from annotations.models import Annotation, NotedText
from annotations.verbs import Content, NoteRefused
from newsroom import saving
from newsroom.models import HouseRules, Revision, Role
from newsroom.verbs import NotPublishable, StaleVersion, amend, publish, publish_notes, take_down
from newsroom.verbs.refusals import NothingNew
from tests.annotations.noting import make_note, make_source, make_verdict, selected
from tests.making import make_article, make_interview, make_user

pytestmark = pytest.mark.django_db

BODY = "The port of Aktau ships grain.\n\nIt opened in 1963, and was enlarged in 2018."


@pytest.fixture
def publisher():
    return make_user(Role.PUBLISHER)


def rewrite(story, body):
    story.body = body
    saving.save(story, by=make_user())


def by_hand(edition):
    return [note for note in edition.record["notes"] if note["origin"] == "hand"]


def test_a_note_stays_on_its_words_when_a_paragraph_is_put_before_them():
    article = make_article(body=BODY)
    note = make_note(article, "enlarged in 2018")
    rewrite(article, f"A new beginning.\n\n{BODY}")
    note.refresh_from_db()
    text = NotedText.objects.get(story=article.pk).texts["body"]
    assert (note.placement, text[note.start : note.end]) == ("placed", "enlarged in 2018")


def test_a_note_whose_words_change_has_moved_and_knows_both():
    article = make_article(body=BODY)
    note = make_note(article, "was enlarged in 2018")
    rewrite(article, BODY.replace("enlarged in", "made larger in"))
    note.refresh_from_db()
    assert (note.placement, note.made_on) == ("moved", "was enlarged in 2018")
    assert note.exact == "was made larger in 2018"


def test_a_note_is_placed_again_when_its_words_are_put_back():
    article = make_article(body=BODY)
    note = make_note(article, "was enlarged in 2018")
    rewrite(article, BODY.replace("enlarged in", "made larger in"))
    rewrite(article, BODY)
    note.refresh_from_db()
    assert (note.placement, note.exact) == ("placed", "was enlarged in 2018")


def test_a_note_that_lost_its_last_word_is_whole_again_when_that_is_put_back():
    article = make_article(body=BODY)
    note = make_note(article, "was enlarged in 2018")
    rewrite(article, BODY.replace("enlarged in 2018", "enlarged"))
    note.refresh_from_db()
    assert (note.placement, note.exact) == ("moved", "was enlarged")
    rewrite(article, BODY)
    note.refresh_from_db()
    assert (note.placement, note.exact) == ("placed", "was enlarged in 2018")


def test_a_note_whose_paragraph_goes_is_lost_and_comes_back_with_it():
    article = make_article(body=BODY)
    note = make_note(article, "opened in 1963, and was enlarged")
    rewrite(article, "The port of Aktau ships grain.")
    note.refresh_from_db()
    assert (note.placement, note.exact) == ("orphaned", "opened in 1963, and was enlarged")
    assert note.lost_in == article.version
    rewrite(article, BODY)
    note.refresh_from_db()
    assert (note.placement, note.lost_in) == ("placed", None)


def test_a_renumbered_citation_moves_no_note(publisher):
    cited = "It ships grain [9](https://example.org/a), and oil."
    article = make_article(body=cited)
    note = make_note(article, "grain9, and oil")
    rewrite(article, f"First [8](https://example.org/b).\n\n{cited.replace('9', '10')}")
    note.refresh_from_db()
    assert note.placement == "placed"
    edition = publish(article, by=publisher)[0]
    frozen = by_hand(edition)[0]
    assert frozen["exact"] == "grain2, and oil"
    assert edition.body.texts["body"][frozen["start"] : frozen["end"]] == frozen["exact"]


def test_words_are_counted_as_browsers_count():
    article = make_article(body="Two 🚢🚢 ships, and a third.")
    note = make_note(article, "a third")
    assert note.exact == "a third"


def test_what_was_not_there_is_refused():
    article = make_article(body=BODY)
    with pytest.raises(NotChosen):
        choose(article, "body", 0, 8, "The road", seen=article.version)
    with pytest.raises(NotChosen):
        choose(article, "turn:abc", 0, 3, "The", seen=article.version)
    with pytest.raises(NotChosen):
        choose(article, "body", 3, 4, " ", seen=article.version)


def test_words_selected_before_somebody_saved_are_found_where_they_are_now():
    article = make_article(body=BODY)
    seen = article.version
    rewrite(article, f"A new beginning.\n\n{BODY}")
    choice = choose(article, "body", 0, 8, "The port", seen=seen)
    assert (choice.selector.start, choice.version) == (17, article.version)


def test_words_deleted_while_the_note_was_written_are_told_of():
    article = make_article(body=BODY)
    seen = article.version
    rewrite(article, "Something else altogether.")
    with pytest.raises(WordsChanged, match="not in the text any more"):
        choose(article, "body", 0, 17, "The port of Aktau", seen=seen)


def test_a_choice_from_before_a_save_is_not_kept():
    article = make_article(body=BODY)
    choice = selected(article, "Aktau")
    rewrite(article, f"New.\n\n{BODY}")
    with pytest.raises(StaleVersion):
        verbs.annotate(article, "comment", choice, Content(body="Why?"), by=make_user())


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("source", Content()),
        ("explain", Content(body="  ")),
        ("comment", Content()),
        ("comment", Content(body="x" * 50_000)),
        ("correction", Content(body="x")),
    ],
)
def test_a_note_that_says_nothing_or_too_much_is_refused(kind, content):
    article = make_article(body=BODY)
    with pytest.raises(NoteRefused):
        verbs.annotate(article, kind, selected(article, "Aktau"), content, by=make_user())
    assert not Annotation.objects.by_hand().exists()


def test_a_verdict_says_who_gave_it_when_and_how_it_is_known():
    article, editor = make_article(body=BODY), make_user(Role.EDITOR)
    note = make_note(article, "opened in 1963", kind="check", body="Waiting for the archive.")
    assert note.is_open_check
    with pytest.raises(NoteRefused):
        verbs.rewrite(note, Content(verdict=make_verdict()), by=editor)
    content = Content(body="So the archive.", verdict=make_verdict(), evidence=[make_source()])
    note = verbs.rewrite(note, content, by=editor)
    assert (note.checked_by, note.checked_at is not None) == (editor, True)


def test_a_reporter_annotates_own_pieces_only():
    reporter = make_user(Role.REPORTER)
    article = make_article(body=BODY)
    with pytest.raises(PermissionDenied):
        make_note(article, "Aktau", by=reporter)
    own = make_article(body=BODY, by=reporter)
    assert make_note(own, "Aktau", by=reporter).author == reporter


def test_a_note_that_somebody_changed_is_not_overwritten_unseen():
    article = make_article(body=BODY)
    note = make_note(article, "Aktau")
    seen = note.changed_at
    verbs.rewrite(note, Content(body="Theirs."), by=make_user(), seen=seen)
    with pytest.raises(verbs.NoteChanged):
        verbs.rewrite(note, Content(body="Mine."), by=make_user(), seen=seen)


def test_a_thread_is_answered_resolved_and_opened_by_another_answer():
    article, editor = make_article(body=BODY), make_user(Role.EDITOR)
    comment = make_note(article, "Aktau", kind="comment", body="Really?")
    verbs.resolve(comment, resolved=True, by=editor)
    answer = verbs.reply(comment, "Yes.", by=editor)
    comment.refresh_from_db()
    assert (answer.parent, comment.resolved_at) == (comment, None)
    with pytest.raises(NoteRefused):
        verbs.reply(answer, "To an answer.", by=editor)


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
