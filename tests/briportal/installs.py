"""An install of its own: folder, database, port. What runs in it is a real process."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connection

# What these tests set themselves, and what only tests set.
NOT_INHERITED = {
    *("PORT", "DATA_DIR", "DATABASE_URL", "SITE_URL", "SITE_NAME", "TIME_ZONE", "DEBUG"),
    *("SAMPLES", "SECRET_KEY", "DJANGO_ALLOW_ASYNC_UNSAFE"),
}


# Seconds until a process that says nothing has failed. Nothing is measured by it: a machine with
# other work takes ten times as long as an idle one.
PATIENCE = 120


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
                said, _ = process.communicate(timeout=PATIENCE)
            finally:
                process.kill()
        return process.returncode, said

    def manage(self, *arguments: str, **environment: str) -> tuple[int, str]:
        return self.run("manage.py", *arguments, **environment)


@contextmanager
def an_install(folder: Path) -> Iterator[Install]:
    """Nothing in it yet. On PostgreSQL its database is there and empty, as an operator makes it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    new = Install(folder, {"DATA_DIR": str(folder / "data"), "PORT": str(port), "SAMPLES": "0"})
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


@contextmanager
def serving(install):
    """The site as it runs; a function that asks it; closed at the end."""
    process = install.start("manage.py", "serve")

    def ask(method, path, **headers):
        body = headers.pop("body", None)
        address = "127.0.0.1", int(install.environment["PORT"])
        with closing(http.client.HTTPConnection(*address, timeout=PATIENCE)) as asked:
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
