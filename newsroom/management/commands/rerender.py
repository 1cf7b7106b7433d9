"""Make the bodies of editions again from their records, and prove that the words are the same."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom import publication, version
from newsroom.models import READABLE, Edition, Story


class Command(BaseCommand):
    help = (
        "Makes the pages of published editions again from what was frozen, after an upgrade or a "
        "mend of the renderer. An edition whose plain text would change is left as it is and named, "
        "unless --accept-changes is given."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--story", type=int, help="Only the editions of this story's id.")
        parser.add_argument(
            "--accept-changes", action="store_true", help="Also where the plain text changes."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        editions = Edition.objects.filter(change__in=READABLE, blanked_at__isnull=True)
        if options["story"]:
            editions = editions.filter(story=options["story"])
        made, differing = 0, []
        for pk in list(editions.order_by("pk").values_list("pk", flat=True)):
            edition = Edition.objects.select_related("body").get(pk=pk)
            if publication.rerender(edition, accept_changes=options["accept_changes"]):
                made += 1
            else:
                differing.append(edition)
        if made:
            version.bump()
        # What readers have is done; notes of the working copies stand on rendered words too.
        stories = Story.objects.filter(pk=options["story"]) if options["story"] else Story.objects
        for story in stories.order_by("pk").iterator():
            story.concrete.settle_notes()
        self.stdout.write(f"Made {made} of {made + len(differing)} editions again.")
        if differing:
            named = "\n".join(f"  {edition.pk} {edition.path}: {edition}" for edition in differing)
            if options["accept_changes"]:
                raise CommandError(
                    "A note would lose its words in these, so they were left as they are:\n" + named
                )
            raise CommandError(
                f"The plain text of these would change, so they were left as they are:\n{named}\n"
                "Look at them, then run again with --accept-changes."
            )
