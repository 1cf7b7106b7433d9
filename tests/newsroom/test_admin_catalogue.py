"""People and topics in the admin: addresses, lists of words, and the site's version."""

from __future__ import annotations

import pytest
from django.test import Client

from newsroom import version
from newsroom.models import FormerSlug, Person, Role, Topic
from tests.desk.forms import fill_in
from tests.making import make_person, make_topic, make_user

pytestmark = pytest.mark.django_db

ADD = "/admin/newsroom/person/add/"


@pytest.fixture
def editor():
    client = Client()
    client.force_login(make_user(Role.EDITOR))
    return client


def form_of(thing):
    return f"/admin/newsroom/{thing._meta.model_name}/{thing.pk}/change/"


def test_an_address_left_empty_is_made_from_the_name(editor):
    fill_in(editor, ADD, name="Aigerim Bekova")
    assert Person.objects.get().slug == "aigerim-bekova"


def test_two_people_of_one_name_have_two_addresses(editor):
    fill_in(editor, ADD, name="Li Wei")
    fill_in(editor, ADD, name="Li Wei")
    assert set(Person.objects.values_list("slug", flat=True)) == {"li-wei", "li-wei-2"}


def test_aliases_and_links_are_written_one_a_line(editor):
    fill_in(
        editor,
        ADD,
        name="Li Wei",
        aliases="Dr. Li\r\n\r\n 李伟 \r\nDr. Li",
        links="https://example.org/li",
    )
    person = Person.objects.get()
    assert person.aliases == ["Dr. Li", "李伟"]
    assert person.links == ["https://example.org/li"]
    fill_in(editor, form_of(person), biography="Engineer.")
    person.refresh_from_db()
    assert person.aliases == ["Dr. Li", "李伟"]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "example.org", "https://", "http://["])
def test_a_link_that_is_no_web_address_is_refused(editor, link):
    page = fill_in(editor, ADD, name="Li Wei", links=link)
    assert "is not a web address" in page.content.decode()


@pytest.mark.parametrize("term", ["李", "wei", "Dr. L", "ليلى"])
def test_a_person_is_found_by_every_form_of_the_name(editor, term):
    make_person("Somebody Else", aliases=["王芳"])
    make_person("Li Wei", aliases=["Dr. Li", "李伟", "ليلى"])
    answer = editor.get(
        "/admin/autocomplete/",
        {"app_label": "newsroom", "model_name": "credit", "field_name": "person", "term": term},
    )
    assert [each["text"] for each in answer.json()["results"]] == ["Li Wei"]


def test_a_merged_record_is_not_offered(editor):
    stays = make_person("Li Wei")
    make_person("Li Wei, engineer", merged_into=stays)
    answer = editor.get(
        "/admin/autocomplete/",
        {"app_label": "newsroom", "model_name": "credit", "field_name": "person", "term": "Li"},
    )
    assert [each["text"] for each in answer.json()["results"]] == ["Li Wei"]


def merged(editor, person, into):
    """What the form says when `person` is merged `into` another; None if it is done."""
    answer = fill_in(editor, form_of(person), merged_into=str(into.pk))
    person.refresh_from_db()
    if person.merged_into == into:
        return None
    return answer.context["adminform"].form.errors["merged_into"][0]


def test_two_records_are_not_merged_into_each_other(editor):
    one, other = make_person("Li Wei"), make_person("Li Wei, engineer")
    assert merged(editor, other, one) is None
    assert merged(editor, one, other) == (
        "Li Wei, engineer is merged into Li Wei. Part them there first."
    )
    assert merged(editor, one, one) == (
        "Li Wei cannot be merged into the same record: choose another."
    )


def test_merges_go_no_further_than_readers_pages_follow_them(editor):
    a, b, c, d = (make_person(name) for name in ("Chis", "Chris B.", "Chris Benson", "C. Benson"))
    assert merged(editor, a, b) is None
    assert merged(editor, b, c) is None
    assert merged(editor, c, d) == (
        "Chis is merged into Chris B., and that into Chris Benson. Merge Chis into C. Benson "
        "first, then Chris Benson."
    )
    assert merged(editor, a, d) is None
    assert merged(editor, c, d) is None
    assert {each.current for each in Person.objects.all()} == {d}


def test_a_record_that_was_merged_long_ago_can_still_be_saved(editor):
    a, b, c = (make_person(name) for name in ("Chis", "Chris B.", "Chris Benson"))
    assert merged(editor, a, b) is None
    assert merged(editor, b, c) is None
    fill_in(editor, form_of(a), name="Chis B.")
    a.refresh_from_db()
    assert (a.name, a.current) == ("Chis B.", c)


def test_a_topic_is_found_by_its_name_in_another_language(editor):
    make_topic("place", "Aktau", names={"zh": "阿克套"})
    answer = editor.get(
        "/admin/autocomplete/",
        {"app_label": "newsroom", "model_name": "story", "field_name": "topics", "term": "克套"},
    )
    assert [each["text"] for each in answer.json()["results"]] == ["Aktau"]


def test_a_former_address_is_kept(editor):
    person = make_person("Li Wei", slug="li-wei")
    fill_in(editor, form_of(person), slug="li-wei-engineer")
    assert FormerSlug.objects.get(person=person).slug == "li-wei"


def test_going_back_to_an_address_leaves_no_loop(editor):
    topic = make_topic("place", "Aktau", slug="aktau")
    fill_in(editor, form_of(topic), slug="port-of-aktau")
    fill_in(editor, form_of(topic), slug="aktau")
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["port-of-aktau"]


@pytest.mark.parametrize("make", [make_person, lambda: make_topic("place", "Aktau")])
def test_every_change_raises_the_sites_version(editor, make):
    thing = make()
    seen = version.current()
    fill_in(editor, form_of(thing), name="Changed")
    assert version.current() > seen
    seen = version.current()
    editor.post(form_of(thing).replace("change", "delete"), {"post": "yes"})
    assert version.current() > seen


def test_a_topic_has_names_in_other_languages(editor):
    fill_in(
        editor,
        "/admin/newsroom/topic/add/",
        kind="place",
        name="Aktau",
        names="zh：阿克套\r\nar: أكتاو",
    )
    assert Topic.objects.get().names == {"zh": "阿克套", "ar": "أكتاو"}


@pytest.mark.parametrize("names", ["阿克套", "xx: Aktau", "zh:"])
def test_a_name_without_its_language_is_refused_with_an_example(editor, names):
    page = fill_in(editor, "/admin/newsroom/topic/add/", kind="place", name="Aktau", names=names)
    assert "as in “zh: 港口”" in page.content.decode()
