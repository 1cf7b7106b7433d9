from __future__ import annotations

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.utils import timezone

RENDITION_WIDTHS = (480, 960, 1600)


class Picture(models.Model):
    """A picture as we keep it: re-encoded, named by the hash of its bytes, never overwritten.

    `newsroom.uploads.take_in` is the only maker. `key` names the files under the media folder:
    `pictures/<key>.<extension>` and a WebP rendition for each of `widths`.
    """

    key = models.CharField(max_length=40, unique=True, editable=False)
    extension = models.CharField(max_length=4, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    widths = models.JSONField(default=list, editable=False)
    title = models.CharField(
        max_length=200, help_text="What colleagues look for it by. Readers never see it."
    )
    alt = models.TextField(
        "what it shows",
        blank=True,
        help_text="For readers who cannot see it: what matters in the picture, in a sentence.",
    )
    decorative = models.BooleanField(
        default=False, help_text="It says nothing the text does not: screen readers pass over it."
    )
    caption = models.TextField(blank=True)
    credit = models.CharField(max_length=200, blank=True, help_text="Who made it, and the licence.")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decorative=True) | ~models.Q(alt=""),
                name="picture_described_or_decorative",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """The full-size file, inside the media storage."""
        return f"pictures/{self.key}.{self.extension}"

    def rendition_path(self, width: int) -> str:
        return f"pictures/{self.key}-{width}.webp"

    @property
    def src(self) -> str:
        """Without a host: stored HTML must outlive a move of the site."""
        widths = [width for width in self.widths if width <= 960] or self.widths[:1]
        path = self.rendition_path(widths[-1]) if widths else self.path
        return storages["default"].url(path)

    @property
    def srcset(self) -> str:
        url = storages["default"].url
        return ", ".join(f"{url(self.rendition_path(width))} {width}w" for width in self.widths)
