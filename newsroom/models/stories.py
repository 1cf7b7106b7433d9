from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.conf import settings
from django.db import models
from django.utils import timezone

from newsroom.languages import LanguageField
from newsroom.records import TAKEN_DOWN_TITLE

from .people import Person, Topic
from .pictures import Picture

if TYPE_CHECKING:
    from newsroom.bodies import Body, Reading
    from newsroom.note_counts import NoteCounts
    from newsroom.problems import Problem
    from newsroom.records import Record
    from prose.html import Rendered

    from .editions import Edition


class Kind(models.TextChoices):
    ARTICLE = "article", "Article"
    INTERVIEW = "interview", "Interview"

    @property
    def folder(self) -> str:
        """The first word of its address."""
        return f"{self.value}s"


class Stage(models.TextChoices):
    """How far a working copy has come. Scheduled, Live and Withdrawn are read off the timeline."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    READY = "ready", "Ready"


class Story(models.Model):
    """A working copy: what editors change, and what readers never see.

    A concrete table with `Article` and `Interview` as its children, so that editions, credits,
    notes and translations point at one thing with real foreign keys.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices, editable=False)
    title = models.CharField(max_length=300, blank=True)
    slug = models.CharField(
        "address",
        max_length=80,
        blank=True,
        help_text="The end of the piece's address. Left empty, it is made from the title.",
    )
    language = LanguageField()
    translation_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="translations",
        help_text="The piece this one translates, if it does.",
    )
    standfirst = models.TextField(
        blank=True,
        help_text="One or two sentences under the title, and on cards and link previews.",
    )
    section = models.ForeignKey(
        Topic,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="section_stories",
        limit_choices_to={"kind": Topic.Kind.SECTION},
        help_text="Where it stands on the front page.",
    )
    topics = models.ManyToManyField(
        Topic,
        blank=True,
        related_name="stories",
        limit_choices_to={"kind__in": ["subject", "place", "series"]},
        help_text="Subjects, places and series; each has a page that lists the piece.",
    )
    lead_picture = models.ForeignKey(
        Picture,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Stands over the text, on the front page and on link previews.",
    )
    people: models.ManyToManyField[Person, Credit] = models.ManyToManyField(
        Person, through="Credit", related_name="stories"
    )
    related: models.ManyToManyField[Story, RelatedStory] = models.ManyToManyField(
        "self", through="RelatedStory", symmetrical=False, related_name="related_from"
    )

    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.DRAFT)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned",
        help_text="Who is to work on it next.",
    )
    due_on = models.DateField("due", null=True, blank=True)
    embargo_until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Nothing of this piece can be published before this moment.",
    )

    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    approved_version = models.PositiveIntegerField(
        null=True, editable=False, help_text="The version that was approved; a later one was not."
    )

    version = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="stories",
        editable=False,
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-changed_at"]
        verbose_name_plural = "stories"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "slug"],
                condition=~models.Q(slug=""),
                name="story_address_unique",
                violation_error_message="Another piece has this address already.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="story_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=Stage.values), name="story_stage_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(translation_of=models.F("id")), name="story_translates_another"
            ),
        ]
        indexes = [models.Index(fields=["kind", "-changed_at"], name="story_kind_changed")]

    KIND: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Known from the first moment: the address of a new piece depends on it.
        if self.__dict__.get("kind") == "":
            self.kind = self.KIND

    def __str__(self) -> str:
        return self.title or "Untitled"

    @property
    def concrete(self) -> Story:
        """The Article or Interview this row belongs to."""
        return self if type(self) is not Story else cast(Story, getattr(self, self.kind))

    def blank(self) -> None:
        """Its own words gone, and what hangs on it; the address stays. A kind blanks its texts."""
        self.title, self.standfirst = TAKEN_DOWN_TITLE, ""
        self.lead_picture = self.section = self.translation_of = None
        self.stage = Stage.DRAFT
        self.version += 1  # whoever has it open must not save its words over this
        self.credits.all().delete()
        RelatedStory.objects.filter(models.Q(story=self.pk) | models.Q(target=self.pk)).delete()
        self.topics.clear()
        self.save()

    # The things only a kind of story knows. Article and Interview override them; verbs
    # call them on `story.concrete`.

    def texts(self) -> dict[str, str]:
        """Source text by part, as frozen: {"body": …} or {"introduction": …, "transcript": …}.

        A record leaves out a part that its readers never see, while it is empty.
        """
        raise NotImplementedError

    def freeze(
        self,
        base: Edition | None = None,
        reading: Reading | None = None,
        words: Mapping[str, str] | None = None,
    ) -> Record:
        """What publishing would fix for ever; with `base`, that edition's text and today's notes.

        With the `reading` of today's text, that is not rendered again. `words` stand instead of
        the title, the standfirst or a text of the `base`.
        """
        raise NotImplementedError

    def freeze_unsaved(self) -> Record:
        """As `freeze`, of words that have no rows yet: for a preview of a form being filled in."""
        return self.freeze()

    def recall(self, record: Record) -> None:
        """The next save restores this record of the story: what was called so then is so again."""

    def recall_changes(self, record: Record) -> str:
        """What `recall` changes besides the words, in a sentence for who restores; "" if nothing."""
        return ""

    def reserve(self, record: Record) -> None:
        """Take what an edition made from a live text has and the draft has not, such as the keys
        of its turns, so that nothing else is ever called so. Inside the verb's transaction."""

    def as_said(self) -> Record | None:
        """The working copy with the words as they were said, where it keeps them beside its text."""
        return None

    def derive(self, record: Record) -> Body:
        """The finished body of a record: HTML, plain text, contents, passages."""
        raise NotImplementedError

    def rendered(self, record: Record) -> dict[str, Rendered]:
        """Every part of a record as HTML and plain text, its reference marks as their authors'."""
        raise NotImplementedError

    def problems(self) -> list[Problem]:
        """What stands in the way of publishing. Ask `newsroom.problems.problems`."""
        raise NotImplementedError

    def note_problems(self) -> list[Problem]:
        """What of its notes stands in the way. Ask `newsroom.problems.problems`."""
        return []

    def note_counts(self) -> NoteCounts | None:
        """How its notes stand; None of a kind of story that has none."""
        return None

    def unplaced(self, record: Record, base: Edition | None = None) -> list[Problem]:
        """The notes for readers that `record` has no words for; with `base`, those that it has."""
        return []

    def settle_notes(self) -> None:
        """Bring its notes to where their words are as the text is rendered today."""

    def read(self) -> Reading:
        """The slow part of a save, done before it locks anything: parse and render the text."""
        raise NotImplementedError

    def derive_rows(self, reading: Reading) -> Reading:
        """Bring the rows read off the text (turns, speakers, citations) up to date with it.

        The reading is done again where rows that it stands on changed since, and returned.
        """
        raise NotImplementedError

    def read_off(self, edition: Edition) -> None:
        """Rows by which an edition is found, beside those of every kind of story. Called where an
        edition is written, and again by `rerender`."""

    def turn_keys(self) -> list[str]:
        """The keys of the turns in order; none for an article."""
        return []

    def record_fields(self) -> dict[str, Any]:
        """Fields of the record that only this kind of story has."""
        return {}


class CreditRole(models.TextChoices):
    AUTHOR = "author", "By"
    INTERVIEWER = "interviewer", "Interview by"
    TRANSLATOR = "translator", "Translated by"
    INTERPRETER = "interpreter", "Interpreted by"
    PHOTOGRAPHER = "photographer", "Pictures by"
    ILLUSTRATOR = "illustrator", "Graphics by"
    RESEARCHER = "researcher", "Research by"
    EDITOR = "editor", "Edited by"


class Credit(models.Model):
    """Who did what for a story."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="credits")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credits")
    role = models.CharField(max_length=16, choices=CreditRole.choices, default=CreditRole.AUTHOR)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "person", "role"],
                name="credit_once",
                violation_error_message="This person has this credit already.",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=CreditRole.values), name="credit_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.person}"


class RelatedStory(models.Model):
    """A tie from one story to another; readers see it only while the other is live."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="related_stories")
    target = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    label = models.CharField(
        max_length=400,
        blank=True,
        help_text="The words of the link, such as the question an article leaves for its interview.",
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name_plural = "related stories"
        constraints = [
            models.UniqueConstraint(fields=["story", "target"], name="related_story_once"),
            models.CheckConstraint(
                condition=~models.Q(story=models.F("target")), name="related_story_is_another"
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.target)
