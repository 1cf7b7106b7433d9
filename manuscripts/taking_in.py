"""The page that takes a manuscript in: shown, looked over, and made by one button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from manuscripts import choosing, heads, importer, screen
from manuscripts.forms import ManuscriptForm
from manuscripts.kept import drafts_seen, may_read
from manuscripts.reading import Unreadable
from newsroom import verbs
from newsroom.languages import LANGUAGES
from newsroom.models import Story, User
from newsroom.permissions import Action, can, require

MAX_STORIES = 50


def view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """GET asks for a manuscript; POST shows what it would become, or makes it."""
    user = request.user
    require(user, Action.CREATE)
    if not isinstance(user, User):
        raise PermissionDenied("Log in first.")
    if request.method != "POST":
        return _page(request, site, ManuscriptForm())
    form = ManuscriptForm(request.POST, request.FILES)
    form.full_clean()
    coming = _read(form, request)
    is_whole = form.is_valid()
    wanted = request.POST.get("do")
    if not is_whole or coming is None or wanted not in {"create", "publish"}:
        return _page(request, site, form, coming)
    if not coming.parsed.stories or len(coming.parsed.stories) > MAX_STORIES:
        return _page(request, site, form, coming)
    if request.POST.get("shown") != choosing.shown(coming, _head(request, coming)):
        return _page(request, site, form, coming, unseen=True)
    try:
        stories = _make(request, coming, user, publishes=wanted == "publish")
    except importer.ImportedBefore:
        return _page(request, site, form, coming)
    except verbs.VerbRefused as refusal:
        form.add_error(None, f"Nothing was made, because not all of it can go out. {refusal}")
        return _page(request, site, form, coming)
    return _made(request, stories, published=wanted == "publish")


def _read(form: ManuscriptForm, request: HttpRequest) -> importer.Import | None:
    """The text of the field, unless that itself is no manuscript."""
    if "text" in form.errors or not form.cleaned_data.get("text"):
        return None
    try:
        return importer.prepare(
            form.cleaned_data["text"],
            language=form.cleaned_data["language"],
            name=form.cleaned_data.get("name", ""),
            encoding=form.cleaned_data.get("encoding", ""),
            otherwise=choosing.otherwise(request.POST),
        )
    except Unreadable as error:
        sent = request.FILES.get("file")
        form.add_error("file" if sent else "text", f"{sent.name}: {error}" if sent else str(error))
        return None


def _make(
    request: HttpRequest, coming: importer.Import, by: User, *, publishes: bool
) -> list[Story]:
    def publish(stories: Sequence[Story]) -> None:
        if publishes:
            verbs.publish(*stories, by=by)

    return importer.create(
        coming,
        by=by,
        choices=[
            {choice.proposal.label: choice.chosen for choice in choices}
            for choices in choosing.people(coming, request.POST)
        ],
        titles=dict(enumerate(choosing.titles(coming, request.POST))),
        again=request.POST.get("again", ""),
        then=publish,
    )


def _made(request: HttpRequest, stories: Sequence[Story], *, published: bool) -> HttpResponse:
    drafts = "1 draft" if len(stories) == 1 else f"{len(stories)} drafts"
    done = "Published. Readers see it now." if published else f"Made {drafts}."
    messages.success(request, done)
    manuscript = stories[0].manuscripts.get()
    return HttpResponseRedirect(
        reverse("admin:manuscripts_manuscript_change", args=[manuscript.pk])
    )


def _page(
    request: HttpRequest,
    site: AdminSite,
    form: ManuscriptForm,
    coming: importer.Import | None = None,
    *,
    unseen: bool = False,
) -> HttpResponse:
    """`unseen`: a button was pressed under another reading than this one, and made nothing."""
    context = {
        **site.each_context(request),
        "title": "Paste a manuscript",
        "form": form,
        # The field shows the text as it was read: a file's words stand in it from now on.
        "text": coming.text if coming else form["text"].value() or "",
        "coming": coming,
        "unseen": unseen,
        "most": MAX_STORIES,
        "sent_on": choosing.sent_on(request.POST) if not coming else [],
        **(_plan(request, coming) if coming else {}),
        **(_before(request.user, coming) if coming else {}),
    }
    if coming:
        kept = ("name", "encoding", "came")
        context["kept"] = [(field, form.cleaned_data.get(field, "")) for field in kept]
    status = 422 if form.errors else 200
    return TemplateResponse(request, "manuscripts/import.html", context, status=status)


def _plan(request: HttpRequest, coming: importer.Import) -> dict[str, Any]:
    count, head = len(coming.parsed.stories), _head(request, coming)
    return {
        "plan": screen.plan(coming, request.POST),
        "head": head,
        "shown": choosing.shown(coming, head),
        "too_many": count if count > MAX_STORIES else 0,
        "create_label": "Create the draft" if count == 1 else f"Create {count} drafts",
        "publish_label": _publish_label(count) if can(request.user, Action.PUBLISH) else "",
        "may_add_people": can(request.user, Action.CATALOGUE),
    }


def _head(request: HttpRequest, coming: importer.Import) -> list[heads.Line]:
    language = request.POST.get("language", "")
    return heads.said(
        coming,
        may_add=can(request.user, Action.CATALOGUE),
        language=language if language in LANGUAGES else "",
    )


def _publish_label(count: int) -> str:
    return {1: "Create and publish it", 2: "Create and publish both"}.get(
        count, f"Create and publish all {count}"
    )


def _before(user: Any, coming: importer.Import) -> dict[str, Any]:
    """What was made of the same words before."""
    drafts = coming.drafts_made
    earlier = coming.earlier if drafts else None
    return {
        "earlier": earlier,
        "may_open_earlier": earlier and may_read(user, earlier),
        "drafts_made": drafts_seen(user, drafts),
        "made_before": coming.made_before,
    }
