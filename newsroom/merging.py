"""Three wordings of a story made one: what two people changed since the version both began from.

A wording is what a story's form holds, as it is posted. Texts are merged by paragraph and
sentence (`prose.merging`), side facts one by one, rows one by one. What both changed differently
is a question; what neither can have meant to lose is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from prose import merging
from prose.merging import Agreed, Choice, Collision

if TYPE_CHECKING:
    from newsroom.records import Record

Row = dict[str, str]
# More questions than that are none: the whole text is one then.
MOST_QUESTIONS = 100
# How much of the words before a question shows where it stands.
BEFORE = 120


class RowKind(NamedTuple):
    """What tells one row from another, and what else it says."""

    key: tuple[str, ...]
    values: tuple[str, ...] = ()


ROWS = {
    "credits": RowKind(("person", "role")),
    "related_stories": RowKind(("target",), ("label",)),
    "speakers": RowKind(("label",), ("person", "role", "described_as")),
}


@dataclass(slots=True)
class Wording:
    """`rows` are in their order, by the name of their formset. What a form does not hold is
    missing, and is left to the other side. `sets` are facts that are several ticked values, in
    one order, apart by spaces."""

    texts: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    sets: frozenset[str] = frozenset()
    topics: list[str] | None = None
    rows: dict[str, list[Row]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can say. `name` is its field's; of words, both can be kept."""

    name: str
    field: str
    base: str
    mine: str
    theirs: str
    is_words: bool
    row: str = ""
    value: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What one side alone changed: taken without a question."""

    field: str
    by_mine: bool
    before: str = ""
    after: str = ""


@dataclass(slots=True)
class Together:
    """Both sides' changes: `agreed` less what the `questions` ask, which `wording` puts in."""

    agreed: Wording
    merged: dict[str, merging.Merged]
    questions: list[Question]
    changes: list[Change]

    def wording(self, choices: Mapping[str, Choice]) -> Wording:
        """With each question settled by its name; words nobody chose between are both kept."""
        texts = dict(self.agreed.texts)
        for name, merged in self.merged.items():
            settled = {
                number: choices[f"{name}-{number}"]
                for number in range(len(merged.collisions))
                if f"{name}-{number}" in choices
            }
            texts[name] = merged.text(settled)
        facts = dict(self.agreed.facts)
        rows = {kind: [dict(row) for row in each] for kind, each in self.agreed.rows.items()}
        for question in self.questions:
            if question.is_words:
                continue
            value = question.theirs if choices.get(question.name) == "theirs" else question.mine
            if question.value:
                for row in rows[question.field]:
                    if row_key(question.field, row) == question.row:
                        row[question.value] = value
            else:
                facts[question.field] = value
        return Wording(texts, facts, topics=self.agreed.topics, rows=rows)


def of_record(record: Record) -> Wording:
    """What a form of the story would have held when the record was made, as far as it says."""
    picture = record["picture"]
    facts = {
        "slug": record["slug"],
        "language": record["language"],
        "section": _number(record["section"]),
        "translation_of": _number(record["translation_of"]),
        "lead_picture": _number(picture["id"] if picture else None),
    }
    if record["kind"] == "interview":
        facts |= _recording(record)
    rows: dict[str, list[Row]] = {
        "credits": [
            {"person": str(each["person"]), "role": each["role"]} for each in record["credits"]
        ],
        "related_stories": [
            {"target": str(each["story"]), "label": each["label"]} for each in record["related"]
        ],
        "speakers": [
            {
                "label": each["label"],
                "person": _number(each["person"]),
                "role": each["role"],
                "described_as": each["described_as"],
            }
            for each in record.get("speakers", [])
        ],
    }
    texts = {"title": record["title"], "standfirst": record["standfirst"], **record["texts"]}
    topics = [str(number) for number in record["topics"]]
    return Wording(texts, facts, topics=topics, rows=rows)


def _recording(record: Record) -> dict[str, str]:
    found = record.get("recording")
    return {
        "recording": _number(found["id"] if found else None),
        "recording_url": found["url"] if found else "",
        "recorded_on": found["recorded_on"] if found else "",
        "recorded_in": found["recorded_in"] if found else "",
    }


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def row_key(kind: str, row: Row) -> str:
    return " ".join(row.get(name, "") for name in ROWS[kind].key)


def merge(base: Wording, mine: Wording, theirs: Wording) -> Together:
    """What `base` lacks is unknown: there, whatever differs is a question."""
    together = Together(Wording(), {}, [], [])
    for name, words in mine.texts.items():
        _merge_text(together, name, base.texts.get(name, ""), words, theirs.texts.get(name, ""))
    for name, value in mine.facts.items():
        known = base.facts.get(name)
        asked = Question(name, name, known or "", value, theirs.facts.get(name, ""), False)
        merge_one = _set if name in mine.sets else _fact
        together.agreed.facts[name] = merge_one(together, known, asked)
    if mine.topics is not None:
        together.agreed.topics = _topics(together, base.topics, mine.topics, theirs.topics or [])
    for kind, rows in mine.rows.items():
        together.agreed.rows[kind] = list(
            _rows(together, kind, base.rows.get(kind, []), rows, theirs.rows.get(kind, []))
        )
    return together


def same(mine: Wording, theirs: Wording) -> bool:
    """Does `mine` say nothing that `theirs` does not?"""
    return (
        all(theirs.texts.get(name) == words for name, words in mine.texts.items())
        and all(theirs.facts.get(name) == value for name, value in mine.facts.items())
        and (mine.topics is None or set(mine.topics) == set(theirs.topics or []))
        and all(
            [_said(kind, row) for row in rows]
            == [_said(kind, row) for row in theirs.rows.get(kind, [])]
            for kind, rows in mine.rows.items()
        )
    )


def _said(kind: str, row: Row) -> Row:
    return {name: row.get(name, "") for name in (*ROWS[kind].key, *ROWS[kind].values)}


# Texts


def _merge_text(together: Together, name: str, base: str, mine: str, theirs: str) -> None:
    merged = merging.merge(base, mine, theirs)
    if len(merged.collisions) > MOST_QUESTIONS:
        merged = merging.Merged((Collision(base, mine, theirs),))
    if name == "title" and merged.collisions:
        # One line: two titles stand beside each other until somebody cuts one.
        merged = merging.Merged((Collision(base, mine, theirs, between=" / "),))
    together.merged[name] = merged
    together.questions += _collisions(name, merged)
    for piece in merged.pieces:
        if isinstance(piece, Agreed) and piece.by in {"mine", "theirs"}:
            change = Change(name, piece.by == "mine", piece.instead_of, piece.words)
            together.changes.append(change)


def _collisions(name: str, merged: merging.Merged) -> Iterator[Question]:
    number, before = 0, ""
    for piece in merged.pieces:
        if isinstance(piece, Collision):
            three = piece.base, piece.mine, piece.theirs
            yield Question(f"{name}-{number}", name, *three, True, before=_end(before))
            number += 1
        elif piece.words:
            before = piece.words


def _end(words: str) -> str:
    """The last words, from the beginning of one; of a script without spaces, letters."""
    if len(words) <= BEFORE:
        return words
    end = words[-BEFORE:]
    return "… " + (end.partition(" ")[2] or end)


# Side facts


def _fact(together: Together, base: str | None, question: Question) -> str:
    """The value that stands for now; what both changed is asked."""
    mine, theirs = question.mine, question.theirs
    if mine == theirs:
        return mine
    if base is None or base not in {mine, theirs}:
        together.questions.append(question)
        return mine
    by_mine = theirs == base
    value = mine if by_mine else theirs
    together.changes.append(Change(question.field, by_mine, base, value))
    return value


def _set(together: Together, base: str | None, question: Question) -> str:
    """A value goes if one side took its tick off, and comes if one put it on.

    With none ticked the fact says something else than each of its values: what only one side
    says, or neither, is asked.
    """
    mine, theirs = (set(value.split()) for value in (question.mine, question.theirs))
    if base is None or not mine or not theirs or set(base.split()) in (mine, theirs):
        return _fact(together, base, question)
    known = set(base.split())
    joined = (mine & theirs) | ((mine ^ theirs) - known)
    if not joined:
        return _fact(together, base, question)
    if mine != theirs:
        together.changes.append(Change(question.field, True, base, question.mine))
        together.changes.append(Change(question.field, False, base, question.theirs))
    return " ".join(sorted(joined))


def _topics(
    together: Together, base: list[str] | None, mine: list[str], theirs: list[str]
) -> list[str]:
    """A topic goes if somebody took it off that was there, and comes if somebody put it on."""
    known = base or []
    kept = [each for each in theirs if each in mine or each not in known]
    kept += [each for each in mine if each not in theirs and each not in known]
    for by_mine, side in ((True, mine), (False, theirs)):
        if base is not None and set(side) != set(base) and set(mine) != set(theirs):
            together.changes.append(Change("topics", by_mine))
    return kept


# Rows


def _rows(
    together: Together, kind: str, base: list[Row], mine: list[Row], theirs: list[Row]
) -> Iterator[Row]:
    """A row goes if one side took it out and the other left it as it was."""
    was, ours, others = ({row_key(kind, row): row for row in rows} for rows in (base, mine, theirs))
    for by_mine, side in ((True, ours), (False, others)):
        if [_said(kind, row) for row in side.values()] != [_said(kind, row) for row in base] and (
            list(ours) != list(others)
        ):
            together.changes.append(Change(kind, by_mine))
    for key in _in_order(list(was), list(ours), list(others)):
        if key in ours and key in others:
            yield _row(together, kind, key, was.get(key), ours[key], others[key])
        else:
            row = ours.get(key) or others[key]
            if key not in was or _said(kind, row) != _said(kind, was[key]):
                yield row


def _row(together: Together, kind: str, key: str, base: Row | None, mine: Row, theirs: Row) -> Row:
    merged = {**theirs, **mine}
    for name in ROWS[kind].values:
        values = mine.get(name, ""), theirs.get(name, "")
        known = None if base is None else base.get(name, "")
        asked = Question(
            f"{kind}-{name}-{key}", kind, known or "", *values, False, row=key, value=name
        )
        merged[name] = _fact(together, known, asked)
    return merged


def _in_order(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Every row of either: in the order of the side that moved rows, else of theirs."""
    moved = [key for key in mine if key in base] != [key for key in base if key in mine]
    order, other = (mine, theirs) if moved else (theirs, mine)
    found = list(order)
    for place, key in enumerate(other):
        if key not in found:
            before = other[place - 1] if place else None
            found.insert(found.index(before) + 1 if before in found else len(found), key)
    return found
