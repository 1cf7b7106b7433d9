"""A turn at an address of its own."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone

from newsroom import saving, verbs
from newsroom.models import Change, Credit, CreditRole, Edition, Role
from tests.making import make_interview, make_person, make_user

pytestmark = pytest.mark.django_db

INTERVIEW = "/interviews/a-queue-that-moves/"
SHORTER = (
    "**Host:** What is a night made of?\n\n"
    "**Guest:** Papers, wind, and one wagon that is always the wrong length for its train.\n\n"
    "**Host:** And the driver?"
)


def turn_path(interview, number, path=INTERVIEW):
    return f"{path}turns/{interview.turn_keys()[number]}/"


def page(reader, path, status=200):
    response = reader.get(path)
    assert response.status_code == status, response.content.decode()[:300]
    return response.content.decode()


def rewrite(interview, publisher, transcript, **how):
    """Save other words and publish them; the key of each turn that was there before."""
    keys = interview.turn_keys()
    interview.refresh_from_db()
    interview.transcript = transcript
    saving.save(interview, by=publisher)
    verbs.publish(interview, by=publisher, **how)
    return keys


def test_it_shows_the_answer_under_its_question(reader, published, interview):
    published(interview)
    html = page(reader, turn_path(interview, 3))
    words = html.partition('<div class="transcript">')[2].partition("Read on")[0]
    assert "And the driver?" in words and "The driver sleeps" in words
    assert words.index("And the driver?") < words.index("The driver sleeps")
    assert "What is a night made of?" not in words and "Papers" not in words


def test_it_leads_on_to_the_turn_in_the_interview_and_belongs_to_it(reader, published, interview):
    published(interview)
    html = page(reader, turn_path(interview, 1))
    assert f'href="{INTERVIEW}#t-{interview.turn_keys()[1]}">Read on in the interview' in html
    assert re.search(rf'<link rel="canonical" href="https?://[^/"]+{INTERVIEW}">', html)
    assert f'property="og:url" content="http://127.0.0.1:8000{turn_path(interview, 1)}"' in html
    assert "<title>Guest: Papers, wind" in html


def test_number_of_queries_does_not_grow_with_the_interview(
    reader, published, publisher, django_assert_num_queries
):
    guest, host = make_person("Aigerim Bekova"), make_person("Ada Lin")
    for number, turns in enumerate((3, 90)):
        transcript = "\n\n".join(
            f"**Host:** Question {each}?\n\n**Guest:** Answer {each}." for each in range(turns)
        )
        story = make_interview(
            by=publisher, slug=f"long-{number}", transcript=transcript, people=(host,)
        )
        story.speakers.filter(label="Guest").update(person=guest)
        published(story)
        path = turn_path(story, turns, f"/interviews/long-{number}/")
        with django_assert_num_queries(3):
            page(reader, path)


def test_turn_longer_than_a_passage_is_shown_whole(reader, published, publisher):
    paragraphs = "\n\n".join(f"{number} " + "word " * 900 for number in range(5))
    story = make_interview(
        by=publisher,
        slug="long",
        transcript=f"**Host:** Why?\n\n**Guest:** {paragraphs}\n\n**Host:** Really?",
    )
    edition = published(story)
    key = story.turn_keys()[1]
    assert edition.passages.filter(part=f"turn:{key}").count() > 1
    html = page(reader, f"/interviews/long/turns/{key}/")
    assert all(f"<p>{number} word" in html for number in range(5))
    assert "Why?" in html and "Really?" not in html


def test_translated_turn_has_its_original_folded_under_it(
    reader, published, publisher, django_assert_num_queries
):
    longer = "\n>\n> ".join(f"{number} " + "сөз " * 900 for number in range(4))
    story = make_interview(
        by=publisher,
        slug="translated",
        transcript="**Host:** When?\n\n> [original: fa] کی؟\n\n"
        f"**Guest:** At night.\n\n> [original: kk] {longer}\n\n**Host:** And then?",
    )
    path = f"{published(story).path}turns/"
    asked, answered, then = story.turn_keys()
    with django_assert_num_queries(2):
        html = page(reader, f"{path}{answered}/")
    [_, original] = html.split('<details class="original">')
    original = original.partition("</details>")[0]
    assert '<summary>In the original: <bdi lang="kk">' in original
    assert '<div class="words" lang="kk" dir="ltr">' in original
    assert all(f"<p>{number} сөз" in original for number in range(4))
    assert "сөз" not in html.partition("<h2")[2]
    assert '<div class="words" lang="fa" dir="rtl"><p>کی؟</p>' in page(reader, f"{path}{asked}/")
    assert 'class="original"' not in page(reader, f"{path}{then}/")


def test_quotation_and_references_are_ready(reader, published, interview, settings):
    settings.SITE_NAME = "The Record"
    guest = make_person("Aigerim Bekova", sort_name="Bekova, Aigerim")
    host = make_person("Ada Lin", sort_name="Lin, Ada")
    interview.speakers.filter(label="Guest").update(person=guest)
    Credit.objects.create(story=interview, person=host, role=CreditRole.INTERVIEWER, order=0)
    published(interview, (5, 9))
    html = page(reader, turn_path(interview, 3))
    found = re.findall(r'class="ready".*?>(.*?)</dd>', html, re.DOTALL)
    ready = [re.sub("<[^>]+>", "", each).strip() for each in found]
    url = f"127.0.0.1:8000{turn_path(interview, 3)}"
    assert ready == [
        f"http://{url}",
        "“The driver sleeps where the cranes are loud, and asks nobody for the time.” "
        f"(Aigerim Bekova, in “A queue that moves”, The Record, 9 May 2026, http://{url})",
        "Lin, A. (2026, May 9). A queue that moves [Interview with Aigerim Bekova]. "
        f"The Record. http://{url}",
        "Bekova, Aigerim. “A queue that moves.” Interview by Ada Lin. "
        f"The Record, 9 May 2026, http://{url}.",
        "Bekova, Aigerim. “A queue that moves.” Interview by Ada Lin. "
        f"The Record, May 9, 2026. http://{url}.",
    ]


def test_link_that_marks_the_words_names_the_first_and_the_last(reader, published, interview):
    published(interview)
    html = page(reader, turn_path(interview, 3))
    marking = re.search(r'href="([^"]+:~:text=[^"]+)"', html)[1]
    assert marking.startswith(f"{INTERVIEW}#t-{interview.turn_keys()[3]}:~:text=")
    first, last = unquote(marking.partition(":~:text=")[2]).split(",", 1)
    assert first == "The driver sleeps where the"
    assert last.endswith("nobody for the time.")


def test_removed_turn_says_that_it_was_taken_out_and_when(reader, published, interview, publisher):
    published(interview)
    keys = rewrite(interview, publisher, SHORTER)
    last = Edition.objects.get(story=interview, number=1)
    html = page(reader, f"{INTERVIEW}turns/{keys[3]}/", status=410)
    assert f'datetime="{last.ended_at.isoformat(timespec="seconds")}"' in html
    assert f'href="{INTERVIEW}"' in html
    assert "driver" not in html


def test_turn_that_came_back_is_shown_again(reader, published, interview, publisher):
    published(interview)
    whole = interview.transcript
    keys = rewrite(interview, publisher, SHORTER)
    rewrite(interview, publisher, whole)
    assert "The driver sleeps" in page(reader, f"{INTERVIEW}turns/{keys[3]}/")


def test_key_that_was_never_published_is_not_found(reader, published, interview, publisher):
    published(interview)
    interview.refresh_from_db()
    interview.transcript += "\n\n**Host:** Is this out?"
    saving.save(interview, by=publisher)
    page(reader, turn_path(interview, 4), status=404)
    page(reader, f"{INTERVIEW}turns/zzzzzz/", status=404)
    page(reader, "/interviews/nothing/turns/zzzzzz/", status=404)


def test_key_that_is_only_scheduled_or_was_cancelled_is_not_found(
    reader, published, interview, publisher
):
    published(interview)
    longer = interview.transcript + "\n\n**Guest:** Not out yet."
    rewrite(interview, publisher, longer, at=timezone.now() + timedelta(days=1))
    page(reader, turn_path(interview, 4), status=404)
    verbs.cancel(Edition.objects.get(story=interview, number=2), by=publisher)
    page(reader, turn_path(interview, 4), status=404)


def test_turn_of_a_moved_interview_leads_to_its_new_address(
    reader, published, interview, publisher
):
    published(interview)
    interview.refresh_from_db()
    interview.slug = "the-queue"
    saving.save(interview, by=publisher)
    verbs.publish(interview, by=publisher)
    response = reader.get(turn_path(interview, 1))
    assert response.status_code == 301
    assert response["Location"] == turn_path(interview, 1, "/interviews/the-queue/")
    page(reader, response["Location"])


@pytest.mark.parametrize("end", ["withdraw", "retract", "take_down"])
def test_turn_of_an_interview_that_is_gone_says_what_the_interview_says(
    reader, published, interview, publisher, end
):
    published(interview)
    path = turn_path(interview, 1)
    if end == "withdraw":
        verbs.withdraw(interview, by=publisher)
    elif end == "retract":
        verbs.retract(interview, by=publisher, note="It was made up.")
    else:
        verbs.take_down(interview, by=make_user(Role.ADMINISTRATOR), note="A court asked.")
    html = page(reader, path, status=410)
    assert html == page(reader, INTERVIEW, status=410)
    assert "Papers" not in html


def test_sealed_wording_gives_nothing_away(reader, published, interview, publisher):
    published(interview)
    keys = rewrite(interview, publisher, SHORTER, change=Change.UPDATE, note="Shorter.")
    verbs.seal(Edition.objects.get(story=interview, number=1), by=publisher, note="A minor.")
    html = page(reader, f"{INTERVIEW}turns/{keys[3]}/", status=410)
    assert "driver" not in html and "minor" not in html


def test_every_language_has_the_page(reader, published, publisher):
    story = make_interview(
        by=publisher, language="zh", title="会动的队伍", slug="队伍",
        transcript="**主持人：** 夜里有什么？\n\n**嘉宾：** 文件、风，和一节车厢。",
    )  # fmt: skip
    edition = published(story)
    html = page(reader, f"{edition.path}turns/{story.turn_keys()[1]}/")
    assert "夜里有什么？" in html and 'lang="zh"' in html
    assert "“<bdi>文件、风，和一节车厢。</bdi>”（<bdi>嘉宾</bdi>" in html


def test_words_are_shown_as_words(reader, published, publisher):
    story = make_interview(
        by=publisher, slug="hostile", title='"><b>T</b>',
        transcript='**Host:** Why?\n\n**<i>G</i>:** "><script>alert(1)</script> said the guest.',
    )  # fmt: skip
    edition = published(story)
    html = page(reader, f"{edition.path}turns/{story.turn_keys()[1]}/")
    assert "<script>alert" not in html and "<b>T" not in html and "<i>G" not in html
    assert not re.search(r"<style|\sstyle=|<script", html)


def test_turn_with_a_clock_has_its_number_too(reader, published, publisher):
    """The clock is a place in the recording, which a player may take: the address stays in sight."""
    transcript = "**Host:** [0:05] Why?\n\n**Guest:** [1:15] Because."
    story = make_interview(by=publisher, slug="timed", transcript=transcript)
    edition = published(story)
    html = page(reader, edition.path)
    key = story.turn_keys()[1]
    assert re.search(rf'class="permalink" href="#t-{key}">.*?1:15</a>', html)
    assert re.search(rf'class="number" href="/interviews/timed/turns/{key}/">.*?2</a>', html)


def test_turn_without_words_is_linked_to_its_place_alone(reader, published, publisher):
    transcript = (
        "**Host:** Why?\n\n**Guest:**\n\n**Host:** ![A map](picture:nowhere)\n\n"
        "**Guest:** [^1]\n\n**Host:** So.\n\n[^1]: A note."
    )
    edition = published(make_interview(by=publisher, slug="silent", transcript=transcript))
    html = page(reader, edition.path)
    addresses = re.findall(rf'href="({edition.path}turns/[^"]+)"', html)
    assert len(addresses) >= 2
    for address in addresses:
        page(reader, address)
    for key in edition.record["turns"]:
        assert f'href="#t-{key["key"]}"' in html or f"turns/{key['key']}/" in html
