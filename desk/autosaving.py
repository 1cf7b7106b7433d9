"""What a story's form sends by itself: its words, that it is still there, that it was left."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from desk.preview import KINDS, LARGEST_NUMBER
from newsroom import open_forms
from newsroom.admin.unsaved import form_url
from newsroom.models import OpenForm, Revision, Story, User
from newsroom.permissions import Action, can

# Forty times a long book chapter. A deliberate save takes more.
LARGEST = 8 * 1024 * 1024
MOST_ASKED = 50
FULL = "The server cannot write anything down: its disk may be full."


@require_http_methods(["GET", "POST"])
def autosave(request: HttpRequest, kind: str, pk: int | None = None) -> JsonResponse:
    """POST: {at, kept, based_on, present, newer} or {error}. GET: what became of forms."""
    if request.method == "GET":
        return JsonResponse(known_forms(request))
    try:
        story = _story(request.user, kind, pk)
    except (PermissionDenied, Http404) as refusal:
        status = 403 if isinstance(refusal, PermissionDenied) else 404
        return JsonResponse({"error": str(refusal)}, status=status)
    form = open_forms.number(request.POST.get("open_form"))
    if form is None:
        return JsonResponse({"error": "The form did not say which one it is."}, status=400)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return JsonResponse({"error": "That is more than is kept by itself."}, status=413)
    try:
        with transaction.atomic():
            told = _note(request, story, form)
    except DatabaseError:
        logging.getLogger("django.request").exception("A form could not be autosaved.")
        return JsonResponse({"error": FULL}, status=503)
    return JsonResponse(told)


def _story(user: Any, kind: str, pk: int | None) -> Story:
    """The piece the form is of, without its words; an unsaved one for a new piece."""
    if kind not in KINDS or (pk or 0) > LARGEST_NUMBER:
        raise Http404("There is no such piece.")
    if pk is None:
        if not can(user, Action.CREATE):
            raise PermissionDenied("Your role does not include writing pieces.")
        return KINDS[kind]()
    rows = Story.objects.only("kind", "title", "version", "created_by", "assignee")
    story = rows.filter(pk=pk, kind=kind).first()
    if story is None:
        raise Http404("This piece was deleted.")
    if not can(user, Action.EDIT, story):
        raise PermissionDenied("You may no longer change this piece.")
    return story


def _note(request: HttpRequest, story: Story, form: UUID) -> dict[str, Any]:
    post, user = request.POST, request.user
    assert isinstance(user, User)
    doing = post.get("_doing", "words")
    based_on = _number(post.get("based_on", ""))
    told: dict[str, Any] = {"kept": False}
    if doing == "left":
        open_forms.left(user, form)
        return told
    if doing == "restored":
        return _restore(request, story, form, based_on)
    if doing == "words":
        told["kept"] = open_forms.keep(user, form, story, based_on, _fields(request))
    elif doing == "same":
        open_forms.empty(user, form)
    else:
        open_forms.seen(user, form, story)
    saved = open_forms.saved_from(user, form, story) if story.pk else 0
    return {
        **told,
        "at": date_format(timezone.localtime(), "H:i:s"),
        "based_on": max(based_on, saved),
        "present": open_forms.presence_line(open_forms.others(user, story)),
        "newer": newer(user, story, max(based_on, saved)),
    }


def _restore(request: HttpRequest, story: Story, form: UUID, based_on: int) -> dict[str, Any]:
    """Words that only a browser held, kept under a new number: the old one may be in use."""
    user: Any = request.user
    new = uuid4()
    open_forms.keep(user, new, story, based_on, _fields(request))
    open_forms.empty(user, form)
    row = OpenForm.objects.defer("fields").get(user=user, form=new)
    return {
        "kept": True,
        "take": form_url(row),
        "look": reverse("admin:desk_unsaved", args=[row.pk]),
    }


def newer(user: User, story: Story, based_on: int) -> dict[str, Any] | None:
    """Who saved the piece after the form's words began, in a sentence."""
    if not story.pk or story.version <= based_on:
        return None
    saved = Revision.objects.filter(story=story.pk, version=story.version)
    found = saved.values_list("author", "author_name", "created_at").first()
    who, name, at = found or (None, "", timezone.now())
    mine = who == user.pk
    at_time = open_forms.clock(at)
    sentence = (
        f"You saved this piece in another tab at {at_time}."
        if mine
        else f"\u2068{name or 'Somebody'}\u2069 saved this piece at {at_time}."
    )
    return {"sentence": sentence, "mine": mine}


def known_forms(request: HttpRequest) -> dict[str, Any]:
    """Who is logged in, with a token for the form, and what became of the forms asked for."""
    asked = [open_forms.number(raw) for raw in request.GET.getlist("form")[:MOST_ASKED]]
    rows = OpenForm.objects.filter(user=request.user.pk, form__in=filter(None, asked))
    return {
        "user": request.user.pk,
        "token": get_token(request),
        "forms": {
            str(form): {"words": autosaved is not None, "saved": version or 0}
            for form, autosaved, version in rows.values_list(
                "form", "autosaved_at", "saved_version"
            )
        },
    }


def _fields(request: HttpRequest) -> open_forms.Fields:
    """What the writer filled in: not the form's own marks, nor the buttons."""
    aside = {"csrfmiddlewaretoken", "open_form", "based_on", "overwrite"}
    return {
        name: request.POST.getlist(name)
        for name in request.POST
        if name not in aside and not name.startswith("_")
    }


def _number(raw: str) -> int:
    return int(raw) if raw.isdecimal() and len(raw) < 10 else 0
