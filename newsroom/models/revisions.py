from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from newsroom.records import blank

from .stories import Story


class Revision(models.Model):
    """Private history: one row a deliberate save, submit, publish or import.

    What was only autosaved is in `OpenForm`.
    """

    class Reason(models.TextChoices):
        SAVE = "save", "Saved"
        SUBMIT = "submit", "Submitted"
        PUBLISH = "publish", "Published"
        IMPORT = "import", "Imported"

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="revisions")
    reason = models.CharField(max_length=8, choices=Reason.choices, default=Reason.SAVE)
    version = models.PositiveIntegerField(help_text="The story's version that this row holds.")
    record = models.JSONField()
    turn_keys = models.JSONField(default=list)
    note = models.CharField(max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    author_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["story", "-created_at"], name="revision_story_created")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.created_at:%d %b %Y %H:%M} by {self.author_name}"

    @classmethod
    def blank_words_of(cls, story: Story) -> int:
        revisions = list(cls.objects.filter(story=story.pk))
        for revision in revisions:
            revision.record, revision.turn_keys, revision.note = blank(revision.record), [], ""
        cls.objects.bulk_update(revisions, ["record", "turn_keys", "note"], batch_size=100)
        return len(revisions)
