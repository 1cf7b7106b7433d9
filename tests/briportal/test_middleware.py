"""What every answer carries, and what a reader's never does."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from briportal.media import MOST_BYTES
from briportal.middleware import POLICY
from newsroom import uploads, verbs
from newsroom.models import Role
from tests.making import PASSWORD, make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    """A browser in which an editor is logged in."""
    client = Client()
    client.force_login(make_user(Role.EDITOR))
    return client


@pytest.fixture
def article():
    article = make_article(body="A long word of the article. " * 40)
    verbs.publish(article, by=make_user())
    return f"/articles/{article.slug}/"


PUBLIC = ["/", "/articles/", "/search/?q=port", "/feed.xml", "/sitemap.xml", "/robots.txt", "/zh/"]
ODD = ["/nothing-here/", "/articles", "/favicon.ico", "/media/nothing.png", "/admin", "/admin/"]


@pytest.mark.parametrize("address", [*PUBLIC, *ODD, "/admin/login/", "/admin/nothing/"])
def test_every_answer_has_the_policy(client, address):
    answer = client.get(address)
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_policy_lets_nothing_in_from_elsewhere_and_nothing_inline():
    for rule in POLICY.split("; "):
        assert rule.split(" ", 1)[1] in {"'self'", "'none'"}, rule


def test_a_fault_has_the_policy_too(client, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("for the test")

    monkeypatch.setattr("portal.finding.find", fail)
    client.raise_request_exception = False
    answer = client.get("/search/?q=port")
    assert answer.status_code == 500
    assert answer["Content-Security-Policy"] == POLICY
    assert "The fault is ours" in answer.content.decode()
    assert "for the test" not in answer.content.decode()


def test_a_strange_host_is_refused_and_not_repeated(client):
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert answer["Content-Security-Policy"] == POLICY
    assert "evil" not in answer.content.decode() + str(answer.headers)


def test_an_address_in_a_page_is_the_sites_own_whatever_host_was_asked(client, article):
    for address in (article, "/feed.xml", "/sitemap.xml", "/robots.txt"):
        page = client.get(address, headers={"host": "localhost:9999"}).content.decode()
        assert "localhost" not in page, address


@pytest.mark.parametrize("address", [*PUBLIC, "/nothing-here/", "/favicon.ico"])
def test_a_readers_answer_sets_no_cookie_and_varies_on_none(client, editor, address):
    for browser in (client, editor):
        answer = browser.get(address)
        assert not answer.cookies
        assert "cookie" not in answer.get("Vary", "").lower()


def test_a_readers_request_knows_no_user_and_no_session(editor, article):
    request = editor.get(article).wsgi_request
    assert not hasattr(request, "user")
    assert not hasattr(request, "session")
    assert not hasattr(request, "_messages")


def test_a_reader_and_an_editor_get_the_same_bytes(client, editor, article):
    assert client.get(article).content == editor.get(article).content


def test_a_cookie_stays_under_the_admin(client):
    user = make_user(Role.EDITOR, username="ann")
    user.set_password(PASSWORD)
    user.save()
    form = client.get("/admin/login/")
    answer = client.post("/admin/login/", {"username": "ann", "password": PASSWORD})
    assert answer.status_code == 302
    cookies = [*form.cookies.values(), *answer.cookies.values()]
    assert {cookie.key for cookie in cookies} == {"csrftoken", "sessionid"}
    for cookie in cookies:
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Lax")


def test_a_form_of_the_admin_needs_its_token(editor):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = editor.cookies
    answer = strict.post("/admin/newsroom/topic/add/", {"name": "Forged"})
    assert answer.status_code == 403
    assert "your words are still in the form" in answer.content.decode()


@pytest.mark.parametrize("address", PUBLIC)
def test_a_reader_can_post_nothing(client, address):
    assert client.post(address).status_code == 405


def test_a_page_that_a_reader_has_is_not_sent_again(client, article):
    etag = client.get(article)["ETag"]
    answer = client.get(article, headers={"if-none-match": etag})
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer["Content-Security-Policy"] == POLICY


def test_who_asks_for_the_head_alone_is_told_the_same_etag(client, article):
    told = client.head(article)
    assert told.content == b""
    assert told["ETag"] == client.get(article)["ETag"]


def test_a_page_is_compressed_for_readers_but_not_where_it_holds_a_token(client, article):
    accepts = {"accept-encoding": "gzip"}
    assert client.get(article, headers=accepts)["Content-Encoding"] == "gzip"
    login = client.get(reverse("admin:login"), headers=accepts)
    assert "csrfmiddlewaretoken" in login.content.decode()
    assert "Content-Encoding" not in login


def test_the_icon_is_where_browsers_look_unasked(client):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer["Location"].endswith("station.svg")


@pytest.fixture
def picture():
    """Where a picture that was just taken in is found."""
    file = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    upload = SimpleUploadedFile("port.png", file.getvalue())
    return f"/media/{uploads.take_in(upload, by=make_user(), alt='A port').path}"


def test_a_picture_is_shown_in_a_sandbox_and_kept_for_a_year(client, picture):
    answer = client.get(picture)
    assert answer.status_code == 200
    assert "sandbox" in answer["Content-Security-Policy"].split("; ")
    assert answer["Content-Type"].startswith("image/")
    assert "immutable" in answer["Cache-Control"]
    assert not answer.cookies


def test_a_picture_is_sent_in_one_piece_so_that_nobody_slow_holds_a_thread(
    client, settings, picture
):
    file = settings.MEDIA_ROOT / picture.removeprefix("/media/")
    answer = client.get(picture)
    assert not answer.streaming
    assert answer.content == file.read_bytes()
    told = client.head(picture)
    assert told.content == b""
    for each in (answer, told):
        assert each["Content-Length"] == str(file.stat().st_size)
        assert each["Content-Disposition"] == f'inline; filename="{file.name}"'
        assert "ETag" not in each


def test_an_original_larger_than_memory_likes_is_sent_as_it_is_read(client, settings, picture):
    file = settings.MEDIA_ROOT / picture.removeprefix("/media/")
    file.write_bytes(bytes(MOST_BYTES + 1))
    answer = client.get(picture)
    assert answer.streaming
    assert len(b"".join(answer.streaming_content)) == MOST_BYTES + 1


@pytest.mark.parametrize(
    "path", ["../secret-key", "pictures/../../secret-key", "pictures/", "pictures/x.svg", "%00"]
)
def test_nothing_but_a_picture_is_served_as_media(client, settings, path):
    (settings.MEDIA_ROOT / "pictures").mkdir(parents=True)
    (settings.MEDIA_ROOT / "pictures" / "x.svg").write_text("<svg/>")
    (settings.MEDIA_ROOT.parent / "secret-key").write_text("words")
    assert client.get(f"/media/{path}").status_code == 404
