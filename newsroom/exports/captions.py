"""WebVTT, SubRip and Podcasting 2.0 JSON: a cue a turn, a line a paragraph."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from newsroom.exports.turns import Said, timed

# In SubRip nothing is escaped but what a player would take for a tag, and we for an entity.
_LOOKS_LIKE_A_TAG = re.compile(r"<(?=[/a-zA-Z0-9])|&(?=#?\w+;)|\{(?=\\)|\\(?=[Nn:])")
_ENTITIES = {"<": "&lt;", "&": "&amp;", "{": "&#123;", "\\": "&#92;"}


def vtt(turns: Sequence[Said], title: str) -> str:
    """WebVTT. Each cue is named by the key of its turn, as the page's own anchor is."""
    pieces = [f"WEBVTT - {_vtt_words(title)}" if title else "WEBVTT"]
    for cue in timed(turns):
        lines = "\n".join(_vtt_line(turn) for turn in cue.turns)
        times = f"{_clock(cue.starts_at, '.')} --> {_clock(cue.ends_at, '.')}"
        pieces.append(f"t-{cue.turns[0].key}\n{times}\n{lines}")
    return "\n\n".join(pieces) + "\n"


def _vtt_line(turn: Said) -> str:
    if turn.is_marker:
        return f"<b>[{_vtt_words(turn.label)}]</b> {_vtt_words(turn.words)}".rstrip()
    said = "\n".join(map(_vtt_words, turn.paragraphs))
    return f"<v {_vtt_words(turn.label)}>{said}"


def _vtt_words(words: str) -> str:
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return words.replace("{\\", "&#123;\\").replace("\\N", "&#92;N").replace("\\n", "&#92;n")


def srt(turns: Sequence[Said]) -> str:
    """SubRip: the label stands before each paragraph. A dash says that it begins another turn of
    the same speaker."""
    pieces = []
    for number, (times, lines) in enumerate(_srt_cues(turns), 1):
        pieces.append(f"{number}\n{times}\n{lines}")
    return "\n\n".join(pieces) + "\n"


def _srt_cues(turns: Sequence[Said]) -> Iterator[tuple[str, str]]:
    before = ""
    for cue in timed(turns):
        lines = []
        for turn in cue.turns:
            if turn.is_marker:
                lines.append(f"<b>[{_srt_words(turn.label)}]</b> {_srt_words(turn.words)}".rstrip())
                before = ""
                continue
            dash = "- " if turn.label == before else ""
            label = f"{_srt_label(turn.label)}:"
            said = [f"{label} {_srt_words(each)}" for each in turn.paragraphs] or [label]
            lines += [f"{dash}{said[0]}", *said[1:]]
            before = turn.label
        yield f"{_clock(cue.starts_at, ',')} --> {_clock(cue.ends_at, ',')}", "\n".join(lines)


def _srt_words(words: str) -> str:
    return _LOOKS_LIKE_A_TAG.sub(lambda match: _ENTITIES[match[0]], words)


def _srt_label(label: str) -> str:
    """A label that begins like a dash or like the >> of captions keeps that to itself."""
    written = _srt_words(label)
    return f"&#{ord(written[0])};{written[1:]}" if written[0] in "-–—>" else written


def podcasting(turns: Sequence[Said]) -> str:
    """Podcasting 2.0 JSON: a segment a turn. Beside the format's own fields `turn` is its key, and
    `kind` says of a heading or a break that it is no speech, and `original` what was said where the
    turn is a translation. A turn without a time has none."""
    ends = {cue.turns[0].key: cue.ends_at for cue in timed(turns)}
    segments: list[dict[str, object]] = []
    for turn in turns:
        segment: dict[str, object] = {} if turn.is_marker else {"speaker": turn.label}
        if turn.starts_at is not None:
            segment |= {"startTime": turn.starts_at, "endTime": round(ends[turn.key], 3)}
        said = [turn.label, turn.words] if turn.is_marker else turn.paragraphs
        body = "\n".join(filter(None, said))
        segment |= {"body": body, "turn": turn.key}
        if turn.is_marker:
            segment["kind"] = "heading"
        if turn.original:
            segment["original"] = {
                "language": turn.original_language,
                "body": "\n".join(turn.original),
            }
        segments.append(segment)
    content = {"version": "1.0.0", "segments": segments}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _clock(moment: float, point: str) -> str:
    thousandths = round(moment * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minute = divmod(minutes, 60)
    second, fraction = divmod(rest, 1000)
    return f"{hours:02}:{minute:02}:{second:02}{point}{fraction:03}"
