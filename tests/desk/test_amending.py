"""Correcting the live text through its pages, while the draft goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom import saving, verbs
from newsroom.models import Edition
from tests.desk.forms import fields_of
from tests.making import make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    by = make_user()
    article = make_article(by=by, body="It grew by 5 percent.\n\nIt fell later.")
    verbs.publish(article, by=by)
    article.body = "It grew by 5 percent.\n\nA secret ending."
    saving.save(article, by=by)
    return article


def page_of(article):
    return reverse("admin:desk_amend", args=[article.pk])


def live(article):
    return Edition.objects.live().get(story=article)


def test_the_form_leads_there_while_the_draft_differs(publisher, article):
    form = reverse("admin:articles_article_change", args=[article.pk])
    assert page_of(article) in publisher.get(form).content.decode()
    other = make_article()
    verbs.publish(other, by=publisher.user)
    form = reverse("admin:articles_article_change", args=[other.pk])
    assert page_of(other) not in publisher.get(form).content.decode()


def test_words_then_the_question_then_readers_see_it_and_the_draft_has_it(publisher, article):
    first = publisher.get(page_of(article))
    assert "A secret ending" not in first.content.decode()
    words = {**fields_of(first), "body": "It grew by 6 percent.\r\n\r\nIt fell later."}
    question = publisher.post(page_of(article), words)
    assert "What kind of change is it?" in question.content.decode()
    assert live(article).number == 1
    sent = {**fields_of(question), "change": "correction", "note": "Wrong year."}
    done = publisher.post(page_of(article), sent, follow=True).content.decode()
    assert "The draft has the same words too." in done
    assert "6 percent" in live(article).record["texts"]["body"]
    assert live(article).notices[0]["corrected"][0]["said"] == "It grew by 5 percent."
    article.refresh_from_db()
    assert article.body == "It grew by 6 percent.\n\nA secret ending."


def test_words_that_did_not_change_are_not_asked_about(publisher, article):
    page = publisher.post(page_of(article), fields_of(publisher.get(page_of(article))))
    assert page.status_code == 422
    assert "No word differs" in page.content.decode()


def test_an_edition_that_came_between_is_not_written_over(publisher, article):
    words = {**fields_of(publisher.get(page_of(article))), "body": "Mine."}
    verbs.publish(article, by=publisher.user)
    page = publisher.post(page_of(article), words)
    assert page.status_code == 422
    assert "Another edition is live" in page.content.decode()
    assert "Mine." in page.content.decode()


def test_what_is_scheduled_is_asked_about_with_it(publisher, article):
    verbs.publish(article, by=publisher.user, at=timezone.now() + timedelta(hours=1))
    words = {**fields_of(publisher.get(page_of(article))), "body": "It grew by 6 percent."}
    question = publisher.post(page_of(article), words)
    sent = {**fields_of(question), "change": "minor"}
    assert publisher.post(page_of(article), sent).status_code == 422
    publisher.post(page_of(article), {**sent, "later": "cancel"})
    assert live(article).record["texts"]["body"] == "It grew by 6 percent."


def test_what_is_not_live_leads_back(publisher):
    draft = make_article()
    assert publisher.get(page_of(draft)).status_code == 302
