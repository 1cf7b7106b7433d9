"""Which lines that look like labels are labels: decided over the whole text, and doubts said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from interviews.fences import Fences
from interviews.head import metadata
from interviews.labels import LOOSE, Label, Shape, read_label, reads_like_a_name
from interviews.vocabulary import ANSWERS, ASKS, FACTS, NEVER_NAMES, is_marker, is_part

# A conversation begins at least one paragraph in eight with a label.
SHARE = 0.125
_INSIDE = re.compile(r"(?<=\S)\s\*\*([^*\n:：]{2,60})(?::\*\*|\*\*:)")
# A Chinese name has no space to tell it by. What ends in “says” tells of somebody speaking.
_HAN_NAME = re.compile(
    r"(?:[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,6}[·•][\u4e00-\u9fff·•]{1,12})(?<![说道问答称示])"
)
_ENDS = tuple('.!?…。！？؟”"')
_BULLETS = set("-*+•‣▪◦●·–")
# Months that people are called by.
_GIVEN_NAMES = {"april", "may", "june", "august"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that could be read in two ways: what was decided is said in `reason`.

    `instead` is the line as it has to be written to be read the other way; empty if no rewriting
    of this line alone would do.
    """

    line: int
    text: str
    reason: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a text by the number of their line (from 0).

    `metadata` are labelled lines at the head (`taken`: where they stood), each used once; `code`
    are lines of fenced code.
    """

    accepted: dict[int, Label] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    taken: frozenset[int] = frozenset()
    code: frozenset[int] = frozenset()
    doubts: tuple[Doubt, ...] = ()


def find_labels(lines: Sequence[str], known: Collection[str] = ()) -> Labels:
    """The labels among `lines`; `known` are names of people met before."""
    candidates, code = _candidates(lines)
    told, taken = metadata(lines, candidates)
    for number in taken:
        del candidates[number]
    names, shapes = _Names(lines, candidates, known).accepted()
    accepted = {
        number: label
        for number, label in candidates.items()
        if (label.who in names and label.shape in shapes)
        or (is_marker(label.name) and _marker_fits(label, bool(names)))
    }
    doubts = tuple(_doubts(lines, candidates, accepted, names))
    return Labels(accepted, told, taken, code, doubts)


def _candidates(lines: Sequence[str]) -> tuple[dict[int, Label], frozenset[int]]:
    """Every line with the shape of a label, and the lines of code, where there are none."""
    found: dict[int, Label] = {}
    code: set[int] = set()
    fences = Fences(lines)
    code_ends = -1
    for number, line in enumerate(lines):
        if number <= code_ends:
            code.add(number)
            continue
        # Four spaces make code in Markdown; in a manuscript they are an indented paragraph.
        stripped = line.lstrip()
        if not stripped or stripped[0] == "|" or lines[number - 1].strip() in _BULLETS:
            continue  # what stands under a bullet alone is an item
        code_ends = fences.end(number, stripped)
        label = read_label(stripped) if code_ends < 0 else None
        if label is not None:
            found[number] = label
    return found, frozenset(code)


# The names


class _Names:
    """Which names are speakers', shape by shape, from the surest to the loosest."""

    def __init__(
        self, lines: Sequence[str], candidates: Mapping[int, Label], known: Collection[str]
    ) -> None:
        self.lines, self.candidates = lines, candidates
        self.known = {name.casefold() for name in known}
        self.by_shape: dict[Shape, dict[int, Label]] = {}
        for number, label in candidates.items():
            if not is_marker(label.name):
                self.by_shape.setdefault(label.shape, {})[number] = label
        self.uses = Counter(label.who for label in candidates.values() if label.shape not in LOOSE)

    def accepted(self) -> tuple[set[str], set[Shape]]:
        """The names, and the shapes in which a line with such a name is a label."""
        shapes: set[Shape] = {
            "bold", "timed", "time-first", "bold-outside", "plain", "misnested", "slip",
        }  # fmt: skip
        names = {label.who for label in self.candidates.values() if self.is_sure(label)}
        names |= self.known_names()
        names |= self.questions_and_answers()
        names |= self.borne_out("time-first", names)
        names |= self.borne_out("bold-outside", names)
        others = sum(
            1
            for label in self.candidates.values()
            if label.who in names or (label.shape == "bold" and is_marker(label.name))
        )
        # A few bold lead-ins do not outweigh a conversation in another shape.
        if len(self.by_shape.get("plain", ())) > 3 * others:
            names |= self.borne_out("plain", () if others else names)
        elif self.known:
            names |= self.borne_out("plain", names)
        for shape in LOOSE:
            if len(self.by_shape.get(shape, ())) > 3 * others:
                found = self.take_turns(shape, strictly=not self.all_timed(shape))
                if found and (shape != "bare" or any(map(self.has_a_part, found))):
                    names |= found
                    shapes.add(shape)
                    others += len(self.by_shape[shape])
        return names, shapes

    def all_timed(self, shape: Shape) -> bool:
        """Does a time stand beside every name of this shape?"""
        return all(label.starts_at is not None for label in self.by_shape[shape].values())

    def has_a_part(self, name: str) -> bool:
        """Short lines come back in many texts; one of them has to say that somebody speaks."""
        return is_part(name) or name.casefold() in self.known

    def is_sure(self, label: Label) -> bool:
        """Does its shape alone make it a label? Facts never are; nobody is called Date."""
        if is_marker(label.name):
            return False
        if label.shape == "timed":
            return reads_like_a_name(label.name)
        name = label.who.casefold()
        if label.shape != "bold" or name in FACTS:
            return False
        uses = self.uses[label.who]
        if name in NEVER_NAMES:
            return name in _GIVEN_NAMES and uses > 1
        return uses > 1 or reads_like_a_name(label.name)

    def known_names(self) -> set[str]:
        if not self.known:
            return set()
        return {
            label.who
            for label in self.candidates.values()
            if label.who.casefold() in self.known and label.shape not in {"run-on", "heading"}
        }

    def questions_and_answers(self) -> set[str]:
        """Parts that ask and parts that answer, each again: **Q: Why?** over A: Because."""
        if "misnested" not in self.by_shape:
            return set()
        uses = Counter(
            label.who
            for label in self.candidates.values()
            if label.shape in {"misnested", "plain"} and label.who.casefold() in ASKS | ANSWERS
        )
        again = {who for who, count in uses.items() if count > 1}
        asks = {who for who in again if who.casefold() in ASKS}
        return again if asks and again - asks else set()

    def borne_out(self, shape: Shape, sure: Collection[str]) -> set[str]:
        """Names of this shape that the text itself bears out.

        A name is borne out if it is sure or known already, or if it is one of at least two that
        take turns. Where such names were found, one used once counts too if it is written like a
        person's and its words begin like speech.
        """
        of_shape = self.by_shape.get(shape, {})
        likely = [label for label in of_shape.values() if reads_like_a_name(label.name)]
        names = {label.who for label in likely}
        repeated = {name for name in names if self.uses[name] > 1}
        found = {label.who for label in of_shape.values() if label.who in sure}
        parts = {name for name in names if name.casefold() in ASKS | ANSWERS}
        asks = {name for name in parts if name.casefold() in ASKS}
        if found & repeated:
            found |= repeated
        elif not sure:
            found |= self.take_turns(shape)
        if len(parts) > 1:
            found |= parts
        if shape != "plain" and asks and len(names) > 1:
            found |= parts | repeated
        if shape == "time-first":
            found |= repeated
        if found and not sure:
            begins = self.conversation_begins(shape, found)
            found |= {
                label.who
                for number, label in of_shape.items()
                if number >= begins and label in likely and self.may_speak_once(label, shape)
            }
        return found

    def conversation_begins(self, shape: Shape, found: Collection[str]) -> int:
        """The line of the first of these names, or of those labelled like it right above, one
        after the other. What goes before it is an article, whose headings may have colons."""
        of_shape = self.by_shape[shape]
        first = min(number for number, label in of_shape.items() if label.who in found)
        for number in range(first - 1, -1, -1):
            label = of_shape.get(number)
            if label is not None and label.text.rstrip().endswith(_ENDS):
                first = number
            elif self.lines[number].strip():
                break
        return first

    def may_speak_once(self, label: Label, shape: Shape) -> bool:
        if self.uses[label.who] > 1:
            return False
        begins = label.text.lstrip("“\"'‘*[\\(…. ")[:1]
        if begins.islower():
            return False
        if shape != "plain" and len(label.who.split()) == 1:
            return True
        return len(label.who.split()) > 1 or label.who.casefold() in ASKS

    def take_turns(self, shape: Shape, *, strictly: bool = False) -> set[str]:
        """Names of this shape that come back after one another, as in a conversation.

        One name must come back round another; `strictly`, two must come back.
        """
        of_shape = [
            (number, label)
            for number, label in self.by_shape.get(shape, {}).items()
            if reads_like_a_name(label.name)
        ]
        fuller = _fuller({label.who for _, label in of_shape})
        counts = Counter(fuller.get(label.who, label.who) for _, label in of_shape)
        repeated = {name for name, uses in counts.items() if uses > 1}
        repeated |= {short for short, full in fuller.items() if full in repeated}
        needed = 2 if strictly or len(of_shape) > 3 else 1
        if len(repeated) < needed or len(counts) < 2 or len(counts) > len(of_shape) * 0.75:
            return set()
        order = [label.who for _, label in of_shape if label.who in repeated or len(of_shape) <= 3]
        if _changes(order) < 2 or self.share(of_shape) < SHARE:
            return set()
        return repeated if len(of_shape) > 3 else set(counts)

    def share(self, labelled: Sequence[tuple[int, Label]]) -> float:
        """How many of the paragraphs between the first and the last label begin with one."""
        first, last = labelled[0][0], labelled[-1][0]
        stretch = self.lines[first : last + 1]
        blank = [not line.strip() for line in stretch]
        if sum(blank) > len(stretch) * 0.15:
            paragraphs = 1 + sum(
                1 for before, here in zip(blank, blank[1:], strict=False) if before and not here
            )
        else:
            paragraphs = len(stretch) - sum(blank)
        return len(labelled) / max(paragraphs, 1)


def _fuller(names: Collection[str]) -> dict[str, str]:
    """Short forms, and the one longer name that ends or begins with them: Nurlan of A. Nurlan."""
    by_word: dict[str, list[str]] = {}
    for name in names:
        words = name.split()
        for word in {words[0], words[-1]} if len(words) > 1 else ():
            by_word.setdefault(word, []).append(name)
    return {
        name: by_word[name][0]
        for name in names
        if len(by_word.get(name, ())) == 1 and name.casefold() not in ASKS | ANSWERS
    }


def _changes(order: Sequence[str]) -> int:
    return sum(1 for one, other in zip(order, order[1:], strict=False) if one != other)


def _marker_fits(label: Label, somebody_speaks: bool) -> bool:
    """A plain “Break:” is a marker only in a text that has speakers; “[Music]”, where it stands
    alone on its line besides."""
    if label.shape == "bracketed" and not label.text:
        return somebody_speaks
    if label.shape in {"heading", "run-on", "bracketed", "listed", "bare"}:
        return False
    return label.shape in {"bold", "bold-outside", "timed"} or somebody_speaks


# What is said about it


def _doubts(
    lines: Sequence[str],
    candidates: Mapping[int, Label],
    accepted: Mapping[int, Label],
    names: Collection[str],
) -> Iterable[Doubt]:
    in_bold = any(label.shape == "bold" for label in accepted.values())
    uses = Counter(label.name for label in accepted.values())
    first = min(accepted, default=len(lines))
    parts = {
        word for name in names if len(words := name.split()) > 1 for word in (words[0], words[-1])
    }
    for number, label in candidates.items():
        reason = instead = ""
        marker = is_marker(label.name)
        read_as = f"Read as the marker {label.name}" if marker else f"Read as {label.name} speaking"
        if number in accepted:
            if label.shape == "misnested":
                reason = f"{read_as}: the bold type ends inside the words."
            elif label.shape == "slip":
                reason = f"{read_as}: the bold type or the colon is not as in other labels."
            elif label.shape == "plain" and in_bold:
                reason = f"{read_as}, though this label is not in bold."
            elif label.shape == "bold-outside" and uses[label.name] == 1 and len(uses) > 2:
                reason = (
                    f"{read_as}, {'which stands' if marker else 'who speaks'} only here. "
                    "If it is emphasis, take the colon away."
                )
            instead = as_words(lines[number], label) if reason else ""
        elif label.name.casefold() not in NEVER_NAMES and (
            label.shape in {"bold", "bold-outside", "misnested", "timed", "time-first", "slip"}
            or (label.shape == "run-on" and in_bold and label.name in names)
            or (
                label.shape == "plain"
                and number > first
                and (_is_a_whole_name(label.name) or label.name in parts)
            )
        ):
            reason = f"“{label.name}” was not taken for a speaker: it stays in the text."
            instead = as_speech(label)
        if reason:
            yield Doubt(number + 1, lines[number][:500], reason, instead)
        if number in accepted and "**" in label.text:
            yield from _doubt_inside(number, lines[number], label, names)


def _is_a_whole_name(name: str) -> bool:
    """Two to four words; in Chinese, where a name is one word, two to four characters."""
    return 1 < len(name.split()) <= 4 or bool(_HAN_NAME.fullmatch(name))


def _doubt_inside(number: int, line: str, label: Label, names: Collection[str]) -> Iterable[Doubt]:
    """The first label in the middle of a line: once the line is cut there, the next is asked about.

    Each doubt holds a copy of its line, so a line with thousands of labels makes only one.
    """
    begins = line.rfind(label.text)
    if begins < 0:
        begins = line.find(label.name) + len(label.name)
    for match in _INSIDE.finditer(line, begins):
        if match[1] in names:
            at = match.start() + 1
            yield Doubt(
                number + 1,
                line[:500],
                f"“{match[1]}” stands in the middle of the line: it was left there. "
                "If somebody else speaks from there on, begin a new line.",
                f"{line[:at].rstrip()}\n\n{line[at:]}",
            )
            return


def as_words(line: str, label: Label) -> str:
    """A line with a label, written so that it is none: a backslash before the colon.

    Markdown knows no such escape for a full-width colon, so there is none to offer.
    """
    before, name, after = line.partition(label.name)
    colon = after.find(":")
    if not name or colon < 0 or after[:colon].strip("*_ "):
        return ""
    written = f"{before}{name}{after[:colon]}\\{after[colon:]}"
    return "" if read_label(written) else written


def as_speech(label: Label) -> str:
    """A line whose label was not believed, written so that it is."""
    if label.name.casefold() in FACTS or not reads_like_a_name(label.name):
        return ""
    return f"**{label.name}:** {label.text}".rstrip()
