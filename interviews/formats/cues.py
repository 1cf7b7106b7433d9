"""What every format is read into: cues, in the file's order, and what was remarkable in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from interviews.labels import MAX_LABEL, read_label
from prose.characters import legible
from prose.markup import join_lines

# Whoever speaks where nothing says who.
UNKNOWN = "Speaker"
# Hours are written with three digits at most.
LONGEST = 1000 * 3600
# Remarks of one kind: more are a habit of the file, and said once.
MOST_REMARKS = 20

_SPACES = re.compile("[ \t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
# These would turn what stands beside a name; joiners and marks of direction belong into some.
_TURNING = str.maketrans(dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


class Malformed(Exception):
    """A file of a known format that cannot be read; the sentence names the line."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        super().__init__(f"Line {line:,}: {reason}")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words and who says them. Times in seconds; an empty `label` goes on with whoever spoke.

    `text` is plain, one line a paragraph. `begins`: a turn of its own, whoever spoke before.
    `heading`: the label is a heading between turns. `original`: what was said, as plain as `text`,
    where that is a translation from `original_language`.
    """

    starts_at: float | None
    ends_at: float | None
    label: str
    text: str
    line: int = 1
    begins: bool = False
    heading: bool = False
    original: str = ""
    original_language: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that could have been meant otherwise; `instead` is the line `was` written so."""

    line: int
    reason: str
    instead: str = ""
    was: str = ""


@dataclass(slots=True)
class Captions:
    """A file read. `paragraphs`: each cue is a paragraph or more, not a piece of a sentence."""

    name: str
    cues: list[Cue] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    paragraphs: bool = False
    title: str = ""
    introduction: tuple[str, ...] = ()

    def remark(self, line: int, reason: str, instead: str = "", was: str = "") -> None:
        if sum(each.reason == reason for each in self.remarks[-MOST_REMARKS:]) < MOST_REMARKS:
            self.remarks.append(Remark(line, reason, instead, was))


def plain(words: str) -> str:
    """Words on one line: spaces single, nothing that no text may hold."""
    if words.isascii():
        line = " ".join(words.split())
        if line.isprintable():
            return line
    words = _SPACES.sub(" ", words).strip()
    return unicodedata.normalize("NFC", legible(words)).strip()


def one_line(lines: Sequence[str]) -> str:
    """Lines of a cue as one: broken Chinese gets no space."""
    text = "\n".join(lines)
    return resolved(text if text.isascii() else join_lines(text))


def resolved(words: str) -> str:
    """As `plain`, of words in which &amp; stands for &."""
    return plain(unescape(words) if "&" in words else words)


@lru_cache(maxsize=4096)
def label_of(words: str) -> str:
    """A speaker's label that a transcript can hold; UNKNOWN for words that no label can be."""
    name = " ".join(plain(words).translate(_TURNING).split())
    bare = re.sub(r"\*\*+|[:：\\]", " ", name).strip(" *_#<>-")[:MAX_LABEL]
    return _stable(name) or _stable(bare) or UNKNOWN


def _stable(name: str) -> str:
    """The label that is read where `name` was written, if it is read so again."""
    for _ in range(4):
        name = " ".join(name.split())
        label = read_label(f"**{name}:** x")
        if label is None or not label.name:
            return ""
        if label.name == name and label.text == "x":
            return name
        name = label.name
    return ""


def possible(moment: float | None) -> float | None:
    """A time that a recording can have, to the thousandth; None for others."""
    if moment is None or not 0 <= moment < LONGEST:
        return None
    return round(moment, 3)


def check_times(captions: Captions) -> None:
    """Say which cues end before they begin, or begin before the one above: nothing is moved."""
    before = -1.0
    backward = overlapping = 0
    for cue in captions.cues:
        starts_at, ends_at = cue.starts_at, cue.ends_at
        if starts_at is None:
            continue
        if ends_at is not None and ends_at < starts_at:
            backward += 1
            if backward <= MOST_REMARKS:
                captions.remarks.append(
                    Remark(cue.line, "This cue ends before it begins: only its beginning counts.")
                )
        if starts_at < before:
            overlapping += 1
            if overlapping <= MOST_REMARKS:
                captions.remarks.append(
                    Remark(
                        cue.line,
                        "This cue begins before the one above it: it was left where it stands.",
                    )
                )
        before = starts_at
