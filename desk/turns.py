"""What the transcript's editor asks while somebody writes: the turns, and to remember an alias."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from desk.preview import LARGEST_NUMBER
from interviews.margin import margin
from interviews.models import Interview, Speaker, TwoPeople
from interviews.transcripts import role_of
from newsroom import bodies, version
from newsroom.models import Person, Story
from newsroom.permissions import Action, can
from prose.characters import legible

# Six times an interview of 100,000 words.
LARGEST = 4 * 1024 * 1024
LONGEST_ALIAS = 200
MOST_ALIASES = 200


@require_POST
def turns(request: HttpRequest, pk: int | None = None) -> JsonResponse:
    """The body is a transcript as text/plain; the answer `interviews.margin.Margin`, `people`:
    for each label that stands for somebody, [number, name], and `stations`: the readers' shape of
    each of the `labels`. Or {error}."""
    try:
        story = _story(request.user, pk)
    except (PermissionDenied, Http404) as refusal:
        status = 403 if isinstance(refusal, PermissionDenied) else 404
        return JsonResponse({"error": str(refusal)}, status=status)
    if request.content_type != "text/plain":
        return _error("The transcript did not come along as plain text.", 400)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return _error(
            "This transcript is too long to show its turns beside it. "
            "It can be written and saved all the same.",
            413,
        )
    try:
        words = request.body.decode()
    except UnicodeDecodeError:
        return _error("The transcript did not come along whole. It is read again as you type.", 400)
    rows = _speakers(story)
    decided = {row.label: row.person.current for row in rows if row.person is not None}
    read = margin(
        words,
        known=[row.label for row in rows],
        decided=decided.keys(),
        apart=TwoPeople.objects.among,
    )
    people = {label: [person.pk, person.name] for label, person in decided.items()}
    return JsonResponse({**read, "people": people, "stations": _stations(rows, read["labels"])})


def _stations(rows: list[Speaker], labels: list[str]) -> list[int]:
    """Those of the page that a save would make, in the order of `labels`."""
    roles = {row.label: row.role for row in rows if row.label in labels}
    found = bodies.stations(
        roles | {label: role_of(label) for label in labels if label not in roles}
    )
    return [found[label] for label in labels]


def _story(user: Any, pk: int | None) -> Story | None:
    if pk is None:
        if not can(user, Action.CREATE):
            raise PermissionDenied("Your role does not include writing pieces.")
        return None
    if pk > LARGEST_NUMBER:
        raise Http404("There is no such piece.")
    story = Story.objects.only("title", "created_by", "assignee").filter(pk=pk).first()
    if story is None:
        raise Http404("This piece was deleted.")
    if not can(user, Action.EDIT, story):
        raise PermissionDenied("You may no longer change this piece.")
    return story


def _speakers(story: Story | None) -> list[Speaker]:
    """The same labels that a save reads the transcript beside."""
    if story is None:
        return []
    rows = Speaker.objects.kept().filter(interview=story.pk)
    return list(rows.select_related("person__merged_into__merged_into"))


@require_POST
def remember(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep `alias` as another name of a person, for the next import. {said} or {error}."""
    if not can(request.user, Action.CATALOGUE):
        return _error("Your role does not include changing what people are called.", 403)
    alias = " ".join(legible(request.POST.get("alias", "")).split())
    if not alias or len(alias) > LONGEST_ALIAS:
        return _error(f"A name has between 1 and {LONGEST_ALIAS} letters.", 400)
    with transaction.atomic():
        rows = Person.objects.select_for_update(of=("self",)).filter(pk=min(pk, LARGEST_NUMBER))
        person = rows.first()
        if person is None:
            return _error("This person was deleted meanwhile.", 404)
        if alias in person.names:
            return JsonResponse({"said": f"“{alias}” is a name of {person.name} already."})
        if len(person.aliases) >= MOST_ALIASES:
            return _error(f"{person.name} has {MOST_ALIASES} other names, and takes no more.", 400)
        person.aliases = [*person.aliases, alias]
        person.save(update_fields=["aliases"])
        version.bump()
    return JsonResponse({"said": f"“{alias}” is remembered as {person.name}."})


@require_POST
def part(request: HttpRequest, pk: int) -> JsonResponse:
    """Two labels that are two people: `label` and `meant`; or, with `again`, that nobody says so
    any more. {said} or {error}."""
    try:
        story = _story(request.user, pk)
    except (PermissionDenied, Http404) as refusal:
        return _error(str(refusal), 403 if isinstance(refusal, PermissionDenied) else 404)
    interview = Interview.objects.filter(pk=story.pk if story else 0).first()
    labels = sorted({legible(request.POST.get(name, "")) for name in ("label", "meant")})
    if interview is None or len(labels) != 2 or not all(0 < len(each) <= 200 for each in labels):
        return _error("Two different labels of an interview are two people.", 400)
    one, other = labels
    if "again" in request.POST:
        # It was said for every interview, wherever it was said.
        TwoPeople.objects.filter(one=one, other=other).delete()
        return JsonResponse({"said": f"Whether {one} and {other} are one is asked again."})
    TwoPeople.objects.get_or_create(
        interview=interview, one=one, other=other, defaults={"said_by": request.user}
    )
    return JsonResponse({"said": f"{one} and {other} are two people. Nobody is asked again."})


def _error(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)
