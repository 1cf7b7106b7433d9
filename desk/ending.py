"""The small pages that ask before a piece, or an earlier wording of it, is taken from readers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from desk.asking import NoteForm, page, sent, story_of, user_of
from newsroom import verbs
from newsroom.admin.every_story import form_url
from newsroom.models import Edition
from newsroom.permissions import Action, require
from newsroom.status import statuses


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    user, story = user_of(request), story_of(pk)
    require(user, Action.WITHDRAW, story)
    form = NoteForm(sent(request), label="Why, for colleagues")
    if request.method == "POST" and form.is_valid():
        try:
            verbs.withdraw(story, by=user, note=form.cleaned_data["note"])
        except verbs.VerbRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Withdrawn. Its address now says that the piece is gone.")
            return HttpResponseRedirect(form_url(story))
    context = {"story": story, "status": statuses([story])[story.pk], "form": form}
    return page(request, "desk/withdraw.html", f"Withdraw “{story}”", context, form)


@require_http_methods(["GET", "POST"])
def retract(request: HttpRequest, pk: int) -> HttpResponse:
    user, story = user_of(request), story_of(pk)
    require(user, Action.RETRACT, story)
    form = NoteForm(sent(request), label="Why, for readers", required=True)
    if request.method == "POST" and form.is_valid():
        try:
            entry = verbs.retract(story, by=user, note=form.cleaned_data["note"])
        except verbs.VerbRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"Retracted. Readers find your reason at its address, {entry.path}."
            )
            return HttpResponseRedirect(form_url(story))
    context = {"story": story, "status": statuses([story])[story.pk], "form": form}
    return page(request, "desk/retract.html", f"Retract “{story}”", context, form)


@require_http_methods(["GET", "POST"])
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks twice: the second page repeats the reason, and only its button blanks the words."""
    user, story = user_of(request), story_of(pk)
    require(user, Action.TAKE_DOWN, story)
    form = NoteForm(sent(request), label="What readers are told")
    asks_again = request.method == "POST" and form.is_valid() and "sure" not in request.POST
    if request.method == "POST" and form.is_valid() and not asks_again:
        try:
            blanked = verbs.take_down(story, by=user, note=form.cleaned_data["note"])
        except verbs.VerbRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            held = ", ".join(map(str, blanked))
            messages.success(
                request,
                f"Taken down. Blanked: {held}. Copies outside this site, backups among them, are "
                "yours to see to.",
            )
            return HttpResponseRedirect(form_url(story))
    context = {
        "story": story,
        "status": statuses([story])[story.pk],
        "form": form,
        "asks_again": asks_again,
    }
    return page(request, "desk/take_down.html", f"Take down “{story}”", context, form)


@require_http_methods(["GET", "POST"])
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """An earlier wording: sealed with a reason, or opened again."""
    user = user_of(request)
    edition = get_object_or_404(Edition.objects.select_related("story").defer("record"), pk=pk)
    require(user, Action.RETRACT, edition.story)
    is_sealed = edition.sealed_at is not None
    form = NoteForm(sent(request), label="Why, for readers", required=not is_sealed)
    if request.method == "POST" and form.is_valid():
        try:
            if is_sealed:
                verbs.unseal(edition, by=user)
                messages.success(request, "Readers may read that wording again.")
            else:
                verbs.seal(edition, by=user, note=form.cleaned_data["note"])
                messages.success(request, "Sealed. Its address says why.")
            return HttpResponseRedirect(history_url(edition))
        except verbs.VerbRefused as refusal:
            form.add_error(None, str(refusal))
    context = {"edition": edition, "form": form, "history_url": history_url(edition)}
    title = f"Wording number {edition.number} of “{edition.story}”"
    return page(request, "desk/seal.html", title, context, form)


def history_url(edition: Edition) -> str:
    kind = edition.kind
    return reverse(f"admin:{kind}s_{kind}_history", args=[edition.story_id])
