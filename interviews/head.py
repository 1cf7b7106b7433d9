"""The head of a text: labelled lines that tell of it, as in **Date:** 2025-05-02."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from interviews.labels import LOOSE, Label, heading, reads_like_a_name
from interviews.vocabulary import FACTS, METADATA, TITLES, is_marker

# More labelled lines than this are no head.
MAX_HEAD = 40
# So many lines of a title may stand above them, and so long may each be.
TITLE_LINES, TITLE_LENGTH = 3, 120


def metadata(
    lines: Sequence[str], labels: Mapping[int, Label]
) -> tuple[dict[str, str], frozenset[int]]:
    """Labelled lines at the head, each label used once, and where they stand."""
    counts = Counter(label.name for label in labels.values())
    head: dict[int, None] = {}
    begins = _under_the_title(lines, labels)
    for number, line in enumerate(lines[begins:], begins):
        if not line.strip() or heading(line):
            continue
        label = labels.get(number)
        if (
            label is None
            or label.starts_at is not None
            or counts[label.name] > 1
            or not label.text.strip()
            or len(label.text) > 160
            or is_marker(label.name)
            or len(head) == MAX_HEAD
        ):
            break
        head[number] = None
    kept = {number for number in head if _is_metadata(labels[number])}
    # A label of no kind known counts in a block of its own that begins with such a line.
    for number in head:
        beside = number - 1 in kept and not _reads_like_speech(labels[number])
        if beside and _block_ends(lines, number, head):
            kept.add(number)
    if kept and any(number < min(kept) for number in head):
        kept = set()
    if not any(labels[number].name.casefold() in FACTS for number in kept):
        # Host: and Guest: alone might be speaking; they do not if they name whoever speaks below.
        below = {label.name for number, label in labels.items() if number not in kept}
        kept = {number for number in kept if labels[number].text.strip() in below}
    return {
        labels[number].name: labels[number].text.rstrip() for number in sorted(kept)
    }, frozenset(kept)


def _under_the_title(lines: Sequence[str], labels: Mapping[int, Label]) -> int:
    """The first labelled line, where only a short title stands above it and a blank line between."""
    titles = 0
    for number, line in enumerate(lines):
        if number in labels and labels[number].shape not in LOOSE:
            return number if titles == 0 or not lines[number - 1].strip() else 0
        if line.strip() and not heading(line):
            titles += 1
            if (
                titles > TITLE_LINES
                or len(line) > TITLE_LENGTH
                or line.rstrip().endswith((".", "。"))
            ):
                return 0
    return 0


def _block_ends(lines: Sequence[str], number: int, head: Collection[int]) -> bool:
    """Is there nothing but such lines from here to the next blank one?"""
    while number < len(lines) and lines[number].strip():
        if number not in head:
            return False
        number += 1
    return number < len(lines)


def _is_metadata(label: Label) -> bool:
    return label.name.casefold() in METADATA and not _reads_like_speech(label)


def _reads_like_speech(label: Label) -> bool:
    """**Host:** Anna Lee is metadata; **Host:** Welcome back to the show. is speech."""
    name, text = label.name.casefold(), label.text.rstrip()
    if name in TITLES:
        return False  # a title may ask
    if name in FACTS:
        return label.shape == "plain" and text.endswith(tuple(".!?。！？؟…"))
    if text.endswith(tuple(".!?:。！？：؟…")):
        return True
    return name in METADATA and not reads_like_a_name(text.strip("*_`"))
