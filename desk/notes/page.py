"""The notes of a story beside its text: where they are written, and looked after."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from annotations import verbs, whereabouts
from annotations.models import Annotation
from desk.asking import page, story_of, user_of
from desk.notes.choice import PlaceForm, put
from desk.notes.forms import BUTTONS, FORMS, KindForm
from desk.notes.shown import NoteView, in_order, notes_of, suggestions
from desk.notes.text import names_of, parts_of
from newsroom import status
from newsroom.admin.every_story import form_url
from newsroom.models import Story, User
from newsroom.permissions import Action, can, require
from newsroom.verbs import VerbRefused


@require_http_methods(["GET", "POST"])
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    """POST puts a note on words of the text."""
    user, story = user_of(request), story_of(pk)
    require(user, Action.VIEW, story)
    if request.method != "POST":
        wanted = request.GET.get("kind", "")
        return _page(request, story, None, _forms(request, story, user, wanted), wanted)
    require(user, Action.ANNOTATE, story)
    kind = request.POST.get("kind", "")
    forms = _forms(request, story, user, kind)
    place = PlaceForm(request.POST, parts=names_of(story.read()))
    note = _annotate(story, kind, place, forms, user)
    if note is not None:
        messages.success(request, f"The note is on its words. {_who_sees(note)}")
        return HttpResponseRedirect(f"{notes_url(story)}#note-{note.key}")
    return _page(request, story_of(pk), place, forms, kind, refused=True)


def _who_sees(note: Annotation) -> str:
    if note.kind == Annotation.Kind.COMMENT:
        return "Only colleagues see it."
    if note.hold:
        return "It is held: readers do not see it."
    if note.is_open_check:
        return "Readers do not see it before it has a verdict."
    return "Readers see it when it is published."


def _annotate(
    story: Story, kind: str, place: PlaceForm, forms: dict[str, KindForm], user: User
) -> Annotation | None:
    """The note; None where it was refused, and the forms say why."""
    form = forms.get(kind)
    if form is None:
        place.add_error(None, "Choose what kind of note it is.")
        return None
    if not (place.is_valid() & form.is_valid()):
        return None
    try:
        return put(
            story,
            place,
            lambda choice: verbs.annotate(story, kind, choice, form.content(), by=user),
        )
    except verbs.NoteRefused as refusal:
        form.add_error(None, str(refusal))
    except VerbRefused as refusal:
        place.add_error(None, str(refusal))
    return None


def _forms(request: HttpRequest, story: Story, user: User, kind: str) -> dict[str, KindForm]:
    sent = request.POST if request.method == "POST" else None
    return {
        name: form(sent if name == kind else None, story=story, user=user)
        for name, form in FORMS.items()
    }


def _page(
    request: HttpRequest,
    story: Story,
    place: PlaceForm | None,
    forms: dict[str, KindForm],
    kind: str,
    *,
    refused: bool = False,
) -> HttpResponse:
    reading = story.read()
    rows = list(notes_of(story))
    places = whereabouts.places(story, rows, reading.parts)
    rows = in_order(rows, places, reading.parts)
    suggested = suggestions(rows, reading.parts)
    views = [NoteView(note, story.language, suggested.get(note.pk)) for note in rows]
    parts = parts_of(story, reading, rows, places)
    context = {
        "story": story,
        "form_url": form_url(story),
        "status": status.status(story),
        "parts": parts,
        "placed": [each for each in views if not (each.is_moved or each.is_lost)],
        "moved": [each for each in views if each.is_moved],
        "lost": [each for each in views if each.is_lost],
        "beside": [each for each in views if each.note.pk in places],
        "counts": whereabouts.counts(story),
        "may_annotate": can(request.user, Action.ANNOTATE, story),
        "may_publish": can(request.user, Action.PUBLISH, story),
        "buttons": BUTTONS,
        "kind": kind if kind in FORMS else "",
        "place": _place(story, place, {part.part: part.name for part in parts}),
        "errors": _errors(place, forms.get(kind)),
        "forms": list(forms.values()),
        "media": sum((form.media for form in forms.values()), start=PlaceForm(parts={}).media),
    }
    return page(request, "desk/notes/page.html", f"Notes on “{story}”", context, refused=refused)


def _place(story: Story, sent: PlaceForm | None, names: dict[str, str]) -> PlaceForm:
    """The words that were sent stay in the form, and their place where it is of this very text."""
    words = {name: sent.data.get(name, "") for name in ("part", "words", "nth")} if sent else {}
    if sent and sent.is_valid() and sent.cleaned_data["seen"] == story.version:
        words |= {name: sent.data.get(name, "") for name in ("start", "end")}
    return PlaceForm(initial={**words, "seen": story.version}, parts=names)


def _errors(*forms: Any) -> list[str]:
    return [str(error) for form in forms if form is not None for error in form.non_field_errors()]


def notes_url(story: Story) -> str:
    return reverse("admin:desk_notes", args=[story.pk])
