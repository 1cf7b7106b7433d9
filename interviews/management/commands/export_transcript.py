"""Write an interview as a file: for other programs, or to keep."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from interviews.models import Interview
from interviews.transcripts import begins_on
from newsroom import exports
from newsroom.models import Edition, Story
from newsroom.records import Record


class Command(BaseCommand):
    help = (
        "Writes an interview to the standard output: as it is live, or its working copy (--draft). "
        "Redirect it into a file: manage.py export_transcript 12 --format vtt > talk.vtt"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=int, metavar="ID", help="The interview's number.")
        parser.add_argument("--format", required=True, choices=list(exports.FORMATS))
        parser.add_argument(
            "--draft", action="store_true", help="The working copy, not the live text."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        interview = Interview.objects.filter(pk=options["id"]).first()
        if interview is None:
            story = Story.objects.filter(pk=options["id"]).first()
            raise CommandError(
                f"There is no story {options['id']}."
                if story is None
                else f"Story {options['id']}, “{story.title}”, is no interview."
            )
        edition = Edition.objects.live().filter(story=interview.pk).select_related("body").first()
        if options["draft"]:
            record: Record = interview.freeze_unsaved()
            texts = {part: made.text for part, made in interview.rendered(record).items()}
            published, begins = "", begins_on(record)
        elif edition is not None:
            record, texts = edition.record, edition.body.texts
            begins = begins_on(record)
            published = f"{edition.published_at:%Y-%m-%d}" if edition.published_at else ""
        else:
            raise CommandError(
                f"“{interview.title}” is not live. Its working copy is written with --draft."
            )
        if not record.get("turns"):
            raise CommandError(f"Nobody says anything in “{interview.title}”.")
        url = f"{settings.SITE_URL}{edition.path}" if edition and not options["draft"] else ""
        try:
            content = exports.write(
                options["format"], record, texts, url=url, published=published, begins=begins
            )
        except exports.NoTimes as error:
            raise CommandError(str(error)) from None
        self.stdout.write(content, ending="")
