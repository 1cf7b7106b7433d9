"""WebVTT and SubRip: words between lines of two times. One reader for both, because files mix them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from interviews.formats.cues import (
    Captions,
    Cue,
    Malformed,
    check_times,
    label_of,
    one_line,
    resolved,
)
from interviews.formats.markup import HEADING, VOICE, without_tags
from interviews.formats.spoken import Candidate, Speakers, candidate

_CLOCK = r"(?:\d{1,4}:)?\d{1,4}:\d{2}(?:[.,]\d{1,9})?|\d{1,6}[.,]\d{1,9}"
_TIMING = re.compile(
    rf"^[ \t]*(?:({_CLOCK})[ \t]*-->[ \t]*({_CLOCK})(?:[ \t][^\n]*)?$"
    # As Whisper writes them, with the words on the same line.
    rf"|\[({_CLOCK})[ \t]*-->[ \t]*({_CLOCK})\](?=[ \t]|$))",
    re.MULTILINE,
)
_FIRST = re.compile(rf"(?:[^\n]{{1,80}}\n)?[ \t]*\[?(?:{_CLOCK})[ \t]*(?:--?|–|—)>")
# YouTube's own subtitles have a comma between the two times.
_COMMA = re.compile(
    r"^(\d{1,2}:\d{2}:\d{2}\.\d{3}),(\d{1,2}:\d{2}:\d{2}\.\d{3})[ \t]*$", re.MULTILINE
)
# A line that was meant to be one of two times.
_NO_TIMING = re.compile(r"^[ \t]*-?\d+[:.,]\d[\d:.,]*[ \t]*(?:--?|—|–)>.*$", re.MULTILINE)
# The same where a file breaks off.
_BROKEN_OFF = re.compile(r"\n[ \t]*\n(?:\d+\n)?[ \t]*(\d+[:.,][\d:.,]*[ \t]*-{0,2}>?[ \t]*)\s*\Z")
_BLANKS = re.compile(r"\n[ \t]*\n\s*")
_NO_WORDS = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|\Z)")
_HEADER = re.compile(r"\ufeff?(?:WEBVTT|webvtt)(?:[ \t]+(?:-[ \t]*)?([^\n]*))?(?:\n|\Z)")
# A turn's own name on a cue, as our own files have it.
_TURN = re.compile(r"t-[0-9a-z]{4,12}")


@dataclass(slots=True)
class _Block:
    """Two times and the lines under them, or beside them."""

    starts_at: float
    ends_at: float
    identity: str
    words: str
    line: int
    beside: bool = False

    @property
    def first_line(self) -> int:
        """Where its words begin."""
        return self.line if self.beside else self.line + 1


def is_vtt(text: str) -> bool:
    return _HEADER.match(text) is not None


def is_timed(text: str) -> bool:
    """Two times stand on the first line with words or on the second."""
    # Without the spaces above it: a pattern that looks for those too tries every way to part them.
    begins = text.lstrip()
    return is_vtt(text) or _FIRST.match(begins) is not None or _COMMA.match(begins) is not None


def read(text: str, known: Collection[str] = ()) -> Captions:
    """Raises Malformed, with the line."""
    header = _HEADER.match(text)
    by_commas = not header and _COMMA.match(text.lstrip()) is not None
    if by_commas:
        text = _COMMA.sub(r"\1 --> \2", text)
    first = _TIMING.search(text)
    dotted = header or first is None or "." in (first[1] or first[3])
    captions = Captions("WebVTT" if dotted else "SubRip (SRT)")
    if not header and dotted and not by_commas and (first is None or first[1]):
        captions.remark(
            1, "The first line does not say WEBVTT; it was read as WebVTT all the same."
        )
    blocks = list(_blocks(text, captions, is_vtt=bool(dotted)))
    if not blocks:
        raise Malformed(1, "This file has no cues: no line with two times and “-->” between them.")
    if header and _TURN.fullmatch(blocks[0].identity):
        # In our own files the title stands there; in others, the name of a program.
        captions.title = resolved(header[1] or "")[:300]
    if "<v" in text and any(VOICE.search(block.words) for block in blocks):
        captions.cues = [cue for block in blocks for cue in _voiced(block)]
    else:
        captions.cues = _named(blocks, known, captions)
    check_times(captions)
    _drop_wordless(captions)
    return captions


def _blocks(text: str, captions: Captions, *, is_vtt: bool) -> Iterator[_Block]:
    timings = list(_TIMING.finditer(text))
    _refuse_broken(text, len(timings))
    line, at = 1, 0
    carried = _identity_before(text[: timings[0].start()]) if timings else ""
    for place, timing in enumerate(timings):
        line += text.count("\n", at, timing.start())
        at = timing.start()
        is_last = place + 1 == len(timings)
        end = len(text) if is_last else timings[place + 1].start()
        if timing[3]:
            words, identity = text[timing.end() : end].strip(), ""
        else:
            words, identity = _words(text[timing.end() : end], is_vtt=is_vtt, is_last=is_last)
        if is_last and identity:
            captions.remark(line, "The file breaks off after this cue.")
        starts_at, ends_at = _seconds(timing[1] or timing[3]), _seconds(timing[2] or timing[4])
        yield _Block(starts_at, ends_at, carried, words, line, bool(timing[3]))
        carried = identity


def _refuse_broken(text: str, found: int) -> None:
    """A line whose times cannot be read, or a file that ends inside one."""
    if text.count("->") != found or "–>" in text or "—>" in text:
        for match in _NO_TIMING.finditer(text):
            if not _TIMING.fullmatch(match[0]):
                raise Malformed(
                    text.count("\n", 0, match.start()) + 1,
                    f"The times of this cue cannot be read: “{match[0].strip()[:60]}”. Nothing was "
                    "taken from the file; mend the line and send it again.",
                )
    tail = text[-200:]
    broken = _BROKEN_OFF.search(tail)
    if broken is not None:
        raise Malformed(
            text.count("\n", 0, len(text) - len(tail) + broken.start(1)) + 1,
            f"The file breaks off inside the times of a cue: “{broken[1].strip()}”. Nothing was "
            "taken from it.",
        )


def _identity_before(head: str) -> str:
    last = head.rstrip("\n").rpartition("\n")[2].strip()
    return last if head.endswith("\n") and not head.endswith("\n\n") else ""


def _words(chunk: str, *, is_vtt: bool, is_last: bool) -> tuple[str, str]:
    """The words between one line of times and the next, and the name of the next cue."""
    chunk = chunk[1:]  # the end of the line of times
    identity = ""
    if is_last:
        kept, found, last = chunk.rstrip().rpartition("\n")
        if last.isdigit() and (not found or not kept.rpartition("\n")[2].strip()) and not is_vtt:
            chunk, identity = kept, last
    elif not chunk.endswith("\n\n"):
        kept, _, last = chunk[:-1].rpartition("\n")
        alone = not kept or not kept.rpartition("\n")[2].strip()
        if alone or last.strip().isdigit():
            chunk, identity = kept, last.strip()
    words = chunk.strip()
    if is_vtt and "\n\n" in words or words[:4] in {"NOTE", "STYL", "REGI"}:
        pieces = _BLANKS.split(words)
        # A note under the times themselves is a cue's words, whatever it says.
        kept_pieces = [
            piece
            for place, piece in enumerate(pieces)
            if not _NO_WORDS.match(piece) or (place == 0 and not chunk[:1].isspace())
        ]
        words = "\n".join(kept_pieces)
    return words, identity


def _seconds(clock: str) -> float:
    if len(clock) == 12 and clock[2] == clock[5] == ":":  # as nearly all of them are
        whole = int(clock[:2]) * 3600 + int(clock[3:5]) * 60 + int(clock[6:8])
        return round(whole + int(clock[9:]) / 1000, 3)
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return round(total, 3)


def _voiced(block: _Block) -> Iterator[Cue]:
    """Cues of a file with voices: a voice lasts until the next one, whatever closes it.

    Who speaks later in a cue begins at a time that nobody wrote down.
    """
    is_turn = _TURN.fullmatch(block.identity) is not None
    starts_at: float | None = block.starts_at
    opened = False
    for voice, words in _voices(block.words):
        label = label_of(resolved(voice)) if voice and voice.strip() else ""
        for heading, lines in _headed(words):
            if heading:
                yield _heading(heading[1], heading[2], starts_at, block)
                starts_at = None
                continue
            # In our own files a line is a paragraph, in others what fits on the screen.
            text = (
                "\n".join(filter(None, (_text([line]) for line in lines)))
                if is_turn
                else _text(lines)
            )
            if not text and voice is None:
                continue
            ends_at = block.ends_at if starts_at is not None else None
            begins = voice is not None and (is_turn or opened)
            yield Cue(starts_at, ends_at, label, text, block.line, begins=begins)
            starts_at, opened = None, opened or voice is not None
            label, voice = "", None  # what follows a heading is somebody's who goes on


def _voices(words: str) -> Iterator[tuple[str | None, str]]:
    """The words of each voice; None for those before any."""
    at, voice = 0, None
    for match in VOICE.finditer(words):
        if match.start() or voice is not None:
            yield voice, words[at : match.start()]
        at, voice = match.end(), match[1] or ""
    yield voice, words[at:]


def _headed(words: str) -> Iterator[tuple[re.Match[str] | None, list[str]]]:
    """Lines of words, and headings of ours between them."""
    if "<b>[" not in words:
        yield None, words.split("\n")
        return
    lines: list[str] | None = []
    for line in words.split("\n"):
        match = HEADING.fullmatch(line.strip())
        if match:
            if lines is not None:
                yield None, lines
            yield match, []
            lines = None
        elif lines is None:
            lines = [line]
        else:
            lines.append(line)
    if lines is not None:
        yield None, lines


def _heading(label: str, words: str, starts_at: float | None, block: _Block) -> Cue:
    ends_at = block.ends_at if starts_at is not None else None
    return Cue(starts_at, ends_at, resolved(label), _text([words]), block.line, heading=True)


def _text(lines: list[str]) -> str:
    return one_line(without_tags("\n".join(lines)).split("\n"))


def _named(blocks: list[_Block], known: Collection[str], captions: Captions) -> list[Cue]:
    """Cues of a file whose speakers are named in its words."""
    read: list[tuple[_Block, list[tuple[str, Candidate | None, re.Match[str] | None]]]] = []
    candidates: list[Candidate] = []
    count, before = 0, ""
    for block in blocks:
        lines: list[tuple[str, Candidate | None, re.Match[str] | None]] = []
        for number, raw in enumerate(block.words.split("\n"), block.first_line):
            match = HEADING.fullmatch(raw.strip()) if raw.lstrip()[:4] == "<b>[" else None
            line = "" if match else without_tags(raw).strip()
            if match is None and not line:
                continue
            found = None if match else candidate(line, number, opens=not lines, before=before)
            count += match is None
            before = line
            if found:
                candidates.append(found)
            lines.append((line, found, match))
        read.append((block, lines))
    first = next((block.first_line for block, lines in read if lines), 0)
    speakers = Speakers(candidates, count, first, known, captions)
    return [cue for block, lines in read for cue in _spoken(block, lines, speakers)]


def _spoken(
    block: _Block,
    lines: list[tuple[str, Candidate | None, re.Match[str] | None]],
    speakers: Speakers,
) -> Iterator[Cue]:
    """A block's cues: one for each speaker in it. The first begins with it, and so does everybody
    in a dialogue of dashes; of others nobody wrote down when. Where every line is labelled, who is
    named again begins a paragraph."""
    starts_at: float | None = block.starts_at
    label, words, begins, opened = "", [list[str]()], False, False
    for line, found, match in lines:
        named = speakers.label(found)
        if found and named == label and opened and speakers.every_line and not found.dashed:
            words.append([found.words])
        elif match or named:
            if opened:
                yield _cue(block, starts_at, label, words, begins)
                is_dialogue = found is not None and found.dashed and not speakers.every_line
                starts_at = block.starts_at if is_dialogue else None
            if match:
                yield _heading(match[1], match[2], starts_at, block)
                starts_at, opened, label, words, begins = None, False, "", [[]], False
                continue
            assert found is not None
            label, words, opened = named, [[found.words]], True
            begins = found.dashed and speakers.every_line
        else:
            words[-1].append(line.replace("\\:", ":"))
            opened = True
    if opened or not lines:
        yield _cue(block, starts_at, label, words, begins)


def _cue(
    block: _Block, starts_at: float | None, label: str, words: list[list[str]], begins: bool
) -> Cue:
    ends_at = block.ends_at if starts_at is not None else None
    text = "\n".join(filter(None, map(one_line, words)))
    return Cue(starts_at, ends_at, label, text, block.line, begins=begins)


def _drop_wordless(captions: Captions) -> None:
    """A cue with no words and no speaker says nothing."""
    empty = [cue for cue in captions.cues if not cue.text and not cue.label]
    for cue in empty[:3]:
        captions.remark(cue.line, "This cue has no words: it was left out.")
    if empty:
        captions.cues = [cue for cue in captions.cues if cue.text or cue.label]
    if not captions.cues:
        raise Malformed(1, "No cue in this file has any words.")
