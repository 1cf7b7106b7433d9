"""Any two wordings of a story compared, and an earlier one restored or named."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from desk import compared, side_facts
from newsroom import verbs, wordings
from newsroom.admin.every_story import form_url
from newsroom.models import Revision, Story
from newsroom.permissions import Action, can
from newsroom.wordings import Wording

LARGEST_NUMBER = 2**63 - 1


@require_GET
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two wordings of one story: ?from= and ?to= name them, ?as=source shows their Markdown."""
    story = _story(request, pk)
    before = _wording(story, request.GET.get("from", ""))
    after = _wording(story, request.GET.get("to", ""))
    source = request.GET.get("as") == "source"
    old, new = before.read(), after.read()
    if wordings.SAID in {before.key, after.key}:
        old, new = compared.without_originals(old), compared.without_originals(new)
    parts = compared.as_source(old, new) if source else compared.as_read(story, old, new)
    context = {
        "story": story,
        "story_url": form_url(story),
        "history_url": history_url(story),
        "before": before,
        "after": after,
        "choices": _choices(story, before, after),
        "source": source,
        **_ways(before, after, source),
        "summary": compared.summary(parts),
        "facts": side_facts.changed_facts(old, new),
        "source_differs": old["texts"] != new["texts"],
        "parts": parts,
        "language": new["language"],
        "direction": compared.direction(new["language"]),
        "restorable": _restorable(request, story, before, after),
    }
    return _page(request, "desk/compare.html", f"Versions of “{story}” compared", context)


@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """GET asks; POST makes an earlier wording the draft again."""
    story = _story(request, pk, Action.EDIT)
    wording = _wording(story, key)
    refusal = ""
    if request.method == "POST":
        try:
            wordings.restore(
                story,
                wording,
                by=request.user,  # type: ignore[arg-type]
                based_on=_number(request.POST.get("based_on", "")),
            )
        except verbs.VerbRefused as error:
            refusal = str(error)
        else:
            at = date_format(timezone.localtime(), "H:i")
            messages.success(
                request,
                f"Restored {at} as a draft. What it said before is in the history; readers see "
                "no change until you publish it.",
            )
            return HttpResponseRedirect(form_url(story))
        story.refresh_from_db()
    context = {
        "story": story,
        "story_url": form_url(story),
        "history_url": history_url(story),
        "wording": wording,
        "compare_url": compare_url(story, wordings.NOW, wording.key),
        "besides": story.recall_changes(wording.read()),
        "refusal": refusal,
    }
    return _page(request, "desk/restore.html", f"Restore a version of “{story}”", context, refusal)


@require_POST
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a revision something."""
    revision = get_object_or_404(Revision.objects.select_related("story"), pk=pk)
    words = request.POST.get("name", "")
    wordings.name(revision, words, by=request.user)  # type: ignore[arg-type]
    called = f"“{revision.note}”" if revision.note else "nothing again"
    messages.success(request, f"This version is called {called}.")
    return HttpResponseRedirect(history_url(revision.story))


def history_url(story: Story) -> str:
    return reverse(f"admin:{story.kind}s_{story.kind}_history", args=[story.pk])


def compare_url(story: Story, before: str, after: str) -> str:
    query = urlencode({"from": before, "to": after})
    return f"{reverse('admin:desk_compare', args=[story.pk])}?{query}"


def _story(request: HttpRequest, pk: int, action: Action = Action.VIEW) -> Story:
    story = Story.objects.filter(pk=pk).first() if pk <= LARGEST_NUMBER else None
    if story is None:
        raise Http404("There is no such piece.")
    if not can(request.user, action, story):
        raise PermissionDenied("Your role does not include this for this piece.")
    return story.concrete


def _wording(story: Story, key: str) -> Wording:
    wording = wordings.find(story, key)
    if wording is None:
        raise Http404("This piece has no such version.")
    return wording


def _number(sent: str) -> int:
    """The version that a page was made from; 0, which no story has, if it was not sent."""
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else 0


def _choices(story: Story, *chosen: Wording) -> list[Wording]:
    """What can be chosen on the page: the draft, then the newest, with those it shows."""
    now = wordings.find(story, wordings.NOW)
    found = [now] if now else []
    found += wordings.offered(story)
    keys = {wording.key for wording in found}
    return found + [wording for wording in chosen if wording.key not in keys]


def _restorable(request: HttpRequest, story: Story, *shown: Wording) -> list[Wording]:
    if not can(request.user, Action.EDIT, story):
        return []
    return [wording for wording in shown if wording.key != wordings.NOW]


def _ways(before: Wording, after: Wording, source: bool) -> dict[str, str]:
    """Addresses of the page in its two views, and the other way round."""
    pair, shown = {"from": before.key, "to": after.key}, {"as": "source"}
    swapped = {"from": after.key, "to": before.key, **(shown if source else {})}
    return {
        "prose_query": urlencode(pair),
        "source_query": urlencode({**pair, **shown}),
        "swap_query": urlencode(swapped),
    }


def _page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], refusal: str = ""
) -> HttpResponse:
    return TemplateResponse(
        request,
        template,
        {**admin.site.each_context(request), "title": title, **context},
        status=422 if refusal else 200,
    )
