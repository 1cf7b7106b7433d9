"""The transcript's text field in the admin, with its turns beside it where JavaScript runs."""

from __future__ import annotations

from typing import Any

from django.forms.widgets import Script
from django.urls import reverse

from newsroom.permissions import Action, can
from newsroom.widgets import MarkdownWidget


class TranscriptWidget(MarkdownWidget):
    template_name = "interviews/transcript_widget.html"

    class Media:
        css = {"all": ["desk/transcript.css"]}
        # Shown sooner, a long text would be laid out twice: once more with its margin.
        js = [Script("desk/transcript/editing.js", type="module", blocking="render")]


def addresses(user: Any, interview: Any) -> dict[str, str]:
    """Where the field asks for its turns and, if this person may, has an alias remembered."""
    piece = [interview.pk] if interview is not None and interview.pk else []
    found = {"data-turns-url": reverse("admin:desk_turns", args=piece)}
    if piece:
        found["data-apart-url"] = reverse("admin:desk_apart", args=piece)
    if can(user, Action.CATALOGUE):
        found["data-alias-url"] = reverse("admin:desk_alias", args=[0])
    return found
