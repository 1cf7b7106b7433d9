"""Is this install ready to serve? Asked by `manage.py serve`, and by WSGI in production."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

from newsroom.migrated import unapplied_migrations

STAMP = "collected-from"
MIGRATE = "Make a copy of the database, then run `manage.py migrate`."


def require_production_ready() -> None:
    """Refuse to serve the public on a database that the code does not fit."""
    waiting = unapplied_migrations()
    if waiting:
        raise ImproperlyConfigured(f"{_not_applied(waiting)} {MIGRATE}")


def check_migrations(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The same, for `manage.py check --deploy --database default`."""
    waiting = unapplied_migrations() if databases else []
    return [Error(_not_applied(waiting), hint=MIGRATE, id="desk.E001")] if waiting else []


def _not_applied(waiting: list[str]) -> str:
    return f"Migrations not applied: {len(waiting)}, the first of them {waiting[0]}."


def require_static_collected() -> None:
    """Without them every page would fail, one by one, at the first stylesheet."""
    if not settings.DEBUG and not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        raise ImproperlyConfigured(
            f"No static files are collected in {settings.STATIC_ROOT}. "
            "Run `manage.py collectstatic`."
        )


def static_fingerprint() -> str:
    """What the static files are made from: ours by size and time, Django's by its version."""
    found = [django.get_version()]
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                facts = path.stat()
                found.append(f"{path}:{facts.st_size}:{facts.st_mtime_ns}")
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


def static_is_current() -> bool:
    stamp = Path(settings.STATIC_ROOT) / STAMP
    return stamp.exists() and stamp.read_text() == static_fingerprint()


def note_static_collected() -> None:
    (Path(settings.STATIC_ROOT) / STAMP).write_text(static_fingerprint())


def workers() -> int:
    """As many as this process may use cores."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
