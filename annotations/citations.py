"""Citations written in the text: found by the renderer, numbered over a piece, kept as rows."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotations.models import Annotation, Source
from annotations.sourcing import fits, sources_at
from newsroom.models import Story
from newsroom.records import NoteRecord
from prose.html import Citation, Rendered
from prose.marks import Unmarked
from prose.urls import canonical, publisher_host

CONTEXT = 32
# The columns of a written citation that follow the text.
READ_OFF = [
    "part", "order", "number", "start", "end", "exact", "prefix", "suffix",
    "mark", "inline", "source", "body",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cited:
    """One mark, in one part, with its number in the list at the end of the piece."""

    part: str
    citation: Citation
    number: int
    exact: str
    prefix: str
    suffix: str

    @property
    def canonical_url(self) -> str:
        return self.citation.canonical_url

    @property
    def row_key(self) -> str:
        return _row_key(self.citation.url, self.canonical_url, self.citation.title)


def source_key(citation: Citation) -> str:
    """What makes two marks the same source: the address, or a footnote's own words."""
    return citation.canonical_url or f"^{citation.title}"


def _row_key(url: str, key: str, title: str) -> str:
    """What a citation's row is known by: its source's `key`, if there can be a row of that."""
    return key if key and fits(url, key) else f"^{title}"


def cited(parts: Mapping[str, Rendered]) -> list[Cited]:
    """Every citation of a piece in reading order, numbered by first appearance."""
    numbers: dict[str, int] = {}
    found = []
    for part, rendered in parts.items():
        for citation in rendered.citations:
            number = numbers.setdefault(source_key(citation), len(numbers) + 1)
            text = rendered.text
            found.append(
                Cited(
                    part=part,
                    citation=citation,
                    number=number,
                    exact=text[citation.start : citation.end],
                    prefix=text[max(0, citation.start - CONTEXT) : citation.start],
                    suffix=text[citation.end : citation.end + CONTEXT],
                )
            )
    return found


def reconcile(story: Story, parts: Mapping[str, Rendered]) -> None:
    """Bring the rows of written citations up to date with the text, by address and order.

    A citation that stays keeps its row, and so its permanent address, wherever it moved.
    """
    known: dict[str, list[Annotation]] = defaultdict(list)
    rows = Annotation.objects.filter(story=story.pk, origin=Annotation.Origin.WRITTEN)
    for row in rows.select_related("source").order_by("order", "id"):
        known[row.source.canonical_url if row.source else f"^{row.body}"].append(row)
    found = cited(parts)
    sources = _sources(found)
    changed: list[Annotation] = []
    new: list[Annotation] = []
    for order, each in enumerate(found):
        waiting = known.get(each.row_key)
        row = (
            waiting.pop(0)
            if waiting
            else Annotation(
                story=Story(pk=story.pk),
                kind=Annotation.Kind.SOURCE,
                origin=Annotation.Origin.WRITTEN,
            )
        )
        before = _read_off(row)
        row.part, row.order, row.number = each.part, order, each.number
        row.start, row.end = each.citation.start, each.citation.end
        row.exact, row.prefix, row.suffix = each.exact, each.prefix, each.suffix
        row.mark, row.inline = each.citation.mark, each.citation.inline
        row.source = sources.get(each.canonical_url)
        row.body = "" if row.source else each.citation.title
        if row._state.adding:
            new.append(row)
        elif _read_off(row) != before:
            changed.append(row)
    left = [row.pk for waiting in known.values() for row in waiting]
    if left:
        Annotation.objects.filter(pk__in=left).delete()
    # As an upsert: Django's bulk_update takes longer than all the rest of a save.
    Annotation.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["id"], update_fields=READ_OFF
    )
    Annotation.objects.bulk_create(new)


def _read_off(row: Annotation) -> tuple[object, ...]:
    return tuple(getattr(row, "source_id" if name == "source" else name) for name in READ_OFF)


def _sources(found: list[Cited]) -> dict[str, Source]:
    """The Source of each canonical address, made where there is none yet."""
    titles: dict[str, str] = {}
    for each in found:
        if each.citation.url:
            titles.setdefault(each.citation.url, each.citation.title)
    return sources_at(titles)


def notes(
    story: Story,
    found: list[Cited],
    readers: Mapping[str, Unmarked],
    base: Sequence[NoteRecord] | None = None,
) -> list[NoteRecord]:
    """The citations to freeze, where `readers` have them, with what is known of each source.

    They keep their permanent addresses by source and order, as at a save; with `base`, the notes
    of the edition whose text it is, those that they have there.
    """
    sources = {
        source.canonical_url: source
        for source in Source.objects.filter(
            canonical_url__in={each.canonical_url for each in found}
        )
    }
    known = _identities(story) if base is None else _identities_in(base)
    marks = {part: iter(text.marks) for part, text in readers.items()}
    return [
        _note(
            each,
            sources.get(each.canonical_url),
            known[each.row_key].pop(0) if known[each.row_key] else str(uuid.uuid4()),
            readers[each.part].whole,
            next(marks[each.part]),
        )
        for each in found
    ]


def _identities(story: Story) -> defaultdict[str, list[str]]:
    """Of the working copy's citations, by source, in order."""
    known: defaultdict[str, list[str]] = defaultdict(list)
    rows = Annotation.objects.filter(story=story.pk, origin=Annotation.Origin.WRITTEN)
    for key, words, identity in rows.order_by("order", "id").values_list(
        "source__canonical_url", "body", "uuid"
    ):
        known[key or f"^{words}"].append(str(identity))
    return known


def _identities_in(base: Sequence[NoteRecord]) -> defaultdict[str, list[str]]:
    known: defaultdict[str, list[str]] = defaultdict(list)
    for note in base:
        if note["origin"] == Annotation.Origin.WRITTEN:
            url = note.get("url", "")
            key = _row_key(url, canonical(url) if url else "", note.get("title", ""))
            known[key].append(note["uuid"])
    return known


def _note(
    each: Cited, source: Source | None, identity: str, text: str, place: tuple[int, int]
) -> NoteRecord:
    start, end = place
    note = NoteRecord(
        uuid=identity,
        kind=Annotation.Kind.SOURCE,
        origin=Annotation.Origin.WRITTEN,
        part=each.part,
        number=each.number,
        mark=each.citation.mark,
        inline=each.citation.inline,
        exact=text[start:end],
        start=start,
        end=end,
        placement=Annotation.Placement.PLACED,
        body="",
        url=each.citation.url,
        title=each.citation.title,
        publisher=publisher_host(each.citation.url) if each.citation.url else "",
    )
    if source is not None:
        note["source"] = source.pk
        note["title"] = source.title or note["title"]
        note["publisher"] = source.publisher or note["publisher"]
        note["archived_url"] = source.archived_url
        if source.read_on:
            note["read_on"] = source.read_on.isoformat()
        describe(note, source)
    return note


def describe(note: NoteRecord, source: Source) -> None:
    """Who wrote the source of a note and when it came out, where that is known."""
    if source.author:
        note["written_by"] = source.author
    if source.published_on:
        note["published_on"] = source.published_on.isoformat()


def numbers(notes: list[NoteRecord]) -> dict[str, int]:
    """What the renderer shows for each source: its number in the list at the end."""
    return {
        note.get("url") or f"^{note.get('title', '')}": note["number"]
        for note in notes
        if note["origin"] == Annotation.Origin.WRITTEN
    }
