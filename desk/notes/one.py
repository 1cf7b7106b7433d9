"""One note: said otherwise, kept on changed words, put on others, held, settled, removed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods

from annotations import verbs
from annotations.models import Annotation
from desk.asking import page, user_of
from desk.notes.choice import PlaceForm, put
from desk.notes.forms import FORMS, KindForm, ReplyForm
from desk.notes.page import notes_url
from desk.notes.shown import NoteView, notes_of
from desk.notes.text import names_of
from desk.preview import LARGEST_NUMBER
from newsroom.models import Story, User
from newsroom.permissions import Action, can, require
from newsroom.verbs import VerbRefused

# Else whoever left it out would write over what a colleague said meanwhile.
NOT_SAID = "Your browser did not say which wording of the note you changed. Save again."


class Asked:
    """A request about one note: who asks, and the forms of its page."""

    def __init__(self, request: HttpRequest, note: Annotation, user: User) -> None:
        self.request, self.note, self.user = request, note, user
        self.story: Story = note.story.concrete
        self.pressed = request.POST.get("verb", "") if request.method == "POST" else ""
        self.form = self._form()
        self.reply = ReplyForm(request.POST if self.pressed == "reply" else None)
        self.place = self._place()
        self.refusal = ""
        self.changed_since = False

    def _form(self) -> KindForm:
        sent = self.request.POST if self.pressed == "rewrite" else None
        kind = FORMS[self.note.kind]
        return kind(sent, initial=kind.of(self.note), story=self.story, user=self.user)

    def _place(self) -> PlaceForm:
        sent = self.request.POST if self.pressed == "reattach" else None
        names = names_of(self.story.read())
        return PlaceForm(sent, initial={"seen": self.story.version}, parts=names)

    @property
    def seen(self) -> datetime | None:
        """When the note was changed last, as far as the page that was sent knows."""
        try:
            return parse_datetime(self.request.POST.get("changed_at", ""))
        except ValueError:
            return None


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of one note; every button of it, and of its story's page, is a POST with a verb."""
    user = user_of(request)
    asked = Asked(request, _note(request, pk), user)
    if request.method != "POST":
        return _page(asked)
    require(user, Action.ANNOTATE, asked.story)
    act = DOING.get(asked.pressed)
    if act is None:
        return _page(asked, asks="remove" if asked.pressed == "remove" else "")
    try:
        told = act(asked)
    except verbs.NoteChanged as refusal:
        asked.refusal, asked.changed_since = str(refusal), True
        asked.note = _note(request, pk)
        return _page(asked)
    except VerbRefused as refusal:
        asked.refusal = str(refusal)
        return _page(asked)
    if not told:
        return _page(asked)
    messages.success(request, told)
    gone = not Annotation.objects.filter(pk=pk).exists()
    here = "" if gone else f"#note-{asked.note.key}"
    return HttpResponseRedirect(f"{notes_url(asked.story)}{here}")


def _note(request: HttpRequest, pk: int) -> Annotation:
    rows = Annotation.objects.by_hand().select_related("story", "source", "term", "verdict")
    found = rows.filter(pk=pk).first() if pk <= LARGEST_NUMBER else None
    if found is None:
        raise Http404("There is no such note. Somebody may have removed it.")
    if not can(request.user, Action.VIEW, found.story):
        raise PermissionDenied("Your role does not include the notes of this piece.")
    return found


# What each button does; "" where a form was refused, and says why.


def _rewrite(asked: Asked) -> str:
    if not asked.form.is_valid():
        return ""
    if asked.seen is None:
        raise verbs.NoteRefused(NOT_SAID)
    verbs.rewrite(asked.note, asked.form.content(), by=asked.user, seen=asked.seen)
    return "Saved. Readers see it when it is published."


def _keep(asked: Asked) -> str:
    words = asked.request.POST.get("words", "").replace("\r\n", "\n")
    verbs.keep_here(asked.note, by=asked.user, words=words)
    return "The note stays here: these words are what it is about now."


def _reattach(asked: Asked) -> str:
    if not asked.place.is_valid():
        return ""
    put(
        asked.story,
        asked.place,
        lambda choice: verbs.reattach(asked.note, choice, by=asked.user),
    )
    return "The note is on other words now."


def _hold(asked: Asked) -> str:
    verbs.hold(asked.note, held=True, by=asked.user)
    return "Held: it stays back when the piece is published."


def _release(asked: Asked) -> str:
    verbs.hold(asked.note, held=False, by=asked.user)
    return "Released: it goes out when the piece is published."


def _remove(asked: Asked) -> str:
    verbs.remove(asked.note, by=asked.user)
    return (
        "The note is removed. What was published of it stays until the notes are published again."
    )


def _answer(asked: Asked) -> str:
    if not asked.reply.is_valid():
        return ""
    verbs.reply(asked.note, asked.reply.cleaned_data["reply"], by=asked.user)
    return "Your reply stands under the comment."


def _resolve(asked: Asked) -> str:
    verbs.resolve(asked.note, resolved=True, by=asked.user)
    return "Resolved. It can be opened again."


def _reopen(asked: Asked) -> str:
    verbs.resolve(asked.note, resolved=False, by=asked.user)
    return "Open again."


DOING: dict[str, Callable[[Asked], str]] = {
    "rewrite": _rewrite,
    "keep": _keep,
    "reattach": _reattach,
    "hold": _hold,
    "release": _release,
    "really remove": _remove,
    "reply": _answer,
    "resolve": _resolve,
    "reopen": _reopen,
}


def _page(asked: Asked, asks: str = "") -> HttpResponse:
    story = asked.story
    shown = notes_of(story).filter(pk=asked.note.pk).first() or asked.note
    errors: list[Any] = [asked.refusal] if asked.refusal else []
    for form in (asked.form, asked.place, asked.reply):
        errors += map(str, form.non_field_errors())
    if asked.form.errors and not errors:
        errors.append("Not saved yet: something below needs another look.")
    context = {
        "story": story,
        "notes_url": notes_url(story),
        "view": NoteView(shown, story.language),
        "form": asked.form,
        "place": asked.place,
        "reply": asked.reply,
        "asks": asks,
        "errors": errors,
        "changed_since": asked.changed_since,
        "may_annotate": can(asked.user, Action.ANNOTATE, story),
        "may_rewrite": shown.kind != Annotation.Kind.COMMENT or shown.author_id == asked.user.pk,
        "media": asked.form.media,
    }
    title = f"{shown.get_kind_display()} on “{story}”"
    refused = bool(errors) or any(each.errors for each in (asked.place, asked.reply))
    return page(asked.request, "desk/notes/one.html", title, context, refused=refused)
