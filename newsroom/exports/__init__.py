"""An interview in the formats that other programs read. Pure: a record, and its plain texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsroom.exports import captions, documents
from newsroom.exports.turns import has_times, said

if TYPE_CHECKING:
    from newsroom.records import Record

__all__ = ["FORMATS", "Format", "NoTimes", "formats_of", "has_times", "write"]


class NoTimes(Exception):
    """Subtitles of an interview whose turns have no times: none are made up."""


@dataclass(frozen=True, slots=True)
class Format:
    """`name` is the ending of its file, `words` what readers see of it."""

    name: str
    words: str
    media_type: str
    needs_times: bool = False


FORMATS = {
    each.name: each
    for each in (
        Format("txt", "Plain text", "text/plain"),
        Format("md", "Markdown", "text/markdown"),
        Format("vtt", "WebVTT", "text/vtt", needs_times=True),
        Format("srt", "SubRip (SRT)", "application/x-subrip", needs_times=True),
        Format("json", "Podcasting 2.0 JSON", "application/json"),
    )
}


def formats_of(record: Record) -> list[Format]:
    """What an interview can be had in: subtitles only where it has times."""
    if not record.get("turns"):
        return []
    timed = has_times(record)
    return [each for each in FORMATS.values() if timed or not each.needs_times]


def write(
    name: str,
    record: Record,
    texts: Mapping[str, str],
    *,
    url: str = "",
    published: str = "",
    begins: int = 1,
) -> str:
    """The file of a record in the format called `name`; `texts` is plain text by part. The first
    turn `begins` on that line of the transcript (`card["begins"]` of an edition's body).

    Raises NoTimes for subtitles where no turn has a time.
    """
    if FORMATS[name].needs_times and not has_times(record):
        raise NoTimes(
            "This interview has no times, so it cannot be written as subtitles: give its turns "
            "times, or take md, txt or json."
        )
    if name == "md":
        return documents.markdown(record, url, published, begins)
    turns = said(record, texts)
    if name == "txt":
        return documents.plain_text(record, texts, turns, url)
    if name == "vtt":
        return captions.vtt(turns, record["title"])
    return captions.srt(turns) if name == "srt" else captions.podcasting(turns)
