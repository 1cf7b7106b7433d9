"""From blocks with labels to turns, by way of the canonical transcript.

What is saved is that transcript, and it is read again at every save: reading it here already
means that the import shows the turns that will be there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace

from interviews.grammar import ParsedTurn, Transcript, parse, serialise
from interviews.vocabulary import is_marker
from manuscripts.as_markdown import markdown
from manuscripts.layout import Block


def read_turns(found: Sequence[Block], known: Collection[str]) -> tuple[ParsedTurn, ...]:
    """The turns of `found`, which begins with a label or with a heading above the first one.

    A turn's `line` is that of the manuscript.
    """
    pieces: list[str] = []
    starts: list[int] = []  # line of each piece in the canonical text, and in the manuscript
    sources: list[int] = []
    line = 1
    for group in _groups(found):
        text = _piece(group)
        pieces.append(text)
        starts.append(line)
        sources.append(group[0].line)
        line += text.count("\n") + 2
    names = {block.text for block in found if block.kind == "label"}
    transcript: Transcript = parse("\n\n".join(pieces), known=[*known, *names])
    return tuple(
        replace(turn, line=sources[max(bisect_right(starts, turn.line) - 1, 0)])
        for turn in transcript.turns
    )


def _groups(found: Sequence[Block]) -> list[list[Block]]:
    """A label with what is said under it; a heading by itself; what follows a heading."""
    groups: list[list[Block]] = []
    for block in found:
        if block.kind in {"label", "heading"} or not groups or groups[-1][0].kind == "heading":
            groups.append([block])
        else:
            groups[-1].append(block)
    return groups


def _piece(group: Sequence[Block]) -> str:
    first = group[0]
    if first.kind == "heading":
        return f"{'#' * max(first.level, 2)} {first.text}"
    if first.kind != "label" or first.label is None:
        return markdown(group)
    turn = ParsedTurn(
        kind="marker" if is_marker(first.text) else "speech",
        label=first.text,
        starts_at=first.label.starts_at,
        text=markdown(group[1:]),
        line=first.line,
    )
    return serialise([turn])
