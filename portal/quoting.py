"""A passage ready to be quoted, and sources of a piece ready to be cited: words for a list of references.

The three styles are those of their English handbooks, also where the words are not English: names,
titles and addresses stand in isolates, so that a right-to-left one keeps its place in the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from prose.quotations import sentence_spans
from prose.words import split_words

# In characters. More than that is not quoted but read.
LONGEST = {"zh": 240}
USUAL_LONGEST = 600
# What stands between them is read in its own direction (`pieces` makes markup of it).
ISOLATE, POP = "\u2068", "\u2069"
# A browser finds words by their first and last few; fewer than both are given whole.
EDGE_WORDS = 5
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
MLA_MONTHS = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """How somebody is called, and how a list sorts it: "Bekova, Aigerim"; "" if nobody said."""

    name: str
    sorted: str = ""

    @property
    def inverted(self) -> str:
        return self.sorted if ", " in self.sorted else self.name

    @property
    def with_initials(self) -> str:
        """Bekova, A."""
        family, comma, given = self.sorted.partition(", ")
        parts = given.split()
        if not comma or not parts or not all(part[0].isalpha() for part in parts):
            return self.name
        return f"{family}, {' '.join(f'{part[0].upper()}.' for part in parts)}"


@dataclass(frozen=True, slots=True)
class Source:
    """What is cited: an interview, at the address of one of its passages."""

    answering: Sequence[Name]
    asking: Sequence[Name]
    title: str
    site: str
    on: date
    url: str


@dataclass(frozen=True, slots=True)
class Work:
    """A source of a piece, as far as it is known; `url` is "" for one that is not on the web."""

    title: str
    url: str = ""
    author: str = ""
    publisher: str = ""
    published_on: date | None = None
    read_on: date | None = None

    @property
    def named(self) -> str:
        return self.title or self.url


def work_in_apa(work: Work) -> str:
    dated = f"({_apa_day(work.published_on)})." if work.published_on else "(n.d.)."
    title = _ended(apart(work.named))
    head = [_ended(apart(work.author)), dated, title] if work.author else [title, dated]
    return _joined([*head, _publisher(work), _apa_address(work)])


def work_in_mla(work: Work) -> str:
    url = _bare(work.url)
    container = [apart(work.publisher)] if _publisher(work) else []
    container += [_mla_day(work.published_on)] if work.published_on else []
    container += [apart(url)] if work.title and url else []
    read = f"Accessed {_mla_day(work.read_on)}." if work.read_on else ""
    return _joined([*_head(work), f"{', '.join(container)}." if container else "", read])


def work_in_chicago(work: Work) -> str:
    container = [apart(work.publisher)] if _publisher(work) else []
    container += [_day(work.published_on)] if work.published_on else []
    undated = work.read_on if not work.published_on else None
    read = f"Accessed {_day(undated)}." if undated else ""
    where = f"{apart(work.url)}." if work.title and work.url else ""
    return _joined([*_head(work), f"{', '.join(container)}." if container else "", read, where])


def csl(work: Work, key: str) -> dict[str, Any]:
    """An item of CSL-JSON, which reference managers read."""
    found: dict[str, Any] = {
        "id": key, "type": "webpage" if work.url else "document", "title": work.named,
    }  # fmt: skip
    if work.url:
        found["URL"] = work.url
    if work.author:
        # One field here may hold several people, or a body: nobody's name is taken apart.
        found["author"] = [{"literal": work.author}]
    if work.publisher:
        found["container-title" if work.url else "publisher"] = work.publisher
    for name, on in (("issued", work.published_on), ("accessed", work.read_on)):
        if on:
            found[name] = {"date-parts": [[on.year, on.month, on.day]]}
    return found


def _head(work: Work) -> list[str]:
    author = _ended(apart(work.author)) if work.author else ""
    if not work.title:
        return [author, _ended(apart(work.url))]
    return [author, f"“{apart(_ended(inside_quotes(work.title)))}”"]


def _publisher(work: Work) -> str:
    """Whoever published it, where the reference has not named them as its author."""
    return _ended(apart(work.publisher)) if work.publisher not in ("", work.author) else ""


def _apa_address(work: Work) -> str:
    if not work.url or not work.title:
        return ""
    if work.published_on or not work.read_on:
        return apart(work.url)
    return f"Retrieved {_day(work.read_on)}, from {apart(work.url)}"


def _day(on: date) -> str:
    return f"{MONTHS[on.month - 1]} {on.day}, {on.year}"


def _apa_day(on: date) -> str:
    return f"{on.year}, {MONTHS[on.month - 1]} {on.day}"


def _mla_day(on: date) -> str:
    return f"{on.day} {MLA_MONTHS[on.month - 1]} {on.year}"


def _joined(pieces: Sequence[str]) -> str:
    return " ".join(filter(None, pieces))


def mla(source: Source) -> str:
    day = _mla_day(source.on)
    return f"{_answered(source)}{_asked(source)}{apart(source.site)}, {day}, {apart(_bare(source.url))}."


def _bare(url: str) -> str:
    """An address without its scheme, as the ninth edition has it, where browsers find it so: with a
    port of its own, or without encryption, it would lead nowhere."""
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.port not in (None, 443):
        return url
    return parts.netloc.removesuffix(":443") + url.removeprefix(f"https://{parts.netloc}")


def chicago(source: Source) -> str:
    day = _day(source.on)
    return f"{_answered(source)}{_asked(source)}{apart(source.site)}, {day}. {apart(source.url)}."


def apa(source: Source) -> str:
    day = f"({_apa_day(source.on)})"
    what = f"{apart(source.title)} [Interview]"
    if source.answering:
        names = _and([each.name for each in source.answering], "&")
        what = f"{apart(source.title)} [Interview with {names}]"
    at = f"{_ended(apart(source.site))} {apart(source.url)}"
    authors = [apart(each.with_initials) for each in source.asking]
    if not authors:
        return f"{what}. {day}. {at}"
    if len(authors) > 1:
        authors = [f"{', '.join(authors[:-1])}, & {authors[-1]}"]
    return f"{_ended(authors[0])} {day}. {what}. {at}"


def apart(words: str) -> str:
    return f"{ISOLATE}{words}{POP}"


class Words(NamedTuple):
    """Words of a reference; an `apart` piece is read in its own direction, and may be a link."""

    words: str
    apart: bool
    href: str = ""


def pieces(reference: str, url: str = "") -> list[Words]:
    """A reference without the signs that set words apart; `url` is what its address leads to."""
    found = []
    for piece in reference.split(ISOLATE):
        words, closed, after = piece.rpartition(POP)
        if closed:
            is_address = bool(url) and words in (url, _bare(url))
            found.append(Words(words, True, url if is_address else ""))
        found.append(Words(after, False))
    return [each for each in found if each.words]


def inside_quotes(title: str) -> str:
    """A title's own quotation marks, where it stands between others."""
    return title.replace("“", "‘").replace("”", "’")


def _answered(source: Source) -> str:
    title = f"“{apart(_ended(inside_quotes(source.title)))}” "
    if not source.answering:
        return title
    first, *others = source.answering
    who = apart(first.inverted)
    if len(others) > 1:
        return f"{who}, et al. {title}"
    who = f"{who}, and {apart(others[0].name)}" if others else who
    return f"{_ended(who)} {title}"


def _asked(source: Source) -> str:
    if not source.asking:
        return ""
    return f"Interview by {_ended(_and([each.name for each in source.asking], 'and'))} "


def _and(names: Sequence[str], word: str) -> str:
    *most, last = map(apart, names)
    if len(most) > 1:
        return f"{', '.join(most)}, {word} {last}"
    return f"{most[0]} {word} {last}" if most else last


def _ended(words: str) -> str:
    """With a full stop, which stands inside closing quotation marks."""
    bare = words.rstrip(POP + "’")
    if bare.endswith((".", "?", "!", "。", "？", "！", "؟")):
        return words
    closing = words[len(bare) :]
    return f"{bare}{closing}." if closing == POP else f"{bare}.{closing}"


def to_quote(text: str, language: str) -> str:
    """Whole sentences from the beginning of `text`, as many as one would quote."""
    longest = LONGEST.get(language, USUAL_LONGEST)
    words = " ".join(text.split())
    if len(words) <= longest:
        return words
    end = 0
    for _, stop in sentence_spans(words):
        if stop > longest:
            break
        end = stop
    if end:
        return words[:end]
    cut = words[:longest].rpartition(" ")[0] or words[:longest]
    return f"{cut} […]"


def fragment(text: str) -> str:
    """The part of an address that has a browser mark the words of `text`: `:~:text=first,last`."""
    lines = [line for line in text.removesuffix(" […]").split("\n") if line.strip()]
    if not lines:
        return ""
    if len(lines) == 1 and len(_words(lines[0])) <= 2 * EDGE_WORDS:
        return f":~:text={_encoded(lines[0].strip())}"
    first = "".join(_words(lines[0])[:EDGE_WORDS]).strip()
    last = "".join(_words(lines[-1])[-EDGE_WORDS:]).strip()
    return f":~:text={_encoded(first)},{_encoded(last)}"


def _words(line: str) -> list[str]:
    """Words with the spaces and signs after them."""
    words: list[str] = []
    for piece in split_words(line):
        if words and not piece[0].isalnum():
            words[-1] += piece
        else:
            words.append(piece)
    return words


def _encoded(words: str) -> str:
    # A hyphen, a comma and an ampersand mean something in a text directive.
    return quote(words, safe="").replace("-", "%2D")
