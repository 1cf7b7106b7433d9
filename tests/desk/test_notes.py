"""The page of a story's notes: written, said otherwise, kept, put elsewhere, held, removed."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from annotations import verbs
from annotations.models import Annotation, Source, Term
from annotations.verbs import Content
from desk.notes import shown
from newsroom import saving
from tests.annotations.noting import make_note, make_source, make_verdict
from tests.making import make_article, make_interview, make_user

pytestmark = pytest.mark.django_db

BODY = "The port of Aktau ships grain.\n\nIt opened in 1963, and was enlarged in 2018."


def notes_of(story):
    return reverse("admin:desk_notes", args=[story.pk])


def page_of(note):
    return reverse("admin:desk_note", args=[note.pk])


def place(story, words, part="body", **others):
    """What a browser sends of words that are selected on the page."""
    text = story.concrete.read().parts[part].text
    start = len(text[: text.index(words)].encode("utf-16-le")) // 2
    end = start + len(words.encode("utf-16-le")) // 2
    story.refresh_from_db(fields=["version"])
    place = {"part": part, "start": start, "end": end, "words": words.replace("\n", "\r\n")}
    return {**place, "seen": story.version, **others}


def rewrite(story, body):
    story.body = body
    saving.save(story, by=make_user())


def words_of(answer):
    return " ".join(re.sub(r"<[^>]+>", "", answer.content.decode()).split())


# Writing one


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "comment", "comment-body": "Was it?"}, "Only colleagues see it."),
        (
            {"kind": "check", "check-body": "Was it?"},
            "Readers do not see it before it has a verdict.",
        ),
        ({"kind": "explain", "explain-body": "A port."}, "Readers see it when it is published."),
        (
            {"kind": "explain", "explain-body": "A port.", "explain-hold": "on"},
            "It is held: readers do not see it.",
        ),
    ],
)
def test_what_is_said_of_a_new_note_is_true_of_its_kind(editor, fields, sentence):
    article = make_article(body=BODY)
    answer = editor.post(notes_of(article), place(article, "Aktau") | fields, follow=True)
    assert f"The note is on its words. {sentence}" in words_of(answer)


def test_a_pasted_address_makes_one_source_however_it_is_written(editor):
    article = make_article(body=BODY)
    known = make_source("https://example.org/report")
    sent = place(article, "Aktau", kind="source")
    sent["source-address"] = "https://EXAMPLE.org/report?utm_source=x"
    answer = editor.post(notes_of(article), sent)
    note = Annotation.objects.by_hand().get()
    assert answer.url == f"{notes_of(article)}#note-{note.key}"
    assert (note.source, note.exact, Source.objects.count()) == (known, "Aktau", 1)


def test_a_word_of_the_glossary_is_made_on_the_spot(editor):
    article = make_article(body=BODY)
    sent = place(article, "Aktau", kind="explain")
    sent |= {"explain-word": "Aktau", "explain-definition": "A port on the Caspian."}
    editor.post(notes_of(article), sent)
    note = Annotation.objects.by_hand().get()
    assert (note.term.word, note.term.language) == ("Aktau", "en")
    sent |= {"explain-word": "AKTAU"}
    answer = editor.post(notes_of(article), sent)
    assert "already: choose it above" in words_of(answer)
    assert Term.objects.count() == 1


def test_a_reporter_explains_but_adds_nothing_to_the_glossary(reporter):
    article = make_article(body=BODY, by=reporter.user)
    sent = place(article, "Aktau", kind="explain")
    sent |= {"explain-word": "Aktau", "explain-definition": "A port.", "explain-body": "Here."}
    reporter.post(notes_of(article), sent)
    assert Annotation.objects.by_hand().get().term is None
    assert not Term.objects.exists()


def test_a_check_has_a_verdict_and_several_sources(editor):
    article, verdict, known = make_article(body=BODY), make_verdict("Half true", 3), make_source()
    sent = place(article, "opened in 1963", kind="check")
    sent |= {"check-verdict": verdict.pk, "check-body": "So the archive.", "check-hold": "on"}
    sent |= {
        "check-evidence": [known.pk],
        "check-addresses": "https://example.com/a\r\nhttps://example.com/b",
    }
    editor.post(notes_of(article), sent)
    note = Annotation.objects.by_hand().get()
    assert (note.verdict, note.hold, note.evidence.count()) == (verdict, True, 3)


def test_a_claim_may_be_left_open_and_is_counted(editor):
    article = make_article(body=BODY)
    editor.post(notes_of(article), place(article, "1963", kind="check"))
    make_note(article, "2018", kind="check", body="So.", verdict=make_verdict())
    assert "Claims: 2 found, 1 checked, 1 open." in words_of(editor.get(notes_of(article)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"comment-body": ""}, "Write the comment."),
        ({"words": "ports"}, "do not stand there"),
        ({"start": "", "end": "", "words": ""}, "Select the words"),
        ({"start": "", "end": "", "words": "nowhere at all"}, "do not stand in the text"),
        ({"start": "", "end": "", "words": "in"}, "times. Say which"),
        ({"start": "5", "end": "3"}, "do not stand there"),
        ({"part": "turn:nobody"}, "not in the text any more"),
        ({"kind": "praise"}, "Choose what kind"),
    ],
)
def test_what_cannot_be_kept_is_said_and_its_text_stays_in_the_form(editor, changes, sentence):
    article = make_article(body=BODY)
    sent = place(article, "Aktau", kind="comment") | {"comment-body": "Is that so?"} | changes
    answer = editor.post(notes_of(article), sent)
    assert (answer.status_code, Annotation.objects.count()) == (422, 0)
    assert sentence in words_of(answer)
    if "comment-body" not in changes and "kind" not in changes:
        assert "Is that so?" in answer.content.decode()


def test_words_that_somebody_types_are_found_and_the_second_of_them_if_asked(editor):
    article = make_article(body=BODY)
    sent = {"kind": "comment", "comment-body": "Why?", "seen": article.version}
    sent |= {"words": "  in\n", "nth": "2", "part": "", "start": "", "end": ""}
    editor.post(notes_of(article), sent)
    note = Annotation.objects.by_hand().get()
    assert (note.exact, note.prefix[-9:]) == ("in", "enlarged ")


def test_more_words_than_anybody_types_are_not_looked_for(editor):
    """Ten thousand of them in a text of as many kept the server busy for five seconds."""
    article = make_article(body="a " * 10_000)
    sent = {"kind": "comment", "comment-body": "Why?", "seen": article.version}
    answer = editor.post(notes_of(article), sent | {"words": "a " * 1001})
    assert answer.status_code == 422
    assert "up to 2,000 characters" in words_of(answer)
    assert "Why?" in answer.content.decode()


def test_words_in_two_paragraphs_and_in_a_turn_carry_a_note(editor):
    article = make_article(body=BODY)
    sent = place(article, "grain.\nIt opened", kind="comment") | {"comment-body": "Both?"}
    editor.post(notes_of(article), sent)
    interview = make_interview(transcript="**Host:** Why? 🚢\n\n**Guest:** 🚢 So it is.")
    part = list(interview.read().parts)[-1]
    sent = place(interview, "So it is", part, kind="comment") | {"comment-body": "Is it?"}
    editor.post(notes_of(interview), sent)
    found = Annotation.objects.by_hand().order_by("pk").values_list("exact", flat=True)
    assert list(found) == ["grain.\nIt opened", "So it is"]


def test_words_selected_before_somebody_saved_are_found_again(editor):
    article = make_article(body=BODY)
    sent = place(article, "enlarged in 2018", kind="comment") | {"comment-body": "Sure?"}
    rewrite(article, f"A new beginning.\n\n{BODY}")
    editor.post(notes_of(article), sent)
    assert Annotation.objects.by_hand().get().exact == "enlarged in 2018"


def test_words_that_somebody_changed_are_told_and_the_note_is_kept(editor):
    article = make_article(body=BODY)
    sent = place(article, "enlarged in 2018", kind="comment") | {"comment-body": "Sure of it?"}
    rewrite(article, BODY.replace("enlarged in", "made larger in"))
    answer = editor.post(notes_of(article), sent)
    assert answer.status_code == 422
    assert "Somebody changed “enlarged in 2018” while you wrote." in words_of(answer)
    assert "Sure of it?" in answer.content.decode()
    assert f'name="seen" value="{article.version}"' in answer.content.decode()


def test_a_note_is_made_even_if_somebody_saves_at_that_moment(editor, monkeypatch):
    article = make_article(body=BODY)
    annotate, saved = verbs.annotate, []

    def late(story, *arguments, **others):
        if not saved:
            saved.append(rewrite(article, f"First.\n\n{BODY}"))
        return annotate(story, *arguments, **others)

    monkeypatch.setattr(verbs, "annotate", late)
    sent = place(article, "Aktau", kind="comment") | {"comment-body": "Where?"}
    assert editor.post(notes_of(article), sent).status_code == 302
    assert Annotation.objects.by_hand().get().start == len("First.\nThe port of ")


# One there is


def test_a_note_is_said_otherwise(editor):
    note = make_note(make_article(body=BODY), "Aktau", body="Once.")
    answer = editor.get(page_of(note))
    seen = re.search(r'name="changed_at" value="([^"]+)"', answer.content.decode())[1]
    sent = {"verb": "rewrite", "changed_at": seen, "explain-body": "Now."}
    editor.post(page_of(note), sent)
    note.refresh_from_db()
    assert note.body == "Now."


def test_a_form_that_does_not_say_what_it_changed_writes_over_nothing(editor):
    note = make_note(make_article(body=BODY), "port of Aktau", body="Theirs.")
    for seen in ({}, {"changed_at": ""}, {"changed_at": "long ago"}):
        answer = editor.post(page_of(note), {"verb": "rewrite", "explain-body": "Mine.", **seen})
        assert "Mine." in answer.content.decode()
        note.refresh_from_db()
        assert note.body == "Theirs."


def test_what_somebody_else_wrote_meanwhile_is_shown_and_mine_stays_in_the_form(editor):
    note = make_note(make_article(body=BODY), "Aktau", body="Once.")
    seen = note.changed_at.isoformat()
    verbs.rewrite(note, Content(body="Theirs."), by=make_user())
    sent = {"verb": "rewrite", "changed_at": seen, "explain-body": "Mine."}
    answer = editor.post(page_of(note), sent)
    note.refresh_from_db()
    assert (answer.status_code, note.body) == (422, "Theirs.")
    words = answer.content.decode()
    assert (
        words.index("Mine.") < words.index("Theirs, as it is saved now") < words.index("<p>Theirs.")
    )
    seen = re.search(r'name="changed_at" value="([^"]+)"', words)[1]
    editor.post(page_of(note), sent | {"changed_at": seen})
    note.refresh_from_db()
    assert note.body == "Mine."


def test_a_moved_note_shows_both_wordings_and_is_kept(editor):
    article = make_article(body=BODY)
    note = make_note(article, "was enlarged in 2018")
    rewrite(article, BODY.replace("enlarged in", "made larger in"))
    page = words_of(editor.get(notes_of(article)))
    assert "1 note moved." in page
    assert "[removed: enlarged]" in page and "[added: made larger]" in page
    editor.post(page_of(note), {"verb": "keep", "words": "was made larger in 2018"})
    note.refresh_from_db()
    assert note.placement == "placed"


def test_words_that_changed_once_more_are_not_kept_unseen(editor):
    article = make_article(body=BODY)
    note = make_note(article, "was enlarged in 2018")
    rewrite(article, BODY.replace("enlarged in", "made larger in"))
    answer = editor.post(page_of(note), {"verb": "keep", "words": "was enlarged in 2018"})
    assert (answer.status_code, "changed again" in words_of(answer)) == (422, True)


def test_a_lost_note_is_offered_a_passage_that_one_press_accepts(editor):
    article = make_article(body=BODY)
    note = make_note(article, "was enlarged in 2018")
    rewrite(article, "Later builders enlarged the harbour, in 2018 or so, and nobody knows it.")
    Annotation.objects.filter(pk=note.pk).update(placement="orphaned")
    page = editor.get(notes_of(article)).content.decode()
    form = page[page.index("It may be this passage") :]
    names = ("seen", "part", "start", "end", "words")
    sent = {name: re.search(f'name="{name}" value="([^"]*)"', form)[1] for name in names}
    editor.post(page_of(note), {"verb": "reattach", **sent})
    note.refresh_from_db()
    assert note.placement == "placed" and note.exact == sent["words"] and "enlarged" in note.exact


def test_a_note_is_put_on_other_words_and_stays_the_same_note(editor):
    article = make_article(body=BODY)
    note = make_note(article, "Aktau")
    editor.post(page_of(note), {"verb": "reattach", **place(article, "ships grain")})
    assert Annotation.objects.by_hand().get().exact == "ships grain"
    answer = editor.post(page_of(note), {"verb": "reattach", "seen": article.version})
    assert (answer.status_code, "Select the words" in words_of(answer)) == (422, True)


def test_a_note_is_held_and_released(editor):
    note = make_note(make_article(body=BODY), "Aktau")
    for verb, held in (("hold", True), ("release", False)):
        editor.post(page_of(note), {"verb": verb})
        note.refresh_from_db()
        assert note.hold is held


def test_removing_asks_once(editor):
    note = make_note(make_article(body=BODY), "Aktau")
    assert "Remove this note?" in words_of(editor.post(page_of(note), {"verb": "remove"}))
    assert Annotation.objects.by_hand().exists()
    answer = editor.post(page_of(note), {"verb": "really remove"})
    assert (answer.status_code, Annotation.objects.count()) == (302, 0)
    assert editor.post(page_of(note), {"verb": "hold"}).status_code == 404


def test_a_thread_is_answered_resolved_and_opened_again(editor):
    article = make_article(body=BODY)
    comment = make_note(article, "Aktau", kind="comment", body="Really?")
    editor.post(page_of(comment), {"verb": "reply", "reply": "Yes, *really*."})
    assert "Yes, really." in words_of(editor.get(notes_of(article)))
    editor.post(page_of(comment), {"verb": "resolve"})
    comment.refresh_from_db()
    assert comment.resolved_at is not None
    assert "resolved" in words_of(editor.get(notes_of(article)))
    editor.post(page_of(comment), {"verb": "reopen"})
    comment.refresh_from_db()
    assert comment.resolved_at is None


def test_a_comment_is_changed_by_nobody_else(editor):
    comment = make_note(make_article(body=BODY), "Aktau", kind="comment", body="Really?")
    assert 'value="rewrite"' not in editor.get(page_of(comment)).content.decode()
    sent = {"verb": "rewrite", "comment-body": "Never said"}
    answer = editor.post(page_of(comment), sent | {"changed_at": comment.changed_at.isoformat()})
    assert "changed by whoever wrote it" in words_of(answer)


# Who, and how much it asks of the database


def test_notes_of_somebody_elses_draft_are_closed_to_a_reporter(reporter):
    article = make_article(body=BODY)
    note = make_note(article, "Aktau")
    assert reporter.get(notes_of(article)).status_code == 403
    assert reporter.post(page_of(note), {"verb": "hold"}).status_code == 403


def test_the_page_asks_the_same_few_questions_however_many_notes_there_are(
    editor, django_assert_num_queries
):
    article = make_article(body=BODY)
    make_note(article, "Aktau")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        editor.get(notes_of(article))
    for words in ("port", "grain", "1963", "2018"):
        make_note(article, words, kind="check", body="So.", evidence=[make_source()])
        make_note(article, words, kind="comment", body="So?")
    with CaptureQueriesContext(connection) as many:
        editor.get(notes_of(article))
    assert len(many) <= len(few) + 1


def test_the_queue_holds_the_moved_and_lost_notes_of_what_one_may_see(editor, reporter):
    article = make_article(body=BODY, title="Harbours")
    make_note(article, "was enlarged in 2018")
    make_note(article, "The port of Aktau")
    make_note(article, "grain", kind="comment", body="Why?")
    rewrite(article, "It opened in 1963, and was made larger in 2018.")
    page = words_of(editor.get(reverse("admin:desk_notes_queue")))
    assert "Harbours" in page and "3 notes whose words changed" in page
    assert "Every note stands on its words." in words_of(
        reporter.get(reverse("admin:desk_notes_queue"))
    )
    assert "Moved and lost notes (3)" in words_of(editor.get("/admin/"))
    assert "Moved and lost" not in words_of(reporter.get("/admin/"))


def test_after_a_save_the_form_says_how_the_notes_stand(editor):
    article = make_article(body=BODY)
    form = reverse("admin:articles_article_change", args=[article.pk])
    assert "on its words" not in words_of(editor.get(form))
    make_note(article, "Aktau")
    assert "1 note is on its words" in words_of(editor.get(form))
    make_note(article, "was enlarged in 2018")
    make_note(article, "It opened in 1963")
    rewrite(article, "The port of Aktau ships grain and was made larger in 2018.")
    assert "1 note placed, 1 moved, 1 lost its words." in words_of(editor.get(form))
    assert f"{notes_of(article)}#moved" in editor.get(form).content.decode()


def test_of_many_lost_notes_only_the_first_are_looked_for(editor, monkeypatch):
    """Each is looked for in all of the text: two thousand of them held the page for 15 s."""
    monkeypatch.setattr(shown, "MOST_SUGGESTED", 1)
    article = make_article(body=BODY)
    make_note(article, "port of Aktau ships grain")
    make_note(article, "and was enlarged in 2018")
    rewrite(article, "Portt of Aktaw shipss graim.\n\nandd wass enlargedd in 20188")
    answer = editor.get(notes_of(article)).content.decode()
    assert answer.count("Put it there") == 1
