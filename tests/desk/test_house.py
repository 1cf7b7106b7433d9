"""The log, the house rules, and the pages on which colleagues judge a piece."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom import saving, verbs
from newsroom.models import Edition, HouseRules, LogEntry, Stage
from newsroom.status import minute
from tests.desk.forms import fields_of, fill_in
from tests.making import make_article

pytestmark = pytest.mark.django_db

LOG = "/admin/newsroom/logentry/"
RULES = "/admin/newsroom/houserules/1/change/"


def form_of(story):
    return reverse(f"admin:{story.kind}s_{story.kind}_change", args=[story.pk])


def url(name, story):
    return reverse(f"admin:desk_{name}", args=[story.pk])


def test_the_log_is_read_by_piece_and_by_person(publisher, editor):
    article = make_article(title="The quay", by=publisher.user)
    verbs.publish(article, by=publisher.user)
    other = make_article(title="The crane", by=editor.user)
    verbs.submit(other, by=editor.user)
    whole = publisher.get(LOG).content.decode()
    assert "The quay" in whole and "The crane" in whole
    assert minute(LogEntry.objects.latest("at").at) in whole
    by_piece = publisher.get(LOG + "?q=quay").content.decode()
    assert "The quay" in by_piece and "The crane" not in by_piece
    by_person = publisher.get(f"{LOG}?who={editor.user.pk}").content.decode()
    assert "The crane" in by_person and "The quay" not in by_person


def test_a_line_of_the_log_leads_to_its_piece_while_there_is_one(publisher):
    article = make_article(title="<i>Quay</i>", by=publisher.user)
    verbs.submit(article, by=publisher.user)
    lead = reverse("admin:newsroom_story_change", args=[article.pk])
    line = f'<a href="{lead}"><bdi>&lt;i&gt;Quay&lt;/i&gt;</bdi></a>'
    assert line in publisher.get(LOG).content.decode()
    assert publisher.get(lead)["Location"] == form_of(article)
    article.delete()
    page = publisher.get(LOG).content.decode()
    assert lead not in page and "<bdi>&lt;i&gt;Quay&lt;/i&gt;</bdi>" in page


def test_a_reporter_reads_the_log_of_own_drafts_only(reporter, publisher):
    verbs.publish(make_article(title="Not mine", by=publisher.user), by=publisher.user)
    verbs.submit(make_article(title="Mine", by=reporter.user), by=reporter.user)
    page = reporter.get(LOG).content.decode()
    assert "Mine" in page and "Not mine" not in page


def test_nobody_writes_the_log(administrator):
    verbs.submit(make_article(by=administrator.user), by=administrator.user)
    entry = LogEntry.objects.get()
    assert administrator.get(LOG + "add/").status_code == 403
    administrator.post(
        LOG, {"action": "delete_selected", "_selected_action": entry.pk, "post": "yes"}
    )
    assert administrator.post(f"{LOG}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    assert administrator.post(f"{LOG}{entry.pk}/change/", {"note": "x"}).status_code == 403
    assert list(LogEntry.objects.values_list("verb", "note")) == [("submit", "")]


def test_an_administrator_decides_the_house_rules(administrator):
    assert administrator.get("/admin/newsroom/houserules/").url == RULES
    fill_in(administrator, RULES, earlier_wordings="all", second_person="on")
    rules = HouseRules.now()
    assert (rules.earlier_wordings, rules.second_person) == ("all", True)
    assert LogEntry.objects.get(verb="decide").actor == administrator.user


@pytest.mark.parametrize("who", ["reporter", "editor", "publisher"])
def test_nobody_else_does(request, who):
    client = request.getfixturevalue(who)
    assert client.get(RULES).status_code == 403
    assert client.post(RULES, {"earlier_wordings": "all"}).status_code == 403
    assert not HouseRules.objects.exists()


def test_a_review_goes_through_its_pages(reporter, editor):
    article = make_article(by=reporter.user)
    fill_in(reporter, form_of(article), button="_submit")
    assert "Approve" in editor.get(form_of(article)).content.decode()
    editor.post(url("send_back", article), {"note": "Who says so?"})
    page = reporter.get(form_of(article)).content.decode()
    assert "returned it" in page and "Who says so?" in page
    fill_in(reporter, form_of(article), button="_submit")
    assert "Who says so?" not in reporter.get(form_of(article)).content.decode()
    asked = fill_in(editor, form_of(article), button="_approve")
    assert asked.url == url("approve", article)
    fill_in(editor, url("approve", article), button=None)
    article.refresh_from_db()
    assert article.stage == Stage.READY


def test_a_wording_that_changed_behind_the_page_is_not_approved(reporter, editor):
    article = make_article(by=reporter.user)
    sent = fields_of(editor.get(url("approve", article)))
    fill_in(reporter, form_of(article), title="Another")
    page = editor.post(url("approve", article), sent)
    assert page.status_code == 422
    assert "in the meantime" in page.content.decode()


@pytest.mark.parametrize("name", ["approve", "send_back"])
def test_a_reporter_judges_nothing(reporter, name):
    article = make_article(by=reporter.user, stage="in_review")
    assert reporter.post(url(name, article), {"note": "Fine.", "seen": "1"}).status_code == 403


def test_where_two_are_needed_the_form_leads_to_the_review(publisher):
    HouseRules.objects.create(pk=1, second_person=True)
    article = make_article(by=publisher.user)
    page = publisher.get(form_of(article)).content.decode()
    assert "Nobody has approved this wording." in page
    assert 'class="main" name="_submit"' in page
    assert publisher.post(url("publish", article), {"when": "now"}).status_code == 422
    assert not Edition.objects.exists()


def test_an_embargo_is_shown_wherever_the_piece_stands(publisher):
    article = make_article(title="Held", by=publisher.user)
    article.embargo_until = timezone.now() + timedelta(days=1)
    saving.save(article, by=publisher.user)
    for page in (form_of(article), "/admin/articles/article/", "/admin/"):
        assert "mbargo until" in publisher.get(page).content.decode()


def test_the_month_of_an_embargo_keeps_its_capital(publisher):
    article = make_article(by=publisher.user)
    article.embargo_until = datetime(2199, 12, 31, 9, tzinfo=UTC)
    saving.save(article, by=publisher.user)
    page = publisher.get(form_of(article)).content.decode()
    assert "Embargo until 31 December 2199, 09:00." in page


def test_an_embargo_over_what_is_scheduled_is_refused_beside_its_field(publisher):
    article = make_article(by=publisher.user)
    verbs.publish(article, by=publisher.user, at=timezone.now() + timedelta(hours=1))
    later = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    page = fill_in(publisher, form_of(article), embargo_until=later)
    assert "before this embargo ends" in page.content.decode()
