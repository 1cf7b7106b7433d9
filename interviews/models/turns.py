"""What is read off a transcript: who speaks, and turn by turn what is said."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.utils import timezone

from newsroom.models import Person, Story


class SpeakerQuerySet(models.QuerySet["Speaker"]):
    def kept(self) -> SpeakerQuerySet:
        """Who speaks in the text as it was read last, or was decided on by somebody.

        The others are labels that are gone. Their rows stay, in case they come back, but nothing
        shows them. Of a text that was never read, every label stands.
        """
        turns = Turn.objects.filter(interview=models.OuterRef("interview"))
        speaking = turns.filter(speaker=models.OuterRef("pk"), removed_at__isnull=True)
        decided = models.Q(person__isnull=False) | ~models.Q(described_as="")
        return self.filter(decided | models.Exists(speaking) | ~models.Exists(turns))


class Speaker(models.Model):
    """A label of a transcript and the person it stands for."""

    class Role(models.TextChoices):
        INTERVIEWER = "interviewer", "Interviewer"
        GUEST = "guest", "Guest"

    interview = models.ForeignKey(
        "interviews.Interview", on_delete=models.CASCADE, related_name="speakers"
    )
    label = models.CharField(max_length=200)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="speaking"
    )
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.GUEST)
    described_as = models.CharField(
        max_length=300, blank=True, help_text="As on the day: director of the port of Aktau."
    )
    order = models.PositiveSmallIntegerField(default=0)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["interview", "label"], name="speaker_label_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["interviewer", "guest"]), name="speaker_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class TwoPeopleQuerySet(models.QuerySet["TwoPeople"]):
    def among(self, labels: Collection[str]) -> set[frozenset[str]]:
        """Those of `labels` that are two people, pair by pair, whichever interview it was said in."""
        found = self.filter(one__in=labels, other__in=labels).values_list("one", "other")
        return {frozenset(pair) for pair in found}


class TwoPeople(models.Model):
    """Two labels like each other that somebody said are no slip: nobody is asked again, there or in
    another interview. It goes with the interview where it was said."""

    interview = models.ForeignKey(
        "interviews.Interview", on_delete=models.CASCADE, related_name="two_people"
    )
    one = models.CharField(max_length=200, help_text="Sorted before the other.")
    other = models.CharField(max_length=200)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    said_at = models.DateTimeField(default=timezone.now)

    objects = TwoPeopleQuerySet.as_manager()

    class Meta:
        verbose_name = "pair of like names"
        verbose_name_plural = "pairs of like names"
        indexes = [models.Index(fields=["one", "other"], name="two_people_labels")]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "one", "other"], name="two_people_said_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} and {self.other}"

    @classmethod
    def blank_words_of(cls, story: Story) -> int:
        return cls.objects.filter(interview=story.pk).delete()[0]


class TurnQuerySet(models.QuerySet["Turn"]):
    def standing(self) -> TurnQuerySet:
        """Turns of today's text; removed ones keep their row, and so their key."""
        return self.filter(removed_at__isnull=True).order_by("order")


class Turn(models.Model):
    """One turn of a transcript. Its key is for ever: no other turn of the interview gets it."""

    class Kind(models.TextChoices):
        SPEECH = "speech", "Speech"
        MARKER = "marker", "Marker"

    interview = models.ForeignKey(
        "interviews.Interview", on_delete=models.CASCADE, related_name="turns"
    )
    key = models.CharField(max_length=12)
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.SPEECH)
    label = models.CharField(max_length=200, blank=True)
    speaker = models.ForeignKey(Speaker, null=True, on_delete=models.SET_NULL, related_name="turns")
    starts_at = models.FloatField(null=True, help_text="Seconds into the recording.")
    ends_at = models.FloatField(null=True)
    language = models.CharField(
        max_length=12, blank=True, help_text="Where it is not the interview's."
    )
    text = models.TextField(blank=True)
    original = models.TextField(blank=True, help_text="What was said, where `text` translates it.")
    original_language = models.CharField(max_length=12, blank=True)
    removed_at = models.DateTimeField(null=True)

    objects = TurnQuerySet.as_manager()

    class Meta:
        ordering = ["interview", "order"]
        constraints = [
            models.UniqueConstraint(fields=["interview", "key"], name="turn_key_for_ever"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["speech", "marker"]), name="turn_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.text[:60]}"
