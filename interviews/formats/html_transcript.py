"""Podcasting 2.0 transcripts in HTML: <cite> names who speaks, <time> says when, <p> holds the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from interviews.formats.cues import (
    Captions,
    Cue,
    Malformed,
    check_times,
    label_of,
    possible,
    resolved,
)

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[\s/][^<>]*)?>")
_CITE = re.compile(r"<cite[\s>]", re.IGNORECASE)
_TIME = re.compile(r"<time[\s>]", re.IGNORECASE)
_NAMED = re.compile(r"<cite[^<>]{0,200}>[^<>]{1,80}[:：]\s{0,9}</cite>", re.IGNORECASE)
_CLOCK = re.compile(r"\s*(?:(\d{1,4}):)?(\d{1,4}):(\d{2}(?:[.,]\d{1,9})?)\s*")
_BLOCKS = {
    "p", "div", "br", "li", "ul", "ol", "section", "article", "blockquote", "body", "tr", "table",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "footer", "main",
}  # fmt: skip
# What stands inside these is no word of anybody's.
_UNSPOKEN = {"script", "style", "head", "template"}
_HEAD = 4000


def is_html(text: str) -> bool:
    """HTML in which speakers are cited, with times or with colons: not only a book's title."""
    return text.lstrip("\ufeff \t\n")[:1] == "<" and (
        (_CITE.search(text) is not None and _TIME.search(text) is not None)
        or _NAMED.search(text) is not None
    )


@dataclass(slots=True)
class _Open:
    """A cue being read."""

    line: int
    label: str = ""
    starts_at: float | None = None
    paragraphs: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def end_paragraph(self) -> None:
        words = resolved("".join(self.words))
        self.words = []
        if words:
            self.paragraphs.append(words)

    @property
    def in_a_sentence(self) -> bool:
        return any(map(str.strip, self.words))

    def close(self) -> Cue:
        self.end_paragraph()
        text = "\n".join(self.paragraphs)
        return Cue(possible(self.starts_at), None, self.label, text, self.line)


class _Reading:
    """One pass over tags and words."""

    def __init__(self, captions: Captions) -> None:
        self.captions, self.cue = captions, _Open(1)
        self.inside = ""  # cite or time, while one is open

    def opens(self, tag: str, line: int) -> None:
        """Somebody is named, or a time said: another cue begins, unless this one has no words."""
        self.inside = tag
        if tag == "cite" and self.cue.in_a_sentence:
            return  # a book's title, or a name: its colon will tell
        if self.cue.in_a_sentence or self.cue.paragraphs:
            self.begin(line)
        elif not self.cue.label and self.cue.starts_at is None:
            self.cue.line = line

    def begin(self, line: int) -> None:
        self.captions.cues.append(self.cue.close())
        self.cue = _Open(line)

    def take(self, words: str, line: int) -> None:
        if self.inside == "cite":
            self.take_name(words, line)
        elif self.inside == "time":
            self.take_time(words, line)
        else:
            self.cue.words.append(words)

    def take_name(self, words: str, line: int) -> None:
        name = resolved(words)
        if self.cue.in_a_sentence:
            if not name.endswith((":", "：")):
                self.cue.words.append(words)
                return
            self.begin(line)
        if name.rstrip(":： "):
            self.cue.label = label_of(name.rstrip(":： "))

    def take_time(self, words: str, line: int) -> None:
        match = _CLOCK.fullmatch(words)
        if match:
            self.cue.starts_at = int(match[1] or 0) * 3600 + int(match[2]) * 60 + _number(match[3])
        elif words.strip():
            self.captions.remark(line, f"“{words.strip()[:40]}” is no time: left out.")


def read(text: str) -> Captions:
    """Raises Malformed if nobody says anything in it."""
    captions = Captions("HTML", paragraphs=True)
    reading, line = _Reading(captions), 1
    for tag, closes, words, lines in _tokens(text):
        if not tag:
            reading.take(words, line)
        elif tag in {"cite", "time"} and not closes:
            reading.opens(tag, line)
        elif tag in {"cite", "time"}:
            reading.inside = ""
        elif tag in _BLOCKS:
            reading.inside = ""
            reading.cue.end_paragraph()
        line += lines
    captions.cues.append(reading.cue.close())
    captions.cues = [each for each in captions.cues if each.text or each.label]
    if not any(each.text for each in captions.cues):
        raise Malformed(1, "Nobody says anything in this HTML.")
    check_times(captions)
    return captions


def _number(seconds: str) -> float:
    return float(seconds.replace(",", "."))


def _tokens(text: str) -> Iterator[tuple[str, bool, str, int]]:
    """Tags (name, whether it closes) and words between them, each with the lines it takes."""
    at, unspoken = 0, ""
    text = _without_comments(text)
    for match in _TAG.finditer(text):
        name = match[2].lower()
        words = text[at : match.start()]
        if words and not unspoken:
            yield "", False, words, words.count("\n")
        elif words:
            yield "", False, "", words.count("\n")
        at = match.end()
        if unspoken:
            unspoken = "" if match[1] and name == unspoken else unspoken
        elif name in _UNSPOKEN and not match[1]:
            unspoken = name
        yield name, bool(match[1]), "", match[0].count("\n")
    rest = text[at:]
    if rest and not unspoken:
        # A tag that the file breaks off in is no word.
        yield "", False, re.sub(r"<[/!a-zA-Z][^<>]*\Z", "", rest), rest.count("\n")


def _without_comments(text: str) -> str:
    """Comments gone, and with them what stands behind one that nothing closes; lines are kept."""
    pieces, at = [], 0
    while (begins := text.find("<!--", at)) >= 0:
        ends = text.find("-->", begins + 4)
        pieces.append(text[at:begins])
        if ends < 0:
            at = len(text)
            break
        pieces.append("\n" * text.count("\n", begins, ends))
        at = ends + 3
    pieces.append(text[at:])
    return re.sub(r"<![a-zA-Z][^<>]*>", "", "".join(pieces))
