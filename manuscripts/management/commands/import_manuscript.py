"""Import manuscripts from files: drafts, or published at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from manuscripts import heads, importer
from manuscripts.reading import MAX_BYTES, Unreadable, read
from manuscripts.report import report
from newsroom import verbs
from newsroom.commanding import database_ready, who
from newsroom.languages import LANGUAGES, of_text
from newsroom.models import Edition, Role, Story, User
from newsroom.permissions import Action, can


class Command(BaseCommand):
    help = (
        "Reads manuscripts (text, Markdown, subtitles, transcripts of other programs) and makes "
        "drafts of the articles and interviews in them. Each file is one transaction: a file that fails is named, and the others go on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be made; make nothing."
        )
        parser.add_argument("--publish", action="store_true", help="Publish what was made, now.")
        parser.add_argument(
            "--json", action="store_true", help="One JSON object a file, a line each."
        )
        parser.add_argument(
            "--language", choices=list(LANGUAGES), help="Else the one its letters tell of."
        )
        parser.add_argument(
            "--by", help="Log-in name of who imports; else the first administrator."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with database_ready():
            self.import_files(options)

    def import_files(self, options: dict[str, Any]) -> None:
        roles = [Role.ADMINISTRATOR, Role.PUBLISHER]
        roles += [] if options["publish"] else [Role.EDITOR]
        by = None if options["dry_run"] else who(options["by"], roles, option="--by")
        failed = 0
        for name in options["files"]:
            try:
                self.import_file(name, by, options)
            except (Unreadable, OSError, verbs.VerbRefused, PermissionDenied) as error:
                failed += 1
                reason = error.strerror if isinstance(error, OSError) else error
                self.stderr.write(self.style.ERROR(f"{name}: {reason}"))
        if failed:
            raise CommandError(f"{failed} of {len(options['files'])} files were not imported.")

    def import_file(self, name: str, by: User | None, options: dict[str, Any]) -> None:
        path = Path(name)
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            size = path.stat().st_size // 1024 // 1024
            raise Unreadable(
                f"It is {size} MB; a manuscript may have {MAX_BYTES // 1024 // 1024} MB."
            )
        reading = read(path.read_bytes())
        coming = importer.prepare(
            reading.text,
            language=options["language"] or of_text(reading.text),
            name=path.name,
            encoding=reading.encoding,
        )
        people = [importer.names_decided(proposals) for proposals in coming.proposals]
        # A dry run has nobody: it tells what whoever runs the site would make.
        may_add = by is None or can(by, Action.CATALOGUE)
        head = heads.said(coming, may_add=may_add, language=options["language"] or "")
        made: list[dict[str, Any]] = []
        if by is not None:
            with transaction.atomic():
                stories = coming.drafts_made or importer.create(coming, by=by)
                if options["publish"] and not coming.drafts_made:
                    verbs.publish(*stories, by=by)
            made = [describe(story) for story in stories]
            if coming.drafts_made:
                self.stderr.write(f"{name}: imported before; nothing new was made.")
        if reading.assumed:
            self.stderr.write(f"{name}: {reading.assumed}")
        said = report(
            name, coming.parsed, made=made if len(made) == len(people) else (), people=people
        )
        if options["json"]:
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        else:
            self.describe_in_words(said, () if coming.drafts_made else head)

    def describe_in_words(self, said: dict[str, Any], head: Sequence[heads.Line]) -> None:
        self.stdout.write(said["file"])
        for story in said["stories"]:
            facts = [f"{story['words']} words"]
            if story["sections"]:
                facts.append(f"{len(story['sections'])} sections")
            if story["lists"]:
                facts.append(f"lists of {', '.join(map(str, story['lists']))}")
            if story["turns"]:
                facts.append(f"{len(story['turns'])} turns")
            self.stdout.write(
                f"  {story['kind']}: {story['title'] or 'Untitled'} ({', '.join(facts)})"
            )
            for speaker in story["speakers"]:
                self.stdout.write(
                    f"    {speaker['label']} → {speaker['person'] or 'nobody in particular'}"
                )
            if story["url"]:
                self.stdout.write(f"    {story['url']}")
        for line in head:
            what = ". ".join(filter(None, [line.done, line.undone]))
            self.stdout.write(f"  {line.label.lower()}: {what}")
        for warning in said["warnings"]:
            self.stdout.write(f"  line {warning['line']}: {warning['reason']}")


def describe(story: Story) -> dict[str, Any]:
    concrete = story.concrete
    live = Edition.objects.live().filter(story=story.pk).first()
    return {
        "id": concrete.pk,
        "slug": concrete.slug,
        "url": f"{settings.SITE_URL}{live.path}" if live else None,
        "keys": concrete.turn_keys(),
    }
