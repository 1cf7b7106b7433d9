"""Whether a wording was approved, by somebody else than its writer where the house wants that."""

from __future__ import annotations

from newsroom.models import HouseRules, Revision, Stage, Story

WRITTEN = (Revision.Reason.SAVE, Revision.Reason.SUBMIT, Revision.Reason.IMPORT)


def last_writer(story: Story) -> int | None:
    """The id of whoever saved the wording that `story` has now."""
    return (
        Revision.objects.filter(story=story.pk, version=story.version, reason__in=WRITTEN)
        .order_by("id")
        .values_list("author", flat=True)
        .first()
    )


def is_approved(story: Story) -> bool:
    """Somebody said that it is ready, and nobody saved it since."""
    return story.stage == Stage.READY and story.approved_version == story.version


def is_lacking(story: Story) -> bool:
    """The house wants a second person's word before this wording is published, and has none."""
    return HouseRules.now().second_person and not is_approved(story)
