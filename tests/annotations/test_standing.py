from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations import standing
from annotations import verbs as notes
from annotations.management.commands import check_sources
from annotations.models import Source
from articles.models import Article
from newsroom import publication, verbs, version
from newsroom.models import EditionBody, Passage, Role
from newsroom.problems import blocking, problems
from newsroom.verbs import take_down
from tests.annotations.noting import make_note, make_source
from tests.annotations.serving import at_once, near, server
from tests.making import make_article, make_interview, make_user

pytestmark = pytest.mark.django_db

ADDRESS = "https://example.org/report?utm_source=x"
TOLD = "the link no longer works"


@pytest.fixture
def publisher():
    return make_user()


@pytest.fixture
def edition(publisher):
    article = make_article(by=publisher, body=f"Trade doubled. [1]({ADDRESS})")
    [edition] = verbs.publish(article, by=publisher)
    return edition


def is_now(outcome, **fields):
    Source.objects.update(outcome=outcome, **fields)
    return standing.bring_up_to_date()


def page(client, edition):
    return client.get(edition.path).content.decode()


def test_readers_are_told_beside_the_source_that_its_link_is_dead(client, edition):
    assert TOLD not in page(client, edition)
    assert is_now("dead") == (1, 0)
    assert TOLD in page(client, edition)


def test_a_page_is_read_with_as_many_queries_whether_a_source_is_dead_or_not(client, edition):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(client, edition)
        return len(asked)

    page(client, edition)
    before = queries()
    is_now("dead")
    assert queries() == before == 3


def test_the_copy_that_is_kept_today_is_offered(client, edition):
    copy = "https://web.archive.example/report"
    is_now("dead", archived_url=copy)
    assert f'href="{copy}"' in page(client, edition)
    other = "https://archive.example/2"
    assert is_now("dead", archived_url=other) == (1, 0)
    assert f'href="{other}"' in page(client, edition)


def test_a_source_that_answers_again_is_no_longer_called_dead(client, edition):
    is_now("dead")
    assert is_now("answers") == (1, 0)
    assert TOLD not in page(client, edition)
    assert "dead_sources" not in EditionBody.objects.get(edition=edition).card


@pytest.mark.parametrize("outcome", ["answers", "moved", "silent", "refused", ""])
def test_readers_are_told_of_nothing_else(outcome, edition):
    before = version.current()
    assert is_now(outcome) == (0, 0)
    assert version.current() == before


def test_the_record_and_the_words_stay_as_they_were(edition):
    body, passages = EditionBody.objects.get(edition=edition), list(Passage.objects.values())
    record, before = edition.record, version.current()
    is_now("dead")
    edition.refresh_from_db()
    assert edition.record == record
    assert EditionBody.objects.get(edition=edition).texts == body.texts
    assert list(Passage.objects.values()) == passages
    assert version.current() == before + 1
    # Once is enough.
    assert standing.bring_up_to_date() == (0, 0)
    assert version.current() == before + 1


def test_what_is_published_later_says_so_at_once_and_a_preview_too(publisher):
    make_source(ADDRESS, outcome="dead")
    interview = make_interview(
        by=publisher, transcript=f"**Host:** So?\n\n**Guest:** It did. [1]({ADDRESS})"
    )
    [edition] = verbs.publish(interview, by=publisher)
    assert TOLD in edition.body.html
    assert standing.bring_up_to_date() == (0, 0)


def test_a_scheduled_text_is_brought_up_to_date_too(publisher):
    article = make_article(by=publisher, body=f"Trade doubled. [1]({ADDRESS})")
    [edition] = verbs.publish(article, by=publisher, at=timezone.now() + timedelta(days=1))
    assert is_now("dead") == (1, 0)
    assert TOLD in EditionBody.objects.get(edition=edition).html


def test_the_words_of_another_renderer_are_left_alone_and_counted(edition):
    EditionBody.objects.filter(edition=edition).update(texts={"body": "Other words."})
    assert is_now("dead") == (0, 1)
    assert TOLD not in EditionBody.objects.get(edition=edition).html


def test_a_piece_that_was_taken_down_stays_so(publisher, edition):
    take_down(edition.story.concrete, by=make_user(Role.ADMINISTRATOR), note="A court said so.")
    assert is_now("dead") == (0, 0)
    assert publication.redraw(edition.pk) is False


def test_a_piece_that_is_taken_down_while_its_page_is_drawn_stays_so(edition, monkeypatch):
    derive = Article.derive

    def taken_down_meanwhile(article, record):
        body = derive(article, record)
        take_down(article, by=make_user(Role.ADMINISTRATOR), note="A court said so.")
        return body

    monkeypatch.setattr(Article, "derive", taken_down_meanwhile)
    assert is_now("dead") == (0, 1)
    assert not EditionBody.objects.filter(html__contains="doubled").exists()


def test_a_page_says_it_in_its_own_language(publisher):
    make_source(ADDRESS, outcome="dead")
    for language, told in (("zh", "链接已失效"), ("ar", "الرابط لم يعد يعمل")):
        article = make_article(by=publisher, language=language, body=f"词。[1]({ADDRESS})")
        [edition] = verbs.publish(article, by=publisher)
        assert told in edition.body.html


def test_the_command_tells_readers_at_their_next_request(client, publisher, monkeypatch):
    monkeypatch.setattr(check_sources, "network", near)
    monkeypatch.setattr(check_sources, "Pace", at_once)
    with server() as web:
        article = make_article(by=publisher, body=f"Trade doubled. [1]({web.url}/404)")
        [edition] = verbs.publish(article, by=publisher)
        assert TOLD not in page(client, edition)
        call_command("check_sources")
    assert TOLD in page(client, edition)


def told_of(story):
    return [str(each) for each in problems(story) if "does not answer" in each.message]


def test_an_editor_is_warned_of_a_dead_source_and_may_publish(publisher):
    article = make_article(by=publisher, body=f"Trade doubled. [1]({ADDRESS})")
    with CaptureQueriesContext(connection) as alive:
        assert told_of(article) == []
    Source.objects.update(outcome="dead", title="A report")
    with CaptureQueriesContext(connection) as dead:
        [warning] = told_of(article)
    assert warning.startswith("A source does not answer: “A report”. Look for an archived copy")
    assert len(dead) == len(alive)
    assert blocking(article) == []
    Source.objects.update(archived_url="https://archive.example/1")
    assert "offered the archived copy" in told_of(article)[0]


def test_a_dead_source_is_told_once_and_only_where_readers_meet_it(publisher):
    article = make_article(by=publisher, body="Trade doubled and fell.")
    source = make_source(outcome="dead")
    make_note(article, "doubled", kind="source", source=source, by=publisher)
    check = make_note(article, "fell", kind="check", body="So it is.", by=publisher)
    check.evidence.set([source])
    assert len(told_of(article)) == 1
    article.annotations.filter(kind="source").delete()
    assert len(told_of(article)) == 1
    notes.hold(check, held=True, by=publisher)
    assert told_of(article) == []


def test_where_readers_meet_a_source_is_known_from_what_was_published(publisher, edition):
    source = Source.objects.get()
    article = edition.story.concrete
    article.body = "Trade doubled."
    article.save()
    article.annotations.all().delete()
    assert [each.pk for each in standing.published_with([source])] == [edition.pk]
    assert standing.published_with([make_source("https://example.org/other")]) == []
