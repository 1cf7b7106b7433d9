"""Every page of the desk: few queries, nothing inline, and what stands on it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import CharField
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsroom import verbs
from tests.annotations.noting import make_note
from tests.making import make_article, make_interview, make_person, make_topic, make_user

pytestmark = pytest.mark.django_db

# Inside a tag: a style, an event handler, or a script without an address.
INLINE = re.compile(r"<[^>]*\s(?:style|on\w+)=|<style|<script(?![^>]*\ssrc=)", re.IGNORECASE)


def form_of(story):
    return reverse(f"admin:{story.kind}s_{story.kind}_change", args=[story.pk])


def pages():
    article, interview, person = make_article(), make_interview(), make_person()
    topic, user = make_topic(), make_user()
    note = make_note(article, "Second paragraph")
    (entry,) = verbs.publish(interview, by=make_user(), at=timezone.now() + timedelta(days=1))
    return [
        "/admin/",
        "/admin/articles/article/",
        "/admin/articles/article/add/",
        form_of(article),
        form_of(interview),
        f"/admin/articles/article/{article.pk}/history/",
        f"/admin/articles/article/{article.pk}/delete/",
        "/admin/newsroom/story/",
        "/admin/newsroom/person/",
        f"/admin/newsroom/person/{person.pk}/change/",
        f"/admin/newsroom/topic/{topic.pk}/change/",
        "/admin/newsroom/picture/add/",
        "/admin/newsroom/user/",
        f"/admin/newsroom/user/{user.pk}/change/",
        f"/admin/newsroom/user/{user.pk}/password/",
        "/admin/annotations/source/",
        "/admin/password_change/",
        reverse("admin:desk_publish", args=[article.pk]),
        reverse("admin:desk_publish", args=[interview.pk]),
        reverse("admin:desk_withdraw", args=[article.pk]),
        reverse("admin:desk_scheduled", args=[entry.pk]),
        reverse("admin:desk_compare", args=[interview.pk]) + "?from=e1&to=now",
        reverse("admin:desk_compare", args=[interview.pk]) + "?from=e1&to=now&as=source",
        reverse("admin:desk_restore", args=[interview.pk, "e1"]),
        reverse("admin:desk_notes_queue"),
        reverse("admin:desk_notes", args=[article.pk]) + "?kind=check",
        reverse("admin:desk_note", args=[note.pk]),
    ]


def test_no_page_has_an_inline_script_style_or_handler(administrator):
    for address in pages():
        answer = administrator.get(address)
        assert answer.status_code == 200, address
        assert not INLINE.search(answer.content.decode()), address


def test_no_page_of_the_desk_is_kept_by_a_cache(administrator):
    for address in ("/admin/", form_of(make_article())):
        assert "no-store" in administrator.get(address)["Cache-Control"]


def test_the_list_needs_the_same_few_queries_however_long_it_is(
    publisher, django_assert_num_queries
):
    for number in range(12):
        article = make_article(section=make_topic(), by=publisher.user)
        if number % 2:
            verbs.publish(article, by=publisher.user)
    # Session, user, count, page, editions, who saved, sections of the filter.
    with django_assert_num_queries(7):
        page = publisher.get("/admin/articles/article/")
    assert page.content.decode().count("field-headline") == 12


def test_the_form_needs_the_same_few_queries_however_much_hangs_on_it(
    publisher, django_assert_num_queries
):
    few, many = (
        make_interview(people=tuple(make_person() for _ in range(count)), by=publisher.user)
        for count in (1, 6)
    )
    publisher.get(form_of(few))  # Django remembers content types from the first page on.
    for interview in (few, many):
        # Session, user, story, topics, credits, related pieces, speakers, questions,
        # editions, house rules, its notes twice, its dead sources, the last thing done to it, and
        # the choices of section and
        # assignee. Six are of open forms: a savepoint and its end, old ones, this one, unsaved
        # words, who else is here.
        with django_assert_num_queries(22):
            publisher.get(form_of(interview))


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("draft", "A draft"),
        ("live", "A live one"),
        ("scheduled", "A scheduled one"),
        ("withdrawn", "A withdrawn one"),
    ],
)
def test_the_list_is_narrowed_by_state(publisher, state, found):
    user = publisher.user
    make_article(title="A draft")
    live, later, gone = (
        make_article(title=title) for title in ("A live one", "A scheduled one", "A withdrawn one")
    )
    verbs.publish(live, gone, by=user)
    verbs.publish(later, by=user, at=timezone.now() + timedelta(days=1))
    verbs.withdraw(gone, by=user)
    page = publisher.get("/admin/articles/article/", {"state": state}).content.decode()
    listed = re.findall(r'field-headline"><a[^>]*>([^<]*)<', page)
    assert listed == [found]


@pytest.mark.parametrize(
    "query", ["state=nonsense", "section=x", "section=99999999999999", "q=%00"]
)
def test_a_forged_filter_is_no_error(publisher, query):
    assert publisher.get(f"/admin/articles/article/?{query}").status_code in {200, 302}


def test_the_first_page_shows_what_waits_and_what_went_out(publisher):
    user = publisher.user
    make_article(title="Mine", by=user)
    make_article(title="Waiting", stage="in_review")
    live, later = make_article(title="Out"), make_article(title="Soon")
    verbs.publish(live, by=user)
    verbs.publish(later, by=user, at=timezone.now() + timedelta(days=1))
    page = publisher.get("/admin/").content.decode()
    order = [page.index(title) for title in (">Mine<", ">Waiting<", ">Soon<", ">Out<")]
    assert order == sorted(order)
    assert "New article" in page


def test_a_story_of_either_kind_is_reached_by_its_number(publisher):
    interview = make_interview()
    answer = publisher.get(reverse("admin:newsroom_story_change", args=[interview.pk]))
    assert answer.url == form_of(interview)


@pytest.mark.parametrize("number", ["0", "999999", "x", "9" * 30])
def test_a_story_that_is_not_there_is_not_found(publisher, number):
    assert publisher.get(f"/admin/newsroom/story/{number}/change/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/admin/articles/article/{}/change/",
        "/admin/articles/article/{}/history/",
        "/admin/articles/article/{}/delete/",
        "/admin/desk/preview/article/{}/",
        "/admin/desk/publish/{}/",
        "/admin/desk/withdraw/{}/",
        "/admin/desk/scheduled/{}/",
        "/admin/desk/revision/{}/",
        "/admin/desk/compare/{}/",
        "/admin/desk/restore/{}/now/",
    ],
)
def test_a_number_that_fits_no_column_is_not_found(publisher, address):
    answer = publisher.get(address.format("9" * 30))
    assert answer.status_code in {302, 404}
    assert answer.get("Location", "/admin/") == "/admin/"


@pytest.mark.parametrize("ending", ["regex", "iregex"])
def test_no_list_is_filtered_by_a_pattern(client, ending):
    make_article()
    client.force_login(make_user("administrator"))
    answers = {}
    for model in admin.site._registry:
        meta = model._meta
        text = next(each for each in meta.fields if isinstance(each, CharField))
        listed = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        answers[listed] = client.get(listed, {f"{text.name}__{ending}": "("}).status_code
    del answers[reverse("admin:newsroom_houserules_changelist")]  # leads to the one there is
    assert set(answers.values()) == {400}


def test_no_text_is_loaded_for_the_list_of_interviews(editor):
    make_interview(verbatim="**Guest:** Um, a guest.", cues=[[0.0, 1.0, "Guest", "A guest."]])
    with CaptureQueriesContext(connection) as queries:
        assert "Interview" in editor.get("/admin/interviews/interview/").content.decode()
    asked = " ".join(each["sql"] for each in queries.captured_queries)
    assert '"verbatim_shown"' in asked
    for name in ("introduction", "transcript", "verbatim", "cues"):
        assert f'"interviews_interview"."{name}"' not in asked


def test_the_page_of_the_password_does_not_name_itself_over_its_form(editor):
    page = editor.get(reverse("admin:password_change")).content.decode()
    assert "Change password /" not in re.sub(r"\s+", " ", page)
    assert page.count('id="logout-form"') == 1


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/admin/articles/article/", "Articles"),
        ("/admin/newsroom/story/", "Every piece"),
        ("/admin/newsroom/person/", "People"),
        ("/admin/newsroom/user/", "Users"),
        ("/admin/newsroom/logentry/", "Log"),
        ("/admin/annotations/source/", "Sources"),
        ("/admin/annotations/term/", "Glossary"),
        ("/admin/manuscripts/manuscript/", "Manuscripts"),
    ],
)
def test_a_list_is_called_as_the_desk_calls_it_and_names_no_part_of_the_code(
    administrator, address, title
):
    page = administrator.get(address).content.decode()
    assert f"<h1>{title}</h1>" in page
    assert f'<a href="/admin/">Desk</a> &rsaquo; {title}</div>' in page
    assert "Show all" not in page


def test_a_list_that_was_searched_leads_back_to_all_of_it(administrator):
    make_person(name="Eleni Varda")
    page = administrator.get("/admin/newsroom/person/?q=varda").content.decode()
    assert '1 found. <a href="?">Show all</a>' in page


@pytest.mark.parametrize("ending", ["change", "history", "delete"])
def test_whatever_is_done_to_a_person_the_crumbs_lead_back_to_the_people(administrator, ending):
    person = make_person()
    page = administrator.get(f"/admin/newsroom/person/{person.pk}/{ending}/").content.decode()
    lead = (
        '<a href="/admin/">Desk</a> &rsaquo; <a href="/admin/newsroom/person/">People</a> &rsaquo;'
    )
    assert lead in page
    assert "Newsroom" not in page


def test_a_day_in_a_list_is_written_as_the_desk_writes_days(administrator):
    administrator.user.last_login = datetime(2026, 5, 9, 16, 5, tzinfo=UTC)
    administrator.user.save()
    assert "9 May 2026, 16:05" in administrator.get("/admin/newsroom/user/").content.decode()
