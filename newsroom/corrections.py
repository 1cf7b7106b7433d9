"""Corrections: what a piece said and what it says, and where these words stand in its text."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from newsroom.numbers import numbers_in
from prose.comparing import changes
from prose.marks import Unmarked
from prose.weaving import Span

if TYPE_CHECKING:
    from newsroom.models import Edition
    from newsroom.records import CorrectedRecord, NoteRecord, Record

# A passage corrected earlier is found again elsewhere only by that many words or characters.
FOUND_BY_WORDS = 5
FOUND_BY_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class Corrected:
    """A passage of a part (title, standfirst, body, introduction or turn:<key>).

    `start` and `end` are code points of the part's plain text as it is now; both are the same
    where the words were taken out, or stand in no text.
    """

    part: str
    said: str
    says: str
    start: int = 0
    end: int = 0


def differences(base: Edition, record: Record, texts: Mapping[str, str]) -> list[Corrected]:
    """What changed between the live edition `base` and a new record with its plain `texts`."""
    was: Record = base.record
    found = []
    for part in ("title", "standfirst"):
        said, says = " ".join(was[part].split()), " ".join(record[part].split())
        if said != says:
            found.append(Corrected(part, said, says))
    before = _unmarked(base.body.texts, was["notes"])
    after = _unmarked(texts, record["notes"])
    for part, now in after.items():
        then = before.pop(part).text if part in before else ""
        for each in changes(then, now.text):
            found.append(Corrected(part, each.before, each.after, *now.place(each.start, each.end)))
    # A turn that was taken out: its part is gone.
    found += [
        Corrected(part, each.before, "")
        for part, then in before.items()
        for each in changes(then.text, "")
    ]
    return found


def to_record(
    corrected: Sequence[Corrected], base: Edition, record: Record, texts: Mapping[str, str]
) -> list[CorrectedRecord]:
    """What to freeze: the passages corrected now, and where those corrected earlier stand."""
    found: list[CorrectedRecord] = [
        {
            "key": secrets.token_hex(4),
            "part": each.part,
            "said": each.said,
            "says": each.says,
            "start": each.start,
            "end": min(each.end, len(texts.get(each.part, ""))),
            "carried": False,
        }
        for each in corrected
    ]
    if base.record.get("corrected"):
        now = _unmarked(texts, record["notes"])
        then = _unmarked(base.body.texts, base.record["notes"])
        found += [_carried(each, then, now) for each in base.record["corrected"]]
    return found


def spans(record: Record) -> Iterator[tuple[str, Span]]:
    """The corrected words, by part; each has the id that its notice links to."""
    for each in record.get("corrected", []):
        if each["start"] < each["end"]:
            yield (
                each["part"],
                Span(
                    each["start"],
                    each["end"],
                    f"corrected-{each['key']}",
                    "corrected",
                    begins=f"[{_('corrected')}: ",
                    ends="]",
                ),
            )


def _unmarked(texts: Mapping[str, str], notes: Iterable[NoteRecord]) -> dict[str, Unmarked]:
    of_part: dict[str, list[NoteRecord]] = defaultdict(list)
    for note in notes:
        of_part[note["part"]].append(note)
    return {part: Unmarked(text, numbers_in(text, of_part[part])) for part, text in texts.items()}


def _carried(
    each: CorrectedRecord,
    then: Mapping[str, Unmarked],
    now: Mapping[str, Unmarked],
) -> CorrectedRecord:
    """Where words that an earlier edition corrected stand now: nowhere, rather than anywhere."""
    carried: CorrectedRecord = {**each, "start": 0, "end": 0, "carried": True}
    words = _words(each, then)
    if not words:
        return carried
    places = [
        (part, unmarked, at)
        for part, unmarked in now.items()
        if (at := unmarked.text.find(words)) >= 0
    ]
    here = [place for place in places if place[0] == each["part"]]
    long_enough = len(words.split()) >= FOUND_BY_WORDS or len(words) >= FOUND_BY_CHARACTERS
    chosen = here or (places if long_enough else [])
    if len(chosen) != 1:
        return carried
    part, unmarked, at = chosen[0]
    if unmarked.text.find(words, at + 1) >= 0:
        return carried
    start, end = unmarked.place(at, at + len(words))
    return {**carried, "part": part, "start": start, "end": end}


def _words(each: CorrectedRecord, then: Mapping[str, Unmarked]) -> str:
    """The corrected words as they stood in the earlier edition, without reference numbers."""
    unmarked = then.get(each["part"])
    if unmarked is None or each["start"] >= each["end"]:
        return ""
    start, end = unmarked.without(each["start"]), unmarked.without(each["end"])
    return unmarked.text[start:end].strip()
