"""Is somebody interviewed in a text, or are its labelled lines an article's emphasis?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from interviews.deciding import SHARE, Labels
from interviews.labels import Label, heading
from interviews.vocabulary import ANSWERS, ASKS, is_marker

# A heading that says what follows is an interview.
INTERVIEW = re.compile(
    r"(?:the\s+)?(?:full\s+|complete\s+|edited\s+)?"
    r"(interview(?:\s+transcript)?|transcript|q\s?&\s?a|q\s+and\s+a|questions\s+and\s+answers|"
    r"in\s+conversation|conversation|entrevista|transcripción|preguntas\s+y\s+respuestas|"
    r"采访实录|访谈实录|采访|访谈|专访|对话|实录|问答|"
    r"مقابلة|حوار|أسئلة\s+وأجوبة|نص\s+المقابلة)(?:\s?[:：–—-]\s?(.+)|\s(with\s.+)|[\s.]?)\Z",
    re.IGNORECASE,
)


def interview_heading(words: str) -> re.Match[str] | None:
    return INTERVIEW.match(words) if len(words) <= 200 else None


def is_conversation(lines: Sequence[str], labels: Labels, known: Collection[str]) -> bool:
    """Bold lead-ins look like labels too; a conversation goes to and fro, or says what it is."""
    speech = [label for label in labels.accepted.values() if not is_marker(label.name)]
    names = [label.who for label in speech]
    if not names:
        return False
    if _asks_in_passing(lines, labels, names):
        return _is_announced(lines)
    if any(label.starts_at is not None for label in speech) or _is_announced(lines):
        return True
    if len(names) > 1 and any(_is_speaker(name, known) for name in names):
        return True
    counts = Counter(names)
    if len(counts) > 1 and any(_is_speaker(key, known) for key in labels.metadata):
        return True
    if len(counts) > 1 and any(uses > 1 for uses in counts.values()) and _goes_to_and_fro(names):
        return True
    return _begins_with_speech(lines, labels, speech)


def _is_speaker(name: str, known: Collection[str]) -> bool:
    return name.casefold() in ASKS | ANSWERS or name in known


def _asks_in_passing(lines: Sequence[str], labels: Labels, names: Sequence[str]) -> bool:
    """A talk with a question and an answer in it: nobody has a name, and most of the paragraphs
    from there on are nobody's."""
    if any(name.casefold() not in ASKS | ANSWERS for name in names):
        return False
    first = min(labels.accepted)
    paragraphs = sum(
        1
        for number, line in enumerate(lines)
        if number >= first
        and line.strip()
        and (number in labels.accepted or not lines[number - 1].strip())
    )
    return len(names) < paragraphs * SHARE


def _goes_to_and_fro(names: Sequence[str]) -> bool:
    changes = [one != other for one, other in zip(names, names[1:], strict=False)]
    return sum(changes) > 1


def _is_announced(lines: Sequence[str]) -> bool:
    for line in lines:
        if len(line) > 220 or not line.strip():
            continue
        found = heading(line)
        match = interview_heading(found[1] if found else line.strip())
        # “Conversation” on a line of its own may be anything; with a title or a hash it is not.
        if match and (found or match[2] or match[3]):
            return True
    return False


def _begins_with_speech(lines: Sequence[str], labels: Labels, speech: Sequence[Label]) -> bool:
    """Somebody speaks from the first line on: again, with breaks, or alone all through."""
    for number, line in enumerate(lines):
        if number in labels.taken or not line.strip() or heading(line):
            continue
        label = labels.accepted.get(number)
        if label is None:
            return False
        break
    counts = Counter(label.who for label in speech)
    if any(uses > 1 for uses in counts.values()) or len(speech) < len(labels.accepted):
        return True
    named = len(counts) > 1 or all(len(name.split()) > 1 for name in counts)
    return named and not any(heading(line) for line in lines)
