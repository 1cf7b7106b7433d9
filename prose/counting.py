"""Finished HTML in which every run of words says where it begins in the plain text.

For pages on which somebody selects words: a script that reads where a run begins has to know none
of the rules by which a page becomes plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from prose.markup import TOKEN
from prose.weaving import runs_of

# The page around has ids of its own, and a heading may be called so.
_ID = re.compile(r' id="[^"]*"')


@dataclass(frozen=True, slots=True)
class Noted:
    """Words that a note stands on: code points of the plain text. Several may share some."""

    start: int
    end: int
    key: str
    kind: str


def counted(html: str, text: str, notes: Sequence[Noted] = ()) -> str:
    """`html` (finished, safe) without ids, its words in elements that say where each begins in its
    plain `text`.

    `data-at` counts UTF-16 units, as browsers do; `data-line` stands where a line begins. Words
    under notes have `data-notes`, their keys, and a class for each kind; the first words of a note
    have the id `on-` and its key.
    """
    tokens = TOKEN.split(html)
    tokens[1::2] = [_ID.sub("", tag) for tag in tokens[1::2]]
    ordered = sorted(notes, key=lambda note: (note.start, note.end))
    begun: set[str] = set()
    astral, coming, here = 0, 0, list[Noted]()
    for run in runs_of(tokens):
        ends = run.end
        here = [note for note in here if note.end > run.start]
        while coming < len(ordered) and ordered[coming].start < ends:
            if ordered[coming].end > run.start:
                here.append(ordered[coming])
            coming += 1
        pieces = []
        for start, end in _cuts(run.start, ends, here):
            words = text[start:end]
            over = [note for note in here if note.start <= start and end <= note.end]
            begins = start > 0 and start == run.start and text[start - 1] == "\n"
            pieces.append(_element(words, start + astral, begins, over, begun))
            astral += sum(letter > "\uffff" for letter in words)
        head, tail = run.written[: run.first], run.written[run.last :]
        tokens[run.token] = "".join([*head, *pieces, *tail])
    return "".join(tokens)


def _cuts(start: int, end: int, notes: Sequence[Noted]) -> Iterator[tuple[int, int]]:
    """`start`:`end` in pieces that stand under the same notes."""
    places = {start, end}
    for note in notes:
        places |= {max(start, note.start), min(end, note.end)}
    ordered = sorted(places)
    yield from zip(ordered, ordered[1:], strict=False)


def _element(
    words: str, at: int, begins_line: bool, notes: Sequence[Noted], begun: set[str]
) -> str:
    line = " data-line" if begins_line else ""
    if not notes:
        return f'<span data-at="{at}"{line}>{escape(words)}</span>'
    new = [note.key for note in notes if note.key not in begun]
    begun.update(new)
    # A note that begins on the same words as another has an empty element for its address.
    others = "".join(f'<span id="on-{key}"></span>' for key in new[1:])
    identity = f' id="on-{new[0]}"' if new else ""
    keys = " ".join(note.key for note in notes)
    kinds = " ".join(sorted({note.kind for note in notes}))
    return (
        f'{others}<span data-at="{at}"{line}{identity} class="noted {kinds}" data-notes="{keys}">'
        f"{escape(words)}</span>"
    )
