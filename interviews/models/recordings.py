"""Sound and video files as rows."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.core.files.storage import storages
from django.db import models, transaction
from django.utils import timezone

from newsroom.models import Story


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
