"""Labels renamed in the editor: whoever the old one stood for is who the new one stands for."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence

from interviews.grammar import parse
from interviews.models import Interview, Speaker

MOST = 200
LONGEST_LABEL = 200


def renamed(posted: str) -> list[tuple[str, str]]:
    """What the form says was renamed, [[from, to], …]; whatever else it says is nothing."""
    try:
        pairs = json.loads(posted or "[]")
    except (ValueError, RecursionError):
        return []
    if not isinstance(pairs, list):
        return []
    return [
        (pair[0], pair[1])
        for pair in pairs[:MOST]
        if isinstance(pair, list)
        and len(pair) == 2
        and all(isinstance(label, str) and 0 < len(label) <= LONGEST_LABEL for label in pair)
    ]


def carry_over(interview: Interview, pairs: Sequence[tuple[str, str]]) -> None:
    """Give each new label what was known of the old one, before turns are read off the transcript.

    The text decides, not the form: a renaming that was taken back moves nothing. Where the new
    label had a row, the old row stays, so that labels that were merged can be parted again.
    """
    if not pairs:
        return
    rows = {row.label: row for row in interview.speakers.all()}
    speaking = {turn.label for turn in parse(interview.transcript, known=list(rows)).turns}
    for old, new in borne_out(pairs, speaking):
        row, there = rows.get(old), rows.get(new)
        if row is None:
            continue
        if there is None:
            row.label = new
            row.save(update_fields=["label"])
            rows[new] = rows.pop(old)
        elif there.person_id is None and row.person_id is not None:
            _fill(there, row)


def borne_out(
    pairs: Sequence[tuple[str, str]], speaking: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Each old label with the new one, where the text has the new one alone."""
    new_names = dict(pairs)
    for old in new_names:
        new = _last(new_names, old)
        if old != new and old not in speaking and new in speaking:
            yield old, new


def _last(new_names: dict[str, str], label: str) -> str:
    """A label may have been renamed twice, or back again."""
    seen = {label}
    while label in new_names and new_names[label] not in seen:
        label = new_names[label]
        seen.add(label)
    return label


def _fill(row: Speaker, known: Speaker) -> None:
    row.person_id = known.person_id
    row.described_as = row.described_as or known.described_as
    row.save(update_fields=["person", "described_as"])
