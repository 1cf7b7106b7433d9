"""From the button to the reader, and what stands in between."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom import saving, verbs
from newsroom.models import Edition, RelatedStory, User
from tests.desk.forms import fields_of, fill_in
from tests.making import make_article, make_interview, make_user

pytestmark = pytest.mark.django_db


def form_of(story):
    return reverse(f"admin:{story.kind}s_{story.kind}_change", args=[story.pk])


def dialog_of(story, query=""):
    return reverse("admin:desk_publish", args=[story.pk]) + query


def tie(story, other):
    RelatedStory.objects.create(story=story, target=other, label="What does the captain say?")


def is_live(story):
    return Edition.objects.live().filter(story=story.pk).exists()


def an_hour_hence():
    return (timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")


def test_the_main_button_saves_and_asks(publisher):
    article = make_article()
    answer = fill_in(publisher, form_of(article), button="_publish", title="Changed")
    article.refresh_from_db()
    assert article.title == "Changed"
    assert answer.url == dialog_of(article)
    assert not is_live(article)


def test_one_press_in_the_dialog_publishes(publisher):
    article = make_article()
    answer = fill_in(publisher, dialog_of(article), button=None)
    assert is_live(article)
    page = publisher.get(answer.url).content.decode()
    assert "Published. Readers see it now." in page
    assert f"http://127.0.0.1:8000/articles/{article.slug}/" in page


def test_opening_the_dialog_publishes_nothing(publisher):
    article = make_article()
    publisher.get(dialog_of(article))
    assert not Edition.objects.exists()


@pytest.mark.parametrize("who", ["reporter", "editor"])
def test_only_publishers_reach_the_dialog(request, who):
    client = request.getfixturevalue(who)
    article = make_article(by=client.user)
    assert client.get(dialog_of(article)).status_code == 403
    assert client.post(dialog_of(article), {"when": "now"}).status_code == 403
    assert not Edition.objects.exists()


@pytest.mark.parametrize("who", ["reporter", "editor"])
def test_a_forged_publish_button_only_saves(request, who):
    client = request.getfixturevalue(who)
    article = make_article(by=client.user)
    answer = fill_in(client, form_of(article), button="_publish", title="Changed")
    assert answer.url == form_of(article)
    assert not Edition.objects.exists()


def test_what_is_missing_is_said_with_its_remedy_and_there_is_no_button(publisher):
    article = make_article(body="")
    page = publisher.get(dialog_of(article)).content.decode()
    assert "It has no text." in page
    assert "Write or paste it." in page
    assert '<button type="submit" class="main">Publish</button>' not in page
    assert "It has no text." in publisher.get(form_of(article)).content.decode()


def test_a_forged_publish_of_an_empty_piece_says_why_not(publisher):
    article = make_article(body="")
    answer = publisher.post(
        dialog_of(article), {"when": "now", f"seen-{article.pk}": article.version}
    )
    assert answer.status_code == 422
    assert not Edition.objects.exists()


def test_a_tied_piece_that_is_not_live_is_offered_ticked(publisher):
    article, interview = make_article(), make_interview()
    tie(article, interview)
    page = publisher.get(dialog_of(article))
    assert "Publish both" in page.content.decode()
    publisher.post(dialog_of(article), fields_of(page))
    assert is_live(article)
    assert is_live(interview)


def test_an_unticked_piece_stays_where_it_is(publisher):
    article, interview = make_article(), make_interview()
    tie(article, interview)
    fields = fields_of(publisher.get(dialog_of(article)))
    fields["with"].remove(str(interview.pk))
    publisher.post(dialog_of(article), fields)
    assert is_live(article)
    assert not is_live(interview)


def test_a_tied_piece_that_is_live_is_not_offered(publisher):
    article, interview = make_article(), make_interview()
    tie(article, interview)
    verbs.publish(interview, by=publisher.user)
    assert "Publish both" not in publisher.get(dialog_of(article)).content.decode()


def test_a_tied_piece_that_cannot_go_says_why_and_is_left_out(publisher):
    article, interview = make_article(), make_interview(transcript="")
    tie(article, interview)
    page = publisher.get(dialog_of(article))
    assert "Nobody says anything in it." in page.content.decode()
    publisher.post(dialog_of(article), fields_of(page))
    assert is_live(article)


def test_a_time_is_read_on_the_publishers_own_clock(publisher):
    User.objects.filter(pk=publisher.user.pk).update(time_zone="Asia/Almaty")
    article = make_article()
    there = (timezone.now() + timedelta(days=2)).astimezone(ZoneInfo("Asia/Almaty"))
    there = there.replace(second=0, microsecond=0)
    fill_in(
        publisher,
        dialog_of(article),
        button=None,
        when="later",
        at=there.strftime("%Y-%m-%dT%H:%M"),
    )
    assert Edition.objects.get().issued_at == there
    assert there.strftime("%H:%M") in publisher.get(form_of(article)).content.decode()


@pytest.mark.parametrize("at", ["", "tomorrow", "2001-01-01T10:00"])
def test_a_time_that_is_none_or_has_passed_is_refused_in_words(publisher, at):
    article = make_article()
    answer = fill_in(publisher, dialog_of(article), button=None, when="later", at=at)
    assert answer.status_code == 422
    assert not Edition.objects.exists()


def test_publishing_before_a_scheduled_edition_asks_and_has_no_default(publisher):
    article = make_article()
    verbs.publish(article, by=publisher.user, at=timezone.now() + timedelta(days=1))
    page = publisher.get(dialog_of(article))
    assert "What becomes of the scheduled edition?" in page.content.decode()
    assert "later" not in fields_of(page)
    answer = fill_in(publisher, dialog_of(article), button=None)
    assert answer.status_code == 422
    assert not is_live(article)


@pytest.mark.parametrize(("later", "to_come"), [("remake", 1), ("cancel", 0)])
def test_the_scheduled_edition_becomes_what_the_publisher_said(publisher, later, to_come):
    article = make_article()
    verbs.publish(article, by=publisher.user, at=timezone.now() + timedelta(days=1))
    fill_in(publisher, dialog_of(article), button=None, later=later)
    assert is_live(article)
    assert Edition.objects.later_than(timezone.now()).count() == to_come


def test_words_saved_since_the_dialog_was_opened_are_not_published_unseen(publisher):
    article = make_article()
    fields = fields_of(publisher.get(dialog_of(article)))
    article.body = "Somebody else's words."
    saving.save(article, by=publisher.user)
    answer = publisher.post(dialog_of(article), fields)
    assert answer.status_code == 422
    assert "was saved or published again" in answer.content.decode()
    assert not is_live(article)


def test_pressing_twice_publishes_once_and_shows_the_link(publisher):
    article = make_article()
    fields = fields_of(publisher.get(dialog_of(article)))
    first = publisher.post(dialog_of(article), fields)
    second = publisher.post(dialog_of(article), fields)
    assert second.url == first.url
    assert Edition.objects.count() == 1


def test_two_presses_at_one_moment_publish_once_and_say_so(publisher, monkeypatch):
    article = make_article()
    fields = fields_of(publisher.get(dialog_of(article)))
    publish = verbs.publish

    def publish_after_the_other_press(*stories, **arguments):
        publish(*stories, by=arguments["by"])
        return publish(*stories, **arguments)

    monkeypatch.setattr(verbs, "publish", publish_after_the_other_press)
    answer = publisher.post(dialog_of(article), fields, follow=True)
    assert Edition.objects.count() == 1
    page = answer.content.decode()
    assert "is published already, and nothing has changed since." in page
    assert "Published. Readers see it now." in page


def test_nothing_chosen_is_nothing_published(publisher):
    pieces = [make_article(body=""), make_article(body="")]
    page = f"{dialog_of(pieces[0])}?chosen=1&with={pieces[1].pk}"
    assert publisher.post(page, {"when": "now"}).status_code == 422


def test_what_a_colleague_published_meanwhile_is_not_published_over_unseen(publisher):
    article = make_article()
    fields = fields_of(publisher.get(dialog_of(article)))
    verbs.publish(article, by=make_user())
    assert publisher.post(dialog_of(article), fields).status_code == 422
    assert Edition.objects.count() == 1


def test_several_chosen_in_the_list_go_through_the_same_question(publisher):
    pieces = [make_article(body=""), make_article(), make_article()]
    answer = publisher.post(
        "/admin/articles/article/",
        {"action": "publish_chosen", "_selected_action": [piece.pk for piece in pieces]},
    )
    page = publisher.get(answer.url)
    assert not Edition.objects.exists()
    publisher.post(answer.url, fields_of(page))
    assert [is_live(piece) for piece in pieces] == [False, True, True]


def test_the_list_offers_no_publishing_to_an_editor(editor):
    article = make_article()
    editor.post(
        "/admin/articles/article/",
        {"action": "publish_chosen", "_selected_action": [article.pk]},
    )
    assert "publish_chosen" not in editor.get("/admin/articles/article/").content.decode()


def test_withdrawing_asks_then_does_it_once(publisher):
    article = make_article()
    verbs.publish(article, by=publisher.user)
    page = reverse("admin:desk_withdraw", args=[article.pk])
    publisher.get(page)
    assert is_live(article)
    publisher.post(page, {"note": "Wrong port."})
    assert not is_live(article)
    assert publisher.post(page).status_code == 422


def test_an_editor_withdraws_nothing(editor, publisher):
    article = make_article()
    verbs.publish(article, by=publisher.user)
    assert editor.post(reverse("admin:desk_withdraw", args=[article.pk])).status_code == 403
    assert is_live(article)


def test_a_scheduled_edition_is_moved_and_cancelled(publisher):
    article = make_article()
    (entry,) = verbs.publish(article, by=publisher.user, at=timezone.now() + timedelta(days=1))
    page = reverse("admin:desk_scheduled", args=[entry.pk])
    publisher.post(page, {"at": an_hour_hence()})
    entry.refresh_from_db()
    assert entry.issued_at < timezone.now() + timedelta(hours=2)
    publisher.post(page, {"cancel": "1"})
    assert not Edition.objects.in_line().exists()


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("draft", "Draft. Readers see nothing."),
        ("live", "Live since"),
        ("changed", ", changes not live."),
        ("scheduled", "Readers see nothing until then."),
        ("withdrawn", "Withdrawn on"),
    ],
)
def test_the_form_says_where_the_piece_stands(publisher, state, line):
    article = make_article()
    if state in {"live", "changed", "withdrawn"}:
        verbs.publish(article, by=publisher.user)
    if state == "changed":
        saving.save(article, by=publisher.user)
    if state == "scheduled":
        verbs.publish(article, by=publisher.user, at=timezone.now() + timedelta(days=1))
    if state == "withdrawn":
        verbs.withdraw(article, by=publisher.user)
    assert line in publisher.get(form_of(article)).content.decode()


def test_a_piece_that_was_published_is_not_deleted_but_says_what_to_do(publisher):
    article = make_article()
    verbs.publish(article, by=publisher.user)
    answer = publisher.post(
        reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"}, follow=True
    )
    assert "Withdraw it to take it off the site." in answer.content.decode()
    article.refresh_from_db()


def test_a_draft_is_deleted_with_what_hangs_on_it(editor):
    article = make_article()
    page = reverse("admin:articles_article_delete", args=[article.pk])
    assert editor.get(page).status_code == 200
    editor.post(page, {"post": "yes"})
    assert not type(article).objects.exists()


def test_a_reporter_deletes_nothing(reporter):
    article = make_article(by=reporter.user)
    page = reverse("admin:articles_article_delete", args=[article.pk])
    assert reporter.post(page, {"post": "yes"}).status_code == 403
    article.refresh_from_db()
