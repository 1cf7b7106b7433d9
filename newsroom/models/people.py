from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from newsroom.languages import name_for

from .pictures import Picture


def of_current(field: str) -> Coalesce:
    """`field` of whoever a record of a person stands for today, as a query asks for it: like
    `Person.current`, but of no more than two merges, one after the other."""
    return Coalesce(f"merged_into__merged_into__{field}", f"merged_into__{field}", field)


class Person(models.Model):
    """Somebody written by, about or with. Needs no account."""

    name = models.CharField(max_length=200, help_text="As it stands in bylines: Aigerim Bekova.")
    native_name = models.CharField(
        "name in own script", max_length=200, blank=True, help_text="For example 李伟 or ليلى حداد."
    )
    sort_name = models.CharField(
        max_length=200, blank=True, help_text="What lists sort by: Bekova, Aigerim."
    )
    slug = models.SlugField(
        max_length=80, unique=True, allow_unicode=True, help_text="The end of the page's address."
    )
    aliases = models.JSONField(
        "also called",
        default=list,
        blank=True,
        help_text="Other forms of the name met in manuscripts, one a line.",
    )
    portrait = models.ForeignKey(
        Picture, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    biography = models.TextField(
        blank=True, help_text="Two or three plain sentences for readers, at the top of the page."
    )
    links = models.JSONField(
        default=list, blank=True, help_text="Addresses of the person's own pages, one a line."
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged",
        help_text="Set when two records turn out to be one person. Nothing is rewritten, so "
        "clearing this parts them again.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["sort_name", "name"]
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="person_not_merged_into_self"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse merges that lead back, or further than lists of what somebody said follow them."""
        above = self.merged_into
        if above is None or not self.pk:
            return
        if above == self:
            self._refuse_merge(f"{self} cannot be merged into the same record: choose another.")
        whole = above.current
        if self.pk in {above.merged_into_id, whole.pk}:
            self._refuse_merge(f"{above} is merged into {self}. Part them there first.")
        merged = Person.objects.filter(merged_into=self.pk)
        if whole != above and (whole.pk != above.merged_into_id or merged.exists()):
            self._refuse_merge(f"{above} is merged into {whole} already: choose {whole}.")
        for twice in Person.objects.filter(merged_into__in=merged).select_related("merged_into"):
            self._refuse_merge(
                f"{twice} is merged into {twice.merged_into}, and that into {self}. Merge {twice} "
                f"into {whole} first, then {self}."
            )

    def _refuse_merge(self, sentence: str) -> None:
        raise ValidationError({"merged_into": sentence})

    @property
    def current(self) -> Person:
        """The record that stands for this person today: merges are followed, never chained in rows."""
        person, seen = self, {self.pk}
        while person.merged_into is not None and person.merged_into_id not in seen:
            person = person.merged_into
            seen.add(person.pk)
        return person

    def name_in(self, language: str) -> str:
        return name_for(self.name, self.native_name, language)

    @property
    def names(self) -> list[str]:
        """Every form of the name, the fullest known first."""
        return [name for name in (self.name, self.native_name, *self.aliases) if name]


class Topic(models.Model):
    """What pieces are about: a story has one section and any number of the other kinds."""

    class Kind(models.TextChoices):
        SECTION = "section", "Section"
        SUBJECT = "subject", "Subject"
        PLACE = "place", "Place"
        SERIES = "series", "Series"

    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.SUBJECT)
    name = models.CharField(max_length=100)
    names = models.JSONField(
        "names in other languages",
        default=dict,
        blank=True,
        help_text='By language: {"zh": "港口", "ar": "موانئ"}. Where one is missing, readers see the name above.',
    )
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=True)
    description = models.TextField(
        blank=True, help_text="One or two sentences at the top of the topic's page."
    )
    order = models.PositiveSmallIntegerField(
        default=0, help_text="Sections stand in this order on the front page."
    )

    class Meta:
        ordering = ["kind", "order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="topic_name_unique_in_kind"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["section", "subject", "place", "series"]),
                name="topic_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        return self.names.get(language) or self.name


class FormerSlug(models.Model):
    """An address a person or topic once had. Readers who come by it are sent on."""

    person = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE, related_name="former_slugs"
    )
    topic = models.ForeignKey(
        Topic, null=True, on_delete=models.CASCADE, related_name="former_slugs"
    )
    slug = models.SlugField(max_length=80, allow_unicode=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) ^ models.Q(topic__isnull=True),
                name="former_slug_of_one_thing",
            ),
            models.UniqueConstraint(fields=["person", "slug"], name="former_slug_of_person_once"),
            models.UniqueConstraint(fields=["topic", "slug"], name="former_slug_of_topic_once"),
        ]

    def __str__(self) -> str:
        return self.slug
