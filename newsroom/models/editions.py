from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from newsroom.languages import LanguageField
from newsroom.records import TAKEN_DOWN_TITLE, blank
from prose.html import StoredHTML

from .people import Person, Topic
from .stories import Kind, Story


class Change(models.TextChoices):
    """What an entry did to the story's line."""

    FIRST = "first", "Published"
    MINOR = "minor", "Small fix"
    UPDATE = "update", "Updated"
    CORRECTION = "correction", "Corrected"
    WITHDRAWN = "withdrawn", "Withdrawn"
    RETRACTED = "retracted", "Retracted"
    TAKEN_DOWN = "taken_down", "Taken down"


READABLE = (Change.FIRST, Change.MINOR, Change.UPDATE, Change.CORRECTION)
TOMBSTONES = (Change.RETRACTED, Change.TAKEN_DOWN)


class EditionQuerySet(models.QuerySet["Edition"]):
    def in_line(self) -> EditionQuerySet:
        """Entries that count: a cancelled one keeps its row and leaves the line."""
        return self.filter(cancelled_at__isnull=True)

    def valid_at(self, moment: datetime) -> EditionQuerySet:
        """The one entry of each story that holds at `moment`, whatever it did."""
        return self.in_line().filter(
            Q(ended_at__isnull=True) | Q(ended_at__gt=moment), issued_at__lte=moment
        )

    def at(self, moment: datetime) -> EditionQuerySet:
        """What readers can read at `moment`. The only definition of it."""
        return self.valid_at(moment).filter(change__in=READABLE)

    def live(self) -> EditionQuerySet:
        return self.at(timezone.now())

    def later_than(self, moment: datetime) -> EditionQuerySet:
        """Scheduled entries: in the line, not begun at `moment`."""
        return self.in_line().filter(issued_at__gt=moment)


class Edition(models.Model):
    """One story as it was published: frozen, numbered, dated.

    Valid from `issued_at` until `ended_at` (null: until further notice). A story's entries form
    one gapless line; `newsroom.timeline.retime` alone sets `ended_at`, `published_at`,
    `updated_at` and `notices`. The database refuses overlaps and changes of the frozen columns
    (`newsroom.guards`).
    """

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    change = models.CharField(max_length=12, choices=Change.choices)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    language = LanguageField()
    path = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    record = models.JSONField()
    note = models.TextField(blank=True, help_text="What readers are told about the change.")

    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    blanked_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)
    sealed_note = models.CharField(
        max_length=300, blank=True, help_text="Why readers may not read this wording any more."
    )
    notices = models.JSONField(
        default=list, help_text="What readers are told was changed, up to this entry, oldest first."
    )

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_by_name = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=timezone.now)

    # Read off the record, so that lists can be queried.
    section = models.ForeignKey(Topic, null=True, on_delete=models.PROTECT, related_name="+")
    topics = models.ManyToManyField(Topic, related_name="editions")
    people = models.ManyToManyField(Person, related_name="editions")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-issued_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["story", "number"], name="edition_number_unique"),
            models.UniqueConstraint(
                fields=["story", "issued_at"],
                condition=Q(cancelled_at__isnull=True),
                name="edition_one_entry_a_moment",
            ),
            # An entry not yet placed by retime() has an empty period: it is read by nobody.
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("issued_at")),
                name="edition_period_runs_forward",
            ),
            models.CheckConstraint(
                condition=Q(change__in=Change.values), name="edition_change_is_known"
            ),
            models.CheckConstraint(
                condition=Q(path__startswith="/") & Q(path__endswith="/"),
                name="edition_path_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["path", "-issued_at"], name="edition_path"),
            models.Index(
                fields=["language", "kind", "-published_at"],
                condition=Q(cancelled_at__isnull=True),
                name="edition_lists",
            ),
            models.Index(
                fields=["section", "-published_at"],
                condition=Q(cancelled_at__isnull=True),
                name="edition_sections",
            ),
            models.Index(fields=["issued_at"], name="edition_issued"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_change_display()} {self.issued_at:%d %b %Y %H:%M})"

    @classmethod
    def blank_words_of(cls, story: Story) -> int:
        """Records, bodies and passages, with what the search finds of them."""
        editions = list(cls.objects.filter(story=story.pk, blanked_at=None))
        Passage.objects.filter(edition__story=story.pk).delete()
        EditionNote.objects.filter(edition__story=story.pk).delete()
        EditionBody.objects.filter(edition__story=story.pk).delete()
        for edition in editions:
            edition.record = blank(edition.record)
            edition.title = TAKEN_DOWN_TITLE
            edition.section = None
            edition.sealed_note = ""
            if edition.change != Change.TAKEN_DOWN:
                edition.note = ""
            edition.blanked_at = timezone.now()
            edition.save()
            edition.topics.clear()
            edition.people.clear()
        return len(editions)

    @property
    def is_readable(self) -> bool:
        return self.change in READABLE

    @property
    def is_tombstone(self) -> bool:
        return self.change in TOMBSTONES


class EditionBody(models.Model):
    """What an edition's record gives: made once, and again by `manage.py rerender`."""

    edition = models.OneToOneField(
        Edition, on_delete=models.CASCADE, primary_key=True, related_name="body"
    )
    html = StoredHTML()
    texts = models.JSONField(default=dict, help_text="Plain text by part.")
    contents = models.JSONField(default=list)
    card = models.JSONField(default=dict)
    json_ld = models.JSONField(default=dict)
    words = models.PositiveIntegerField(default=0)
    rendered_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Body of {self.edition}"


class Passage(models.Model):
    """A section or a turn of an edition: a row of the search and of a person's page."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="passages")
    order = models.PositiveIntegerField()
    part = models.CharField(max_length=40)
    anchor = models.CharField(max_length=120, blank=True)
    heading = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="passages")
    speaker = models.CharField(max_length=200, blank=True)
    question = models.TextField(blank=True, help_text="What a turn answers.")
    language = LanguageField()
    text = models.TextField()

    class Meta:
        ordering = ["edition", "order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "order"], name="passage_order_unique")
        ]

    def __str__(self) -> str:
        return self.text[:60]


class EditionNote(models.Model):
    """A note that somebody made, as an edition's readers have it: its page, and a row of `/checks/`.

    Made with the body from `Edition.record`, and again by `manage.py rerender`. Citations written
    in the text have none.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="notes")
    order = models.PositiveIntegerField()
    key = models.CharField(max_length=12, help_text="See `newsroom.records.note_key`.")
    kind = models.CharField(max_length=12)
    part = models.CharField(max_length=40)
    anchor = models.CharField(max_length=120, help_text="The id of its first mark in the page.")
    passage = models.TextField(help_text="The paragraph that its words stand in.")
    start = models.PositiveIntegerField(help_text="Code points of `passage`.")
    end = models.PositiveIntegerField()
    html = StoredHTML(help_text="What the note says.")
    note = models.JSONField(help_text="As the record has it.")
    verdict = models.CharField(max_length=60, blank=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["edition", "order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "key"], name="edition_note_once"),
        ]
        indexes = [
            models.Index(fields=["kind", "-checked_at"], name="edition_note_checks"),
            models.Index(fields=["key"], name="edition_note_key"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.passage[self.start : self.end][:60]}"
