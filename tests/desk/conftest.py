from __future__ import annotations

import pytest
from django.test import Client

from newsroom.models import Role
from tests.making import make_user


def _logged_in(role):
    client = Client()
    client.user = make_user(role)
    client.force_login(client.user)
    return client


@pytest.fixture
def reporter(db):
    """A browser in which a reporter is logged in; `.user` is who it is."""
    return _logged_in(Role.REPORTER)


@pytest.fixture
def editor(db):
    return _logged_in(Role.EDITOR)


@pytest.fixture
def publisher(db):
    return _logged_in(Role.PUBLISHER)


@pytest.fixture
def administrator(db):
    return _logged_in(Role.ADMINISTRATOR)


@pytest.fixture(autouse=True)
def nothing_on_its_way(request):
    """A form goes on asking, and says good-bye: not while the test's tables are being emptied."""
    if request.node.get_closest_marker("browser") is None:
        yield
        return
    request.getfixturevalue("live_server")
    context = request.getfixturevalue("context")
    running = set()
    context.on("request", lambda sent: running.add(sent))
    context.on("requestfinished", lambda sent: running.discard(sent))
    context.on("requestfailed", lambda sent: running.discard(sent))
    yield
    for page in context.pages:
        page.evaluate("() => { window.fetch = () => new Promise(() => {}) }")
    for page in context.pages[:1]:
        for _ in range(40):
            page.wait_for_timeout(25)
            if not running:
                break
