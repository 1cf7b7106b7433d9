"""The text field of the admin: a plain textarea, and a toolbar in words where JavaScript runs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.widgets import Script
from markdownx.widgets import AdminMarkdownxWidget


class MarkdownWidget(AdminMarkdownxWidget):  # type: ignore[misc]
    """Markdownx's widget with a script of our own.

    Markdownx's script posts to views that we never load, traps the Tab key and rewrites what was
    written; so neither its script, nor its style sheet, nor the attributes they read are used.
    """

    template_name = "newsroom/markdown_widget.html"

    class Media:
        extend = False
        css = {"all": ["desk/editor.css"]}
        js = [Script("desk/editor.js", type="module")]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        # `dir` is read off the first letters, so that Arabic stands right whatever the page is.
        super().__init__({"rows": 12, "dir": "auto", "spellcheck": "true", **(attrs or {})})

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        return forms.Textarea.get_context(self, name, value, attrs)

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> Any:
        return forms.Textarea.render(self, name, value, attrs, renderer)
