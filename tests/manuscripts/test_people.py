"""Names that somebody here has already, or that come twice at once."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from interviews.models import Speaker
from manuscripts import importer, people
from newsroom.models import Credit, Person, Role
from tests.making import make_person, make_user

pytestmark = pytest.mark.django_db

TALK = (
    "# {}\n\n**Host:** What is it?\n\n**Li Wei:** It is.\n\n**Host:** And then?\n\n**Li Wei:** No."
)


@pytest.fixture
def editor():
    return make_user(Role.EDITOR)


def proposal(text=TALK):
    [proposals] = importer.prepare(text).proposals
    return proposals["Li Wei"]


def made(text, by, choice=""):
    return importer.create(importer.prepare(text), by=by, choices=[{"Li Wei": choice}])


@pytest.mark.parametrize("other", ["Li Wei", "Lì Wěi"])
def test_a_name_that_two_people_share_proposes_nobody_and_says_so(other):
    make_person("Li Wei")
    make_person(other)
    assert proposal().choice == people.NOBODY
    assert proposal().reason == "2 people here are called so: say which of them speaks."


def test_people_of_one_name_are_told_apart_by_their_addresses():
    one, other = make_person("Li Wei", slug="li"), make_person("Li Wei", slug="wei")
    assert proposal().alternatives == (
        (f"person:{one.pk}", "Li Wei (known here, li)"),
        (f"person:{other.pk}", "Li Wei (known here, wei)"),
        ("namesake:Li Wei", "Another new person: Li Wei"),
        (people.NOBODY, "Nobody: only a label"),
    )


def test_a_byline_that_two_people_share_adds_nobody(editor):
    make_person("Li Wei")
    make_person("Li Wei")
    made(f"---\nauthors: Li Wei\n---\n{TALK}", editor)
    assert Person.objects.count() == 2
    assert not Credit.objects.exists()


def test_a_new_name_that_came_to_be_known_since_is_that_person(editor):
    coming = importer.prepare(TALK)
    person = make_person("Li Wei")
    importer.create(coming, by=editor)
    assert Speaker.objects.get(label="Li Wei").person == person
    assert Person.objects.count() == 1


def test_a_namesake_is_a_new_person_whoever_is_called_so(editor):
    known = make_person("Li Wei")
    made(TALK, editor, "namesake:Li Wei")
    assert Speaker.objects.get(label="Li Wei").person not in {known, None}
    assert Person.objects.count() == 2


def test_whoever_is_added_while_an_import_is_under_way_is_not_added_again():
    cast = people.Cast(may_add=True)
    person = make_person("Li Wei", slug="li-wei")
    assert cast.chosen("new:Li Wei") == person


def test_an_address_that_somebody_else_has_gets_a_number():
    cast = people.Cast(may_add=True)
    make_person("L. I. Wei", slug="li-wei")
    assert cast.chosen("new:Li Wei").slug == "li-wei-2"


# On SQLite there are no two imports at once: one waits at its first statement.
if connection.vendor == "postgresql":

    @pytest.mark.django_db(transaction=True)
    def test_two_imports_at_once_add_one_person(monkeypatch):
        by, together = make_user(Role.EDITOR), Barrier(2, timeout=20)
        create = Person.objects.create

        def wait_and_create(**fields):
            if "name" in fields and not together.broken:
                together.wait()
            return create(**fields)

        monkeypatch.setattr(Person.objects, "create", wait_and_create)

        def bring(title):
            try:
                importer.create(importer.prepare(TALK.format(title)), by=by)
            finally:
                connection.close()

        threads = [Thread(target=bring, args=[title]) for title in ("Iron", "Coal")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        [person] = Person.objects.all()
        assert person.speaking.count() == 2


def test_letters_that_differ_by_a_mark_of_their_own_are_no_accents():
    assert people.fold("か") != people.fold("が")
    assert people.fold("é") == people.fold("E")


def test_a_chain_of_merges_takes_no_query_for_each(django_assert_num_queries):
    last = make_person("Li Wei")
    for _ in range(5):
        last = make_person("Wei Li", merged_into=last)
    with django_assert_num_queries(1):
        known = people.Known()
    assert known.named("Wei Li").name == "Li Wei"


SLIP = f"{TALK.replace('Li Wei', 'Chris Benson')}\n\n**Host:** So?\n\n**Chis Benson:** Well.\n\n**Host:** Thank you."


def proposed_for_the_slip():
    [proposals] = importer.prepare(SLIP).proposals
    return proposals["Chis Benson"]


def test_a_label_typed_wrongly_is_asked_about_and_not_made_a_person(editor):
    asked = proposed_for_the_slip()
    assert (asked.choice, asked.role) == (people.NOBODY, "guest")
    assert asked.reason == "Written almost like Chris Benson: nobody is made of it. Say who speaks."
    importer.create(importer.prepare(SLIP), by=editor)
    assert [person.name for person in Person.objects.all()] == ["Chris Benson"]


def test_a_label_typed_wrongly_can_be_said_to_be_the_other(editor):
    assert "new:Chris Benson" in dict(proposed_for_the_slip().alternatives)
    importer.create(
        importer.prepare(SLIP), by=editor, choices=[{"Chis Benson": "new:Chris Benson"}]
    )
    [speaker] = Speaker.objects.filter(label="Chis Benson")
    assert speaker.person.name == "Chris Benson"
    assert Person.objects.count() == 1


def test_a_name_known_here_is_no_slip_of_the_pen():
    make_person("Chis Benson")
    assert proposed_for_the_slip().choice.startswith("person:")
