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
