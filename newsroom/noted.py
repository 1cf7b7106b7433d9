"""What readers get of a record's hand-made notes: where each stands, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsroom.bodies import NoteDraft
from newsroom.numbers import numbers_in
from prose.html import render
from prose.marks import Unmarked
from prose.refinding import refind

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from newsroom.records import NoteRecord, Record


@dataclass(frozen=True, slots=True)
class Placed:
    """A note where its words stand in the text as it is rendered now; nowhere, if `start` is `end`.

    Another release may render a frozen text otherwise: positions are believed where the words are.
    """

    note: NoteRecord
    start: int
    end: int

    @property
    def is_marked(self) -> bool:
        return self.start < self.end

    @property
    def has_moved(self) -> bool:
        return (self.start, self.end) != (self.note["start"], self.note["end"])


def placed(record: Record, texts: Mapping[str, str]) -> list[Placed]:
    """The record's notes made by hand, in its order; `texts` is plain text by part."""
    return [_placed(note, texts) for note in record["notes"] if note["origin"] == "hand"]


def _placed(note: NoteRecord, texts: Mapping[str, str]) -> Placed:
    return Placed(note, *(where(note, texts.get(note["part"], "")) or (0, 0)))


def where(note: NoteRecord, text: str) -> tuple[int, int] | None:
    """Start and end of the note's words in its part's `text`, as it is rendered now."""
    return refind(
        text,
        note["exact"],
        note["start"],
        prefix=note.get("prefix", ""),
        suffix=note.get("suffix", ""),
    )


def drafts(
    record: Record,
    texts: Mapping[str, str],
    notes: Sequence[Placed],
    said_by: Mapping[str, SafeString],
) -> list[NoteDraft]:
    """Each with the paragraph that its words stand in; `said_by` is what it says, by its UUID."""
    unmarked = {
        part: Unmarked(
            texts.get(part, ""),
            numbers_in(
                texts.get(part, ""), [note for note in record["notes"] if note["part"] == part]
            ),
        )
        for part in {each.note["part"] for each in notes}
    }
    return [_draft(each, unmarked[each.note["part"]], said_by[each.note["uuid"]]) for each in notes]


def _draft(each: Placed, part: Unmarked, html: SafeString) -> NoteDraft:
    note = each.note
    if not each.is_marked:
        exact = note["exact"]
        return NoteDraft(
            note, passage=exact, start=0, end=len(exact), html=html, anchor="", has_moved=True
        )
    text = part.text
    start, end = part.without(each.start), part.without(each.end)
    begins = text.rfind("\n", 0, start) + 1
    ends = text.find("\n", end)
    passage = text[begins : ends if ends >= 0 else len(text)]
    return NoteDraft(
        note=note,
        passage=passage,
        start=start - begins,
        end=min(end - begins, len(passage)),
        html=html,
        anchor=note["mark"],
        has_moved=each.has_moved,
    )


def said(note: NoteRecord, language: str) -> SafeString:
    """A note's own words; of a word of the glossary, its definition above them."""
    source = "\n\n".join(filter(None, (note.get("definition", ""), note["body"])))
    return render(source, prefix=f"{note['mark']}-", language=language, cites=False).html
