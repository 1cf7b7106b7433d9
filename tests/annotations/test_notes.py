"""Notes made by hand: put on words, kept on them through saves, rewritten and answered."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from annotations import verbs
from annotations.choosing import NotChosen, WordsChanged, choose
from annotations.models import Annotation, NotedText
from annotations.verbs import Content, NoteRefused
from newsroom.models import Role
from newsroom.verbs import StaleVersion, publish
from tests.annotations.noting import (
    BODY,
    by_hand,
    make_note,
    make_source,
    make_verdict,
    rewrite,
    selected,
)
from tests.making import make_article, make_user

pytestmark = pytest.mark.django_db


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
