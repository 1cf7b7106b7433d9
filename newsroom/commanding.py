"""What commands that change pieces have in common: in whose name, and on which database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import OperationalError, ProgrammingError

from newsroom.migrated import unapplied_migrations
from newsroom.models import User


@contextmanager
def database_ready() -> Iterator[None]:
    """A database without today's tables is told of in words."""
    try:
        yield
    except (OperationalError, ProgrammingError):
        if not unapplied_migrations():
            raise
        raise CommandError(
            "The database is not ready. Run `make run` or `manage.py migrate`, then this again."
        ) from None


def who(username: str | None, roles: Sequence[str], *, option: str) -> User:
    """Whoever is called `username`; else the first person with the first of `roles` that has one."""
    people = User.objects.filter(is_active=True)
    if username:
        named = people.filter(username=username).first()
        if named is None:
            raise CommandError(f"Nobody who may log in is called “{username}”.")
        return named
    for role in roles:
        first = people.filter(role=role).order_by("pk").first()
        if first is not None:
            # Whoever runs a command holds the server: a password yet to be chosen is no bar.
            first.must_change_password = False
            return first
    raise CommandError(
        f"There is no administrator yet. Run `make run`, or name somebody: {option} NAME."
    )
