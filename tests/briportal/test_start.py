"""`make run`, without make: from nothing to a site that answers, and again."""

from __future__ import annotations

import http.client
import re
import socket
import time
from contextlib import closing, contextmanager
from urllib.parse import urlencode

from briportal.middleware import POLICY

PATIENCE = 90

SAMPLES_FAIL = """
import django
from django.core.management import call_command
django.setup()
from manuscripts.management.commands import load_samples
def fail(self, *args, **options):
    raise RuntimeError("for the test")
load_samples.Command.handle = fail
call_command("serve")
"""


@contextmanager
def serving(install):
    """The site as it runs; a function that asks it; closed at the end."""
    process = install.start("manage.py", "serve")

    def ask(method, path, **headers):
        body = headers.pop("body", None)
        address = "127.0.0.1", int(install.environment["PORT"])
        with closing(http.client.HTTPConnection(*address, timeout=10)) as asked:
            asked.request(method, path, body, headers)
            answer = asked.getresponse()
            return answer, answer.read().decode()

    try:
        wait_for(ask, process)
        yield ask
    finally:
        process.terminate()
        try:
            ask.said = process.communicate(timeout=PATIENCE)[0]
        finally:
            process.kill()


def wait_for(ask, process):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            return ask("HEAD", "/robots.txt")
        except OSError:
            time.sleep(0.05)
    process.terminate()
    raise AssertionError(process.communicate(timeout=PATIENCE)[0])


def files(install):
    """Every file of the data folder but the database, which even a reader's ask may touch."""
    return {
        path: path.stat().st_mtime_ns
        for path in install.folder.rglob("*")
        if path.is_file() and ".sqlite3" not in path.name
    }


def logged_in(ask, password):
    """Log in by the form, as a browser does; where it leads, and the session's cookie."""
    form, page = ask("GET", "/admin/login/")
    cookie = form.headers["Set-Cookie"].split(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    answer, _ = ask(
        "POST", "/admin/login/", Cookie=cookie,
        body=urlencode({"username": "admin", "password": password, "csrfmiddlewaretoken": token,
                        "next": "/admin/"}),
        **{"Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    assert answer.status == 302
    session = re.search(r"sessionid=\w+", str(answer.headers.get_all("Set-Cookie")))[0]
    return ask("GET", answer.headers["Location"], Cookie=session)[0]


def test_one_command_serves_a_new_site_and_the_next_changes_nothing(install):
    with serving(install) as ask:
        front, page = ask("GET", "/")
        assert front.status == 200
        style = re.search(r'<link rel="stylesheet" href="([^"]+)"', page)[1]
        css, _ = ask("GET", style)
        assert css.status == 200
        assert "immutable" in css.headers["Cache-Control"]
        assert css.headers["Content-Security-Policy"] == POLICY
        assert "Set-Cookie" not in css.headers
    [password] = re.findall(r"One-time password: (\S+)", ask.said)
    before = files(install)

    with serving(install) as ask:
        # The password holds, and leads to where it must be changed.
        assert logged_in(ask, password).headers["Location"] == "/admin/password_change/"
    assert "password" not in ask.said
    assert "Bringing" not in ask.said
    assert "Collecting" not in ask.said
    assert files(install) == before

    code, said = install.manage("password")
    assert code == 0
    [new] = re.findall(r"One-time password: (\S+)", said)
    assert new != password


def test_no_account_is_made_when_the_samples_cannot_be_loaded(install):
    """Else its password would be lost: the next start would not print one again."""
    code, said = install.run(
        "-c", SAMPLES_FAIL, SAMPLES="1", DEBUG="1", DJANGO_SETTINGS_MODULE="briportal.settings"
    )
    assert code == 1
    assert "for the test" in said
    assert "One-time password" not in said
    count = "from newsroom.models import User; print(User.objects.count())"
    assert install.manage("shell", "--no-imports", "-c", count) == (0, "0\n")


def test_a_port_that_is_taken_is_said_in_words(install):
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(install.environment["PORT"])))
        other.listen()
        code, said = install.manage("serve")
    assert code == 1
    assert "PORT=8001 make run" in said
    assert "Traceback" not in said


def test_a_database_that_does_not_answer_is_said_in_words(install):
    code, said = install.manage("serve", DATABASE_URL="postgres://nobody@127.0.0.1:9/news")
    assert code == 1
    assert "The database does not answer" in said
    assert "createdb news" in said
    assert "Traceback" not in said


def test_a_wrong_switch_is_said_in_one_sentence(install):
    code, said = install.manage("serve", DEBUG="perhaps")
    assert (code, said) == (1, "DEBUG='perhaps' is neither on nor off. Write DEBUG=1 or DEBUG=0.\n")
