from __future__ import annotations

import pytest
from django.db import connection

from annotations.models import Annotation
from interviews import deriving
from interviews.models import Interview, Speaker, Turn
from newsroom import saving
from newsroom.models import Picture, Revision
from prose.definitions import Definitions
from tests.making import make_interview, make_person, make_user

pytestmark = pytest.mark.django_db

FIRST = "**Host:** Who are you?"
SECOND = "**Guest:** A guest from the port."
THIRD = "**Host:** Thank you."


@pytest.fixture
def editor():
    return make_user()


@pytest.fixture
def interview(editor):
    return make_interview(by=editor, transcript="\n\n".join([FIRST, SECOND, THIRD]))


def rewrite(interview, editor, *turns):
    interview.transcript = "\n\n".join(turns)
    saving.save(interview, by=editor)
    return interview.turn_keys()


def test_unchanged_turns_keep_their_key_when_another_is_put_between(interview, editor):
    first, second, third = interview.turn_keys()
    after = rewrite(interview, editor, FIRST, "**Guest:** Let me add.", SECOND, THIRD)
    assert [after[0], after[2], after[3]] == [first, second, third]
    assert after[1] not in {first, second, third}


def test_a_turn_that_comes_back_has_its_key_again(interview, editor):
    first, second, third = interview.turn_keys()
    rewrite(interview, editor, FIRST, THIRD)
    assert rewrite(interview, editor, FIRST, SECOND, THIRD) == [first, second, third]


def test_a_removed_turns_key_goes_to_no_other(interview, editor):
    second = interview.turn_keys()[1]
    rewrite(interview, editor, FIRST, THIRD)
    after = rewrite(interview, editor, FIRST, "**Guest:** Something else entirely.", THIRD)
    assert second not in after
    assert Turn.objects.get(interview=interview, key=second).removed_at


def test_a_short_removed_turn_is_found_where_it_stood_after_the_text_around_it_grew(
    interview, editor
):
    yes, above = "**Guest:** Yes.", ["**Host:** Good morning, all of you.", "**Guest:** Morning."]
    before = rewrite(interview, editor, FIRST, yes, SECOND, yes, THIRD)
    rewrite(interview, editor, FIRST, SECOND, THIRD)
    rewrite(interview, editor, *above, FIRST, SECOND, THIRD)
    assert rewrite(interview, editor, *above, FIRST, SECOND, yes, THIRD)[2:] == [
        before[0], before[2], before[3], before[4],
    ]  # fmt: skip
    assert before[1] not in rewrite(interview, editor, yes, *above, FIRST, SECOND, yes, THIRD)


def test_each_label_is_a_speaker_once(interview):
    assert [speaker.label for speaker in interview.speakers.all()] == ["Host", "Guest"]


def test_a_host_asks_and_a_guest_answers(interview):
    roles = dict(interview.speakers.values_list("label", "role"))
    assert roles == {"Host": "interviewer", "Guest": "guest"}


GUEST_GONE = ["**Host:** Who are you?", "**Someone:** A guest from the port.", THIRD]


def labels_published(interview):
    return [speaker["label"] for speaker in interview.freeze()["speakers"]]


def test_a_speaker_without_turns_is_not_published(interview, editor):
    rewrite(interview, editor, *GUEST_GONE)
    assert sorted(labels_published(interview)) == ["Host", "Someone"]
    preview = interview.freeze_unsaved()
    assert sorted(each["label"] for each in preview["speakers"]) == ["Host", "Someone"]


def test_a_person_chosen_outlives_a_slip_in_the_label(interview, editor):
    person = make_person()
    interview.speakers.filter(label="Guest").update(person=person)
    rewrite(interview, editor, *GUEST_GONE)
    rewrite(interview, editor, FIRST, SECOND, THIRD)
    guest = next(each for each in interview.freeze()["speakers"] if each["label"] == "Guest")
    assert guest["person"] == person.pk


def test_a_label_that_went_is_forgotten_by_the_reader_of_labels(interview, editor):
    rewrite(interview, editor, FIRST, "**Port:** Open.", "**Port:** Closed.", THIRD)
    rewrite(interview, editor, FIRST, SECOND, THIRD)
    rewrite(interview, editor, FIRST, f"{SECOND}\n\nPort: open.", THIRD)
    assert interview.turns.standing().count() == 3
    assert "Port: open." in interview.turns.standing()[1].text


def test_a_label_with_a_person_is_remembered_by_the_reader_of_labels(interview, editor):
    interview.speakers.filter(label="Guest").update(person=make_person())
    rewrite(interview, editor, FIRST, THIRD)
    rewrite(interview, editor, FIRST, "Guest: I am back.", THIRD)
    assert [turn.label for turn in interview.turns.standing()] == ["Host", "Guest", "Host"]


def test_a_label_told_before_the_first_reading_is_a_label(editor):
    interview = Interview(
        title="A talk", transcript=f"{FIRST}\n\n**somebody at the back:** Louder!"
    )

    def relations():
        Speaker.objects.create(interview=interview, label="somebody at the back")

    saving.save(interview, by=editor, relations=relations)
    assert [turn.label for turn in interview.turns.all()] == ["Host", "somebody at the back"]


def test_a_turn_sees_the_definitions_it_uses_wherever_they_stand(editor):
    transcript = "\n\n".join([
        "**Host:** It grew [1][Report\nof 2024].", "**Guest:** It did[^a], and `[b]` is code.",
        "[report of 2024]: https://example.org/report", "[^a]: See [the other one][b].",
        "[b]: https://example.org/other",
    ])  # fmt: skip
    interview = make_interview(by=editor, transcript=transcript)
    urls = [note.get("url") for note in interview.freeze()["notes"]]
    assert urls == ["https://example.org/report", "https://example.org/other"]


def test_a_turn_is_given_no_definition_that_it_does_not_use():
    definitions = Definitions("\n".join(f"[s{n}]: https://example.org/{n}" for n in range(2000)))
    assert definitions.used_in("One [1][s1] and two [2][S2].").count("\n\n") == 1
    assert definitions.used_in("None.") == ""


FOURTH = "**Guest:** And goodbye."


def test_a_turn_that_somebody_else_saved_first_keeps_the_key_it_got(interview, editor, monkeypatch):
    """The other save falls between the reading of the text and the lock."""
    other = Interview.objects.get(pk=interview.pk)
    read = Interview.read

    def read_before_the_other_saves(story):
        reading = read(story)
        monkeypatch.setattr(Interview, "read", read)
        rewrite(other, editor, FIRST, SECOND, THIRD, FOURTH)
        return reading

    monkeypatch.setattr(Interview, "read", read_before_the_other_saves)
    rewrite(interview, editor, FIRST, SECOND, THIRD, FOURTH)
    assert interview.turn_keys() == other.turn_keys()
    assert Turn.objects.filter(interview=interview.pk).count() == 4
    assert Revision.objects.order_by("id").last().turn_keys == other.turn_keys()


@pytest.mark.django_db(transaction=True)
def test_a_text_is_rendered_once_and_before_anything_is_locked(interview, editor, monkeypatch):
    locked = []
    render = deriving.render

    def watched(text, **options):
        locked.append(connection.in_atomic_block)
        return render(text, **options)

    monkeypatch.setattr(deriving, "render", watched)
    rewrite(interview, editor, FIRST, SECOND, THIRD, FOURTH)
    assert locked == [False] * 5


def test_a_caption_does_not_lose_the_citation_behind_it(editor):
    Picture.objects.create(
        key="port",
        title="Port",
        caption="A port.",
        alt="A port.",
        extension="jpg",
        width=9,
        height=9,
    )
    text = "![](picture:port)\n\nIt grew. [1](https://example.org/a)"
    interview = make_interview(by=editor, introduction=text)
    [annotation] = Annotation.objects.all()
    [note] = interview.freeze()["notes"]
    assert (note["uuid"], note["start"]) == (str(annotation.uuid), annotation.start)


def test_an_introduction_uses_the_definitions_at_the_end_of_the_transcript(editor):
    interview = make_interview(
        by=editor,
        introduction="The [team] sent us.",
        transcript=f"{FIRST}\n\n{SECOND}\n\n[team]: https://example.org/team",
    )
    body = deriving.derive(interview.freeze())
    assert '<a href="https://example.org/team" rel="noopener">team</a>' in body.html
