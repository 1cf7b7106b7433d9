"""An install of its own: folder, database, port. What runs in it is a real process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection

# What these tests set themselves, and what only tests set.
NOT_INHERITED = {
    *("PORT", "DATA_DIR", "DATABASE_URL", "SITE_URL", "SITE_NAME", "TIME_ZONE", "DEBUG"),
    *("SAMPLES", "SECRET_KEY", "DJANGO_ALLOW_ASYNC_UNSAFE"),
}


def on_one_core() -> None:
    """One worker, so that the first answer means that all are there."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


@dataclass
class Install:
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        inherited = {key: value for key, value in os.environ.items() if key not in NOT_INHERITED}
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env={**inherited, **self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=on_one_core,
        )

    def run(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """Exit code and what was said."""
        with self.start(*arguments, **environment) as process:
            try:
                said, _ = process.communicate(timeout=30)
            finally:
                process.kill()
        return process.returncode, said

    def manage(self, *arguments: str, **environment: str) -> tuple[int, str]:
        return self.run("manage.py", *arguments, **environment)


@pytest.fixture
def install(tmp_path):
    """Nothing in it yet. On PostgreSQL its database is there and empty, as an operator makes it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    new = Install(tmp_path, {"DATA_DIR": str(tmp_path / "data"), "PORT": str(port), "SAMPLES": "0"})
    if connection.vendor != "postgresql":
        yield new
        return
    name = f"briportal_install_{uuid4().hex[:12]}"
    server = connection.settings_dict
    login = quote(server["USER"], safe="")
    if server["PASSWORD"]:
        login += ":" + quote(server["PASSWORD"], safe="")
    address = f"{login}@{server['HOST'] or '127.0.0.1'}:{server['PORT'] or 5432}"
    new.environment["DATABASE_URL"] = f"postgres://{address}/{name}"
    # Past Django: these tests use no database of their own, only the processes they start do.
    with closing(psycopg.connect(f"postgres://{address}/postgres", autocommit=True)) as operator:
        operator.execute(f'CREATE DATABASE "{name}"')
        try:
            yield new
        finally:
            operator.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
