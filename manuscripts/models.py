from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone

from newsroom.models import Story
from newsroom.records import TAKEN_DOWN_TITLE


def digest(text: str) -> str:
    """What tells one manuscript from another: its words, however its lines end."""
    return hashlib.sha256("\n".join(text.split()).encode()).hexdigest()


def exact_digest(text: str) -> str:
    """Tells texts of the same words apart that are parted into lines or paragraphs otherwise."""
    return hashlib.sha256(b"exactly\n" + text.encode(errors="replace")).hexdigest()


class Manuscript(models.Model):
    """A text as it came in, kept whole, with the drafts made of it.

    The drafts are edited; this never is. A second import of the same text finds it by `digest`:
    that of its words, or, where drafts were made of these words before in other paragraphs, the
    exact one.
    """

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(
        max_length=255,
        blank=True,
        help_text="Of the file, if it was one; else the first piece's title.",
    )
    text = models.TextField()
    encoding = models.CharField(max_length=32, blank=True)
    stories = models.ManyToManyField(Story, related_name="manuscripts")
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return self.name or self.text[:60]

    @classmethod
    def blank_words_of(cls, story: Story) -> int:
        """A manuscript of several pieces goes whole: the others have their words themselves."""
        return (
            cls.objects.filter(stories=story.pk)
            .exclude(text="")
            .update(text="", name=TAKEN_DOWN_TITLE)
        )
