"""The writer's picture chooser: looking, and bringing a new one."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from newsroom import version
from newsroom.models import Picture
from newsroom.uploads import take_in
from tests.desk.forms import fill_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def a_file(colour="red", name="quay.png"):
    content = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def upload(client, **fields):
    return client.post(reverse("admin:desk_pictures"), fields)


def test_an_upload_answers_with_what_stands_in_the_text(reporter):
    answer = upload(reporter, file=a_file(), alt="A quay [at night]", credit="A. Bekova, CC BY")
    picture = Picture.objects.get()
    assert answer.status_code == 201
    assert answer.json()["markdown"] == rf"![A quay \[at night\]](picture:{picture.key})"
    assert answer.json()["thumbnail"].endswith(".webp")
    assert picture.uploaded_by == reporter.user


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"alt": "A quay"}, "Choose a picture first."),
        ({"file": a_file()}, "needs a sentence"),
        ({"file": SimpleUploadedFile("a.svg", b"<svg/>"), "alt": "A"}, "could not be read"),
        ({"file": a_file(), "alt": "A\x00"}, "cannot be kept"),
    ],
)
def test_a_refusal_is_a_sentence(editor, fields, words):
    answer = upload(editor, **fields)
    assert answer.status_code == 400
    assert words in answer.json()["error"]
    assert not Picture.objects.exists()


def test_pictures_are_found_by_their_words(editor):
    take_in(a_file("red"), by=None, alt="A quay at night")
    take_in(a_file("blue", "line.png"), by=None, alt="A train")
    found = editor.get(reverse("admin:desk_pictures"), {"q": "QUAY"}).json()
    assert [each["alt"] for each in found["pictures"]] == ["A quay at night"]
    assert len(editor.get(reverse("admin:desk_pictures")).json()["pictures"]) == 2


@pytest.mark.parametrize("page", ["0", "x", "999"])
def test_a_page_that_does_not_exist_is_no_error(editor, page):
    assert editor.get(reverse("admin:desk_pictures"), {"page": page}).status_code == 200


def test_a_picture_is_taken_in_by_the_admin_form_too(editor):
    answer = fill_in(editor, "/admin/newsroom/picture/add/", file=a_file(), alt="A quay")
    assert answer.status_code == 302
    assert Picture.objects.get().title == "quay"


def test_a_picture_without_words_is_refused_by_the_form_beside_the_field(editor):
    page = fill_in(editor, "/admin/newsroom/picture/add/", file=a_file())
    assert "Say what it shows, or tick “Decorative”." in page.content.decode()
    assert not Picture.objects.exists()


def test_changing_a_pictures_words_shows_on_the_site(editor):
    picture = take_in(a_file(), by=None, alt="A quay")
    seen = version.current()
    fill_in(editor, f"/admin/newsroom/picture/{picture.pk}/change/", credit="A. Bekova")
    picture.refresh_from_db()
    assert picture.credit == "A. Bekova"
    assert version.current() > seen


def test_nobody_deletes_a_picture_that_pages_may_name(administrator):
    picture = take_in(a_file(), by=None, alt="A quay")
    address = f"/admin/newsroom/picture/{picture.pk}/delete/"
    assert administrator.post(address, {"post": "yes"}).status_code == 403
    assert Picture.objects.exists()
