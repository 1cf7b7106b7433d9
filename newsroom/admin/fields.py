"""Form fields whose words come back as they were written."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from newsroom.languages import DEFAULT, LANGUAGES
from newsroom.widgets import MarkdownWidget


class MarkdownField(forms.CharField):
    """A text in Markdown: nothing is stripped, and a browser's line ends are not a change."""

    widget = MarkdownWidget

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["strip"] = False
        kwargs["widget"] = MarkdownWidget
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class PlainTextField(forms.CharField):
    """A plain text of some lines, such as a standfirst."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class LinesField(forms.CharField):
    """A list of words, written one a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        if isinstance(value, list):
            return value
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines()]
        return list(dict.fromkeys(line for line in lines if line))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class AddressesField(LinesField):
    """Web addresses, one a line."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        for line in value:
            try:
                parts = urlsplit(line)
            except ValueError:
                parts = None
            if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
                raise ValidationError(
                    f"“{line}” is not a web address. It begins with https:// or http://."
                )


class WebAddressField(forms.URLField):
    """One address that a link may lead to."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class NamesField(forms.CharField):
    """A name in other languages, one a line: “zh: 港口”."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return "\n".join(f"{language}: {name}" for language, name in value.items())
        return value

    def to_python(self, value: Any) -> dict[str, str]:  # type: ignore[override]
        if isinstance(value, dict):
            return value
        names = {}
        for line in (super().to_python(value) or "").replace("：", ":").splitlines():
            if not line.strip():
                continue
            language, colon, name = (piece.strip() for piece in line.partition(":"))
            if not colon or not name or language not in LANGUAGES or language == DEFAULT:
                others = ", ".join(code for code in LANGUAGES if code != DEFAULT)
                raise ValidationError(
                    f"“{line.strip()}” does not begin with a language and a colon ({others}), "
                    "as in “zh: 港口”."
                )
            names[language] = name
        return names

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (initial or {}) != self.to_python(data)
        except ValidationError:
            return True
