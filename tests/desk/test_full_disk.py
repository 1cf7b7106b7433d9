"""The disk is full: the editor is told, no word is lost, and readers read on."""

from __future__ import annotations

import errno
import io
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, connections
from django.urls import reverse
from PIL import Image

from newsroom import saving, verbs
from newsroom.models import Edition, OpenForm, Picture, Revision
from newsroom.uploads import take_in
from tests.desk.forms import fields_of, fill_in
from tests.making import make_article

# More than any page of the file has room for.
LONG = "A quay at night. " * 20_000


@contextmanager
def no_more_pages():
    """SQLite may not let its file grow; what fits into it may still be written."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        [pages] = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        yield
        cursor.execute("PRAGMA max_page_count = 1073741823")


@contextmanager
def no_writes():
    """Nothing fits, as PostgreSQL says it."""

    def refuse(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE")):
            raise OperationalError("could not extend file: No space left on device")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


WAYS = [no_more_pages, no_writes] if connection.vendor == "sqlite" else [no_writes]


@pytest.fixture(params=WAYS, ids=lambda way: way.__name__)
def full_disk(request):
    return request.param


@pytest.fixture(autouse=True)
def on_a_disk(transactional_db, tmp_path):
    """SQLite's test database is in memory; these tests have theirs in a file."""
    before = connections["default"]
    if before.vendor != "sqlite":
        yield
        return
    file = tmp_path / "briportal.sqlite3"
    before.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        before.connection.backup(copy)
    apart = type(before)({**before.settings_dict, "NAME": str(file)}, "default")
    connections["default"] = apart
    try:
        yield
    finally:
        apart.close()
        connections["default"] = before


@pytest.fixture
def article(publisher):
    article = make_article(by=publisher.user)
    verbs.publish(article, by=publisher.user)
    return article


def form_url(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def test_a_save_shows_every_word_again_and_says_why(editor, article, full_disk):
    fields = {**fields_of(editor.get(form_url(article))), "body": LONG, "_save": "1"}
    with full_disk():
        answer = editor.post(form_url(article), fields)
    assert answer.status_code == 503
    assert "its disk may be full" in answer.content.decode()
    assert LONG in answer.content.decode()
    assert Revision.objects.filter(story=article, reason="save").count() == 1


def test_the_same_form_is_saved_once_there_is_room(editor, article, full_disk):
    with full_disk():
        fields = {**fields_of(editor.get(form_url(article))), "body": LONG, "_save": "1"}
        again = fields_of(editor.post(form_url(article), fields))
    answer = editor.post(form_url(article), {**again, "_save": "1"})
    assert answer.status_code == 302
    article.refresh_from_db()
    assert article.body.strip() == LONG.strip()


def test_an_autosave_is_told_in_words(editor, article, full_disk):
    fields = {**fields_of(editor.get(form_url(article))), "body": LONG}
    with full_disk():
        answer = editor.post(reverse("admin:desk_autosave", args=["article", article.pk]), fields)
    assert answer.status_code == 503
    assert "disk may be full" in answer.json()["error"]
    assert not OpenForm.objects.with_words().exists()


def test_publishing_is_refused_in_words_and_nothing_of_it_is_there(publisher, article, full_disk):
    article.body = LONG
    saving.save(article, by=publisher.user)
    url = reverse("admin:desk_publish", args=[article.pk])
    fields = fields_of(publisher.get(url))
    with full_disk():
        answer = publisher.post(url, {**fields, "when": "now", "change": "minor"})
    assert answer.status_code == 503
    assert "Nothing was changed." in answer.content.decode()
    assert Edition.objects.filter(story=article).count() == 1


def test_readers_read_on_and_editors_open_their_pages(client, editor, article, full_disk):
    path = Edition.objects.get(story=article).path
    with full_disk():
        for page in ("/", path, "/articles/", "/search/?q=paragraph", "/feed.xml"):
            assert client.get(page).status_code == 200, page
        for page in (reverse("admin:index"), form_url(article)):
            assert editor.get(page).status_code == 200, page


def test_a_save_whose_message_finds_no_room_is_still_a_save(editor, article):
    """The session is written after everything else."""

    def refuse(execute, sql, params, many, context):
        if "django_session" in sql and sql.startswith(("INSERT", "UPDATE")):
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        answer = fill_in(editor, form_url(article), body="Mended.")
    assert answer.status_code == 302
    article.refresh_from_db()
    assert article.body == "Mended."


# Pictures


def a_file():
    content = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(content, "PNG")
    return SimpleUploadedFile("quay.png", content.getvalue(), "image/png")


@pytest.fixture
def no_room(monkeypatch):
    """The storage writes the first bytes of the second file, and then there is no room."""
    save = FileSystemStorage._save
    begun = []

    def fill_up(storage, name, content):
        begun.append(name)
        if len(begun) == 1:
            return save(storage, name, content)
        Path(storage.path(name)).write_bytes(content.read()[:5])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(FileSystemStorage, "_save", fill_up)
        yield begun


def left_over(settings):
    return [each for each in settings.MEDIA_ROOT.rglob("*") if each.is_file()]


def test_a_picture_for_the_text_is_refused_in_words_and_leaves_no_half(editor, no_room, settings):
    answer = editor.post(reverse("admin:desk_pictures"), {"file": a_file(), "alt": "A quay."})
    assert answer.status_code == 503
    assert "disk may be full" in answer.json()["error"]
    assert len(no_room) == 2
    assert left_over(settings) == []
    assert not Picture.objects.exists()


def test_the_pictures_own_form_says_so_beside_the_file(editor, no_room, settings):
    fields = {"file": a_file(), "alt": "A quay.", "title": "A quay"}
    answer = editor.post(reverse("admin:newsroom_picture_add"), fields)
    assert "Nothing of it was kept." in answer.content.decode()
    assert left_over(settings) == []


def test_a_picture_that_the_database_cannot_note_is_told_in_words(editor):
    with no_writes():
        answer = editor.post(reverse("admin:desk_pictures"), {"file": a_file(), "alt": "A quay."})
    assert answer.status_code == 503
    assert "Nothing was changed." in answer.json()["error"]


def test_half_a_file_of_a_process_that_died_is_made_whole(editor):
    picture = take_in(a_file(), by=editor.user, alt="A quay.")
    whole = storages["default"].size(picture.path)
    Picture.objects.all().delete()
    Path(storages["default"].path(picture.path)).write_bytes(b"half")
    again = take_in(a_file(), by=editor.user, alt="A quay.")
    assert storages["default"].size(again.path) == whole
