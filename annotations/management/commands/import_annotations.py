"""Bring Web Annotations from a file: notes on a story's working copy."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from annotations.importing import What, take_in
from annotations.web_annotations import MAX_BYTES, Unreadable, items
from newsroom import paths
from newsroom.commanding import database_ready, who
from newsroom.models import Role, Story


class Command(BaseCommand):
    help = (
        "Reads W3C Web Annotations (JSON-LD) and puts each on the words of a story's working copy "
        "that it quotes. What was exported here comes back as the same notes; readers see what is "
        "new when the story or its notes are published."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--story", required=True, help="Its number, or its address.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be made; make nothing."
        )
        parser.add_argument(
            "--author", help="Log-in name of who imports; else the first administrator."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with database_ready():
            self.import_file(options)

    def import_file(self, options: dict[str, Any]) -> None:
        story, by = (
            self.story(options["story"]),
            who(options["author"], [Role.ADMINISTRATOR], option="--author"),
        )
        try:
            found = items(self.content(Path(options["file"])))
        except Unreadable as error:
            raise CommandError(f"{options['file']}: {error}") from None
        counted: Counter[What] = Counter()
        try:
            with transaction.atomic() if options["dry_run"] else nullcontext():
                for number, outcome in enumerate(take_in(story, found, by=by), start=1):
                    counted[outcome.what] += 1
                    words = f" “{outcome.words}”" if outcome.words else ""
                    self.stdout.write(f"{number}. {outcome.what}:{words} {outcome.why}".rstrip())
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except PermissionDenied as error:
            raise CommandError(str(error)) from None
        self.conclude(counted, dry_run=options["dry_run"])

    def conclude(self, counted: Counter[What], *, dry_run: bool) -> None:
        said = ", ".join(f"{counted[what]} {what}" for what in What if counted[what])
        self.stdout.write(f"{said or 'There are no annotations in it'}.")
        if dry_run:
            self.stdout.write("Nothing was made: this was a dry run.")
        left = counted[What.NOT_PLACED] + counted[What.NOT_TAKEN]
        if left:
            raise CommandError(f"{left} of {counted.total()} annotations made no note.")

    @staticmethod
    def content(path: Path) -> bytes:
        try:
            if path.is_file() and path.stat().st_size > MAX_BYTES:
                raise Unreadable(f"It is larger than {MAX_BYTES // 1_000_000} MB.")
            return path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None

    @staticmethod
    def story(named: str) -> Story:
        if named.isdecimal() and len(named) < 18:
            found = Story.objects.filter(pk=int(named)).first()
        else:
            path = (
                unquote(named.removeprefix(settings.SITE_URL)).partition("#")[0].rstrip("/") + "/"
            )
            held = paths.resolve(path, timezone.now())
            found = Story.objects.get(pk=held.edition.story_id) if held else None
        if found is None:
            raise CommandError(f"There is no story “{named}”. Give its number, or its address.")
        return found
