"""The notes of a piece for other programs: a W3C Web Annotation collection at `annotations.json`."""

from __future__ import annotations

import json
import unicodedata
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from newsroom import paths
from newsroom.exports import web_annotations
from newsroom.models import Edition
from portal.addresses import absolute
from portal.files import file_of, not_live
from portal.pieces import Facts, Pieces
from portal.prepared import Prepared

NAME = "annotations.json"


def _noted(*, moment: datetime, path: str) -> Pieces:
    live = Edition.objects.at(moment).filter(path=path).annotate(facts=Facts("record"))
    return live.values_list("facts", "body__texts", "issued_at")


_NOTED = Prepared(_noted, moment=datetime, path=str)


@require_safe
def annotated(request: HttpRequest, language: str, kind: str, slug: str) -> HttpResponse:
    """The public notes of a live piece; of one that is not live, what its own address says."""
    path = paths.path_for(kind, language, unicodedata.normalize("NFC", slug))
    for record, texts, issued_at in _NOTED.rows(moment=timezone.now(), path=path):
        url = absolute(path)
        found = web_annotations.collection(
            record, texts or {}, url=url, site=settings.SITE_NAME, address=url + NAME
        )
        words = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        return file_of(words, web_annotations.MEDIA_TYPE, url, language, issued_at)
    return not_live(request, path, NAME, language=language, kind=kind, slug=slug)
