"""Pictures and recordings as files, for an install without nginx in front."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from interviews import recordings
from interviews.models import Recording

# The only names that uploads give: a hash, perhaps a width, and a format of ours.
_PICTURE = re.compile(r"pictures/[0-9a-f]{16,40}(?:-\d{2,4})?\.(?:jpg|png|webp)")
_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
_RECORDING = re.compile(r"recordings/([0-9a-f]{16,40})\.([a-z0-9]{3,4})")
# Named by the hash of its bytes: it can never change.
FOR_EVER = "public, max-age=31536000, immutable"
# An answer of one piece leaves its thread at once, however slow its reader is (newsroom.ranges). What
# pages name is at most 1,600 pixels wide and has far less; only an original may have more.
MOST_BYTES = 8 * 1024 * 1024
# Where nginx has the media folder for itself; README.md has its lines.
_FOR_NGINX = "/kept/"


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    named = _RECORDING.fullmatch(path)
    if named is not None:
        return _recording(request, *named.groups())
    if not _PICTURE.fullmatch(path):
        raise Http404("There is no such picture.")
    try:
        response = _picture(request, settings.MEDIA_ROOT / path)
    except OSError:
        raise Http404("There is no such picture.") from None
    response.headers["Cache-Control"] = FOR_EVER
    return response


def _picture(request: HttpRequest, file: Path) -> HttpResponseBase:
    media_type = _TYPES[file.suffix[1:]]
    size = file.stat().st_size
    if size > MOST_BYTES:
        return FileResponse(file.open("rb"), content_type=media_type)
    content = b"" if request.method == "HEAD" else file.read_bytes()
    headers = {
        "Content-Length": str(size),
        "Content-Disposition": f'inline; filename="{file.name}"',
    }
    return HttpResponse(content, content_type=media_type, headers=headers)


def _recording(request: HttpRequest, key: str, extension: str) -> HttpResponse:
    """A recording that a live edition names; to everybody else it is not there."""
    recording = Recording.objects.filter(key=key, extension=extension).first()
    if recording is None or not recordings.is_public(recording):
        raise Http404("There is no such recording.")
    if request.headers.get("X-Sendfile-Type") == "X-Accel-Redirect":
        response = HttpResponse(content_type=recording.media_type)
        response.headers["X-Accel-Redirect"] = _FOR_NGINX + recording.path
    else:
        response = recordings.answer(request, recording)
    response.headers.setdefault("Cache-Control", FOR_EVER)
    # Anybody can send that header: a cache must not keep the empty answer for everybody else.
    patch_vary_headers(response, ["X-Sendfile-Type"])
    return response
