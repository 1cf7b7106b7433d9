"""A person's page: all that they said here."""

from __future__ import annotations

import pytest

from newsroom import verbs
from newsroom.models import Picture
from tests.making import make_interview, make_person

pytestmark = pytest.mark.django_db

SAID = "/people/aigerim-bekova/said/"


@pytest.fixture
def guest(db):
    return make_person("Aigerim Bekova", slug="aigerim-bekova")


@pytest.fixture
def spoken(published, publisher, guest):
    """Publish an interview in which the guest answers so often."""

    def publish(answers, day, title, person=guest):
        transcript = "\n\n".join(
            f"**Host:** Question {each}?\n\n**Guest:** {title} answer {each}, about ports."
            for each in range(answers)
        )
        story = make_interview(by=publisher, title=title, transcript=transcript)
        story.speakers.filter(label="Guest").update(person=person)
        published(story, day)
        return story

    return publish


def page(reader, path, status=200):
    response = reader.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_all_they_said_is_there_newest_first_and_paged(reader, spoken):
    spoken(12, (1, 5), "Earlier")
    spoken(12, (2, 5), "Later")
    first, second = page(reader, SAID), page(reader, f"{SAID}2/")
    assert first.index("Later answer 11") < first.index("Earlier answer 0")
    assert "Earlier answer 7" in first and "Earlier answer 8" not in first
    assert "Earlier answer 11" in second and "Later" not in second
    assert f'href="{SAID}2/" rel="next"' in first and f'href="{SAID}" rel="prev"' in second
    page(reader, f"{SAID}3/", status=404)


def test_original_of_a_translated_answer_is_not_listed_beside_it(
    reader, published, publisher, guest
):
    transcript = "**Guest:** We worked at night.\n\n> [original: kk] Түнде жұмыс істедік."
    story = make_interview(by=publisher, transcript=transcript)
    story.speakers.filter(label="Guest").update(person=guest)
    published(story)
    html = page(reader, SAID)
    assert "We worked at night." in html and "Түнде" not in html


def test_each_passage_leads_to_its_turn_under_its_question(reader, spoken):
    story = spoken(1, (1, 5), "Only")
    html = page(reader, SAID)
    assert "Question 0?" in html
    assert f"#t-{story.turn_keys()[1]}" in html


def test_persons_page_leads_there_and_asks_what_they_said_of_something(reader, spoken):
    spoken(1, (1, 5), "Only")
    html = page(reader, "/people/aigerim-bekova/")
    assert f'href="{SAID}"' in html
    assert '<input type="hidden" name="speaker" value="aigerim-bekova">' in html


def test_what_is_not_live_is_not_said(reader, spoken, publisher):
    story = spoken(1, (1, 5), "Only")
    verbs.withdraw(story, by=publisher)
    page(reader, SAID, status=404)


def test_somebody_merged_into_a_person_said_it_as_that_person(reader, spoken, guest):
    double = make_person("A. Bekova", slug="a-bekova", merged_into=guest)
    spoken(1, (1, 5), "Only", person=double)
    assert "Only answer 0" in page(reader, SAID)
    response = reader.get("/people/a-bekova/said/")
    assert (response.status_code, response["Location"]) == (301, SAID)


def test_number_of_queries_is_fixed(reader, spoken, django_assert_num_queries):
    for number in range(1, 4):
        spoken(8 * number, (number, 5), f"Interview {number}")
        with django_assert_num_queries(3):
            page(reader, SAID)


def test_a_page_leads_to_what_was_said_where_nobody_asked(reader, published, publisher, guest):
    transcript = (
        "**Guest:** The cranes stand still when the wind comes.\n\n"
        "**Other:** And the boxes wait until it has gone."
    )
    story = make_interview(by=publisher, transcript=transcript)
    story.speakers.filter(label="Guest").update(person=guest)
    published(story)
    html = page(reader, "/people/aigerim-bekova/")
    assert "The cranes stand still" in html
    assert f'href="{SAID}"' in html


def test_answers_come_before_what_was_said_to_no_question(reader, spoken, published, guest):
    spoken(1, (1, 5), "Asked")
    story = make_interview(transcript="**Guest:** Words that nobody had asked for, about wind.")
    story.speakers.filter(label="Guest").update(person=guest)
    published(story, (2, 5))
    html = page(reader, "/people/aigerim-bekova/")
    assert html.index("Asked answer 0") < html.index("Words that nobody had asked for")


def test_each_reads_of_a_person_what_is_written_in_their_language(reader, spoken, guest):
    guest.biography = "A shift supervisor.\n换装站值班主任。"
    guest.save()
    spoken(1, (1, 5), "Earlier")
    english, chinese, arabic = (
        page(reader, f"{prefix}/people/aigerim-bekova/") for prefix in ("", "/zh", "/ar")
    )
    assert '<p class="standfirst" dir="auto">A shift supervisor.</p>' in english
    assert '<p class="standfirst" dir="auto">换装站值班主任。</p>' in chinese
    assert "A shift supervisor." not in chinese
    # Nobody has written it in Arabic: the site's own language, and said to be so.
    assert '<p class="standfirst" lang="en" dir="auto">A shift supervisor.</p>' in arabic


def test_a_portrait_stands_on_their_page_with_its_words(
    reader, spoken, guest, django_assert_num_queries
):
    spoken(1, (1, 5), "Earlier")
    guest.portrait = Picture.objects.create(key="at-work", alt="At the port", width=40, height=30)
    guest.save()
    with django_assert_num_queries(4):
        body = page(reader, "/people/aigerim-bekova/")
    image = f'<img class="portrait" src="{guest.portrait.src}" alt="At the port" width="40"'
    assert image in body
