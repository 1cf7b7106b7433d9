"""Words that nobody saved, in a story's form: offered, taken up again, and never dropped."""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from newsroom import open_forms
from newsroom.models import OpenForm, Story, User
from newsroom.models.open_forms import PRESENT

TEXTS = ("title", "standfirst", "body", "introduction", "transcript")
OFFERED = 5
REFUSED = (
    "The server could not write it down: its disk may be full. Your words are all here, and not "
    "saved yet. Leave this page open, tell whoever runs the site, and save again."
)


@dataclass(frozen=True, slots=True)
class Offer:
    """Words of an open form. `is_open`: the form is still before its writer, in another tab."""

    row: OpenForm
    at: str
    title: str
    take_url: str
    look_url: str
    is_open: bool


def form_url(row: OpenForm) -> str:
    """Where the words of the row are taken up again."""
    name = f"admin:{row.kind}s_{row.kind}"
    page = (
        reverse(f"{name}_change", args=[row.story_id]) if row.story_id else reverse(f"{name}_add")
    )
    return f"{page}?words={row.pk}"


def filled_in(request: HttpRequest, kind: str, object_id: str | None) -> HttpRequest:
    """The request as it is; with `?words=`, as if the row's words had just been posted."""
    row = _asked_for(request, kind, object_id)
    if row is None:
        return request
    row = open_forms.take(row)
    # Reads the request's own, empty ones: asked for later, they would replace what is put here.
    posted = request.POST.copy()
    for name, values in (row.fields or {}).items():
        # Rows of a piece that was deleted are nobody's; its text goes on as a new piece.
        orphaned = row.story_id is None and row.based_on and name.endswith("_FORMS")
        posted.setlist(name, ["0"] if orphaned else values)
    posted["open_form"] = str(row.form)
    posted["based_on"] = str(row.based_on or "")
    filled: Any = copy.copy(request)
    filled.method, filled.POST, filled.taken = "POST", posted, row
    return filled  # type: ignore[no-any-return]


def _asked_for(request: HttpRequest, kind: str, object_id: str | None) -> OpenForm | None:
    wanted, story = request.GET.get("words", ""), object_id or "0"
    if request.method != "GET" or not isinstance(request.user, User):
        return None
    if not all(each.isdecimal() and len(each) < 18 for each in (wanted, story)):
        return None
    rows = OpenForm.objects.with_words().filter(user=request.user, kind=kind, pk=int(wanted))
    return rows.filter(story=int(story) or None).first()


def prepare(form: Any, request: Any) -> None:
    """Tell the class of the form what this request wants of it."""
    form.taken = getattr(request, "taken", None) is not None
    form.refused = getattr(request, "refused", "")


def refuse(request: Any, answer: Callable[..., HttpResponse], *arguments: Any) -> HttpResponse:
    """The database took nothing: the form again, with every word in it, and what to do."""
    logging.getLogger("django.request").exception("A piece could not be saved.")
    request.refused = REFUSED
    page = answer(request, *arguments)
    page.status_code = 503
    return page


def form_context(
    model_admin: Any, request: Any, context: dict[str, Any], story: Story | None
) -> dict[str, Any]:
    """What the page of the form shows of open forms: its own number, offers, who else is here."""
    if not isinstance(request.user, User) or not context["may_edit"]:
        return {}
    kind = model_admin.model.KIND
    piece = story if story is not None and story.pk else model_admin.model()
    form = _open(request, piece)
    here = [kind, *([piece.pk] if piece.pk else [])]
    return {
        "open_form": form,
        "taken": getattr(request, "taken", None),
        "autosave_url": reverse("admin:desk_autosave", args=here),
        "offers": offers(request.user, piece, apart_from=form),
        "present": open_forms.presence_line(open_forms.others(request.user, piece)),
    }


def _open(request: Any, story: Story) -> Any:
    """The form's number, noted where the database can: reading goes on where it cannot."""
    form = open_forms.number(request.POST.get("open_form"))
    if not story.pk:
        return form or uuid4()
    try:
        with transaction.atomic():
            return open_forms.open_form(request.user, story, form)
    except DatabaseError:
        return form or uuid4()


def offers(user: User, story: Story, *, apart_from: Any) -> list[Offer]:
    """Words of this person's, of this piece or of new ones of its kind, that were not saved."""
    rows = OpenForm.objects.with_words().filter(user=user, kind=story.kind, story=story.pk)
    found = rows.exclude(form=apart_from)[:OFFERED]
    return [offer(row) for row in found if not story.pk or differs(row, story)]


def offer(row: OpenForm) -> Offer:
    since = timezone.now() - PRESENT
    return Offer(
        row=row,
        at=open_forms.clock(row.autosaved_at or row.opened_at),
        title=text_of(row, "title") or "",
        take_url=form_url(row),
        look_url=reverse("admin:desk_unsaved", args=[row.pk]),
        is_open=row.left_at is None and row.seen_at >= since,
    )


def differs(row: OpenForm, story: Story) -> bool:
    """Not the words that were saved since, from another form."""
    if row.based_on == story.version:
        return True
    words = {name: text_of(row, name) for name in TEXTS}
    return any(word not in (None, getattr(story, name, None)) for name, word in words.items())


def text_of(row: OpenForm, name: str) -> str | None:
    """One text of the form, with the line ends that a saved one has; None where it has none."""
    values = (row.fields or {}).get(name)
    return values[0].replace("\r\n", "\n").replace("\r", "\n") if values else None
