from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from newsroom.models import Story


class Source(models.Model):
    """One publication or address, however often it is cited."""

    canonical_url = models.CharField(
        max_length=2000, unique=True, help_text="Without what only tracks the reader."
    )
    url = models.URLField("address", max_length=2000)
    title = models.CharField(max_length=500, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    author = models.CharField(max_length=300, blank=True)
    published_on = models.DateField(null=True, blank=True)
    read_on = models.DateField(null=True, blank=True, help_text="When somebody here last read it.")
    archived_url = models.URLField("archived copy", max_length=2000, blank=True)
    status = models.PositiveSmallIntegerField(
        null=True, blank=True, editable=False, help_text="The HTTP status of its last check."
    )
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["publisher", "title", "canonical_url"]
        constraints = [
            models.CheckConstraint(
                condition=Q(url__startswith="http://") | Q(url__startswith="https://"),
                name="source_is_on_the_web",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.url


class Annotation(models.Model):
    """A note tied to exact words of a story.

    Positions count code points in the part's plain text (`Body.texts`). Citations written in
    the text are rows too (`origin` written): they are read off the text at each save and
    reconciled, never edited here.
    """

    class Kind(models.TextChoices):
        SOURCE = "source", "Source"
        EXPLAIN = "explain", "Explanation"
        CHECK = "check", "Check"
        CORRECTION = "correction", "Correction"
        COMMENT = "comment", "Comment"

    class Origin(models.TextChoices):
        WRITTEN = "written", "Written in the text"
        HAND = "hand", "Made by hand"

    class Placement(models.TextChoices):
        PLACED = "placed", "Placed"
        MOVED = "moved", "Moved"
        ORPHANED = "orphaned", "Lost its words"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="annotations")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.HAND)
    part = models.CharField(max_length=40, help_text="body, introduction or turn:<key>.")
    exact = models.TextField()
    prefix = models.CharField(max_length=32, blank=True)
    suffix = models.CharField(max_length=32, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    placement = models.CharField(max_length=8, choices=Placement.choices, default=Placement.PLACED)
    order = models.PositiveIntegerField(default=0)
    number = models.PositiveIntegerField(
        default=0, help_text="Of a source: its number in the list at the end."
    )
    mark = models.CharField(max_length=120, blank=True, help_text="The id of its mark in the page.")
    inline = models.BooleanField(
        default=False, help_text="The number is a word of the sentence, not a mark beside it."
    )
    body = models.TextField(blank=True)
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="annotations"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)
    hold = models.BooleanField(default=False, help_text="Keep it back when the story is published.")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    author_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["story", "order", "id"]
        indexes = [models.Index(fields=["story", "part", "start"], name="annotation_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="annotation_runs_forward"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["source", "explain", "check", "correction", "comment"]),
                name="annotation_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(placement__in=["placed", "moved", "orphaned"]),
                name="annotation_placement_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(origin="written") | Q(kind="source"),
                name="annotation_written_is_a_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.exact[:60]}"

    @classmethod
    def blank_words_of(cls, story: Story) -> int:
        """Citations were read off the text and go with it; of others the row stays."""
        notes = cls.objects.filter(story=story.pk)
        count = notes.count()
        notes.filter(origin=cls.Origin.WRITTEN).delete()
        notes.update(
            exact="", prefix="", suffix="", body="", start=0, end=0,
            placement=cls.Placement.ORPHANED,
        )  # fmt: skip
        return count
