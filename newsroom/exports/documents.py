"""Markdown and plain text: a whole piece, which our own importer reads back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from newsroom.exports.turns import Said, unmarked
from prose.definitions import without_unused
from prose.unseen import without_unseen

if TYPE_CHECKING:
    from newsroom.records import Record

# The heading over what is said; the head of the file names it.
_TRANSCRIPT = {"en": "Transcript", "zh": "实录", "ar": "نص المقابلة"}
# The line over what is said in plain text.
RULE = "= = ="


def markdown(record: Record, url: str, published: str, begins: int) -> str:
    """Front matter, introduction and transcript as they were frozen, less what no page shows:
    what stands above the line that the first turn `begins` on, and definitions of nothing."""
    introduction, transcript = record["texts"]["introduction"], record["texts"]["transcript"]
    said = transcript.replace("\r\n", "\n").replace("\r", "\n").split("\n")[begins - 1 :]
    introduction, transcript = _shown(introduction, "\n".join(said))
    heading = _heading(record["language"], introduction)
    speakers = record.get("speakers", [])
    head: dict[str, object] = {
        "title": record["title"],
        "standfirst": record["standfirst"],
        "authors": authors(record),
        "language": record["language"],
        "published": published,
        "url": url,
        "speakers": [speaker["label"] for speaker in speakers],
        "interviewer": [
            speaker["label"] for speaker in speakers if speaker["role"] == "interviewer"
        ],
        "transcript": heading,
    }
    lines = [f"{name}: {_yaml(value)}" for name, value in head.items() if value]
    pieces = ["---\n" + "\n".join(lines) + "\n---", introduction.strip("\n"), f"## {heading}"]
    return "\n\n".join(piece for piece in [*pieces, transcript.strip("\n")] if piece) + "\n"


def _shown(introduction: str, transcript: str) -> tuple[str, str]:
    """Both without the definitions that neither uses."""
    one, other = (
        without_unseen(introduction, beside=transcript),
        without_unseen(transcript, beside=introduction),
    )
    return without_unused(one, beside=other), without_unused(other, beside=one)


def _heading(language: str, introduction: str) -> str:
    """A heading that is no line of the introduction."""
    words = _TRANSCRIPT.get(language, _TRANSCRIPT["en"])
    lines = set(introduction.split("\n"))
    heading, number = words, 1
    while f"## {heading}" in lines:
        number += 1
        heading = f"{words} {number}"
    return heading


def _yaml(value: object) -> str:
    """JSON is YAML, but for what YAML takes for the marks of an alias or for no character."""
    written = json.dumps(value, ensure_ascii=False)
    return "".join(
        f"\\u{ord(letter):04x}"
        if letter in "&*\x7f\ufeff\ufffe\uffff"
        or "\x80" <= letter <= "\x9f"
        or letter in "\u2028\u2029"
        else letter
        for letter in written
    )


def authors(record: Record) -> list[str]:
    return [
        credit["name"]
        for credit in record["credits"]
        if credit["role"] in {"author", "interviewer"}
    ]


def plain_text(record: Record, texts: Mapping[str, str], turns: Sequence[Said], url: str) -> str:
    """Labels at the margin, and under them what is said, indented: no words look like a label.
    The original of a translated turn is indented twice."""
    notes = [note for note in record["notes"] if note["part"] == "introduction"]
    introduction = unmarked(texts.get("introduction", ""), notes)
    above = [
        record["title"], record["standfirst"], ", ".join(authors(record)), url,
        *introduction.split("\n"),
    ]  # fmt: skip
    pieces = [_line(words) for words in above if words.strip()] + [RULE]
    for turn in turns:
        time = "" if turn.starts_at is None else f" ({_clock(turn.starts_at)})"
        label = f"[{turn.label}]{time}" if turn.is_marker else f"{turn.label}{time}:"
        said = [f"    {each}" for each in turn.paragraphs]
        if turn.original:
            head = f"        [original: {turn.original_language}]\n"
            said.append(head + "\n\n".join(f"        {each}" for each in turn.original))
        pieces.append("\n".join([label, "\n\n".join(said)]))
    return "\n\n".join(piece.rstrip("\n") for piece in pieces) + "\n"


def _line(words: str) -> str:
    """A paragraph above the rule: never the rule itself."""
    line = " ".join(words.split())
    return f"{line} " if line == RULE else line


def _clock(moment: float) -> str:
    whole, fraction = divmod(round(moment * 1000), 1000)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    tail = f".{fraction:03}" if fraction else ""
    return f"{hours:02}:{minute:02}:{second:02}{tail}"
