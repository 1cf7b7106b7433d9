"""Publishing notes without the text: what will go out, and the one button."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from annotations import glossary
from annotations.models import Annotation, Term
from desk.asking import page, story_of, user_of
from desk.notes.page import notes_url
from desk.preview import LARGEST_NUMBER
from newsroom import timeline
from newsroom.admin.every_story import form_url
from newsroom.models import Edition, Story
from newsroom.permissions import Action, can, require
from newsroom.problems import Problem
from newsroom.records import NoteRecord
from newsroom.verbs import VerbRefused, publish_notes
from newsroom.verbs.refusals import NothingNew

# What readers do not see change, or that follows from what else changes.
UNSEEN = {"number", "changed_at", "start", "end", "prefix", "suffix", "mark"}
CHANGED_SINCE = "The notes of “{}” changed since you opened this page. Look at them once more."


@dataclass(frozen=True, slots=True)
class Pending:
    """What readers of a live piece would get, if its notes of today were published."""

    story: Story
    base: Edition
    new: list[NoteRecord]
    changed: list[NoteRecord]
    gone: list[NoteRecord]
    problems: list[Problem]
    seen: str

    @property
    def has_any(self) -> bool:
        return bool(self.new or self.changed or self.gone)

    @property
    def groups(self) -> list[tuple[str, list[dict[str, str]]]]:
        named = (("New", self.new), ("Changed", self.changed), ("No more", self.gone))
        return [(name, [_line(note) for note in notes]) for name, notes in named if notes]

    @property
    def notes_url(self) -> str:
        return notes_url(self.story)


def _line(note: NoteRecord) -> dict[str, str]:
    said = note.get("verdict") or note.get("definition") or note.get("title") or note["body"]
    said = said or note.get("url", "")  # a source that was pasted, and not described yet
    kind = Annotation.Kind(note["kind"]).label
    return {"kind": str(kind), "exact": note["exact"], "said": said}


def pending(story: Story) -> Pending | None:
    """None of a story that is not live."""
    concrete = story.concrete
    base = timeline.entry_at(concrete, timezone.now())
    if base is None or not base.is_readable:
        return None
    record = concrete.freeze(base=base)
    before, after = _by_hand(base.record["notes"]), _by_hand(record["notes"])
    shown = json.dumps([base.number, list(after.values())], sort_keys=True)
    return Pending(
        story=concrete,
        base=base,
        new=[note for key, note in after.items() if key not in before],
        changed=[
            note
            for key, note in after.items()
            if key in before and _seen(note) != _seen(before[key])
        ],
        gone=[note for key, note in before.items() if key not in after],
        problems=concrete.unplaced(record, base),
        seen=hashlib.sha256(shown.encode()).hexdigest()[:16],
    )


def _by_hand(notes: Sequence[NoteRecord]) -> dict[str, NoteRecord]:
    return {note["uuid"]: note for note in notes if note["origin"] == Annotation.Origin.HAND}


def _seen(note: NoteRecord) -> dict[str, Any]:
    return {name: value for name, value in note.items() if name not in UNSEEN}


@require_http_methods(["GET", "POST"])
def alone(request: HttpRequest, pk: int) -> HttpResponse:
    """The notes of one piece."""
    user, story = user_of(request), story_of(pk)
    require(user, Action.PUBLISH, story)
    waiting = pending(story)
    if waiting is None:
        messages.error(request, "It is not live. Its notes go out with it.")
        return HttpResponseRedirect(notes_url(story))
    refusal = _publish(request, [waiting]) if request.method == "POST" else ""
    if refusal is None:
        return HttpResponseRedirect(notes_url(story))
    context = {
        "story": story, "form_url": form_url(story), "notes_url": notes_url(story),
        "waiting": [waiting], "refusal": refusal, "may_publish": True,
        "can_publish": waiting.has_any and not waiting.problems,
    }  # fmt: skip
    title = f"Publish the notes on “{story}”"
    return page(request, "desk/notes/alone.html", title, context, refused=bool(refusal))


@require_http_methods(["GET", "POST"])
def term(request: HttpRequest, pk: int) -> HttpResponse:
    """The live pieces that explain a word of the glossary, and their notes all at once."""
    user = user_of(request)
    require(user, Action.CATALOGUE)
    word = Term.objects.filter(pk=pk).first() if pk <= LARGEST_NUMBER else None
    if word is None:
        raise Http404("The glossary has no such word.")
    if request.method == "POST":
        require(user, Action.PUBLISH)
    editions = list(glossary.live_with(word).select_related("story").defer("record"))
    found = [pending(each.story) for each in editions]
    waiting = [each for each in found if each is not None and each.has_any]
    refusal = _publish(request, waiting) if request.method == "POST" else ""
    if refusal is None:
        return HttpResponseRedirect(reverse("admin:desk_term", args=[word.pk]))
    context = {
        "term": word, "editions": editions, "waiting": waiting, "refusal": refusal,
        "may_publish": can(user, Action.PUBLISH),
        "can_publish": bool(waiting) and not any(each.problems for each in waiting),
    }  # fmt: skip
    title = f"Where “{word}” is explained"
    return page(request, "desk/notes/alone.html", title, context, refused=bool(refusal))


def _publish(request: HttpRequest, waiting: Sequence[Pending]) -> str | None:
    """Why nothing was published; None where it was, and the next page says so."""
    for each in waiting:
        if request.POST.get(f"seen-{each.story.pk}") != each.seen:
            return CHANGED_SINCE.format(each.story)
    try:
        if not waiting:
            return "Readers have these notes already."
        editions = publish_notes(*(each.story for each in waiting), by=user_of(request))
    except NothingNew:
        messages.info(request, "Readers have these notes already.")
    except VerbRefused as refusal:
        return str(refusal)
    else:
        pieces = "" if len(editions) == 1 else f" in {len(editions)} pieces"
        messages.success(request, f"Published. Readers see these notes now{pieces}.")
    return None
