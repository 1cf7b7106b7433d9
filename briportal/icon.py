"""The site's icon where browsers look for it unasked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe


@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(static("portal/station.svg"))
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
