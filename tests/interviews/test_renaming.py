"""A label renamed in the editor stays the person it was; what was merged can be parted."""

from __future__ import annotations

import pytest

from interviews.models import Speaker
from interviews.renaming import renamed
from newsroom import saving
from newsroom.models import Role
from tests.desk.forms import fill_in
from tests.making import make_interview, make_person, make_user

pytestmark = pytest.mark.django_db

TALK = "**Host:** Who?\n\n**Chris B.:** I."


@pytest.fixture
def desk(client):
    client.force_login(make_user(Role.EDITOR))
    return client


@pytest.fixture
def interview():
    interview = make_interview(transcript=TALK)
    interview.person = make_person("Chris Benson")
    interview.speakers.filter(label="Chris B.").update(
        person=interview.person, described_as="A pilot"
    )
    return interview


def save(desk, interview, transcript, renamed):
    url = f"/admin/interviews/interview/{interview.pk}/change/"
    answer = fill_in(desk, url, transcript=transcript, renamed=renamed)
    assert answer.status_code == 302, answer.content[:2000]


def who(interview):
    return dict(interview.speakers.kept().values_list("label", "person__name"))


def test_a_renamed_label_keeps_its_person(desk, interview):
    save(desk, interview, TALK.replace("Chris B.", "Captain"), '[["Chris B.", "Captain"]]')
    assert who(interview) == {"Host": None, "Captain": "Chris Benson"}
    assert interview.speakers.get(label="Captain").described_as == "A pilot"


def test_a_label_renamed_twice_keeps_its_person(desk, interview):
    pairs = '[["Chris B.", "Captain"], ["Captain", "The Captain"]]'
    save(desk, interview, TALK.replace("Chris B.", "The Captain"), pairs)
    assert who(interview)["The Captain"] == "Chris Benson"


def test_a_renaming_that_was_taken_back_moves_nothing(desk, interview):
    save(desk, interview, TALK + " Yes.", '[["Chris B.", "Captain"]]')
    assert who(interview) == {"Host": None, "Chris B.": "Chris Benson"}


def test_merged_labels_become_the_one_that_is_known_and_can_be_parted(desk, interview):
    three = TALK + "\n\n**Captain:** Aye."
    saving.save(_with(interview, three), by=make_user())
    save(desk, interview, three.replace("Captain", "Chris B."), '[["Captain", "Chris B."]]')
    assert who(interview) == {"Host": None, "Chris B.": "Chris Benson"}
    save(desk, interview, three, "[]")
    turns = interview.turns.standing().values_list("label", "speaker__label")
    assert list(turns) == [("Host", "Host"), ("Chris B.", "Chris B."), ("Captain", "Captain")]


def _with(interview, transcript):
    interview.refresh_from_db()
    interview.transcript = transcript
    return interview


def test_a_form_that_comes_back_still_knows_what_was_renamed(desk, interview):
    url = f"/admin/interviews/interview/{interview.pk}/change/"
    answer = fill_in(desk, url, slug="no address!", renamed='[["Chris B.", "Captain"]]')
    assert answer.status_code == 200
    assert "[[&quot;Chris B.&quot;, &quot;Captain&quot;]]" in answer.content.decode()


@pytest.mark.parametrize(
    "posted",
    ["", "null", "{}", "[1]", '[["a"]]', '[["a", 1]]', '[["", "b"]]', "[" * 100_000, "\x00", '"x"'],
)
def test_nonsense_renames_nothing(posted):
    assert renamed(posted) == []


def test_nonsense_in_the_form_breaks_no_save(desk, interview):
    save(desk, interview, TALK + " Yes.", '[["Chris B.", "Nobody here"], 7]')
    assert who(interview) == {"Host": None, "Chris B.": "Chris Benson"}


def test_a_person_merged_by_mistake_is_parted_with_every_turn(client):
    said = {"**Host:** Who?\n\n**Li:** I said one.": "Li Wei", "**Host:** Who?\n\n**Wei:** I said two.": "Wei Li"}  # fmt: skip
    people = {}
    for transcript, name in said.items():
        interview = make_interview(transcript=transcript)
        people[name] = make_person(name)
        interview.speakers.exclude(label="Host").update(person=people[name])
    one, other = people["Li Wei"], people["Wei Li"]
    turns_of = lambda person: [  # noqa: E731
        turn.text
        for speaker in Speaker.objects.all()
        if speaker.person is not None and speaker.person.current == person
        for turn in speaker.turns.all()
    ]
    other.merged_into = one
    other.save()
    assert sorted(turns_of(one)) == ["I said one.", "I said two."]
    other.merged_into = None
    other.save()
    assert (turns_of(one), turns_of(other)) == (["I said one."], ["I said two."])
