"""Who speaks in an interview: how much, and alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom import saving, verbs
from newsroom.models import FormerSlug
from portal.pages import shares
from tests.making import make_interview, make_person

pytestmark = pytest.mark.django_db

INTERVIEW = "/interviews/a-queue-that-moves/"


def page(reader, path, status=200):
    response = reader.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_page_says_who_spoke_how_much(reader, published, publisher):
    transcript = (
        "**Host:** One two?\n\n**Guest:** One two three four five six.\n\n**Host:** Thanks."
    )
    edition = published(make_interview(by=publisher, slug="counted", transcript=transcript))
    html = page(reader, edition.path)
    voices = html.partition('class="voices"')[2].partition("</section>")[0]
    assert re.findall(r"(\d+ words?) · (\d+)%", voices) == [("3 words", "33"), ("6 words", "67")]
    assert re.findall(r'<rect width="(\d+)" height="1"/>', voices) == ["33", "67"]
    assert "style=" not in voices


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=9))
def test_shares_make_a_hundred_and_are_off_by_less_than_one(counts):
    found = shares(counts)
    whole = sum(counts)
    assert sum(found) == (100 if whole else 0)
    for count, share in zip(counts, found, strict=True):
        assert not whole or abs(share - 100 * count / whole) < 1


def test_chinese_is_counted_in_characters(reader, published, publisher):
    transcript = "**主持人：** 夜里有什么？\n\n**嘉宾：** 文件、风，和一节车厢。"
    story = make_interview(by=publisher, language="zh", title="队", transcript=transcript)
    assert "8字 · 62%" in page(reader, published(story).path)


def test_one_speakers_turns_stand_alone(reader, published, interview):
    published(interview)
    html = page(reader, f"{INTERVIEW}?speaker=Guest")
    assert "Papers, wind" in html and "The driver sleeps" in html
    turns = html.partition('<ol class="turns">')[2].partition("</ol>")[0]
    # The question stands above the answer, and is no turn of its own.
    assert turns.index('class="asked"><bdi>And the driver?') < turns.index("The driver sleeps")
    assert turns.count("<li") == 2
    key = interview.turn_keys()[3]
    assert f'href="{INTERVIEW}#t-{key}"' in turns


def test_original_of_a_translated_turn_is_no_turn_of_its_own(reader, published, publisher):
    transcript = "**Guest:** We worked at night.\n\n> [original: kk] Түнде жұмыс істедік."
    edition = published(make_interview(by=publisher, slug="translated", transcript=transcript))
    html = page(reader, f"{edition.path}?speaker=Guest")
    turns = html.partition('<ol class="turns">')[2].partition("</ol>")[0]
    assert turns.count("<li") == 1 and "Түнде" not in turns
    for address in re.findall(rf'href="({edition.path}turns/[^"]+)"', turns):
        page(reader, address)


def test_interviewer_alone_asks_without_answers(reader, published, interview):
    published(interview)
    html = page(reader, f"{INTERVIEW}?speaker=Host")
    assert "And the driver?" in html and "Papers, wind" not in html


def test_person_is_known_by_label_and_by_address(reader, published, interview):
    person = make_person("Aigerim Bekova", slug="aigerim-bekova")
    interview.speakers.filter(label="Guest").update(person=person)
    published(interview)
    assert f'href="?speaker={person.slug}"' in page(reader, INTERVIEW)
    for wanted in ("aigerim-bekova", "Guest"):
        assert "Papers, wind" in page(reader, f"{INTERVIEW}?speaker={wanted}")


def test_person_merged_into_another_is_known_by_both_addresses(reader, published, interview):
    whole = make_person("Aigerim Bekova", slug="aigerim-bekova", sort_name="Bekova, Aigerim")
    between = make_person("A. K. Bekova", slug="a-k-bekova")
    person = make_person("A. Bekova", slug="a-bekova")
    interview.speakers.filter(label="Guest").update(person=person)
    published(interview)
    assert "Papers, wind" in page(reader, f"{INTERVIEW}?speaker=a-bekova")
    assert "Nobody of this name" in page(reader, f"{INTERVIEW}?speaker=aigerim-bekova", status=404)
    person.merged_into, between.merged_into = between, whole
    person.save()
    between.save()
    html = page(reader, INTERVIEW)
    assert 'href="?speaker=aigerim-bekova"' in html and 'href="/people/aigerim-bekova/"' in html
    for wanted in ("a-bekova", "a-k-bekova", "aigerim-bekova"):
        assert "Papers, wind" in page(reader, f"{INTERVIEW}?speaker={wanted}")
    html = page(reader, f"{INTERVIEW}turns/{interview.turn_keys()[1]}/")
    assert "<bdi>Bekova, Aigerim</bdi>" in html


def test_person_is_known_by_the_address_they_had(reader, published, interview):
    person = make_person("Aigerim Bekova", slug="bekova")
    interview.speakers.filter(label="Guest").update(person=person)
    published(interview)
    person.slug = "aigerim-bekova"
    person.save()
    FormerSlug.objects.create(person=person, slug="bekova")
    assert "Papers, wind" in page(reader, f"{INTERVIEW}?speaker=bekova")


def test_filtered_page_belongs_to_the_interview_and_leads_back(reader, published, interview):
    published(interview)
    response = reader.get(f"{INTERVIEW}?speaker=Guest")
    html = response.content.decode()
    assert re.search(rf'<link rel="canonical" href="https?://[^/"]+{INTERVIEW}">', html)
    assert response["X-Robots-Tag"] == "noindex"
    assert f'<a href="{INTERVIEW}">The whole interview</a>' in html


def test_unknown_speaker_is_told_and_shown_the_way(reader, published, interview):
    published(interview)
    html = page(reader, f"{INTERVIEW}?speaker=%00nobody<b>", status=404)
    assert "Nobody of this name speaks" in html and "<b>nobody" not in html
    assert f'href="{INTERVIEW}?speaker=Guest"' in html
    assert "Papers" not in html


def test_moved_interview_takes_the_speaker_along(reader, published, interview, publisher):
    published(interview)
    interview.refresh_from_db()
    interview.slug = "the-queue"
    saving.save(interview, by=publisher)
    verbs.publish(interview, by=publisher)
    response = reader.get(f"{INTERVIEW}?speaker=The+guest")
    assert response["Location"] == "/interviews/the-queue/?speaker=The%20guest"


def test_withdrawn_interview_gives_no_speaker_away(reader, published, interview, publisher):
    published(interview)
    verbs.withdraw(interview, by=publisher)
    assert "Papers" not in page(reader, f"{INTERVIEW}?speaker=Guest", status=410)


def test_number_of_queries_is_fixed(reader, published, publisher, django_assert_num_queries):
    for turns in (2, 60):
        transcript = "\n\n".join(
            f"**Host:** Question {each}?\n\n**Guest:** Answer {each}." for each in range(turns)
        )
        edition = published(make_interview(by=publisher, transcript=transcript))
        with django_assert_num_queries(3):
            page(reader, f"{edition.path}?speaker=Guest")
