"""Pictures for the text: chosen from those there are, or taken in from the form."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import OperationalError
from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_http_methods

from desk.unwritten import NOT_WRITTEN
from newsroom import spooling
from newsroom.admin.pictures import small
from newsroom.models import Picture, User
from newsroom.permissions import Action, can
from newsroom.uploads import NotKept, UploadRefused, take_in

PAGE = 24


@require_http_methods(["GET", "POST"])
def pictures(request: HttpRequest) -> JsonResponse:
    """GET: {pictures: […], more}, newest first or found by `q`. POST: the picture, or {error}."""
    return _upload(request) if request.method == "POST" else _list(request)


def _list(request: HttpRequest) -> JsonResponse:
    if not can(request.user, Action.VIEW):
        raise PermissionDenied("Your role does not include looking at pictures.")
    found = Picture.objects.order_by("-created_at", "-id")
    query = request.GET.get("q", "").replace("\x00", "").strip()
    if query:
        found = found.filter(
            Q(title__icontains=query) | Q(alt__icontains=query) | Q(caption__icontains=query)
        )
    page = Paginator(found, PAGE).get_page(request.GET.get("page", "1"))
    return JsonResponse({"pictures": [described(each) for each in page], "more": page.has_next()})


def _upload(request: HttpRequest) -> JsonResponse:
    if not isinstance(request.user, User) or not can(request.user, Action.CREATE):
        raise PermissionDenied("Your role does not include adding pictures.")
    file = request.FILES.get("file")
    if file is None:
        return _no_file(request)
    words = {name: request.POST.get(name, "") for name in ("title", "alt", "caption", "credit")}
    if any("\x00" in word for word in words.values()):
        return JsonResponse(
            {
                "error": "A description holds a character that cannot be kept (NUL). Remove it and try again."
            },
            status=400,
        )
    try:
        picture = take_in(
            file,
            by=request.user,
            decorative=request.POST.get("decorative", "") not in {"", "0", "false"},
            **words,
        )
    except UploadRefused as refusal:
        status = 503 if isinstance(refusal, NotKept) else 400
        return JsonResponse({"error": str(refusal)}, status=status)
    except OperationalError:
        logging.getLogger("django.request").exception("A picture could not be noted.")
        return JsonResponse({"error": NOT_WRITTEN}, status=503)
    return JsonResponse(described(picture), status=201)


def _no_file(request: HttpRequest) -> JsonResponse:
    why = spooling.refused(request) or UploadRefused("No file came along. Choose a picture first.")
    return JsonResponse({"error": str(why)}, status=503 if isinstance(why, NotKept) else 400)


def described(picture: Picture) -> dict[str, Any]:
    """A picture as the writer's script needs it; `markdown` is what stands in the text."""
    return {
        "key": picture.key,
        "title": picture.title,
        "alt": picture.alt,
        "decorative": picture.decorative,
        "caption": picture.caption,
        "credit": picture.credit,
        "thumbnail": small(picture),
        "markdown": markdown(picture),
    }


def markdown(picture: Picture) -> str:
    """The picture's own words are looked up when it is shown; these are for whoever writes."""
    words = " ".join((picture.alt or picture.title).split())
    for mark in "\\[]":
        words = words.replace(mark, f"\\{mark}")
    return f"![{words}](picture:{picture.key})"
