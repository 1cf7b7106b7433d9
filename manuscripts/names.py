"""Labels and the people they stand for: short forms matched with fuller ones met in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from interviews.grammar import Transcript
from interviews.labels import reads_like_a_name
from interviews.vocabulary import ANSWERS, ASKS

_PARTICLES = {"de", "da", "di", "del", "la", "van", "von", "der", "bin", "ibn", "al"}
_TITLES = {"dr", "prof", "professor", "mr", "mrs", "ms", "sir", "h.e", "amb", "ambassador", "eng"}
_WORD = r"[^\W\d_][\w'’.-]*"


@dataclass(frozen=True, slots=True)
class ParsedSpeaker:
    """`label` as written; `person` the fullest form of the name met, or None for a part."""

    label: str
    person: str | None
    role: str


def in_metadata(metadata: Mapping[str, Any]) -> list[str]:
    """Names that a file's head gives."""
    found: list[str] = []
    for key in (
        "speakers",
        "people",
        "host",
        "hosts",
        "guest",
        "interviewer",
        "interviewee",
        "authors",
    ):
        value = metadata.get(key)
        if isinstance(value, str):
            found += [each.strip() for each in re.split(r"[,;、]| and ", value)]
        elif isinstance(value, list):
            found += [each for each in value if isinstance(each, str)]
        elif isinstance(value, dict):
            found += [str(each) for each in value]
    return [name for name in dict.fromkeys(found) if name]


def speakers(
    transcript: Transcript, text: str, metadata: Mapping[str, Any], known: Collection[str]
) -> tuple[ParsedSpeaker, ...]:
    """Every label of the transcript in order, with the person proposed for it and a role."""
    labels = list(dict.fromkeys(turn.label for turn in transcript.turns if turn.kind == "speech"))
    named = {str(key).casefold(): value for key, value in metadata.items()}
    asking = _who_asks(transcript, labels, named)
    found = []
    for label in labels:
        person = _person(label, text, named, known, labels)
        found.append(ParsedSpeaker(label, person, "interviewer" if label in asking else "guest"))
    return tuple(found)


def _who_asks(transcript: Transcript, labels: Sequence[str], named: Mapping[str, Any]) -> set[str]:
    """Those whose label says so, whom the metadata names, or who ask most of the questions."""
    asking = {label for label in labels if label.casefold() in ASKS}
    for key in ("interviewer", "host", "hosts", "interviewed by", "moderator"):
        value = named.get(key)
        if isinstance(value, str):
            asking |= {label for label in labels if label.casefold() in value.casefold()}
    if asking or len(labels) < 2:
        return asking
    questions = Counter(
        turn.label
        for turn in transcript.turns
        if turn.kind == "speech" and turn.text.rstrip("”\"'’ ").endswith(("?", "？", "؟"))
    )
    turns = Counter(turn.label for turn in transcript.turns if turn.kind == "speech")
    [(most, count), *others] = questions.most_common() or [("", 0)]
    if most and count / turns[most] > 0.4 and all(count > 1.5 * other for _, other in others):
        asking.add(most)
    return asking


def _person(
    label: str,
    text: str,
    named: Mapping[str, Any],
    known: Collection[str],
    labels: Sequence[str],
) -> str | None:
    for name in known:
        if name.casefold() == label.casefold():
            return name
    if label.casefold() in ASKS | ANSWERS:
        value = named.get(label.casefold())
        return value if isinstance(value, str) and reads_like_a_name(value) else None
    if not reads_like_a_name(label) or any(each.isdigit() for each in label):
        return None
    for name in known:
        if is_short_for(label, name) and not _is_shared(label, name, known):
            return name
    fuller = [other for other in labels if other != label and is_short_for(label, other)]
    return _fullest_in(text, label) or (fuller[0] if len(fuller) == 1 else None) or label


def _is_shared(label: str, name: str, known: Collection[str]) -> bool:
    """Two people have names that the label could be short for: then it names neither."""
    return any(other != name and is_short_for(label, other) for other in known)


def bare(name: str) -> list[str]:
    """The words of a name without titles: Dr. Li Wei as li, wei."""
    words = [word.strip(".,").casefold() for word in name.split()]
    return [word for word in words if word and word not in _TITLES]


def is_short_for(label: str, name: str) -> bool:
    """Is `label` the beginning or the end of `name`, and shorter?"""
    short, full = bare(label), bare(name)
    if not short or len(short) >= len(full):
        return False
    return full[: len(short)] == short or full[-len(short) :] == short


def _fullest_in(text: str, label: str) -> str | None:
    """The most frequent longer form of the name that begins or ends with the label."""
    escaped = re.escape(label)
    if not label.isascii() and " " not in label:
        return None
    follows = re.compile(rf"(?<![\w*]){escaped}((?: {_WORD}){{1,2}})(?=[^\w*]|\Z)(?!\s*[:：*])")
    forms: Counter[str] = Counter()
    for match in follows.finditer(text):
        words = match[1].split()
        kept: list[str] = []
        for word in words:
            if not (word[:1].isupper() or word in _PARTICLES):
                break
            kept.append(word.rstrip("."))
            if word.endswith((".", "’s", "'s")):
                kept[-1] = re.sub(r"[’']s\Z", "", kept[-1])
                break
        while kept and kept[-1] in _PARTICLES:
            kept.pop()
        if kept:
            forms[f"{label} {' '.join(kept)}"] += 1
    if " " not in label or label.split()[0].strip(".").casefold() in _TITLES:
        title, _, surname = label.rpartition(" ")
        start = rf"{re.escape(title)} " if title else ""
        precedes = re.compile(rf"(?<![\w*]){start}({_WORD}) {re.escape(surname)}(?![\w*])")
        for match in precedes.finditer(text):
            if (
                match[1][:1].isupper()
                and match[1].casefold() not in _TITLES
                and match[1] not in _STARTS
            ):
                forms[f"{title} {match[1]} {surname}".strip()] += 1
    return forms.most_common(1)[0][0] if forms else None


_STARTS = {
    "The", "And", "But", "When", "As", "With", "For", "In", "On", "At", "So", "Yes", "No", "Well",
    "Thanks", "Thank", "Hello", "Hi", "Dear", "If", "Now", "Then", "Here", "Does", "Did", "Is",
    "Was", "Has", "Can", "How", "What", "Why", "Where", "Who", "That", "This", "Because",
}  # fmt: skip


def is_about(sentence: str, label: str) -> bool:
    """Does a sentence name the speaker, by the label or by its last word?"""
    if label in sentence:
        return True
    words = bare(label)
    return (
        bool(words)
        and len(words[-1]) > 2
        and bool(re.search(rf"\b{re.escape(words[-1])}\b", sentence.casefold()))
    )


def listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
