"""What tests of notes may use besides: who publishes, and a file brought by the command."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from newsroom.models import Role
from tests.making import make_user


@pytest.fixture
def publisher(db):
    return make_user(Role.PUBLISHER)


@pytest.fixture
def bring(tmp_path, publisher):
    """Import a document; returns its lines, and the last of them is why it failed, if it did."""

    def bring(document, story, *more, author=publisher):
        path = tmp_path / "notes.json"
        path.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
        out = StringIO()
        try:
            call_command(
                "import_annotations", str(path), "--story", str(getattr(story, "pk", story)),
                "--author", author.username, *more, stdout=out,
            )  # fmt: skip
        except CommandError as error:
            return [*out.getvalue().splitlines(), str(error)]
        return out.getvalue().splitlines()

    return bring
