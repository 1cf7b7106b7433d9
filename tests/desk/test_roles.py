"""Who sees and does what in the admin. `can()` decides; these are its doors."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from newsroom.models import LogEntry, Person, Role, Stage, Story, User
from tests.desk.forms import fields_of, fill_in
from tests.making import PASSWORD, make_article, make_interview, make_person, make_user

pytestmark = pytest.mark.django_db


def form_of(story):
    return reverse(f"admin:{story.kind}s_{story.kind}_change", args=[story.pk])


PAGES_OF_A_STORY = ["change", "history", "delete"]


@pytest.mark.parametrize("page", PAGES_OF_A_STORY)
def test_a_reporter_finds_nothing_of_somebody_elses_draft(reporter, page):
    article = make_article(title="Canary of Aktau")
    answer = reporter.get(reverse(f"admin:articles_article_{page}", args=[article.pk]), follow=True)
    # Asking by its number repeats the number at most.
    assert "Canary" not in answer.content.decode()


def test_a_reporters_lists_hold_own_and_assigned_drafts_only(reporter):
    make_article(title="Canary of Aktau")
    make_article(by=reporter.user, title="My own")
    assigned = make_article(title="Given to me")
    type(assigned).objects.filter(pk=assigned.pk).update(assignee=reporter.user)
    for address in ("/admin/", "/admin/articles/article/", "/admin/newsroom/story/"):
        page = reporter.get(address).content.decode()
        assert "Canary" not in page
        assert "My own" in page
        assert "Given to me" in page


def test_a_reporters_related_pieces_offer_no_hidden_draft(reporter):
    make_article(title="Canary of Aktau")
    answer = reporter.get(
        "/admin/autocomplete/",
        {
            "app_label": "newsroom",
            "model_name": "relatedstory",
            "field_name": "target",
            "term": "Can",
        },
    )
    assert answer.json()["results"] == []


def test_a_hidden_draft_cannot_be_forged_into_a_related_piece(reporter):
    hidden, own = make_article(), make_article(by=reporter.user)
    fill_in(
        reporter,
        form_of(own),
        **{"related_stories-TOTAL_FORMS": 1, "related_stories-0-target": hidden.pk},
    )
    assert not own.related_stories.exists()


def test_the_autocomplete_of_accounts_is_closed_to_all_but_administrators(publisher):
    answer = publisher.get(
        "/admin/autocomplete/",
        {"app_label": "newsroom", "model_name": "story", "field_name": "assignee"},
    )
    assert answer.status_code in {403, 404}


@pytest.mark.parametrize("who", ["reporter", "editor", "publisher"])
def test_only_administrators_reach_accounts(request, who):
    client = request.getfixturevalue(who)
    other = make_user(Role.REPORTER)
    for address in (
        "/admin/newsroom/user/",
        "/admin/newsroom/user/add/",
        f"/admin/newsroom/user/{other.pk}/change/",
        f"/admin/newsroom/user/{other.pk}/password/",
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, {"role": "administrator"}).status_code == 403


def test_a_reporter_chooses_people_and_changes_none(reporter):
    person = make_person("Li Wei")
    answer = reporter.get(
        "/admin/autocomplete/",
        {"app_label": "newsroom", "model_name": "credit", "field_name": "person", "term": "li"},
    )
    assert answer.json()["results"][0]["text"] == "Li Wei"
    page = f"/admin/newsroom/person/{person.pk}/change/"
    assert reporter.post(page, {"name": "Changed"}).status_code == 403
    assert Person.objects.get().name == "Li Wei"


def test_nobody_reaches_the_desk_without_logging_in(db):
    article = make_article()
    for name, arguments in (
        ("index", []),
        ("desk_preview", ["article", article.pk]),
        ("desk_pictures", []),
        ("desk_publish", [article.pk]),
        ("desk_withdraw", [article.pk]),
        ("jsi18n", []),
    ):
        answer = Client().get(reverse(f"admin:{name}", args=arguments))
        assert answer.status_code == 302
        assert "/admin/login/" in answer.url


def test_an_account_switched_off_is_out_at_its_next_page(editor):
    User.objects.filter(pk=editor.user.pk).update(is_active=False)
    assert editor.get("/admin/").status_code == 302


def test_a_one_time_password_opens_nothing_but_the_choice_of_another(db):
    user = make_user(Role.PUBLISHER, must_change_password=True)
    user.set_password("one-time-only-4711")
    user.save()
    client, article = Client(), make_article()
    client.post("/admin/login/", {"username": user.username, "password": "one-time-only-4711"})
    choose = reverse("admin:password_change")
    for address in ("/admin/", form_of(article), reverse("admin:desk_publish", args=[article.pk])):
        assert client.get(address).url == choose
        assert client.post(address).url == choose
    page = client.get(choose)
    assert "Choose your own password" in page.content.decode()
    answer = client.post(
        choose,
        {
            **fields_of(page),
            "old_password": "one-time-only-4711",
            "new_password1": PASSWORD,
            "new_password2": PASSWORD,
        },
    )
    assert answer.url == reverse("admin:index")
    assert client.get("/admin/").status_code == 200


def test_an_administrator_makes_an_account_and_is_told_its_password_once(administrator):
    page = fill_in(
        administrator,
        "/admin/newsroom/user/add/",
        username="dana",
        name="Dana",
        role="editor",
        time_zone="Asia/Almaty",
    )
    password = fields_of_password(page)
    dana = User.objects.get(username="dana")
    assert dana.check_password(password)
    assert dana.must_change_password
    assert password not in administrator.get("/admin/newsroom/user/").content.decode()


def test_a_reset_needs_a_press_and_gives_a_password_that_works_once(administrator):
    other = make_user(Role.EDITOR)
    address = f"/admin/newsroom/user/{other.pk}/password/"
    administrator.get(address)
    other.refresh_from_db()
    assert not other.must_change_password
    password = fields_of_password(administrator.post(address))
    other.refresh_from_db()
    assert other.check_password(password)
    assert other.must_change_password


def fields_of_password(page):
    words = page.content.decode()
    return words.partition('readonly value="')[2].partition('"')[0]


def test_the_last_administrator_stays_one(administrator):
    address = f"/admin/newsroom/user/{administrator.user.pk}/change/"
    page = fill_in(administrator, address, role="editor")
    assert "is the only administrator" in page.content.decode()
    administrator.user.refresh_from_db()
    assert administrator.user.role == Role.ADMINISTRATOR


def test_a_reporter_reads_no_preview_or_revision_of_a_hidden_draft(reporter):
    interview = make_interview()
    preview = reverse("admin:desk_preview", args=["interview", interview.pk])
    assert reporter.post(preview, {"title": "T"}).status_code == 404
    revision = interview.revisions.get()
    assert reporter.get(reverse("admin:desk_revision", args=[revision.pk])).status_code == 403


def test_a_closed_door_says_why_and_leads_back(editor):
    page = editor.get(reverse("admin:desk_publish", args=[make_article(title="Ports").pk]))
    words = page.content.decode()
    assert "Your role does not include “publish” for “Ports”." in words
    assert 'href="/admin/"' in words


def test_a_form_without_its_token_says_that_the_words_are_still_there(db):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(Role.EDITOR))
    answer = client.post("/admin/articles/article/add/", {"title": "T"})
    assert answer.status_code == 403
    assert "your words are still in the form" in answer.content.decode()


FORGED = {
    "stage": "ready",
    "version": "900",
    "approved_by": "1",
    "approved_version": "1",
    "embargo_until": "2030-01-01T00:00",
    "assignee": "1",
    "created_by": "1",
    "kind": "interview",
    "uuid": "00000000-0000-0000-0000-000000000000",
}


def columns_of(story):
    story = type(story).objects.get(pk=story.pk)
    return {name: getattr(story, name) for name in FORGED if name != "version"}


def test_fields_forged_into_a_form_change_nothing_and_are_logged(reporter):
    article = make_article(by=reporter.user)
    before = columns_of(article)
    fill_in(reporter, form_of(article), title="Mine", **FORGED)
    assert columns_of(article) == before
    article.refresh_from_db()
    assert (article.title, article.version) == ("Mine", 2)
    entry = LogEntry.objects.get(verb="forge")
    assert entry.actor == reporter.user
    assert all(name in entry.note for name in FORGED)


def test_fields_forged_into_a_new_piece_change_nothing_and_are_logged(reporter):
    fill_in(reporter, "/admin/articles/article/add/", title="New", **FORGED)
    article = Story.objects.get(title="New").concrete
    assert (article.kind, article.stage, article.version) == ("article", Stage.DRAFT, 1)
    assert (article.created_by, article.approved_by) == (reporter.user, None)
    assert LogEntry.objects.filter(verb="forge").count() == 1


def test_a_form_sent_as_it_was_shown_is_not_called_forged(reporter, publisher):
    for client in (reporter, publisher):
        article = make_article(by=client.user)
        fill_in(client, form_of(article), title="Another")
    assert not LogEntry.objects.filter(verb="forge").exists()
