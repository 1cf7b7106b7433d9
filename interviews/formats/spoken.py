"""Who speaks in subtitles that say so in words: “Name: ” where a cue begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from interviews.formats.cues import Captions, label_of, resolved
from interviews.labels import reads_like_a_name
from interviews.vocabulary import ANSWERS, ASKS, NEVER_NAMES

# A dash, or the >> of captions, says that somebody else speaks.
_LABELLED = re.compile(
    r"(?P<dash>[-–—][ \t]*|>{2,3}[ \t]*)?(?P<name>[^\s:：][^\n:：]{0,79}?)[ \t]*(?<!\\)(?::(?=\s|\Z)|：)[ \t]*"
)
# Who made a file is named in its first cue; nobody else is.
_MAKERS = {"subtitles", "captions"}
_MOST_DOUBTS = 20
# Words that call for attention and name nobody, though they may begin a cue with a colon.
_CALLS = {
    "look", "listen", "well", "see", "okay", "ok", "wait", "right", "plus", "actually", "basically",
    "meaning", "namely", "spoiler", "anyway", "seriously", "honestly", "one", "two", "three", "again",
    "here", "there", "this", "that", "because", "maybe", "sorry", "please", "hello", "hi", "thanks",
}  # fmt: skip
_ENDS = tuple('.?!…。？！؟"”’»)]')


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may begin with a label; `opens`: it is the first of its cue. `fresh`: the words
    before it end a sentence, so that it is none that goes on."""

    name: str
    dashed: bool
    words: str
    opens: bool
    fresh: bool
    line: int
    whole: str


def candidate(line: str, number: int, *, opens: bool, before: str) -> Candidate | None:
    """The label that a line may begin with; `before` is the line of words above it."""
    if ":" not in line and "：" not in line:
        return None
    match = _LABELLED.match(line)
    if match is None:
        return None
    fresh = not before or before.endswith(_ENDS)
    words = line[match.end() :]
    return Candidate(match["name"], bool(match["dash"]), words, opens, fresh, number, line)


class Speakers:
    """Which candidates are labels, decided over the whole file.

    `lines` counts the lines of words in all cues, those without a candidate too; `first_line` is
    where the first of them stands.
    """

    def __init__(
        self,
        candidates: Sequence[Candidate],
        lines: int,
        first_line: int,
        known: Collection[str],
        captions: Captions,
    ) -> None:
        self.candidates, self.first_line = candidates, first_line
        self.every_line = len(candidates) == lines and self.names_every_line()
        self.known = {name.casefold() for name in known}
        self.uses = Counter(each.name for each in candidates if each.opens or each.dashed)
        self.once: set[str] = set()  # who speaks only once, and has one word for a name
        self.names = set() if self.every_line else self.found()
        self.tell(captions)

    def names_every_line(self) -> bool:
        """Every line is labelled: as our own files are, whatever the labels look like.

        There a dash stands only where the same speaker begins another turn.
        """
        before = ""
        for each in self.candidates:
            if each.dashed and each.name != before:
                return False
            before = each.name
        only = self.candidates[0] if len(self.candidates) == 1 else None
        return only is None or only.name.casefold() not in NEVER_NAMES

    def found(self) -> set[str]:
        likely = [each for each in self.candidates if self.is_likely(each.name)]
        names = {each.name for each in likely if each.dashed}
        names |= {each.name for each in likely if each.name.casefold() in self.known}
        repeated = {each.name for each in likely if self.uses[each.name] > 1}
        first = self.candidates[0] if self.candidates else None
        opens = first is not None and self.is_likely(first.name) and self.is_first(first)
        # A file that names its speakers names the first one; else two of them must come back.
        if opens or len(repeated) > 1:
            names |= repeated
        if opens and first is not None:
            names.add(first.name)
            self.once = {each.name for each in likely if each.opens and each.fresh} - names
            names |= self.once
        if names:
            names |= {each.name for each in likely if each.opens and _may_speak_once(each.name)}
        elif first is not None and self.is_first(first) and first.name.casefold() in _MAKERS:
            names.add(first.name)
        return names

    def is_likely(self, name: str) -> bool:
        folded = name.casefold()
        return folded in self.known or (reads_like_a_name(name) and folded not in _CALLS)

    def is_first(self, each: Candidate) -> bool:
        return each.line == self.first_line

    def tell(self, captions: Captions) -> None:
        """Say which lines look like labels and were not taken for any, and which were for want of
        anything better."""
        told = set[str]()
        doubted = 0
        for each in self.candidates:
            if not (self.every_line or each.name in self.names):
                if each.opens and self.is_likely(each.name) and doubted < _MOST_DOUBTS:
                    doubted += 1
                    reason = f"“{each.name}” was not taken for a speaker: it stays in the words."
                    captions.remark(each.line, reason, f"- {each.whole}", each.whole)
            elif each.name not in told:
                told.add(each.name)
                if each.name.casefold() in NEVER_NAMES | _MAKERS:
                    reason = f"“{each.name}” was taken for whoever speaks, though it is no name."
                    captions.remark(each.line, reason)
                elif each.name in self.once:
                    reason = f"Read as {each.name} speaking, who speaks only here."
                    captions.remark(each.line, reason, _as_words(each), each.whole)

    def label(self, each: Candidate | None) -> str:
        """The label that a line begins with, or nothing."""
        if each is None or not (self.every_line or each.name in self.names):
            return ""
        return label_of(resolved(each.name))


def _as_words(each: Candidate) -> str:
    """The line with a backslash before its colon; a full-width one cannot be written so."""
    before, colon, after = each.whole.partition(":")
    return f"{before}\\:{after}" if colon and before.endswith(each.name) else ""


def _may_speak_once(name: str) -> bool:
    return len(name.split()) > 1 or name.casefold() in ASKS | ANSWERS
