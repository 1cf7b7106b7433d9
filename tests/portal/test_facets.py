"""Searches narrowed by who says it, in which year, on which topic."""

from __future__ import annotations

import re

import pytest

from newsroom.models import Topic
from tests.making import make_article, make_interview, make_person, make_topic

pytestmark = pytest.mark.django_db


def search(reader, query, path="/search/", **more):
    response = reader.get(path, {"q": query, **more})
    assert response.status_code == 200
    return response.content.decode()


def filters(html):
    """What the links that narrow say, with their counts."""
    found = html.partition('class="filters"')[2].partition("</nav>")[0]
    return re.findall(r"<bdi>([^<]+)</bdi>(?: <span class=\"many\">(\d+)</span>)?", found)


@pytest.fixture
def guests(published, publisher):
    """Two people speak of cranes, one of them twice, in two years; an article does too."""
    bekova = make_person("Aigerim Bekova", slug="aigerim-bekova")
    okonjo = make_person("Tomas Okonjo", slug="tomas-okonjo")
    ports = make_topic(Topic.Kind.SUBJECT, "Ports", slug="ports")
    for person, year, answers in ((bekova, 2025, 2), (okonjo, 2026, 1)):
        transcript = "\n\n".join(
            f"**Host:** Why {each}?\n\n**Guest:** {person.name} likes cranes, {each}."
            for each in range(answers)
        )
        story = make_interview(by=publisher, title=f"With {person.name}", transcript=transcript)
        story.speakers.filter(label="Guest").update(person=person)
        if person is okonjo:
            story.topics.add(ports)
        published(story, (3, 1), year)
    published(make_article(by=publisher, title="Written", body="Cranes."), (4, 1))
    return bekova, okonjo


def test_what_narrows_is_offered_with_how_much_it_leaves(reader, guests):
    assert filters(search(reader, "cranes")) == [
        ("Aigerim Bekova", "2"), ("Tomas Okonjo", "1"), ("Ports", "1"), ("2026", "2"), ("2025", "2"),
    ]  # fmt: skip


def test_one_speaker_is_found_alone(reader, guests):
    html = search(reader, "cranes", speaker="aigerim-bekova")
    assert "2 passages" in html and "With Aigerim Bekova" in html
    assert "Okonjo" not in html and "Written" not in html
    # Everything found is hers and of one year: nothing else narrows it.
    assert filters(html) == [("Aigerim Bekova", "")]


def test_chosen_filter_can_be_left_again(reader, guests):
    html = search(reader, "cranes", speaker="aigerim-bekova")
    assert '<a href="/search/?q=cranes">Show all</a>' in html


def test_year_and_topic_narrow_together(reader, guests):
    html = search(reader, "cranes", year="2026")
    assert "Written" in html and "Okonjo" in html and "Bekova" not in html
    html = search(reader, "cranes", year="2026", topic="ports")
    assert "With Tomas Okonjo" in html and "Written" not in html


def test_section_is_a_topic_too(reader, published, publisher):
    section = make_topic(name="Lines", slug="lines")
    published(make_article(by=publisher, title="In it", body="Sleepers.", section=section))
    published(make_article(by=publisher, title="Outside", body="Sleepers."))
    assert ("Lines", "1") in filters(search(reader, "sleepers"))
    html = search(reader, "sleepers", topic="lines")
    assert "In it" in html and "Outside" not in html


def test_speakers_of_other_languages_are_found_when_every_language_is_asked(
    reader, guests, published, publisher
):
    story = make_interview(
        by=publisher, language="zh", title="起重机", transcript="**主持人：** 为什么？\n\n**嘉宾：** cranes 很高。"
    )  # fmt: skip
    story.speakers.filter(label="嘉宾").update(person=guests[0])
    published(story)
    assert "3 passages" in search(reader, "cranes", speaker="aigerim-bekova", lang="all")


def test_whoever_was_merged_counts_as_one(reader, guests):
    bekova, okonjo = guests
    okonjo.merged_into = bekova
    okonjo.save()
    html = search(reader, "cranes", speaker="aigerim-bekova")
    assert "3 passages" in html
    assert ("Aigerim Bekova", "3") in filters(search(reader, "cranes"))


def test_nothing_found_under_a_filter_leads_to_everything(reader, guests):
    html = search(reader, "cranes", speaker="nobody")
    assert "Nothing here holds all the words" in html
    assert '<a href="/search/?q=cranes&amp;lang=all">Look for it everywhere</a>' in html


def test_other_words_are_looked_for_in_the_same_place(reader, guests):
    html = search(reader, "cranes", speaker="aigerim-bekova", year="2025")
    form = html.partition('<form role="search"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="speaker" value="aigerim-bekova">' in form
    assert '<input type="hidden" name="year" value="2025">' in form


@pytest.mark.parametrize("forged", ["\x00", "'", "9" * 40, "²", "0000", "<b>"])
def test_forged_filters_are_read_as_words(reader, guests, forged):
    html = search(reader, "cranes", speaker=forged, topic=forged, year=forged)
    assert "<b>" not in html.partition('<form role="search"')[2].partition("</form>")[0]


def test_number_of_queries_is_fixed(
    reader, guests, published, publisher, django_assert_num_queries
):
    for number in range(3):
        with django_assert_num_queries(4):
            search(reader, "cranes")
        topic = make_topic(Topic.Kind.PLACE, f"Place {number}")
        for _ in range(4):
            article = make_article(by=publisher, body="Cranes.")
            article.topics.add(topic)
            published(article)
