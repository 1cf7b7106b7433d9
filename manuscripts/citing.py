"""The citations of a piece, where they stand, and those whose number is a word of the sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from interviews.grammar import ParsedTurn
from manuscripts.stories import Doubtful, PlacedCitation
from prose.definitions import Definitions
from prose.html import Citation, render
from prose.urls import publisher_host
from prose.words import count_words


class Citing:
    """Looks citations up in the manuscript's own text, going forward only."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.place = 0
        # Lines that were offered otherwise: a copy of the whole line for each of its citations
        # would take the square of its length.
        self.offered: set[int] = set()

    def warnings(self, citations: Iterable[PlacedCitation]) -> list[Doubtful]:
        """A number that is a word of its sentence: offer the publisher's name in its place."""
        return [self.warning(each.citation) for each in citations if each.citation.inline]

    def warning(self, citation: Citation) -> Doubtful:
        host = publisher_host(citation.url)
        line = self.line_of(citation)
        instead = ""
        reason = f"The number [{citation.number}] is a word of this sentence, so it stays in it."
        if host:
            offered = citation.quote.replace(f"[{citation.number}]", host, 1)
            reason += f" With the publisher's name it would read: “{offered}”"
            begins = self.line_starts[line - 1]
            ends = self.text.find("\n", begins)
            written = self.text[begins : ends if ends >= 0 else None]
            mark = f"[{citation.number}]({citation.url}"
            if mark in written and line not in self.offered:
                self.offered.add(line)
                instead = written.replace(mark, f"{host} {mark}", 1)
        return Doubtful(line, citation.quote, reason, instead)

    def line_of(self, citation: Citation) -> int:
        for mark in (f"[{citation.number}]({citation.url}", f"[^{citation.number}]"):
            found = self.text.find(mark, self.place)
            if found >= 0:
                self.place = found + 1
                break
        return bisect_right(self.line_starts, self.place)


def in_introduction(
    introduction: str, transcript: str, language: str
) -> tuple[tuple[PlacedCitation, ...], tuple[int, ...], int]:
    """Citations, the lengths of lists and the number of words of an introduction."""
    definitions = Definitions(transcript).used_in(introduction)
    rendered = render(introduction, definitions=definitions, language=language)
    return (
        tuple(PlacedCitation("introduction", each) for each in rendered.citations),
        rendered.lists,
        count_words(rendered.words_alone),
    )


def in_turns(
    turns: Sequence[ParsedTurn], introduction: str, transcript: str, language: str
) -> tuple[tuple[PlacedCitation, ...], tuple[int, ...], int]:
    """The same of a transcript; each turn sees the definitions it uses and no others."""
    definitions = Definitions(f"{introduction}\n\n{transcript}")
    found: list[PlacedCitation] = []
    lists: list[int] = []
    words = 0
    for place, turn in enumerate(turns, 1):
        if not turn.text:
            continue
        rendered = render(turn.text, definitions=definitions.used_in(turn.text), language=language)
        found += [PlacedCitation(f"turn:{place}", each) for each in rendered.citations]
        lists += rendered.lists
        words += count_words(rendered.words_alone)
    return tuple(found), tuple(lists), words
