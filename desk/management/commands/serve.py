"""Make everything ready and serve the site: what `make run` does once the packages are there."""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, transaction

from desk import readiness
from desk.management.commands.password import give_password
from interviews import recordings
from newsroom import blanking, spooling, uploads
from newsroom.migrated import unapplied_migrations
from newsroom.models import Role, Story, User

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = (
        "Brings the database and the static files up to date, makes the first administrator and "
        "the sample content on an empty database, and serves the site. Run again it changes nothing."
    )
    # `make check` runs them; here they would cost the start half a second.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        require_free_port()
        self.migrate()
        if not settings.DEBUG and not readiness.static_is_current():
            self.stdout.write("Collecting the static files …")
            call_command("collectstatic", interactive=False, verbosity=0)
            readiness.note_static_collected()
        uploads.drop(blanking.still_going())
        recordings.drop(recordings.still_going())
        spooling.sweep()
        # Last, because its password is shown once: whatever can fail has not.
        password = None if User.objects.exists() else self.first_administrator()
        self.announce(password)
        serve(readiness.workers())

    def migrate(self) -> None:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(f"The database does not answer.\n{error}{remedy()}") from None
        if settings.PRODUCTION:
            try:
                readiness.require_production_ready()
            except ImproperlyConfigured as error:
                raise CommandError(str(error)) from None
        elif unapplied_migrations():
            self.stdout.write("Bringing the database up to date …")
            call_command("migrate", interactive=False, verbosity=0)

    @transaction.atomic
    def first_administrator(self) -> str:
        """The one-time password of the first account; with samples, or neither is made."""
        user = User(username="admin", name="Administrator", role=Role.ADMINISTRATOR)
        user.set_unusable_password()
        user.save()
        password = give_password(user)
        if settings.SAMPLES and not Story.objects.exists():
            self.stdout.write("Loading the sample content …")
            call_command("load_samples", verbosity=0)
        return password

    def announce(self, password: str | None) -> None:
        say = self.stdout.write
        say(f"\n  The site:   {settings.SITE_URL}/")
        say(f"  The admin:  {settings.SITE_URL}/admin/")
        if password is not None:
            say("\n  Log-in name:       admin")
            say(f"  One-time password: {password}")
            say("  It must be changed at the first log-in, and is not shown again.")
            say("  (`make password` gives a new one.)")
        say("")
        self.stdout.flush()


def require_free_port() -> None:
    """Said now and in words; granian's workers would say it later, each in a traceback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, settings.PORT))
        except OSError as error:
            raise CommandError(
                f"Port {settings.PORT} cannot be used ({error.strerror}). If the site is already "
                f"running, there is nothing to do; else choose another: PORT=8001 make run"
            ) from None


def remedy() -> str:
    if connection.vendor != "postgresql":
        return f"\nIs {settings.DATA_DIR} a folder that this account may write to?"
    name = connection.settings_dict["NAME"]
    return f"\nDoes DATABASE_URL name it rightly? An absent one is made by: createdb {name}"


def serve(workers: int) -> None:
    """Become granian. With one blocking thread, a single stalled download stops a worker.

    A worker told to stop while it still loads would go on for ever: it is killed after 5 s, more
    than any save needs.
    """
    arguments = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST,
        "--port", str(settings.PORT), "--workers", str(workers), "--blocking-threads", "4",
        "--workers-kill-timeout", "5", "--no-ws", "--log-level", "warning", "briportal.wsgi:application",
    ]  # fmt: skip
    os.chdir(settings.BASE_DIR)
    os.execv(sys.executable, arguments)  # noqa: S606 - our own interpreter and words
