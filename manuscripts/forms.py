"""The form that a manuscript comes in by: pasted, or as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from manuscripts.models import exact_digest
from manuscripts.reading import Unreadable, check, read
from newsroom.languages import LANGUAGES, of_text

# Larger ones come in by the command: a page that shows every turn of a library helps nobody.
MAX_BYTES = 5 * 1024 * 1024


class ManuscriptForm(forms.Form):
    """A manuscript, pasted or sent as a file, as text that can be taken apart.

    Where a file is refused, the text of the field is still read: nothing on the page is lost.
    """

    text = forms.CharField(
        label="Manuscript",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "dir": "auto"}),
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        allow_empty_file=True,
        help_text="Text, Markdown, subtitles (WebVTT, SRT), or a transcript in HTML or JSON.",
    )
    language = forms.ChoiceField(
        label="Language",
        required=False,
        choices=[
            ("", "As it is written"),
            *((each.code, each.name) for each in LANGUAGES.values()),
        ],
    )
    # What the text in the field was as a file, for as long as it is the file's: `came` tells.
    name = forms.CharField(required=False, max_length=255)
    encoding = forms.CharField(required=False, max_length=32)
    came = forms.CharField(required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assumed = ""
        # Words of nobody's file stood in the field when a file was sent.
        self.replaced = False
        # A text with NUL is refused below, in words about a manuscript.
        self.fields["text"].validators = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file, written = cleaned.get("file"), cleaned.get("text", "")
        if file or written.strip():
            self.take_text(cleaned, written)
        else:
            self.add_error("text", "Paste a manuscript, or choose a file.")
        if file:
            self.take_file(cleaned, file, written)
        cleaned["language"] = cleaned.get("language") or of_text(cleaned.get("text") or "")
        return cleaned

    def take_text(self, cleaned: dict[str, Any], written: str) -> None:
        try:
            cleaned["text"] = check(_not_too_long(written))
        except Unreadable as error:
            cleaned["text"] = ""
            if not cleaned.get("file"):
                self.add_error("text", str(error))
        if cleaned.get("came") != exact_digest(cleaned.get("text") or ""):
            cleaned.update(name="", encoding="", came="")

    def take_file(self, cleaned: dict[str, Any], file: UploadedFile, written: str) -> None:
        try:
            if (file.size or 0) > MAX_BYTES:
                raise Unreadable(_too_long(file.size or 0))
            reading = read(file.read())
        except Unreadable as error:
            self.add_error("file", f"{file.name}: {error}")
            return
        self.assumed = reading.assumed
        self.replaced = bool(written.strip()) and not cleaned.get("came")
        cleaned.update(
            text=reading.text,
            name=(file.name or "")[:255],
            encoding=reading.encoding,
            came=exact_digest(reading.text),
        )


def _not_too_long(text: str) -> str:
    # In bytes, as files are measured: a Chinese text is as long pasted as sent.
    size = len(text.encode(errors="replace"))
    if size > MAX_BYTES:
        raise Unreadable(_too_long(size))
    return text


def _too_long(size: int) -> str:
    return (
        f"It has {size / 1024 / 1024:.1f} MB; this page takes {MAX_BYTES // 1024 // 1024}. Larger "
        "ones come in by the command import_manuscript."
    )
