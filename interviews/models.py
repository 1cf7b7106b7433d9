from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import storages
from django.db import models, transaction
from django.utils import timezone
from markdownx.models import MarkdownxField

from newsroom.models import Kind, Person, Story
from newsroom.note_counts import NoteCounts
from newsroom.problems import Problem

if TYPE_CHECKING:
    from newsroom.bodies import Body, Reading
    from newsroom.models import Edition
    from newsroom.records import Record, TurnRecord
    from prose.html import Rendered


class Recording(models.Model):
    """A sound or video file as it came, named by the hash of its bytes, never overwritten."""

    key = models.CharField(max_length=40, unique=True, editable=False)
    extension = models.CharField(max_length=4, editable=False)
    media_type = models.CharField(max_length=40, editable=False)
    size = models.PositiveBigIntegerField(editable=False, help_text="In bytes.")
    title = models.CharField(
        max_length=200, help_text="What colleagues look for it by. Readers never see it."
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Read off their records, so that whoever asks for the file costs no look through all of them.
    editions = models.ManyToManyField("newsroom.Edition", related_name="recordings", editable=False)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def blank_words_of(cls, story: Story) -> int:
        """The recordings that no other story has: gone, with their files once the rest is sure."""
        from interviews import recordings

        going = recordings.let_go(story)
        transaction.on_commit(partial(recordings.drop, going))
        return len(going)

    @property
    def path(self) -> str:
        """The file, inside the media storage."""
        return f"recordings/{self.key}.{self.extension}"

    @property
    def src(self) -> str:
        """Without a host: stored HTML must outlive a move of the site."""
        return storages["default"].url(self.path)


class Interview(Story):
    """Who said what. The transcript's Markdown is the source of truth; turns are read off it."""

    KIND = Kind.INTERVIEW

    introduction = MarkdownxField(blank=True)
    transcript = MarkdownxField(
        blank=True,
        help_text="Each turn begins with its speaker in bold and a colon: **Host:** Welcome.",
    )
    verbatim = MarkdownxField(
        blank=True,
        help_text="Every word as it was said, if the transcript above was edited.",
    )
    verbatim_shown = models.BooleanField(
        "who may read it",
        default=False,
        help_text="Whether readers see what was cut and changed.",
    )
    contents_of = models.TextField(
        blank=True,
        help_text="Keys of the questions in the list of contents; empty for all of them.",
    )
    recording = models.ForeignKey(
        Recording, null=True, blank=True, on_delete=models.PROTECT, related_name="interviews"
    )
    recording_url = models.URLField(
        "address of the recording",
        blank=True,
        max_length=500,
        help_text="Where it can be heard elsewhere: readers get a link, and no player.",
    )
    recorded_on = models.DateField("day of the recording", null=True, blank=True)
    recorded_in = models.CharField("place of the recording", max_length=200, blank=True)
    cues = models.JSONField(
        default=list,
        editable=False,
        help_text="What a subtitle file said, as it came: [start, end, label, words].",
    )

    # The turns of an earlier wording that is being restored.
    recalled: Sequence[TurnRecord] = ()

    class Meta:
        ordering = ["-changed_at"]

    @classmethod
    def blank_words_of(cls, story: Story) -> int:
        """Its texts, and who spoke. Turns keep their keys, so that no other turn gets one."""
        if not isinstance(story, cls):
            return 0
        story.introduction = story.transcript = story.verbatim = ""
        story.cues = []  # the subtitles hold every word again
        story.turns.update(text="", original="", label="", speaker=None, removed_at=timezone.now())
        story.recording, story.recording_url = None, ""
        story.recorded_on, story.recorded_in = None, ""
        story.speakers.all().delete()
        story.blank()
        return 1

    def texts(self) -> dict[str, str]:
        return {
            "introduction": self.introduction,
            "transcript": self.transcript,
            "verbatim": self.verbatim,
        }

    def freeze(
        self,
        base: Edition | None = None,
        reading: Reading | None = None,
        words: Mapping[str, str] | None = None,
    ) -> Record:
        from interviews import editions

        return editions.freeze(self, base, reading, words)

    def freeze_unsaved(self) -> Record:
        from interviews import editions

        return editions.freeze_unsaved(self)

    def recall(self, record: Record) -> None:
        self.recalled = record.get("turns", [])
        # Words that were cut must not go out because a later wording's might be read.
        self.verbatim_shown = record.get("verbatim_shown", False)

    def recall_changes(self, record: Record) -> str:
        shown = record.get("verbatim_shown", False)
        if shown == self.verbatim_shown:
            return ""
        if shown:
            return (
                "Who may read the verbatim text changes with it: readers may see it, as they might "
                "then, from the next publishing on. Now it stays in the newsroom."
            )
        return (
            "Who may read the verbatim text changes with it: it stays in the newsroom, as it did "
            "then, from the next publishing on. Now readers may see it."
        )

    def reserve(self, record: Record) -> None:
        from interviews import transcripts

        transcripts.reserve(self, record)

    def as_said(self) -> Record | None:
        from interviews import editions

        return editions.as_said(self)

    def derive(self, record: Record) -> Body:
        from interviews import deriving

        return deriving.derive(record)

    def rendered(self, record: Record) -> dict[str, Rendered]:
        from interviews import deriving

        return deriving.rendered(record)

    def read(self) -> Reading:
        from interviews import editions

        return editions.read(self)

    def derive_rows(self, reading: Reading) -> Reading:
        from interviews import editions

        return editions.derive_rows(self, reading)

    def read_off(self, edition: Edition) -> None:
        from interviews import recordings

        recordings.read_off(edition)

    def turn_keys(self) -> list[str]:
        return list(self.turns.standing().values_list("key", flat=True))

    def note_problems(self) -> list[Problem]:
        from annotations import problems

        return problems.problems(self)

    def note_counts(self) -> NoteCounts | None:
        from annotations import whereabouts

        return whereabouts.counts(self)

    def unplaced(self, record: Record, base: Edition | None = None) -> list[Problem]:
        from annotations import problems

        return problems.unplaced(self, record, base)

    def settle_notes(self) -> None:
        from annotations import placing

        placing.settle_again(self)

    def problems(self) -> list[Problem]:
        from interviews.grammar import parse

        turns = parse(self.transcript).turns if self.transcript.strip() else ()
        if self.pk and self.transcript.strip() and not any(t.kind == "speech" for t in turns):
            # A label that a subtitle file gave need not read like a name to be somebody's.
            known = self.speakers.kept().values_list("label", flat=True)
            turns = parse(self.transcript, known=list(known)).turns
        if not any(turn.kind == "speech" for turn in turns):
            return [
                Problem(
                    "error",
                    "transcript",
                    "Nobody says anything in it.",
                    "Begin each turn with its speaker: **Host:** Welcome.",
                )
            ]
        return []


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

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="speakers")
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

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="two_people")
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

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="turns")
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
