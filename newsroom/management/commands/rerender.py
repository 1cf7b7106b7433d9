"""Make the bodies of editions again from their records, and prove that the words are the same."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom import publication, version
from newsroom.bodies import NoteDraft
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
        made, differing, elsewhere = 0, [], list[str]()
        for pk in list(editions.order_by("pk").values_list("pk", flat=True)):
            edition = Edition.objects.select_related("body").get(pk=pk)
            body = publication.rerender(edition, accept_changes=options["accept_changes"])
            if body is None:
                differing.append(edition)
                continue
            made += 1
            elsewhere += [
                f"  {edition.pk} {edition.path}: {_became_of(note)}"
                for note in body.notes
                if note.has_moved
            ]
        if made:
            version.bump()
        # What readers have is done; notes of the working copies stand on rendered words too.
        stories = Story.objects.filter(pk=options["story"]) if options["story"] else Story.objects
        for story in stories.order_by("pk").iterator():
            story.concrete.settle_notes()
        self.stdout.write(f"Made {made} of {made + len(differing)} editions again.")
        if elsewhere:
            self.stdout.write("\n".join(["Notes that do not stand where they did:", *elsewhere]))
        if differing:
            named = "\n".join(f"  {edition.pk} {edition.path}: {edition}" for edition in differing)
            raise CommandError(
                f"The plain text of these would change, so they were left as they are:\n{named}\n"
                "Look at them, then run again with --accept-changes."
            )


def _became_of(note: NoteDraft) -> str:
    words = note.note["exact"]
    shown = f"“{words[:60]}…”" if len(words) > 60 else f"“{words}”"
    if note.anchor:
        return f"the words {shown} were found elsewhere in the text, and are marked there."
    return f"the words {shown} are not in the text, so its note is in the list alone."
