"""The answer to whoever pressed a button while the database took nothing, as on a full disk."""

from __future__ import annotations

import logging

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

NOT_WRITTEN = (
    "The server could not write it down: its disk may be full. Nothing was changed. Tell whoever "
    "runs the site, and try again."
)


def unwritten(request: HttpRequest) -> HttpResponse:
    """Call it where the fault was caught: it is logged with where it came from."""
    logging.getLogger("django.request").exception("The database took nothing.")
    context = {
        **admin.site.each_context(request),
        "title": "Nothing was changed",
        "sentence": NOT_WRITTEN,
    }
    return TemplateResponse(request, "desk/unwritten.html", context, status=503)
