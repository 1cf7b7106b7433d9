"""Transcripts in the formats that programs write: recognised by what is in them, never by a name.

text ─► read (one reader a format) ─► Captions: cues, remarks ─► turns.join ─► turns
"""

from __future__ import annotations

from collections.abc import Collection

from interviews.formats import blocks, html_transcript, podcasting, timed
from interviews.formats.cues import UNKNOWN, Captions, Cue, Malformed, Remark
from interviews.formats.turns import join, kept, markdown

__all__ = [
    "UNKNOWN", "Captions", "Cue", "Malformed", "Remark", "join", "kept", "markdown", "read",
]  # fmt: skip


def read(text: str, known: Collection[str] = ()) -> Captions | None:
    """The cues of `text`, or None if it is in none of these formats.

    `known` are names of people: a plain “Name:” of theirs is a label. Raises Malformed, whose
    sentence names the line, for a text that is in a format and cannot be read.
    """
    text = text.removeprefix("\ufeff")
    if blocks.is_own(text):
        return blocks.read_own(text)
    if timed.is_timed(text):
        return timed.read(text, known)
    if podcasting.is_podcasting(text):
        return podcasting.read(text)
    if html_transcript.is_html(text):
        return html_transcript.read(text)
    if blocks.is_otter(text):
        return blocks.read_otter(text)
    if blocks.is_rev(text):
        return blocks.read_rev(text)
    return None
