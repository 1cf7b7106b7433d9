"""Labels and the people they stand for: short forms matched with fuller ones met in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from interviews.grammar import ParsedTurn
from interviews.labels import reads_like_a_name
from interviews.vocabulary import ASKS, is_part, without_remark

_PARTICLES = {"de", "da", "di", "del", "la", "van", "von", "der", "bin", "ibn", "al"}
_TITLES = {"dr", "prof", "professor", "mr", "mrs", "ms", "sir", "h.e", "amb", "ambassador", "eng"}
# Words with capitals one after another: Dr. Li Wei, Ludwig van Beethoven.
_CAPITAL = r"[^\W\d_a-z][\w'’-]*\.?"
_RUN = re.compile(rf"(?<!\w){_CAPITAL}(?:[ \n](?:[a-z]{{2,3}}[ \n])?{_CAPITAL}){{1,5}}")
# A name goes on in the next line only where a line is full.
_SHORT_LINE = re.compile(r"(?<![^\n]{40})\n")


@dataclass(frozen=True, slots=True)
class ParsedSpeaker:
    """`label` as written; `person` the fullest form of the name met, or None for a part.

    `like` is another label that this one may be a slip of the pen for: then it is nobody's name
    until somebody says so.
    """

    label: str
    person: str | None
    role: str
    like: str = ""


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


def _who_asks(
    turns: Sequence[ParsedTurn], labels: Sequence[str], named: Mapping[str, Any]
) -> set[str]:
    """Those whose label says so, whom the metadata names, or who ask most of the questions."""
    asking = {label for label in labels if label.casefold() in ASKS}
    for key in ("interviewer", "host", "hosts", "interviewed by", "moderator"):
        value = named.get(key)
        for name in value if isinstance(value, list | dict) else [value or ""]:
            asking |= {label for label in labels if label.casefold() in str(name).casefold()}
    if asking or len(labels) < 2:
        return asking
    questions = Counter(
        turn.label
        for turn in turns
        if turn.kind == "speech" and turn.text.rstrip("”\"'’* ").endswith(("?", "？", "؟"))
    )
    counts = Counter(turn.label for turn in turns if turn.kind == "speech")
    [(most, asked), *others] = questions.most_common() or [("", 0)]
    if asked > 2 and asked / counts[most] > 0.4 and all(asked > 1.5 * other for _, other in others):
        asking.add(most)
    return asking


class People:
    """Who a label may stand for: known people first, then fuller forms met in the text."""

    def __init__(self, text: str, known: Collection[str]) -> None:
        self.names = frozenset(known)
        self.exact = {name.casefold(): name for name in sorted(known)}
        self.fuller_known = _by_ends(sorted(known))
        self.text = text

    @cached_property
    def runs(self) -> _Runs:
        return _Runs(self.text)

    def speakers(
        self, turns: Sequence[ParsedTurn], metadata: Mapping[str, Any]
    ) -> tuple[ParsedSpeaker, ...]:
        """Every label of the turns in order, with the person proposed for it and a role."""
        labels = list(dict.fromkeys(turn.label for turn in turns if turn.kind == "speech"))
        named = {str(key).casefold(): value for key, value in metadata.items()}
        asking = _who_asks(turns, labels, named)
        fuller = _by_ends(labels)
        slips = _slips(turns, labels, self.exact)
        return tuple(
            ParsedSpeaker(
                label,
                None if label in slips else self.person(label, named, fuller),
                "interviewer" if label in asking or slips.get(label) in asking else "guest",
                slips.get(label, ""),
            )
            for label in labels
        )

    def person(
        self, label: str, named: Mapping[str, Any], labels: Mapping[str, Sequence[str]]
    ) -> str | None:
        exact = self.exact.get(label.casefold())
        if exact is not None:
            return exact
        label = without_remark(label)
        if is_part(label):
            value = named.get(label.casefold())
            return value if isinstance(value, str) and reads_like_a_name(value) else None
        if not reads_like_a_name(label) or any(each.isdigit() for each in label):
            return None
        known = self.fuller(label, self.fuller_known)
        if len(known) == 1:
            return known[0]
        others = self.fuller(label, labels)
        return self.runs.fullest(label, labels) or (others[0] if len(others) == 1 else label)

    @staticmethod
    def fuller(label: str, names: Mapping[str, Sequence[str]]) -> list[str]:
        words = bare(label)
        if not words:
            return []
        candidates = dict.fromkeys([*names.get(words[0], ()), *names.get(words[-1], ())])
        return [name for name in candidates if name != label and is_short_for(label, name)]


def _by_ends(names: Collection[str]) -> dict[str, list[str]]:
    """Names by their first and their last word."""
    found: dict[str, list[str]] = {}
    for name in names:
        words = bare(name)
        for word in {words[0], words[-1]} if words else ():
            each = found.setdefault(word, [])
            if len(each) < 50:
                each.append(name)
    return found


class _Runs:
    """Words with capitals that stand together in the text: where the full names are."""

    def __init__(self, text: str) -> None:
        self.by_word: dict[str, Counter[tuple[str, ...]]] = {}
        for match in _RUN.finditer(_SHORT_LINE.sub("\n\n", text)):
            for run in _names_in(match[0]):
                for word in set(run):
                    self.by_word.setdefault(word, Counter())[run] += 1

    def fullest(self, label: str, speakers: Mapping[str, Sequence[str]]) -> str | None:
        """The most frequent longer form of the name that begins or ends with the label.

        Captions leave out commas and “and”: “between Kevin Tom” names two who speak.
        """
        words = tuple(label.split())
        forms: Counter[str] = Counter()
        for run, times in self.by_word.get(words[-1], Counter()).most_common(200):
            form = _longer(words, run)
            if form and not _names_another(form, label, speakers):
                forms[form] += times
        return forms.most_common(1)[0][0] if forms else None


def _names_another(form: str, label: str, speakers: Mapping[str, Sequence[str]]) -> bool:
    """Whether what the form adds to the label is the label of somebody else."""
    added = form.removeprefix(f"{label} ").removesuffix(f" {label}")
    return added in speakers.get(added.split()[0].casefold(), ())


def _names_in(words: str) -> list[tuple[str, ...]]:
    """A run cut where a sentence ends and after a possessive, particles at the end left out."""
    runs: list[tuple[str, ...]] = []
    run: list[str] = []
    for word in [*words.split(), ""]:
        first = word[:1]
        if first.isupper() or (run and word in _PARTICLES):
            plain = word.rstrip(".")
            titled = plain.casefold() in _TITLES or len(plain) == 1
            ends = (word != plain and not titled) or word.endswith(("’s", "'s"))
            run.append(re.sub(r"[’']s\Z", "", word if titled else plain))
            if not ends:
                continue
        while run and run[-1] in _PARTICLES:
            run.pop()
        if len(run) > 1:
            runs.append(tuple(run))
        run = []
    return runs


def _longer(label: tuple[str, ...], run: tuple[str, ...]) -> str | None:
    """The name in `run` that the label is short for: Li → Wei Li, Dr. Li → Dr. Li Wei."""
    size = len(label)
    for at in range(len(run) - size + 1):
        if run[at : at + size] == label:
            after = run[at + size : at + size + 2]
            if after:
                return " ".join([*label, *after])
            if size == 1 and at > 0 and _may_precede(run[at - 1]):
                titled = at > 1 and run[at - 2].strip(".").casefold() in _TITLES
                return " ".join(run[at - 2 if titled else at - 1 : at + 1])
    if size == 2 and label[0].strip(".").casefold() in _TITLES:
        for at in range(len(run) - 2):
            if run[at] == label[0] and run[at + 2] == label[1]:
                return " ".join(run[at : at + 3])
    return None


def _may_precede(word: str) -> bool:
    return word.strip(".").casefold() not in _TITLES and word not in _STARTS


def nearly_alike(labels: Sequence[str]) -> list[tuple[str, str]]:
    """Labels that look like a slip of the pen for another: the later one first."""
    if len(labels) > 60:
        return []
    found = []
    for place, label in enumerate(labels):
        if len(label) < 5 or any(each.isdigit() for each in label):
            continue
        for other in labels[:place]:
            if any(each.isdigit() for each in other) or is_short_for(label, other):
                continue
            if SequenceMatcher(None, label.casefold(), other.casefold()).ratio() >= 0.86:
                found.append((label, other))
                break
    return found


def _slips(
    turns: Sequence[ParsedTurn], labels: Sequence[str], known: Collection[str]
) -> dict[str, str]:
    """Labels that are probably another one typed wrongly: the one that is used less."""
    uses = Counter(turn.label for turn in turns if turn.kind == "speech")
    found: dict[str, str] = {}
    for pair in nearly_alike(labels):
        less, more = sorted(pair, key=lambda label: uses[label])
        if uses[less] < uses[more] and less.casefold() not in known:
            found[less] = more
    return found


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


def listed(names: Sequence[str], language: str = "en") -> str:
    if len(names) < 2:
        return "".join(names)
    if language != "en":
        return ("、" if language.startswith(("zh", "ja")) else ", ").join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
