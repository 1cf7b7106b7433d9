"""Footnotes of two wordings: the same name must not come to mean two things. Pure."""

from __future__ import annotations

import re

_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]{1,100})\]:[ \t]+(\S.*(?:\n(?: {4}|\t).*)*)", re.MULTILINE)
_MARK = re.compile(r"\[\^([^\]\s]{1,100})\]")


def with_own_notes(base: str, mine: str, theirs: str) -> str:
    """`mine`, its new footnotes renamed where `theirs` gave other new ones the same name.

    Readers never see the names: notes are numbered where they stand.
    """
    if "[^" not in mine or "[^" not in theirs:
        return mine
    known = _names(base)
    notes, others = _notes(mine), _notes(theirs)
    taken = known | _names(mine) | _names(theirs)
    renamed: dict[str, str] = {}
    for name, words in notes.items():
        if name not in known and name in others and others[name] != words:
            renamed[name] = _free(name, taken)
            taken.add(renamed[name])
    if not renamed:
        return mine
    return _MARK.sub(lambda mark: f"[^{renamed.get(mark[1].casefold(), mark[1])}]", mine)


def _notes(text: str) -> dict[str, str]:
    """What each name means; the first of two counts, as in Markdown."""
    found: dict[str, str] = {}
    for match in _NOTE.finditer(text):
        found.setdefault(match[1].casefold(), match[2].strip())
    return found


def _names(text: str) -> set[str]:
    return {match[1].casefold() for match in _MARK.finditer(text)}


def _free(name: str, taken: set[str]) -> str:
    """The next number; of a name in words, the name with one."""
    stem, number = ("", int(name)) if name.isdecimal() and len(name) < 10 else (f"{name}-", 1)
    while f"{stem}{number + 1}" in taken:
        number += 1
    return f"{stem}{number + 1}"
