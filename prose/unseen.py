"""Definitions where `prose.definitions` does not look: in items of lists, and under another of their
name. comrak says which lines a page shows; of the rest, those that are definitions say nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import comrak

from prose.definitions import LINK, folded, names_in
from prose.html import extensions, parsing, render, with_first_number

# What stands before a definition in a list or a quotation.
_MARKS = re.compile(r"(?:[ \t]|>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))*")
_NAMED = re.compile(r"\[(\^[^\]\s]{1,100}|[^\]^\n]{1,200})\]:")
# Elements that hold words of the page, and items: the first line of each, the last, its last column.
_ELEMENT = re.compile(r'<(p|h[1-6]|pre|table|hr|li) data-sourcepos="(\d+):\d+-(\d+):(\d+)"')

_rendering = comrak.RenderOptions()
_rendering.escape = True
_rendering.sourcepos = True


def without_unseen(source: str, beside: str = "") -> str:
    """`source`, saying `[//]: #` in the place of a definition in a list that neither it nor the text
    `beside` it uses, and of one right under another of its name. Its lists stay as they are."""
    if "]:" not in source:
        return source
    lines = source.split("\n")
    shown, in_items = _places(source)
    found = list(_definitions(lines, shown))
    used = names_in("\n".join(map(_without_name, [*lines, *beside.split("\n")])))
    # A name that nothing has: or it would seem to be used where it is looked for next.
    taken = names_in(f"{source}\n{beside}")
    nothing = next(name for name in _slashes() if name not in taken)
    gone: set[int] = set()
    names: set[str] = set()
    last = -1
    for name, places in found:
        if any(place in shown for place in range(last + 1, places.start)):
            names.clear()
        last = places.stop - 1
        if name in names or (name not in used and places.start in in_items):
            marks = lines[places.start][: _mark_ends(lines[places.start])]
            lines[places.start] = f"{marks}[{nothing}]: #"
            gone |= set(places[1:])
        names.add(name)
    made = "\n".join(line for place, line in enumerate(lines) if place not in gone)
    # Raw HTML is shown as words, and comrak does not say where it stands.
    return made if made != source and render(made).text == render(source).text else source


def _places(source: str) -> tuple[set[int], set[int]]:
    """The lines, from 0, that a page shows, and those in items of lists."""
    html = comrak.render_markdown(f"{with_first_number(source)}\n", extensions, parsing, _rendering)
    shown: set[int] = set()
    in_items: set[int] = set()
    for element, first, last, column in _ELEMENT.findall(html):
        lines = range(int(first) - 1, int(last) - (column == "0"))
        (in_items if element == "li" else shown).update(lines)
    return shown, in_items


def _definitions(lines: Sequence[str], shown: set[int]) -> Iterator[tuple[str, range]]:
    """Each definition among the lines that are not `shown`: its name, and its lines."""
    place = 0
    while place < len(lines):
        begins = _mark_ends(lines[place])
        named = _NAMED.match(lines[place], begins)
        size = 0
        if named and place not in shown:
            rest = _going_on(lines, shown, place)
            link = LINK.match("\n".join([lines[place][begins:], *rest]))
            if named[1].startswith("^"):
                size = 1 + len(rest)
            elif link:
                size = 1 + link[0].count("\n")
            if size:
                yield folded(named[1]), range(place, place + size)
        place += max(1, size)


def _going_on(lines: Sequence[str], shown: set[int], place: int) -> list[str]:
    """The words of the lines right under a place that may belong to what begins there."""
    found: list[str] = []
    for other in range(place + 1, min(place + 20, len(lines))):
        line = lines[other]
        marks = line[: _mark_ends(line)]
        if other in shown or not line[len(marks) :] or marks.strip(" \t>"):
            break
        if _NAMED.match(line, len(marks)):
            break
        found.append(line[len(marks) :])
    return found


def _mark_ends(line: str) -> int:
    marks = _MARKS.match(line)
    return marks.end() if marks else 0


def _without_name(line: str) -> str:
    """A definition's line without the name that it defines: that is no use of it."""
    named = _NAMED.match(line, _mark_ends(line))
    return line[named.end() :] if named else line


def _slashes() -> Iterator[str]:
    name = "//"
    while True:
        yield name
        name += "/"
