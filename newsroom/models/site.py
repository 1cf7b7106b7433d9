from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from newsroom.records import TAKEN_DOWN_TITLE

from .editions import Edition
from .stories import Story


class SiteVersion(models.Model):
    """One row, one number: it goes up with everything that changes a public page."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="site_version_is_one_row")
        ]

    def __str__(self) -> str:
        return str(self.number)


class LogEntry(models.Model):
    """Who did what to which story and when: a row a verb, in the verb's own transaction."""

    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=32)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_name = models.CharField(max_length=150)
    story = models.ForeignKey(Story, null=True, on_delete=models.SET_NULL, related_name="log")
    story_title = models.CharField(max_length=300, blank=True)
    edition = models.ForeignKey(Edition, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "log entries"
        indexes = [models.Index(fields=["story", "-at"], name="log_story_at")]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.verb} {self.story_title}"

    @classmethod
    def blank_words_of(cls, story: Story) -> int:
        """Titles, and what was noted. Who did what and when stays."""
        held = cls.objects.filter(story=story.pk).exclude(story_title=TAKEN_DOWN_TITLE)
        held.exclude(verb="take down").update(note="")
        return held.update(story_title=TAKEN_DOWN_TITLE)


class HouseRules(models.Model):
    """One row: what this newsroom decided for all its pieces."""

    class EarlierWordings(models.TextChoices):
        NONE = "none", "None"
        NOTED = "noted", "Those before an update or a correction"
        ALL = "all", "All, those before a small fix too"

    earlier_wordings = models.CharField(
        max_length=8,
        choices=EarlierWordings.choices,
        default=EarlierWordings.NOTED,
        help_text="Which earlier wordings of a live piece readers may read in full. Small fixes "
        "are listed in no case.",
    )
    second_person = models.BooleanField(
        "a second person must approve",
        default=False,
        help_text="Then nothing is published before somebody else than its last writer approves it.",
    )

    open_checks = models.BooleanField(
        "an open check stops publishing",
        default=False,
        help_text="Then no piece goes out while a claim in it waits for its verdict.",
    )

    class Meta:
        verbose_name = "house rules"
        verbose_name_plural = "house rules"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="house_rules_are_one_row"),
            models.CheckConstraint(
                condition=models.Q(earlier_wordings__in=["none", "noted", "all"]),
                name="house_rules_earlier_wordings_known",
            ),
        ]

    def __str__(self) -> str:
        return "House rules"

    @classmethod
    def now(cls) -> HouseRules:
        """The rules as they stand; those of a newsroom that has never changed any."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
