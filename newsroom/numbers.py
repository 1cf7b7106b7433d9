"""Where the reference numbers of a record stand in its plain text."""

from __future__ import annotations

from collections.abc import Iterable

from newsroom.records import NoteRecord


def numbers_in(text: str, notes: Iterable[NoteRecord]) -> list[tuple[int, int]]:
    """Start and end of each number that stands beside a sentence; `notes` are one part's.

    A number that is a word of its sentence is none of them.
    """
    found, shift = [], 0
    for note in sorted(notes, key=lambda note: note["start"]):
        if note["kind"] != "source" or note["origin"] != "written" or note["inline"]:
            continue
        # Records of before give the place that it had with its author's own number.
        start, shown = note["start"] + shift, str(note["number"])
        if text[start : start + len(shown)] != shown:
            continue
        shift += len(shown) - (note["end"] - note["start"])
        found.append((start, start + len(shown)))
    return found
