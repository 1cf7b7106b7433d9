"""Times of a recording as transcripts write them: [00:12], (00:00:40):, \\[12:05\\], 01:00:04.03."""

from __future__ import annotations

import re

CLOCK = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_UNTIL = rf"(?:\s?(?:-->|[-–—])\s?{CLOCK})?"
# In brackets of some kind, escaped or not; of a range, when it begins.
BRACKETED = rf"\\?[\[(]\s?({CLOCK}){_UNTIL}\s?\\?[\])]"
# The same as a link into a recording: [00:12](https://…), with brackets round it or without.
_LINKED = rf"\(?\[({CLOCK})\]\([^()\s]{{1,500}}\)\)?"
LEADING = re.compile(rf"\s*(?:{BRACKETED}(?!(?<=\])\()|{_LINKED})\s*:?\s*")
BARE = re.compile(rf"\s*({CLOCK}){_UNTIL}\s*\Z")
# The same in code or italics, as some tools set it.
_DRESSED = re.compile(rf"\s*[`*_][\[(]?({CLOCK})[\])]?[`*_]\s*:?\s*")
# Letters of a time that stands alone, with the address it may lead to.
LONGEST = 540


def seconds(clock: str) -> float:
    """12:05 as 725.0, 01:00:04.03 as 3604.03."""
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return round(total, 3)


def clock(moment: float) -> str:
    """725.0 as 00:12:05; fractions of a second are kept."""
    whole, fraction = divmod(round(moment * 1000), 1000)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    tail = f".{fraction:03}" if fraction else ""
    return f"{hours:02}:{minute:02}:{second:02}{tail}"


def take_leading(text: str) -> tuple[float | None, str]:
    """The time in brackets that `text` begins with, and what follows it."""
    match = LEADING.match(text)
    return (seconds(match[1] or match[2]), text[match.end() :]) if match else (None, text)


def take_after_label(text: str) -> tuple[float | None, str]:
    """A time behind a label: in brackets, in code, in italics, or bare where nothing follows."""
    moment, rest = take_leading(text)
    if moment is not None:
        return moment, rest
    match = _DRESSED.match(text) or BARE.match(text)
    return (seconds(match[1]), text[match.end() :]) if match else (None, text)


def only_a_time(line: str) -> float | None:
    """The time that is all there is on a line."""
    if len(line) > LONGEST:
        return None
    match = BARE.match(line)
    if match is not None:
        return seconds(match[1])
    moment, rest = take_leading(line)
    return moment if not rest.strip() else None
