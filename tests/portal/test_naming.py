"""People are called by the name that the readers of a page can read."""

from __future__ import annotations

import pytest

from newsroom.languages import LANGUAGES
from newsroom.models import Person
from portal.naming import speaker_for
from tests.making import make_article, make_interview, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "native_name", "shown"),
    [
        ("Li Wei", "李伟", {"en": "Li Wei", "zh": "李伟", "ar": "Li Wei"}),
        ("Layla Haddad", "ليلى حدّاد", {"en": "Layla Haddad", "zh": "Layla Haddad", "ar": "ليلى حدّاد"}),
        ("Eleni Varda", "Ελένη Βάρδα", dict.fromkeys(LANGUAGES, "Eleni Varda")),
        ("Jose Marti", "José Martí", dict.fromkeys(LANGUAGES, "Jose Marti")),
        ("李伟", "Li Wei", {"en": "Li Wei", "zh": "李伟", "ar": "李伟"}),
        ("Sato Emi", "佐藤えみ", dict.fromkeys(LANGUAGES, "Sato Emi")),
        ("Anna Berg", "", dict.fromkeys(LANGUAGES, "Anna Berg")),
        ("Anna Berg", "2", dict.fromkeys(LANGUAGES, "Anna Berg")),
    ],
)  # fmt: skip
def test_name_is_in_the_script_of_the_page(name, native_name, shown):
    person = Person(name=name, native_name=native_name)
    assert {code: person.name_in(code) for code in LANGUAGES} == shown


@pytest.mark.parametrize(
    ("label", "name", "language", "shown"),
    [
        ("Bekova", "Aigerim Bekova", "en", "Aigerim Bekova"),
        ("别科娃", "Aigerim Bekova", "zh", "别科娃"),
        ("记者", "林越", "zh", "林越"),
        ("Lin", "林越", "zh", "林越"),
        ("别科娃", "Aigerim Bekova", "en", "Aigerim Bekova"),
        ("Host", "", "zh", "Host"),
    ],
)
def test_speaker_is_called_by_label_where_readers_can_read_no_other(label, name, language, shown):
    assert speaker_for(label, name, language) == shown


@pytest.fixture
def salma():
    return make_person("Salma Haddad", native_name="سلمى حداد", slug="salma-haddad")


@pytest.fixture
def in_arabic(published, publisher, salma):
    """An Arabic article by Salma Haddad, and an interview with her, labelled in Latin letters."""
    interview = make_interview(
        by=publisher,
        language="ar",
        title="حديث",
        slug="حديث",
        transcript="**Host:** ما هو الليل؟\n\n**Guest:** " + "ميناء جاف على الحدود. " * 6,
    )
    interview.speakers.filter(label="Guest").update(person=salma)
    published(interview, (3, 2))
    return published(
        make_article(by=publisher, language="ar", title="ميناء", people=(salma,)), (3, 3)
    )


@pytest.mark.parametrize(
    "path",
    ["/ar/", "/ar/articles/ميناء/", "/ar/interviews/حديث/", "/ar/search/?q=ميناء", "/ar/feed.xml"],
)
def test_arabic_pages_name_people_in_arabic_letters(reader, in_arabic, path):
    html = reader.get(path).content.decode()
    assert "سلمى حداد" in html
    assert "Salma Haddad" not in html


def test_search_without_a_hit_offers_people_by_the_name_readers_read(reader, in_arabic):
    assert "سلمى حداد" in reader.get("/ar/search/?q=Salma").content.decode()


def test_person_is_headed_in_the_script_of_the_page(reader, in_arabic):
    for prefix, shown, other in (
        ("/ar", "سلمى حداد", "Salma Haddad"),
        ("", "Salma Haddad", "سلمى حداد"),
    ):
        html = reader.get(f"{prefix}/people/salma-haddad/").content.decode()
        assert f"<h1><bdi>{shown}</bdi></h1>" in html
        assert f'<p class="under"><bdi>{other}</bdi></p>' in html
        assert 'class="who"' not in html  # whose page it is has been said


def test_frozen_byline_is_in_the_script_of_the_piece(in_arabic, salma):
    assert in_arabic.record["credits"] == [
        {"person": salma.pk, "name": "سلمى حداد", "role": "author"}
    ]


@pytest.mark.parametrize("path", ["/ar/", "/ar/feed.xml"])
def test_name_given_after_publishing_is_shown_at_once(reader, in_arabic, salma, path):
    Person.objects.filter(pk=salma.pk).update(native_name="سلمى الحداد")
    assert "سلمى الحداد" in reader.get(path).content.decode()
