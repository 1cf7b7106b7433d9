"""What was said, and what was published of it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from interviews.layers import Spoken, layers
from newsroom import saving, verbs, wordings
from newsroom.models import EditionBody
from tests.making import make_interview, make_user

ASKED = Spoken("Host", "How long does a train wait at the border?", "k1")
ANSWERED = Spoken("Guest", "Two hours on a good day and nine on a bad one.", "k2")


def said(label, text):
    return Spoken(label, text)


def wording(edited):
    return [(run.kind, run.text) for run in edited.runs if run.kind != "same"]


def test_words_cut_from_an_answer_are_told_apart():
    spoken = [
        said("Host", ASKED.text),
        said("Guest", "Well, you know, two hours on a good day and nine on a bad one."),
    ]
    found = layers(spoken, [ASKED, ANSWERED])
    assert found.cut == {}
    assert list(found.edited) == ["k2"]
    assert "Well, you know, two" in "".join(text for _, text in wording(found.edited["k2"]))


def test_two_turns_that_were_drawn_together_belong_to_one():
    spoken = [
        said("Host", ASKED.text), said("Guest", "Two hours on a good day"), said("Host", "Mhm."),
        said("Guest", "and nine on a bad one."),
    ]  # fmt: skip
    found = layers(spoken, [ASKED, ANSWERED])
    assert found.cut == {"k2": [said("Host", "Mhm.")]}
    assert found.edited == {}


def test_a_turn_of_which_nothing_was_published_was_cut():
    lost = said("Guest", "Please do not print what my brother told the inspectors.")
    found = layers([lost, said("Host", ASKED.text)], [ASKED])
    assert (found.cut, found.edited) == ({"": [lost]}, {})


def test_what_was_published_word_for_word_was_not_edited():
    spoken = [said(turn.label, turn.text.replace(" ", "  ")) for turn in (ASKED, ANSWERED)]
    assert layers(spoken, [ASKED, ANSWERED]).edited == {}


WORDS = ["port", "rail", "gauge", "toll", "dry", "berth", "港", "口", "سكة"]
words = st.lists(st.sampled_from(WORDS), max_size=9)


@given(st.lists(words, max_size=5), st.lists(words, max_size=5))
def test_no_word_that_was_said_is_lost(spoken, printed):
    turns = [said("Guest", " ".join(each)) for each in spoken]
    published = [Spoken("Guest", " ".join(each), f"k{n}") for n, each in enumerate(printed)]
    found = layers(turns, published)
    kept = "".join(
        run.text for each in found.edited.values() for run in each.runs if run.kind != "inserted"
    ) + "".join(turn.text for each in found.cut.values() for turn in each)
    unedited = "".join(turn.text for turn in published if turn.key not in found.edited)
    for turn in turns:
        for word in turn.text.split():
            assert word in kept + unedited


TRANSCRIPT = f"**Host:** {ASKED.text}\n\n**Guest:** {ANSWERED.text}"
VERBATIM = TRANSCRIPT.replace("Two hours", "Um, two hours") + "\n\n**Host:** <b>Off the record?</b>"


@pytest.fixture
def publisher(db):
    return make_user()


def body_of(publisher, **fields):
    interview = make_interview(by=publisher, transcript=TRANSCRIPT, verbatim=VERBATIM, **fields)
    [edition] = verbs.publish(interview, by=publisher)
    return edition, EditionBody.objects.get(edition=edition)


def test_what_was_said_stays_in_the_newsroom(publisher):
    _, body = body_of(publisher)
    assert "Um," not in body.html
    assert "Off the record" not in body.html
    assert not any("Um," in text for text in body.texts.values())


def test_readers_who_may_see_it_find_what_was_cut_and_changed(publisher):
    edition, body = body_of(publisher, verbatim_shown=True)
    assert "Edited for length and clarity." in body.html
    hidden = '<span class="hidden">[{}: </span>{}<span class="hidden">]</span>'
    cut, added = hidden.format("cut", "Um, two"), hidden.format("added", "Two")
    assert f"<del>{cut}</del><ins>{added}</ins>" in body.html
    assert "<del>&lt;b&gt;Off the record?&lt;/b&gt;</del>" in body.html
    # The text that is quoted, searched and annotated is the published one.
    assert not any("Um," in text for text in body.texts.values())
    assert edition.record["texts"]["verbatim"] == VERBATIM


def test_an_interview_without_a_verbatim_text_freezes_none(publisher):
    interview = make_interview(by=publisher)
    assert set(interview.freeze()["texts"]) == {"introduction", "transcript"}


def test_the_editor_compares_what_was_said_with_what_stands(client, publisher):
    interview = make_interview(by=publisher, transcript=TRANSCRIPT, verbatim=VERBATIM)
    client.force_login(publisher)
    page = client.get(
        reverse("admin:desk_compare", args=[interview.pk]), {"from": "said", "to": "now"}
    )
    assert page.status_code == 200
    assert "[removed: </span>Um, two" in page.content.decode()
    form = client.get(reverse("admin:interviews_interview_change", args=[interview.pk]))
    assert "Compare with what was said" in form.content.decode()


def test_an_original_under_an_answer_is_not_said_to_be_added(client, publisher):
    original = "\n\n> [original: kk] Екі сағат."
    interview = make_interview(
        by=publisher, transcript=TRANSCRIPT + original, verbatim=VERBATIM + original[:-1]
    )
    client.force_login(publisher)
    address = reverse("admin:desk_compare", args=[interview.pk])
    page = client.get(address, {"from": "said", "to": "now"}).content.decode()
    assert "[removed: </span>Um, two" in page
    assert "Екі" not in page
    wording = f"r{interview.revisions.get().pk}"
    assert "Екі сағат." in client.get(address, {"from": wording, "to": "now"}).content.decode()


def test_what_was_said_is_compared_where_there_is_something(client, publisher):
    interview = make_interview(by=publisher)
    client.force_login(publisher)
    page = client.get(
        reverse("admin:desk_compare", args=[interview.pk]), {"from": "said", "to": "now"}
    )
    assert page.status_code == 404


def test_taking_down_blanks_what_was_said(publisher):
    interview = make_interview(by=publisher, transcript=TRANSCRIPT, verbatim=VERBATIM)
    type(interview).objects.update(cues=[[0, 2, "Ann", "It names somebody."]])
    verbs.publish(interview, by=publisher)
    administrator = make_user("administrator")
    verbs.take_down(interview, by=administrator, note="It names somebody.")
    interview.refresh_from_db()
    assert (interview.verbatim, interview.cues) == ("", [])


def test_saving_keeps_the_verbatim_text_in_the_history(publisher):
    interview = make_interview(by=publisher, transcript=TRANSCRIPT, verbatim=VERBATIM)
    interview.verbatim = ""
    saving.save(interview, by=publisher)
    now, before = [each.record["texts"].get("verbatim") for each in interview.revisions.all()]
    assert (now, before) == (None, VERBATIM)


def test_restoring_a_wording_restores_who_may_read_what_was_said(publisher):
    interview = make_interview(by=publisher, transcript=TRANSCRIPT, verbatim=VERBATIM)
    first = wordings.find(interview, f"r{interview.revisions.get().pk}")
    interview.verbatim, interview.verbatim_shown = TRANSCRIPT, True
    saving.save(interview, by=publisher)
    wordings.restore(interview, first, by=publisher, based_on=interview.version)
    interview.refresh_from_db()
    assert (interview.verbatim, interview.verbatim_shown) == (VERBATIM, False)


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        (False, True, "it stays in the newsroom, as it did"),
        (True, False, "readers may see it, as they might"),
    ],
)
def test_who_restores_is_told_that_who_may_read_it_changes(client, publisher, then, now, told):
    fields = {"transcript": TRANSCRIPT, "verbatim": VERBATIM}
    interview = make_interview(by=publisher, verbatim_shown=then, **fields)
    client.force_login(publisher)
    first = interview.revisions.get()
    page = reverse("admin:desk_restore", args=[interview.pk, f"r{first.pk}"])
    interview.transcript += " Yes."
    saving.save(interview, by=publisher)
    assert "Who may read the verbatim" not in client.get(page).content.decode()
    interview.verbatim_shown = now
    saving.save(interview, by=publisher)
    assert told in client.get(page).content.decode()
