"""A database that real processes open: on SQLite a copy, whose folder is a site's data folder."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

PATIENCE = 60


@pytest.fixture
def apart(transactional_db, tmp_path):
    """Runs a module in a process of its own, on an empty database; returns what it said."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "SITE_URL"},
        "DJANGO_SETTINGS_MODULE": "briportal.settings",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": _address(tmp_path / "briportal.sqlite3"),
    }
    if not environment["DATABASE_URL"]:
        del environment["DATABASE_URL"]

    def run(module, *arguments):
        done = subprocess.run(
            [sys.executable, "-m", module, *map(str, arguments)],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


def _address(file):
    """Of the tests' own database on PostgreSQL; on SQLite, of none: a copy is in the folder."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as copy:
            connection.connection.backup(copy)
        return ""
    server = connection.settings_dict
    login = quote(server["USER"], safe="")
    if server["PASSWORD"]:
        login += ":" + quote(server["PASSWORD"], safe="")
    host, port = server["HOST"] or "127.0.0.1", server["PORT"] or 5432
    return f"postgres://{login}@{host}:{port}/{server['NAME']}"
