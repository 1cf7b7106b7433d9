"""Somebody saved while somebody else wrote: both changes in one form, and neither lost.

A stale save is never written. Its words are merged with what was saved since and come back in the
form, unsaved. Where both changed the same words, a page asks first; it sends all the writer's own
words again with the choices, so that nothing is kept between the two but what the page holds.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list

from newsroom import merging
from newsroom.admin.conflict_page import changed_places, question_views
from newsroom.admin.wordings import SavedForm, facts_claimed, posted, write
from newsroom.merging import Wording
from newsroom.models import Revision
from prose.merging import Choice

SEEN = "seen"
CHOICE = "choice:"
CHOICES: dict[str, Choice] = {"mine": "mine", "theirs": "theirs", "both": "both"}


def answer(model_admin: Any, request: HttpRequest, form: Any, pk: int) -> HttpResponse:
    """What a stale save is answered: the form with both changes in it, or the questions first."""
    story = model_admin.get_object(request, str(pk))
    saved = SavedForm(model_admin, request, form, story)
    mine = posted(request, saved, story)
    seen = _seen(request, form)
    theirs = _theirs(saved, story, seen)
    if merging.same(mine, theirs):
        at = date_format(timezone.localtime(story.changed_at), "H:i")
        messages.info(request, f"This was saved already, at {at}.")
        return model_admin.response_change(request, story)  # type: ignore[no-any-return]
    together = merging.merge(_base(request, story, form.version_read), mine, theirs)
    choices = _choices(request)
    asked = "_together" in request.POST
    open_questions = {
        each.name
        for each in together.questions
        if not asked or (not each.is_words and each.name not in choices)
    }
    who = _who(request, story.pk, form.version_read, seen)
    changes = changed_places(together, saved)
    if not open_questions:
        post = request.POST.copy()
        write(post, together.wording(choices), saved)
        post["based_on"] = str(seen)
        if form.sent_again:
            return _saved_again(model_admin, request, post, story.pk)
        told = {"sentence": who["together"], "name": who["name"], "changes": changes}
        return _filled_in(model_admin, request, post, story.pk, told)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"Two versions of “{story}”",
        "opts": model_admin.opts,
        "story": story,
        "form_url": model_admin.form_url(story),
        "who": who,
        "seen": seen,
        "missing": [each for each in together.questions if asked and each.name in open_questions],
        "questions": question_views(together, saved, choices),
        "changes": changes,
        "hidden": _hidden(request),
    }
    return TemplateResponse(request, "admin/newsroom/story/conflict.html", context, status=409)


def _saved_again(model_admin: Any, request: HttpRequest, post: Any, pk: int) -> HttpResponse:
    """One's own newer words over one's own: saved, with rows that the form had not heard of."""
    filled: Any = copy.copy(request)
    filled.POST = post
    page: HttpResponse = model_admin._changeform_view(filled, str(pk), "", None)
    return page


def _filled_in(
    model_admin: Any, request: HttpRequest, post: Any, pk: int, told: dict[str, Any]
) -> HttpResponse:
    """The ordinary form, holding what was merged; nothing of it is saved yet."""
    for name in [name for name in post if name.startswith(("_", CHOICE)) or name == SEEN]:
        del post[name]
    filled: Any = copy.copy(request)
    filled.POST, filled.together = post, True
    page: HttpResponse = model_admin._changeform_view(filled, str(pk), "", {"together": told})
    return page


def _seen(request: HttpRequest, form: Any) -> int:
    """The newest version that the writer has been shown, or is about to be."""
    raw = request.POST.get(SEEN, "")
    shown = int(raw) if raw.isdecimal() and len(raw) < 10 else 0
    newest: int = form.conflict_version
    return shown if form.version_read < shown <= newest else newest


def _choices(request: HttpRequest) -> dict[str, Choice]:
    return {
        name.removeprefix(CHOICE): CHOICES[str(value)]
        for name, value in request.POST.items()
        if name.startswith(CHOICE) and value in CHOICES
    }


def _base(request: HttpRequest, story: Any, version: int) -> Wording:
    """What the writer began from; empty, and so asked about, where no revision holds it."""
    record = _record(story.pk, version)
    base = merging.of_record(record) if record else Wording()
    base.facts = {**facts_claimed(request.POST), **base.facts} if record else {}
    return base


def _theirs(saved: SavedForm, story: Any, version: int) -> Wording:
    record = _record(story.pk, version) or story.freeze()
    theirs = merging.of_record(record)
    theirs.facts = {**saved.facts(), **theirs.facts}
    spoken = {row["label"]: row for row in theirs.rows["speakers"]}
    # A record names only those who speak; a row stays for whoever once did.
    theirs.rows["speakers"] = [
        spoken.get(row["label"], row)
        for _, row in (saved.rows("speakers") if "speakers" in saved.formsets else [])
    ]
    return theirs


def _record(pk: int, version: int) -> Any:
    rows = Revision.objects.filter(story=pk, version=version).order_by("-id")
    return rows.values_list("record", flat=True).first()


def _who(request: HttpRequest, pk: int, after: int, until: int) -> Mapping[str, str]:
    """Who saved since, and when last, in sentences."""
    rows = list(
        Revision.objects.filter(story=pk, version__gt=after, version__lte=until)
        .order_by("version", "id")
        .values_list("author", "author_name", "created_at")
    )
    me = request.user.pk
    names = list(dict.fromkeys(name or "Somebody" for author, name, _ in rows if author != me))
    at = date_format(timezone.localtime(rows[-1][2] if rows else timezone.now()), "H:i")
    if not names and rows:
        began, name = f"You saved this piece at {at} in another window", "Yours, saved"
    else:
        name = get_text_list(names or ["Somebody"], "and")
        began = f"{name} saved this piece at {at}, after you opened it"
    return {
        "name": name,
        "saved": f"{began}. Your words are all here, and not saved yet.",
        "together": f"{began}. Both changes are in the text below; look them over, then save.",
    }


def _hidden(request: HttpRequest) -> list[tuple[str, str]]:
    """All the writer's own words, to be sent again."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        if not name.startswith(("_", CHOICE)) and name not in {SEEN, "csrfmiddlewaretoken"}
        for value in values
    ]
