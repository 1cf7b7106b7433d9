from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from .stories import Kind, Story

# Somebody whose form said nothing for longer is not there any more.
PRESENT = timedelta(seconds=60)


class OpenFormQuerySet(models.QuerySet["OpenForm"]):
    def present(self) -> OpenFormQuerySet:
        """Forms that somebody has before him or her now."""
        return self.filter(seen_at__gte=timezone.now() - PRESENT, left_at=None)

    def with_words(self) -> OpenFormQuerySet:
        """Forms that hold words nobody saved, the newest first."""
        return self.filter(autosaved_at__isnull=False).order_by("-autosaved_at", "-id")


class OpenForm(models.Model):
    """A story's form that somebody opened: who is in the piece, and what was not saved yet.

    One row a form, overwritten by each autosave, so that nothing of it enters the history. A
    piece that is deleted leaves the row: the words can still be taken into a new one.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="open_forms"
    )
    form = models.UUIDField(help_text="Which form, as the server named it when it was opened.")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    story = models.ForeignKey(
        Story,
        null=True,
        on_delete=models.SET_NULL,
        related_name="open_forms",
        help_text="None for a piece that was never saved.",
    )
    based_on = models.PositiveIntegerField(
        default=0, help_text="The story's version that the words began from."
    )
    saved_version = models.PositiveIntegerField(
        null=True, help_text="The story's version that was saved from this form last."
    )
    fields = models.JSONField(
        null=True, help_text="What the form held, as posted: names and lists of values."
    )
    opened_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)
    autosaved_at = models.DateTimeField(null=True)

    objects = OpenFormQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "form"], name="open_form_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="open_form_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(fields__isnull=True, autosaved_at__isnull=True)
                | models.Q(fields__isnull=False, autosaved_at__isnull=False),
                name="open_form_words_have_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["story", "seen_at"], name="open_form_story_seen"),
            models.Index(fields=["user", "autosaved_at"], name="open_form_user_autosaved"),
            models.Index(fields=["seen_at"], name="open_form_seen"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} opened by {self.user} at {self.opened_at:%H:%M}"

    @classmethod
    def blank_words_of(cls, story: Story) -> int:
        held = cls.objects.filter(story=story.pk)
        count = held.with_words().count()
        held.delete()
        return count
