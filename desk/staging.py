"""The small pages on which a colleague approves a piece, or returns it to its writer."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from desk.asking import NoteForm, page, sent, story_of, user_of
from newsroom import verbs
from newsroom.admin.every_story import form_url
from newsroom.permissions import Action, require
from newsroom.status import statuses


class ApproveForm(NoteForm):
    seen = forms.IntegerField(widget=forms.HiddenInput)


@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    user, story = user_of(request), story_of(pk)
    require(user, Action.APPROVE, story)
    form = ApproveForm(
        sent(request), label="A word with it, for colleagues", initial={"seen": story.version}
    )
    if request.method == "POST" and form.is_valid():
        try:
            verbs.approve(
                story, by=user, seen=form.cleaned_data["seen"], note=form.cleaned_data["note"]
            )
        except verbs.VerbRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Approved. It is ready to be published.")
            return HttpResponseRedirect(form_url(story))
    context = {"story": story, "status": statuses([story])[story.pk], "form": form}
    return page(request, "desk/approve.html", f"Approve “{story}”", context, form)


@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    user, story = user_of(request), story_of(pk)
    require(user, Action.APPROVE, story)
    form = NoteForm(sent(request), label="What is still to do", required=True)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.send_back(story, by=user, note=form.cleaned_data["note"])
        except verbs.VerbRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Returned. Whoever opens it sees your reason.")
            return HttpResponseRedirect(form_url(story))
    context = {"story": story, "status": statuses([story])[story.pk], "form": form}
    return page(request, "desk/send_back.html", f"Return “{story}”", context, form)
