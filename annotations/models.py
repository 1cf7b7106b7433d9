from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from newsroom.languages import LanguageField
from newsroom.models import Story
from newsroom.records import note_key

# A claim that nobody has judged yet.
OPEN_CHECK = Q(kind="check", verdict__isnull=True)
# Of a piece that was taken down: nothing of it can be shown or put anywhere again.
BLANKED = Q(made_on="")


class Source(models.Model):
    """One publication or address, however often it is cited."""

    class Outcome(models.TextChoices):
        """What its address answered when it was asked last."""

        ANSWERS = "answers", "It answers"
        MOVED = "moved", "It moved"
        DEAD = "dead", "It is gone"
        SILENT = "silent", "No answer"
        REFUSED = "refused", "Not asked"

    canonical_url = models.CharField(
        max_length=2000,
        unique=True,
        help_text="Its address without what only tracks the reader; of one that is not on the web, "
        "what tells it from others.",
    )
    url = models.URLField("address", max_length=2000, blank=True)
    title = models.CharField(max_length=500, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    author = models.CharField(max_length=300, blank=True)
    published_on = models.DateField(null=True, blank=True)
    read_on = models.DateField(null=True, blank=True, help_text="When somebody here last read it.")
    archived_url = models.URLField("archived copy", max_length=2000, blank=True)
    status = models.PositiveSmallIntegerField(
        null=True, blank=True, editable=False, help_text="The HTTP status of its last check."
    )
    outcome = models.CharField(
        max_length=8, choices=Outcome.choices, blank=True, editable=False, db_index=True
    )
    leads_to = models.CharField(
        max_length=2000, blank=True, editable=False, help_text="Where it redirected to."
    )
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["publisher", "title", "canonical_url"]
        constraints = [
            models.CheckConstraint(
                condition=Q(url__startswith="http://")
                | Q(url__startswith="https://")
                | Q(url="", title__gt=""),
                name="source_is_on_the_web_or_titled",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "answers", "moved", "dead", "silent", "refused"]),
                name="source_outcome_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url


class Term(models.Model):
    """A word of the glossary: defined once, explained wherever it is anchored."""

    language = LanguageField()
    word = models.CharField(max_length=200, help_text="As it stands in a dictionary.")
    definition = models.TextField(
        help_text="What it means here, in a sentence or two. Markdown; readers see it at every "
        "place that explains this word."
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["language", "word"]
        constraints = [
            models.UniqueConstraint(
                "language",
                Lower("word"),
                name="term_once_a_language",
                violation_error_message="The glossary has this word already.",
            ),
            models.CheckConstraint(condition=~Q(word=""), name="term_has_a_word"),
        ]

    def __str__(self) -> str:
        return self.word


class Verdict(models.Model):
    """A step of the scale on which this newsroom rates claims."""

    BEST = 5

    name = models.CharField(max_length=60, unique=True)
    names = models.JSONField(
        "in other languages", default=dict, blank=True, help_text="One a line, as in “zh: 属实”."
    )
    order = models.PositiveSmallIntegerField(default=0)
    rating = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="From 1 (false) to 5 (true). Left empty where the verdict says neither, as for "
        "a claim that nobody can prove: search engines are then told of no rating.",
    )
    meaning = models.CharField(
        max_length=300, blank=True, help_text="When it is given. Readers see it on the note's page."
    )

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5),
                name="verdict_rating_in_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        return str(self.names.get(language) or self.name)


class OrderedTexts(models.JSONField):
    """Texts by part, in reading order, which PostgreSQL's jsonb would lose: it sorts the keys of an
    object. So they are kept as a list of pairs; else every turn would seem to have been moved."""

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(list(value.items()) if isinstance(value, dict) else value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> dict[str, str]:
        return dict(super().from_db_value(value, expression, connection))


class NotedText(models.Model):
    """The words that a story's notes stand on: what the next text is laid beside.

    Plain text by part without reference numbers (`annotations.grounds`), as it was when the notes
    were placed last, whatever the renderer makes of its source today.
    """

    story = models.OneToOneField(
        Story, on_delete=models.CASCADE, primary_key=True, related_name="noted_text"
    )
    texts = OrderedTexts(default=dict)
    version = models.PositiveIntegerField(default=0, help_text="The story's version that said so.")
    stamp = models.UUIDField(default=uuid.uuid4, help_text="Another one with every change.")

    def __str__(self) -> str:
        return f"Words under the notes of {self.story}"

    @classmethod
    def blank_words_of(cls, story: Story) -> int:
        return cls.objects.filter(story=story.pk).delete()[0]


class AnnotationQuerySet(models.QuerySet["Annotation"]):
    def by_hand(self) -> AnnotationQuerySet:
        """Those anchored to words; replies hang on another note, and what was taken down has none."""
        return self.filter(origin=Annotation.Origin.HAND, parent__isnull=True).exclude(BLANKED)

    def for_readers(self) -> AnnotationQuerySet:
        """Those that go out with their story: not held, no comment, no check still open."""
        readers = [Annotation.Kind.SOURCE, Annotation.Kind.EXPLAIN, Annotation.Kind.CHECK]
        return self.by_hand().filter(kind__in=readers, hold=False).exclude(OPEN_CHECK)

    def open_checks(self) -> AnnotationQuerySet:
        return self.by_hand().filter(OPEN_CHECK)

    def stopping(self) -> AnnotationQuerySet:
        """Those that may stop their story from being published (`annotations.problems`)."""
        lost = ~Q(placement=Annotation.Placement.PLACED)
        notes = self.by_hand().exclude(kind=Annotation.Kind.COMMENT)
        return notes.filter(lost | OPEN_CHECK)

    def asking(self) -> AnnotationQuerySet:
        """Those whose words moved or are lost, while anybody still needs them."""
        return (
            self.by_hand()
            .exclude(placement=Annotation.Placement.PLACED)
            .filter(resolved_at__isnull=True)
        )


class Annotation(models.Model):
    """A note tied to exact words of a story.

    Of one made by hand, positions count code points of the part's plain text without its reference
    numbers (`NotedText`): a citation that is numbered anew moves no note. `made_on` are the words
    that a person last put it on; it is placed while `exact`, the words there now, are the same.

    Citations written in the text are rows too (`origin` written): they are read off the text at
    each save and reconciled, never edited here, and count in the part's plain text as it is written.
    """

    class Kind(models.TextChoices):
        SOURCE = "source", "Source"
        EXPLAIN = "explain", "Explanation"
        CHECK = "check", "Check"
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
    made_on = models.TextField(blank=True)
    lost_in = models.PositiveIntegerField(
        null=True, blank=True, help_text="The version of the story that has its words no more."
    )
    body = models.TextField(blank=True)
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="annotations"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    evidence = models.ManyToManyField(Source, blank=True, related_name="evidence_for")
    term = models.ForeignKey(
        Term, null=True, blank=True, on_delete=models.PROTECT, related_name="annotations"
    )
    verdict = models.ForeignKey(
        Verdict, null=True, blank=True, on_delete=models.PROTECT, related_name="annotations"
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    checked_by_name = models.CharField(max_length=150, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    hold = models.BooleanField(default=False, help_text="Keep it back when the story is published.")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    author_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        ordering = ["story", "order", "id"]
        indexes = [models.Index(fields=["story", "part", "start"], name="annotation_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="annotation_runs_forward"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["source", "explain", "check", "comment"]),
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
            models.CheckConstraint(
                condition=Q(term__isnull=True) | Q(kind="explain"),
                name="annotation_term_is_explained",
            ),
            models.CheckConstraint(
                condition=Q(verdict__isnull=True) | Q(kind="check"),
                name="annotation_verdict_is_of_a_check",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(kind="comment"),
                name="annotation_reply_is_a_comment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {(self.exact or self.made_on)[:60]}"

    @property
    def key(self) -> str:
        """What it is called in addresses."""
        return note_key(str(self.uuid))

    @property
    def is_open_check(self) -> bool:
        return self.kind == self.Kind.CHECK and self.verdict_id is None

    @classmethod
    def blank_words_of(cls, story: Story) -> int:
        """Citations were read off the text and go with it; of others the row stays."""
        notes = cls.objects.filter(story=story.pk)
        count = notes.count()
        notes.filter(origin=cls.Origin.WRITTEN).delete()
        notes.update(
            exact="", prefix="", suffix="", made_on="", body="", start=0, end=0,
            placement=cls.Placement.ORPHANED,
        )  # fmt: skip
        return count
