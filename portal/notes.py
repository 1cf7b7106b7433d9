"""One note at an address of its own: what a check is shared by, and a definition linked by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString

from newsroom.models import Edition, EditionNote, Passage
from newsroom.records import NoteRecord
from portal.addresses import absolute
from portal.frame import respond
from portal.naming import names
from portal.prepared import Prepared
from prose.html import plain_text

COLUMNS = (
    "key", "kind", "anchor", "passage", "start", "end", "html", "note", "checked_at",
    "edition__path", "edition__kind", "edition__title", "edition__published_at",
    "edition__body__card", "speaker", "before", "after",
)  # fmt: skip


@dataclass(slots=True)
class Note:
    """A note of a live edition. `speaker` says its words, in an interview; `before` and `after` are
    the keys of the notes beside it."""

    key: str
    kind: str
    anchor: str
    passage: str
    start: int
    end: int
    html: SafeString
    note: NoteRecord
    checked_at: datetime | None
    path: str
    piece_kind: str
    title: str
    published_at: datetime
    card: dict[str, Any]
    speaker: str | None
    before: str | None
    after: str | None

    @property
    def words(self) -> str:
        return self.passage[self.start : self.end]

    @property
    def lead_in(self) -> str:
        return self.passage[: self.start]

    @property
    def lead_out(self) -> str:
        return self.passage[self.end :]


def _build(*, moment: datetime, path: str, key: str) -> QuerySet[EditionNote, tuple[Any, ...]]:
    live = Edition.objects.at(moment).filter(path=path).order_by().values("pk")
    beside = EditionNote.objects.filter(edition=OuterRef("edition")).order_by()
    passages = Passage.objects.filter(edition=OuterRef("edition"), part=OuterRef("part"))
    return (
        EditionNote.objects.filter(edition__in=live, key=key)
        .order_by()
        .annotate(
            speaker=Subquery(passages.order_by("order").values("speaker")[:1]),
            before=Subquery(beside.filter(order=OuterRef("order") - 1).values("key")[:1]),
            after=Subquery(beside.filter(order=OuterRef("order") + 1).values("key")[:1]),
        )
        .values_list(*COLUMNS)
    )


_NOTE = Prepared(_build, moment=datetime, path=str, key=str)


def note_at(path: str, key: str) -> Note | None:
    """The note of the live edition at `path`, if it has one of this key."""
    for row in _NOTE.rows(moment=timezone.now(), path=path, key=key):
        return Note(*row)
    return None


def note_response(note: Note, language: str) -> HttpResponse:
    picture = note.card["picture"]
    context = {
        "note": note,
        "said": note.note,
        "description": " ".join(plain_text(note.html).split()) or note.words,
        "canonical": absolute(note.path),
        "og_url": absolute(f"{note.path}notes/{note.key}/"),
        "on": f"{note.path}#{note.anchor}" if note.anchor else note.path,
        "made_at": _moment(note.note.get("made_at", "")),
        "changed_at": _moment(note.note.get("changed_at", "")),
        "before": f"{note.path}notes/{note.before}/" if note.before else "",
        "after": f"{note.path}notes/{note.after}/" if note.after else "",
        "picture_url": absolute(picture["src"]) if picture else "",
    }
    sections = names(language).sections
    return respond("portal/note.html", context, language=language, sections=sections)


def _moment(written: str) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
