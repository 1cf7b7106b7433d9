"""Every source of a piece, ready for somebody else's list of references: a page, and CSL-JSON."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from newsroom import paths
from newsroom.models import Edition
from newsroom.records import NoteRecord
from portal import quoting
from portal.addresses import absolute
from portal.files import file_of, not_live
from portal.frame import respond
from portal.naming import names
from portal.pieces import Facts, Pieces
from portal.prepared import Prepared

FILE = "sources.json"
MEDIA_TYPE = "application/vnd.citationstyles.csl+json"
STYLES = (
    ("APA", quoting.work_in_apa),
    ("MLA", quoting.work_in_mla),
    ("Chicago", quoting.work_in_chicago),
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A source with its number in the piece's list; 0 where it bears out a check, or its note, alone."""

    key: str
    number: int
    work: quoting.Work

    @property
    def references(self) -> list[tuple[str, list[quoting.Words]]]:
        return [(style, quoting.pieces(refer(self.work), self.work.url)) for style, refer in STYLES]


def _build(*, moment: datetime, path: str) -> Pieces:
    live = Edition.objects.at(moment).filter(path=path).annotate(facts=Facts("record"))
    return live.values_list("facts", "issued_at")


_PIECE = Prepared(_build, moment=datetime, path=str)


@require_safe
def page(request: HttpRequest, language: str, kind: str, slug: str) -> HttpResponse:
    path = paths.path_for(kind, language, unicodedata.normalize("NFC", slug))
    for record, _ in _PIECE.rows(moment=timezone.now(), path=path):
        found = _named(record["notes"])
        context = {
            "title": record["title"],
            "path": path,
            "listed": [each for each in found if each.number],
            "others": [each for each in found if not each.number],
            "file": f"{path}{FILE}",
            "canonical": absolute(f"{path}sources/"),
        }
        sections = names(language).sections
        return respond("portal/sources.html", context, language=language, sections=sections)
    return not_live(request, path, "sources/", language=language, kind=kind, slug=slug)


@require_safe
def file(request: HttpRequest, language: str, kind: str, slug: str) -> HttpResponse:
    path = paths.path_for(kind, language, unicodedata.normalize("NFC", slug))
    for record, issued_at in _PIECE.rows(moment=timezone.now(), path=path):
        found = [quoting.csl(each.work, each.key) for each in _named(record["notes"])]
        words = json.dumps(found, ensure_ascii=False, indent=1)
        return file_of(words, MEDIA_TYPE, absolute(path), language, issued_at)
    return not_live(request, path, FILE, language=language, kind=kind, slug=slug)


def _named(notes: Sequence[NoteRecord]) -> list[Cited]:
    """The sources of a record. Raises Http404 where it names none."""
    found = cited(notes)
    if not found:
        raise Http404("This piece names no sources.")
    return found


def cited(notes: Sequence[NoteRecord]) -> list[Cited]:
    """Each source of a record once: those of its numbered list, then what else bears out its notes."""
    listed: dict[int, quoting.Work] = {}
    for note in notes:
        if note["kind"] == "source" and note["number"] not in listed:
            listed[note["number"]] = quoting.Work(
                note.get("title", ""),
                note.get("url", ""),
                note.get("written_by", ""),
                note.get("publisher", ""),
                _day(note.get("published_on", "")),
                _day(note.get("read_on", "")),
            )
    found = [Cited(f"source-{number}", number, listed[number]) for number in sorted(listed)]
    known = {(work.url, work.title) for work in listed.values()}
    for note in notes:
        for source in note.get("evidence", []):
            if (source["url"], source["title"]) in known:
                continue
            known.add((source["url"], source["title"]))
            work = quoting.Work(
                source["title"],
                source["url"],
                source["author"],
                source["publisher"],
                _day(source["published_on"]),
                _day(source["read_on"]),
            )
            found.append(Cited(f"evidence-{len(found) - len(listed) + 1}", 0, work))
    return found


def _day(words: str) -> date | None:
    return date.fromisoformat(words) if words else None
