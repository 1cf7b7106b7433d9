"""The notes of a story as its edition freezes them: citations in the text, and notes made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from annotations import citations, placing
from annotations.anchoring import CONTEXT, Carrying, Selector, selector
from annotations.grounds import as_read, grounds
from annotations.models import Annotation, NotedText, Source, Verdict
from newsroom import noted
from newsroom.records import NoteRecord, SourceRecord, note_key
from prose.html import Rendered
from prose.marks import Unmarked
from prose.urls import publisher_host

if TYPE_CHECKING:
    from newsroom.models import Edition, Story


def notes(
    story: Story, parts: Mapping[str, Rendered], base: Edition | None = None
) -> list[NoteRecord]:
    """Every note that readers are to have with these `parts`: citations, then those made by hand.

    A note whose words are not in them is left out. With `base`, an edition whose text these parts
    are, a note that the working copy has lost stays where that edition has it.
    """
    found, written = _written(story, parts, base)
    rows = list(
        Annotation.objects.filter(story=story.pk)
        .for_readers()
        .select_related("source", "term", "verdict", "checked_by", "author")
        .prefetch_related("evidence")
    )
    if not rows:
        return written
    readers = _as_read(parts, found)
    placed = _placed(story, rows, grounds(parts), base)
    order = {part: number for number, part in enumerate(parts)}
    placed.sort(key=lambda each: (order[each[1].part], each[1].start, each[1].end, each[0].pk))
    numbers = {each.canonical_url: each.number for each in found if each.canonical_url}
    following = max((each.number for each in found), default=0) + 1
    for row, place in placed:
        source = row.source.canonical_url if row.source else ""
        number = numbers.get(source)
        if number is None:
            number, following = following, following + 1
            if source:
                numbers[source] = number
        written.append(_note(story, row, place, readers[place.part], number))
    return written


def written(story: Story, parts: Mapping[str, Rendered]) -> list[NoteRecord]:
    """The citations alone: what a save keeps of them in its revision."""
    return _written(story, parts)[1]


def _written(
    story: Story, parts: Mapping[str, Rendered], base: Edition | None = None
) -> tuple[list[citations.Cited], list[NoteRecord]]:
    found = citations.cited(parts)
    # Of a thousand turns a few are cited in; a save reads them while others wait.
    readers = _as_read({each.part: parts[each.part] for each in found}, found)
    was = base.record["notes"] if base else None
    return found, citations.notes(story, found, readers, was)


def _as_read(
    parts: Mapping[str, Rendered], found: Sequence[citations.Cited]
) -> dict[str, Unmarked]:
    """The parts with the numbers that readers see."""
    shown: dict[str, list[int]] = {part: [] for part in parts}
    for each in found:
        shown[each.part].append(each.number)
    return {part: as_read(rendered, shown[part]) for part, rendered in parts.items()}


def _placed(
    story: Story, rows: Sequence[Annotation], texts: Mapping[str, str], base: Edition | None
) -> list[tuple[Annotation, Selector]]:
    """Which of `rows` stand in `texts`, and where."""
    ground = NotedText.objects.filter(story=story.pk).first()
    laid = placing.lay(ground, texts) if ground else None
    known = _of_edition(story, base, texts) if base else {}
    found = []
    for row in rows:
        place: Selector | None = None
        if row.placement == Annotation.Placement.PLACED:
            place = placing.selector_of(row)
            if laid is not None and laid.carrying is not None:
                anchored = laid.carrying.anchor(place)
                place = anchored.selector if anchored.placement == "placed" else None
        place = place or known.get(row.key)
        if place is not None:
            found.append((row, place))
    return found


def _of_edition(story: Story, base: Edition, texts: Mapping[str, str]) -> dict[str, Selector]:
    """The notes of an edition, by key, where they stand in the ground `texts` made from its own."""
    by_hand = [note for note in base.record["notes"] if note["origin"] == Annotation.Origin.HAND]
    if not by_hand:
        return {}
    # As it is rendered today, which the texts that it is laid beside are too.
    then = story.concrete.rendered(base.record)
    before = _as_read(then, citations.cited(then))
    plain = {part: text.text for part, text in before.items()}
    carrying = Carrying(plain, texts)
    found = {}
    for note in by_hand:
        text = before.get(note["part"])
        at = noted.where(note, text.whole) if text else None
        if text is None or at is None:
            continue
        start, end = map(text.without, at)
        anchored = carrying.anchor(selector(plain, note["part"], start, end))
        if anchored.placement == "placed":
            found[note_key(note["uuid"])] = anchored.selector
    return found


def _note(
    story: Story, row: Annotation, place: Selector, text: Unmarked, number: int
) -> NoteRecord:
    start, end = text.place(place.start, place.end)
    note = NoteRecord(
        uuid=str(row.uuid),
        kind=row.kind,
        origin=row.origin,
        part=place.part,
        number=number,
        mark=f"on-{row.key}",
        inline=False,
        exact=text.whole[start:end],
        start=start,
        end=end,
        placement=Annotation.Placement.PLACED,
        body=row.body,
        prefix=text.whole[max(0, start - CONTEXT) : start],
        suffix=text.whole[end : end + CONTEXT],
        author=str(row.author) if row.author else row.author_name,
        made_at=row.created_at.isoformat(),
        changed_at=row.changed_at.isoformat(),
    )
    if row.source is not None:
        described = source_record(row.source)
        note["source"], note["url"] = described["source"], described["url"]
        note["title"], note["publisher"] = described["title"], described["publisher"]
        note["read_on"] = described["read_on"]
        note["archived_url"] = described["archived_url"]
        citations.describe(note, row.source)
    if row.term is not None:
        note["term"], note["definition"] = row.term.word, row.term.definition
    if row.verdict is not None:
        note["verdict"] = row.verdict.name_in(story.language)
        if row.verdict.meaning and note["verdict"] == row.verdict.name:
            # Nobody writes it in other languages.
            note["meaning"] = row.verdict.meaning
        note["rating"], note["best"] = row.verdict.rating, Verdict.BEST
        note["checked_by"] = str(row.checked_by) if row.checked_by else row.checked_by_name
        note["checked_at"] = row.checked_at.isoformat() if row.checked_at else ""
    if evidence := [source_record(each) for each in row.evidence.all()]:
        note["evidence"] = evidence
    return note


def source_record(source: Source) -> SourceRecord:
    return SourceRecord(
        source=source.pk,
        url=source.url,
        title=source.title,
        publisher=source.publisher or (publisher_host(source.url) if source.url else ""),
        author=source.author,
        published_on=source.published_on.isoformat() if source.published_on else "",
        read_on=source.read_on.isoformat() if source.read_on else "",
        archived_url=source.archived_url,
    )
