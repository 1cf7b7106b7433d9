"""Pictures as files, for an install without nginx in front."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

# The only names that uploads give: a hash, perhaps a width, and a format of ours.
_PICTURE = re.compile(r"pictures/[0-9a-f]{16,40}(?:-\d{2,4})?\.(?:jpg|png|webp)")
_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    if not _PICTURE.fullmatch(path):
        raise Http404("There is no such picture.")
    try:
        file = (settings.MEDIA_ROOT / path).open("rb")
    except OSError:
        raise Http404("There is no such picture.") from None
    response = FileResponse(file, content_type=_TYPES[path.rpartition(".")[2]])
    # Named by the hash of its bytes: it can never change.
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
