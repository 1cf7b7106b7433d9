"""Give an account a new one-time password."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.models import Role, User

# Without look-alikes, so that it can be read aloud and typed.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def one_time_password() -> str:
    """Four groups of five: about 98 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))


def give_password(user: User) -> str:
    """Set a one-time password: it must be changed at the next log-in."""
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    return password


class Command(BaseCommand):
    help = "Gives an account (the first administrator's, unless named) a new one-time password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", nargs="?", help="Whose; else the first administrator's.")

    def handle(self, *args: Any, **options: Any) -> None:
        people = User.objects.filter(is_active=True).order_by("pk")
        if options["username"]:
            user = people.filter(username=options["username"]).first()
        else:
            user = people.filter(role=Role.ADMINISTRATOR).first()
        if user is None:
            raise CommandError("There is no such account. `manage.py serve` makes the first one.")
        self.stdout.write(f"Log-in name:       {user.username}")
        self.stdout.write(f"One-time password: {give_password(user)}")
        self.stdout.write("It must be changed at the next log-in, and is not shown again.")
