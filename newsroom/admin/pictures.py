"""Pictures: taken in once, described in words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

from newsroom.admin.catalogue import CatalogueAdmin, ModelForm
from newsroom.admin.fields import PlainTextField
from newsroom.models import Picture
from newsroom.permissions import Action, can
from newsroom.uploads import UploadRefused, take_in

WORDS = ["title", "alt", "decorative", "caption", "credit"]


class PictureForm(ModelForm):
    file = forms.FileField(
        label="File",
        help_text="JPEG, PNG, WebP or GIF. It is turned upright, and where and with what it was "
        "taken is removed.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    alt = PlainTextField(
        label="What it shows",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For readers who cannot see it: what matters in the picture, in a sentence.",
    )
    caption = PlainTextField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Stands under the picture.",
    )

    class Meta:
        model = Picture
        fields = WORDS

    user: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("file", None)
        if "title" in self.fields:
            self.fields["title"].required = bool(self.instance.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("alt") and not cleaned.get("decorative"):
            self.add_error("alt", "Say what it shows, or tick “Decorative”.")
        file = cleaned.get("file")
        if file is not None and not self.errors:
            try:
                taken = take_in(file, by=self.user, **{word: cleaned[word] for word in WORDS})
            except UploadRefused as refusal:
                self.add_error("file", str(refusal))
            else:
                # From here on the form is about the row that was made, or was there already.
                self.instance = taken
                for word in WORDS:
                    cleaned[word] = getattr(taken, word)
        return cleaned


@admin.register(Picture)
class PictureAdmin(CatalogueAdmin):
    form = PictureForm
    list_display = ["thumbnail", "title", "credit", "created_at"]
    list_display_links = ["thumbnail", "title"]
    search_fields = ["title", "alt", "caption", "credit"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        # Whoever may begin a piece may bring its pictures.
        return can(request.user, Action.CREATE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Published pages name its files for ever.
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*(["file"] if obj is None else ["shown"]), *WORDS]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["shown"] if obj is not None else []

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kwargs["fields"] = WORDS
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        return form

    @admin.display(description="picture")
    def thumbnail(self, picture: Picture) -> str:
        return format_html('<img class="thumbnail" src="{}" alt="" width="96">', small(picture))

    @admin.display(description="picture")
    def shown(self, picture: Picture) -> str:
        return format_html(
            '<img class="shown" src="{}" srcset="{}" sizes="40rem" alt="" width="{}" height="{}">',
            picture.src,
            picture.srcset,
            picture.width,
            picture.height,
        )


def small(picture: Picture) -> str:
    """The address of its smallest rendition."""
    return picture.srcset.partition(" ")[0] or picture.src
