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
    """In the record's order; `texts` is plain text by part. One without its words is left out."""
    found = []
    for note in record["notes"]:
        text = texts.get(note["part"], "")
        start = place(note, text) if note["origin"] == "hand" else None
        if start is not None:
            found.append(_draft(note, text, start, record["language"]))
    return found


def place(note: NoteRecord, text: str) -> int | None:
    """Where its words stand; another release may render what was frozen with others around them."""
    words, start = note["exact"], note["start"]
    if text[start : start + len(words)] == words:
        return start
    before = note.get("prefix", "")
    for around, begins in ((before + words + note.get("suffix", ""), len(before)), (words, 0)):
        if text.count(around) == 1:
            return text.index(around) + begins
    return None


def _draft(note: NoteRecord, text: str, start: int, language: str) -> NoteDraft:
    end = start + len(note["exact"])
    begins, ends = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    passage = text[begins : ends if ends >= 0 else len(text)]
    return NoteDraft(
        note=note,
        passage=passage,
        start=start - begins,
        end=end - begins,
        html=said(note, language),
    )


def said(note: NoteRecord, language: str) -> SafeString:
    """A note's own words; of a word of the glossary, its definition above them."""
    source = "\n\n".join(filter(None, (note.get("definition", ""), note["body"])))
    return render(source, prefix=f"{note['mark']}-", language=language).html
