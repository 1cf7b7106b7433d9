"""Make everything ready and serve the site: what `make run` does once the packages are there."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from desk import readiness
from desk.management.commands.password import give_password
from newsroom.models import Role, Story, User


class Command(BaseCommand):
    help = (
        "Brings the database and the static files up to date, makes the first administrator and "
        "the sample content on an empty database, and serves the site. Run again it changes nothing."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.migrate()
        password = self.first_administrator()
        self.samples(password is not None)
        if not settings.DEBUG and not readiness.static_is_current():
            self.stdout.write("Collecting the static files …")
            call_command("collectstatic", interactive=False, verbosity=0)
            readiness.note_static_collected()
        self.announce(password)
        self.start(readiness.workers())

    def migrate(self) -> None:
        if settings.PRODUCTION:
            try:
                readiness.require_production_ready()
            except ImproperlyConfigured as error:
                raise CommandError(str(error)) from None
        elif readiness.unapplied_migrations():
            self.stdout.write("Bringing the database up to date …")
            call_command("migrate", interactive=False, verbosity=0)

    def first_administrator(self) -> str | None:
        """The one-time password of an administrator just made; None if there was somebody."""
        if User.objects.exists():
            return None
        user = User(username="admin", name="Administrator", role=Role.ADMINISTRATOR)
        user.set_unusable_password()
        user.save()
        return give_password(user)

    def samples(self, is_new: bool) -> None:
        wanted = os.environ.get("SAMPLES", "0" if settings.PRODUCTION else "1")
        if is_new and wanted != "0" and not Story.objects.exists():
            self.stdout.write("Loading the sample content …")
            call_command("load_samples", verbosity=0)

    def announce(self, password: str | None) -> None:
        say = self.stdout.write
        say("")
        say(f"  The site:   {settings.SITE_URL}/")
        say(f"  The admin:  {settings.SITE_URL}/admin/")
        if password is not None:
            say("")
            say("  Log-in name:       admin")
            say(f"  One-time password: {password}")
            say("  It must be changed at the first log-in, and is not shown again.")
            say("  (`make password` gives a new one.)")
        say("")
        self.stdout.flush()

    def start(self, workers: int) -> None:
        """Become granian. With one blocking thread, a single stalled download stops a worker."""
        arguments = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(settings.PORT), "--workers", str(workers), "--blocking-threads", "4",
            "--log-level", "warning", "briportal.wsgi:application",
        ]  # fmt: skip
        os.execv(sys.executable, arguments)  # noqa: S606 - our own interpreter and words
