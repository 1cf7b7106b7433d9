"""Podcasting 2.0 transcripts in JSON: segments with speaker, times and words, one word each if need be.

Whisper writes the same with other names: `start`, `end` and `text`.
"""

from __future__ import annotations

import json
import re
from typing import Any

from interviews.formats.cues import Captions, Cue, Malformed, check_times, label_of, plain, possible
from interviews.originals import names_language
from prose.markup import join_lines

_BODY = re.compile(r'"(?:body|text)"\s*:')
_OPENS = re.compile(r'\s*\{\s*"')


def is_podcasting(text: str) -> bool:
    """An object that names segments, whole or not."""
    return _OPENS.match(text) is not None and '"segments"' in text


def read(text: str) -> Captions:
    """Raises Malformed, with the line."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise Malformed(
            error.lineno,
            f"This JSON cannot be read from character {error.colno:,} on ({error.msg}): it may have "
            "been cut off. Nothing was taken from it.",
        ) from None
    except (RecursionError, ValueError):
        raise Malformed(1, "This JSON is nested too deeply, or holds a number too long.") from None
    segments = content.get("segments") if isinstance(content, dict) else None
    if not isinstance(segments, list):
        raise Malformed(1, "“segments” is no list, so there is nothing to take from it.")
    captions = Captions("Podcasting 2.0 JSON")
    lines = _lines(text, len(segments))
    before: Any = None
    for place, segment in enumerate(map(_named, segments)):
        line = lines[place] if lines else 1
        if not isinstance(segment, dict) or not isinstance(segment.get("body", ""), str):
            raise Malformed(
                line, f"Segment {place + 1:,} has no words as its body. Nothing was taken from it."
            )
        cue = _cue(segment, line, before, captions)
        before = segment.get("turn")
        if cue.text or cue.label:
            captions.cues.append(cue)
    if not captions.cues:
        raise Malformed(1, "This JSON holds no segments with words.")
    check_times(captions)
    return captions


def _named(segment: Any) -> Any:
    """A segment under the names of Podcasting 2.0."""
    if not isinstance(segment, dict) or "body" in segment or "text" not in segment:
        return segment
    return {
        "startTime": segment.get("start"),
        "endTime": segment.get("end"),
        **segment,
        "body": segment["text"],
    }


def _cue(segment: dict[str, Any], line: int, turn_before: Any, captions: Captions) -> Cue:
    starts_at, ends_at = _moment(segment.get("startTime")), _moment(segment.get("endTime"))
    if starts_at is None and segment.get("startTime") is not None:
        captions.remark(line, "The time of this segment is none: its words have no time.")
    speaker, turn = segment.get("speaker"), segment.get("turn")
    body = segment.get("body", "")
    if segment.get("kind") == "heading" and body.strip():
        heading, _, words = body.strip().partition("\n")
        return Cue(starts_at, ends_at, plain(heading), plain(words), line, heading=True)
    label = label_of(speaker) if isinstance(speaker, str) and speaker.strip() else ""
    begins = turn is not None and turn != turn_before
    language, said = _original(segment.get("original"))
    # A line is a paragraph where we wrote it, and a piece of one where others did.
    text = plain(join_lines(body)) if turn is None else _paragraphs(body)
    return Cue(
        starts_at, ends_at, label, text, line,
        begins=begins, original=said, original_language=language,
    )  # fmt: skip


def _original(value: Any) -> tuple[str, str]:
    """Language and words of what our own files say under `original`; others mean something else."""
    if not isinstance(value, dict):
        return "", ""
    language, body = value.get("language"), value.get("body")
    if not isinstance(language, str) or not isinstance(body, str) or not names_language(language):
        return "", ""
    said = _paragraphs(body)
    return (language, said) if said else ("", "")


def _paragraphs(body: str) -> str:
    return "\n".join(filter(None, map(plain, body.split("\n"))))


def _moment(value: Any) -> float | None:
    """Seconds, as a number or as its digits; possible ones only."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, int):
        return possible(float(value)) if value.bit_length() < 64 else None
    return possible(value) if isinstance(value, float) else None


def _lines(text: str, count: int) -> list[int]:
    """The line of each segment's words; nothing where words are not named once a segment."""
    found, line, at = [], 1, 0
    for match in _BODY.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        found.append(line)
    return found if len(found) == count else []
