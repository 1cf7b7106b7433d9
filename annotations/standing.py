"""Dead sources in what readers read: written into the body when they are known, looked up by no page.

A page would need another query for each reader; sources die a few a month. So a body says of the
sources in its list which are dead, and which copy is kept of them today (`card["dead_sources"]`), and
is drawn again when that is no longer so. The record stays as it was frozen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from annotations.models import Source
from newsroom import publication
from newsroom.models import READABLE, Edition
from prose.urls import canonical

if TYPE_CHECKING:
    from newsroom.models.editions import EditionQuerySet
    from newsroom.records import NoteRecord, Record


def dead_in(record: Record) -> dict[str, str]:
    """The addresses in its list of sources that are dead, each with its archived copy, if any."""
    listed = _listed(record["notes"])
    if not listed:
        return {}
    return _dead(listed, _copies(canonical_url__in={canonical(url) for url in listed}))


def bring_up_to_date() -> tuple[int, int]:
    """Draw again each page, live or scheduled, that says less or more of its sources than is so.

    Compared with what stands in the body, so that it does not matter who found a source dead, nor
    what became of whoever did. Earlier wordings stay as they are. How many were drawn, and how many
    were not because other words would stand there now (`manage.py rerender` names them).
    """
    copies = _copies()
    rows = _for_readers().values_list("pk", "record__notes", "body__card__dead_sources")
    wrong = [
        pk for pk, notes, said in rows.iterator() if _dead(_listed(notes), copies) != (said or {})
    ]
    drawn = sum(publication.redraw(pk) for pk in wrong)
    return drawn, len(wrong) - drawn


def published_with(sources: Iterable[Source]) -> list[Edition]:
    """The editions, live or scheduled, whose notes name the address of any of `sources`.

    Reads the notes of every one: 0.3 s for a thousand pieces with twenty sources each.
    """
    keys = {source.canonical_url for source in sources if source.url}
    if not keys:
        return []
    rows = _for_readers().values_list("pk", "record__notes")
    found = [pk for pk, notes in rows.iterator() if not keys.isdisjoint(_named(notes))]
    return list(Edition.objects.filter(pk__in=found).defer("record").order_by("title", "pk"))


def _for_readers() -> EditionQuerySet:
    still = Q(ended_at__isnull=True) | Q(ended_at__gt=timezone.now())
    return (
        Edition.objects.in_line()
        .filter(still, change__in=READABLE, blanked_at__isnull=True)
        .order_by()
    )


def _listed(notes: Iterable[NoteRecord]) -> list[str]:
    """The addresses in the list at the end of a piece."""
    return [note["url"] for note in notes if note["kind"] == "source" and note.get("url")]


def _named(notes: Iterable[NoteRecord]) -> set[str]:
    """Every address that notes name, as evidence too, in its canonical form."""
    urls = {note.get("url", "") for note in notes}
    urls |= {each["url"] for note in notes for each in note.get("evidence", [])}
    return {canonical(url) for url in urls if url}


def _copies(**which: object) -> dict[str, str]:
    """The archived copies of dead sources by canonical address, "" where there is none."""
    dead = Source.objects.filter(outcome=Source.Outcome.DEAD, **which)
    return dict(dead.values_list("canonical_url", "archived_url"))


def _dead(urls: Iterable[str], copies: Mapping[str, str]) -> dict[str, str]:
    if not copies:
        return {}
    keys = {url: canonical(url) for url in urls}
    return {url: copies[key] for url, key in keys.items() if key in copies}
