"""What readers get of a record's hand-made notes: each with the paragraph that its words stand in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from newsroom.bodies import NoteDraft
from prose.html import render

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from newsroom.records import NoteRecord, Record


def drafts(record: Record, texts: Mapping[str, str]) -> list[NoteDraft]:
    """In the record's order; `texts` is plain text by part."""
    return [
        _draft(note, texts.get(note["part"], ""), record["language"])
        for note in record["notes"]
        if note["origin"] == "hand"
    ]


def _draft(note: NoteRecord, text: str, language: str) -> NoteDraft:
    begins = text.rfind("\n", 0, note["start"]) + 1
    ends = text.find("\n", note["end"])
    passage = text[begins : ends if ends >= 0 else len(text)]
    return NoteDraft(
        note=note,
        passage=passage,
        start=note["start"] - begins,
        end=min(note["end"] - begins, len(passage)),
        html=said(note, language),
    )


def said(note: NoteRecord, language: str) -> SafeString:
    """A note's own words; of a word of the glossary, its definition above them."""
    source = "\n\n".join(filter(None, (note.get("definition", ""), note["body"])))
    return render(source, prefix=f"{note['mark']}-", language=language).html
