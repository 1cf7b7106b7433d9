"""From cues to turns: words of one speaker joined, and written so that Markdown shows them as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from interviews.clock import only_a_time, take_after_label
from interviews.formats.cues import UNKNOWN, Captions, Cue, possible
from interviews.grammar import ParsedTurn
from interviews.labels import heading, read_label
from interviews.originals import NONE, Original
from interviews.vocabulary import is_marker
from prose.markup import join_lines

# Marks that Markdown reads anywhere in a line.
_MARKS = re.compile(r"[\\`*_\[\]<>|~]|&(?=#?\w+;)")
_ADDRESS = re.compile(r"(?:https?|ftp)://\S+|www\.\S+")
# Those it reads where a paragraph begins: headings, lists, rules; a colon would end a time.
_OPENING = re.compile(r"(?=#{1,6}(?:\s|\Z)|[-+=:])|(\d{1,9})(?=[.)](?:\s|\Z))")


def join(captions: Captions) -> list[ParsedTurn]:
    """The turns of a file: each begins at its first cue's time, on its first cue's line."""
    turns: list[_Joined] = []
    speaker = ""
    for cue in captions.cues:
        last = turns[-1] if turns else None
        if cue.heading:
            turns.append(_Joined(cue, cue.label, is_heading=True))
            continue
        label = cue.label or speaker or UNKNOWN
        if not cue.label and not speaker:
            captions.remark(
                cue.line,
                f"Nothing here says who speaks: “{UNKNOWN}” stands for whoever does. Choose the "
                "person below, or change the name in the draft.",
            )
        speaker = label
        if last is None or last.is_heading or cue.begins or last.label != label:
            turns.append(_Joined(cue, label))
        else:
            last.pieces.append(cue.text)
    return [turn.parsed(paragraphs=captions.paragraphs) for turn in turns]


@dataclass(slots=True)
class _Joined:
    """A turn being put together."""

    first: Cue
    label: str
    is_heading: bool = False
    pieces: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pieces.append(self.first.text)

    def parsed(self, *, paragraphs: bool) -> ParsedTurn:
        pieces = [piece for piece in self.pieces if piece]
        if paragraphs:
            pieces = [each for piece in pieces for each in piece.split("\n")]
        elif pieces:
            pieces = _run_on(pieces)
        return ParsedTurn(
            kind="marker" if self.is_heading or is_marker(self.label) else "speech",
            label=self.label,
            starts_at=possible(self.first.starts_at),
            text=markdown(pieces, begins_line=self.is_heading),
            line=self.first.line,
            original=self.original(),
        )

    def original(self) -> Original:
        """Of a turn in several cues, that of the first: none of our files has it in pieces."""
        first = self.first
        if not first.original or self.is_heading or is_marker(self.label):
            return NONE
        return Original(first.original_language, markdown(first.original.split("\n")))


def _run_on(pieces: Sequence[str]) -> list[str]:
    """Paragraphs of cues that break off anywhere: what ends one goes on in the next."""
    found: list[list[str]] = [[]]
    for piece in pieces:
        first, *others = piece.split("\n")
        found[-1].append(first)
        found += [[line] for line in others]
    return [join_lines("\n".join(each)) for each in found]


def markdown(paragraphs: Sequence[str], *, begins_line: bool = True) -> str:
    """Plain paragraphs as Markdown that shows exactly them, and that no transcript reads as more.

    `begins_line`: the first one stands on a line of its own, not behind a label.
    """
    found = []
    for place, words in enumerate(filter(None, map(str.strip, paragraphs))):
        written = _escaped(words)
        found.append(_guarded(written, begins_line=begins_line or place > 0))
    return "\n\n".join(found)


def _escaped(words: str) -> str:
    words = _unlinked(words) if "://" in words or "www." in words else _MARKS.sub(r"\\\g<0>", words)
    if words[0] in "#-+=:" or words[0].isdigit():
        words = _OPENING.sub(r"\1\\", words, count=1) if _OPENING.match(words) else words
    return words


def _unlinked(words: str) -> str:
    """Addresses become links by themselves; those with marks in them are written as words."""
    pieces: list[str] = []
    at = 0
    for match in _ADDRESS.finditer(words):
        pieces.append(_MARKS.sub(r"\\\g<0>", words[at : match.start()]))
        address = match[0]
        if _MARKS.search(address):
            address = _MARKS.sub(r"\\\g<0>", address)
            address = address.replace("://", "\\://").replace("www.", "www\\.")
        pieces.append(address)
        at = match.end()
    pieces.append(_MARKS.sub(r"\\\g<0>", words[at:]))
    return "".join(pieces)


def _guarded(words: str, *, begins_line: bool) -> str:
    """Words that would be a label, a heading or a time where they stand, written as words."""
    if not begins_line:
        is_read = (
            take_after_label(words)[0] is not None or take_after_label(f" {words}")[0] is not None
        )
    else:
        is_read = _is_read(words)
    if not is_read:
        return words
    for colon, written in ((":", "\\:"), ("：", "&#xFF1A;")):
        before, found, after = words.partition(colon)
        if found and not _is_read(f"{before}{written}{after}"):
            return f"{before}{written}{after}"
    bare = words.removeprefix("\\") or words  # a mark that is escaped already
    return f"&#{ord(bare[0])};{bare[1:]}"


def _is_read(line: str) -> bool:
    return bool(
        read_label(line) or heading(line) or only_a_time(line) is not None
        or take_after_label(line)[0] is not None
    )  # fmt: skip


def kept(cues: Iterable[Cue]) -> list[list[object]]:
    """The cues as an interview keeps them: [start, end, label, words]."""
    return [[cue.starts_at, cue.ends_at, cue.label, cue.text] for cue in cues]
