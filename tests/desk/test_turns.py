"""What the transcript's editor asks of the server: who may, what comes back, what is refused."""

from __future__ import annotations

import json

import pytest

from desk.turns import LARGEST
from interviews.models import TwoPeople
from newsroom import verbs
from newsroom.models import Role, Story
from tests.making import make_interview, make_person, make_user

pytestmark = pytest.mark.django_db

TALK = "**Host:** Who?\n\n**Guest:** I."


@pytest.fixture
def desk(client):
    client.force_login(make_user(Role.EDITOR))
    return client


def read(client, words, pk=None, content_type="text/plain"):
    path = f"/admin/desk/turns/{pk}/" if pk else "/admin/desk/turns/"
    return client.post(path, data=words, content_type=content_type)


def test_a_transcript_is_answered_with_its_turns(desk):
    told = read(desk, TALK).json()
    assert told["labels"] == ["Host", "Guest"]
    assert [row[0] for row in told["turns"]] == [1, 3]


def test_a_label_has_the_shape_that_readers_will_see(desk):
    assert read(desk, TALK).json()["stations"] == [0, 1]
    assert read(desk, "**Ann Lee:** One.\n\n**Bo Ray:** Two.").json()["stations"] == [1, 2]
    interview = make_interview(transcript="**Ann Lee:** One.\n\n**Bo Ray:** Two.")
    interview.speakers.filter(label="Bo Ray").update(role="interviewer")
    told = read(desk, "**Bo Ray:** Two.\n\n**Cy Fox:** Three.\n\n**Ann Lee:** One.", interview.pk)
    assert told.json()["labels"] == ["Bo Ray", "Cy Fox", "Ann Lee"]
    assert told.json()["stations"] == [0, 2, 1]


def test_labels_that_the_interview_has_are_known(desk):
    interview = make_interview(transcript="**Anna Lee:** One.\n\n**Chris:** Two.")
    interview.speakers.filter(label="Anna Lee").update(person=make_person("Anna B. Lee"))
    told = read(desk, "Anna Lee: One.\n\nAnd more.", interview.pk).json()
    assert told["labels"] == ["Anna Lee"]
    [[_, name]] = told["people"].values()
    assert name == "Anna B. Lee"


def test_a_merged_person_is_who_it_was_merged_into(desk):
    interview = make_interview(transcript=TALK)
    whole = make_person("Li Wei")
    interview.speakers.filter(label="Guest").update(person=make_person("Wei Li", merged_into=whole))
    assert read(desk, TALK, interview.pk).json()["people"] == {"Guest": [whole.pk, "Li Wei"]}


def test_it_takes_two_queries_besides_who_asks(desk, django_assert_num_queries):
    interview = make_interview(transcript=TALK)
    with django_assert_num_queries(4):  # session, user, story, speakers
        read(desk, TALK, interview.pk)


def test_nothing_is_written(desk):
    interview = make_interview(transcript=TALK)
    before = Story.objects.get(pk=interview.pk).version
    read(desk, "**Other:** Words.", interview.pk)
    assert Story.objects.get(pk=interview.pk).version == before
    assert interview.turns.count() == 2


def test_a_reporter_reads_the_turns_of_own_drafts_alone(client):
    reporter = make_user(Role.REPORTER)
    client.force_login(reporter)
    interview = make_interview(transcript=TALK)
    answer = read(client, TALK, interview.pk)
    assert (answer.status_code, answer.json()["error"]) == (
        403,
        "You may no longer change this piece.",
    )
    Story.objects.filter(pk=interview.pk).update(assignee=reporter)
    assert read(client, TALK, interview.pk).status_code == 200


@pytest.mark.parametrize("pk", [999_999, 10**30])
def test_a_piece_that_is_not_there_is_said(desk, pk):
    answer = read(desk, TALK, pk)
    assert answer.status_code == 404
    assert answer.json()["error"]


def test_a_transcript_too_long_for_the_margin_is_refused_in_a_sentence(desk):
    answer = read(desk, "a" * (LARGEST + 1))
    assert answer.status_code == 413
    assert answer.json()["error"].endswith("It can be written and saved all the same.")


@pytest.mark.parametrize(
    ("words", "content_type"),
    [
        (b"\xff\xfe**A:** b", "text/plain"),
        (b"\xed\xa0\x80", "text/plain"),
        (json.dumps({"a": 1}), "application/json"),
        ("transcript=x", "application/x-www-form-urlencoded"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(desk, words, content_type):
    answer = read(desk, words, content_type=content_type)
    assert answer.status_code == 400
    assert "did not come along" in answer.json()["error"]


def test_an_empty_form_is_refused_in_a_sentence(desk):
    assert desk.post("/admin/desk/turns/", {}).status_code == 400


@pytest.mark.parametrize(
    "words",
    [
        " ",
        "\x00",
        "**\u202e:** x",
        "*" * 50_000,
        "**A:** **B:** " * 5_000,
        "\u2028".join("**A:** b" for _ in range(99)),
    ],
)
def test_hostile_words_are_answered(desk, words):
    assert read(desk, words).status_code == 200


# Aliases


def test_an_alias_is_kept_for_the_next_import(desk):
    person = make_person("Chris Benson")
    told = desk.post(f"/admin/desk/alias/{person.pk}/", {"alias": " Chris  B. "}).json()
    person.refresh_from_db()
    assert person.aliases == ["Chris B."]
    assert told["said"] == "“Chris B.” is remembered as Chris Benson."


def test_an_alias_is_kept_once(desk):
    person = make_person("Chris Benson", aliases=["Chris B."])
    told = desk.post(f"/admin/desk/alias/{person.pk}/", {"alias": "Chris B."}).json()
    person.refresh_from_db()
    assert person.aliases == ["Chris B."]
    assert "already" in told["said"]


@pytest.mark.parametrize("alias", ["", "  ", "\x00", "x" * 201])
def test_what_is_no_name_is_refused(desk, alias):
    person = make_person("Chris Benson")
    answer = desk.post(f"/admin/desk/alias/{person.pk}/", {"alias": alias})
    person.refresh_from_db()
    assert (answer.status_code, person.aliases) == (400, [])


def test_a_reporter_remembers_no_alias(client):
    client.force_login(make_user(Role.REPORTER))
    person = make_person("Chris Benson")
    answer = client.post(f"/admin/desk/alias/{person.pk}/", {"alias": "Chris B."})
    person.refresh_from_db()
    assert (answer.status_code, person.aliases) == (403, [])


def test_the_form_offers_no_alias_to_who_may_not_keep_it(client, desk):
    interview = make_interview(transcript=TALK)
    url = f"/admin/interviews/interview/{interview.pk}/change/"
    assert "data-alias-url" in desk.get(url).content.decode()
    reporter = make_user(Role.REPORTER)
    Story.objects.filter(pk=interview.pk).update(assignee=reporter)
    client.force_login(reporter)
    page = client.get(url).content.decode()
    assert "data-turns-url" in page
    assert "data-alias-url" not in page


# Two people with like names

LIKE = "**Chris Benson:** A.\n\n**Host:** B.\n\n**Chris Benson:** C.\n\n**Chis Benson:** D."


def part(client, interview, label="Chis Benson", meant="Chris Benson"):
    return client.post(f"/admin/desk/apart/{interview.pk}/", {"label": label, "meant": meant})


def test_two_people_are_asked_about_in_no_interview_again(desk):
    interview, other = make_interview(transcript=LIKE), make_interview(transcript=LIKE)
    assert read(desk, LIKE, interview.pk).json()["meant"] == {"Chis Benson": "Chris Benson"}
    told = part(desk, interview).json()["said"]
    assert told == "Chis Benson and Chris Benson are two people. Nobody is asked again."
    assert read(desk, LIKE, interview.pk).json()["meant"] == {}
    assert read(desk, LIKE, other.pk).json()["meant"] == {}
    part(desk, interview, "Chris Benson", "Chis Benson")
    assert TwoPeople.objects.count() == 1


def test_that_they_are_two_people_is_told_and_taken_back(desk):
    interview, other = make_interview(transcript=LIKE), make_interview(transcript=LIKE)
    part(desk, interview)
    pair = ["Chis Benson", "Chris Benson"]
    assert read(desk, LIKE, other.pk).json()["apart"] == [pair]
    told = desk.post(
        f"/admin/desk/apart/{other.pk}/", {"label": pair[1], "meant": pair[0], "again": "1"}
    )
    assert told.json()["said"] == "Whether Chis Benson and Chris Benson are one is asked again."
    answer = read(desk, LIKE, interview.pk).json()
    assert (answer["apart"], answer["meant"]) == ([], {"Chis Benson": "Chris Benson"})


@pytest.mark.parametrize(
    ("label", "meant"), [("A", "A"), ("", "B"), ("A", "x" * 201), ("\x00", "")]
)
def test_what_are_no_two_labels_is_refused(desk, label, meant):
    answer = part(desk, make_interview(transcript=LIKE), label, meant)
    assert (answer.status_code, TwoPeople.objects.count()) == (400, 0)


def test_who_may_not_change_the_piece_parts_nobody(client):
    client.force_login(make_user(Role.REPORTER))
    assert part(client, make_interview(transcript=LIKE)).status_code == 403
    assert not TwoPeople.objects.exists()


def test_names_that_were_parted_go_with_the_piece_that_is_taken_down(desk):
    publisher, administrator = make_user(Role.PUBLISHER), make_user(Role.ADMINISTRATOR)
    interview = make_interview(transcript=LIKE, by=publisher)
    part(desk, interview)
    verbs.publish(interview, by=publisher)
    verbs.take_down(interview, by=administrator)
    assert not TwoPeople.objects.exists()


def test_the_answer_takes_one_query_whatever_the_labels(desk, django_assert_num_queries):
    interview = make_interview(transcript=LIKE)
    read(desk, LIKE, interview.pk)
    with django_assert_num_queries(5):
        read(desk, LIKE, interview.pk)
