"""Transcripts in blocks: a line with who speaks and when, and under it what is said.

Otter writes `Name  0:15`, Rev `Name (00:00:15):`. Our own plain text has a line `= = =` above the
turns, and what is said is indented, so that nothing in it can be taken for a label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from interviews.clock import CLOCK, seconds
from interviews.formats.cues import Captions, Cue, Malformed, check_times, label_of, plain, possible
from interviews.originals import names_language

_OTTER = re.compile(rf"(?P<name>\S[^\n:：]{{0,79}}?)(?: {{2,}}|\t+)(?P<clock>{CLOCK})[ \t]*")
_REV = re.compile(rf"(?P<name>\S[^\n:：]{{0,79}}?)[ \t]*\((?P<clock>{CLOCK})\):[ \t]*(?P<words>.*)")
# Markdown is read as Markdown, whatever its labels look like.
_MARKDOWN = re.compile(r"^#{1,6} |\*\*|\]\(|^```", re.MULTILINE)
_CREDIT = re.compile(r"Transcribed by https?://\S+")

RULE = "= = ="
# Letters that may stand above the first label: a title, a day, who took part. More are an article.
LONGEST_HEAD = 300
_INDENT = "    "
_OWN_LABEL = re.compile(rf"(?P<name>\S.{{0,400}}?)(?: \((?P<clock>{CLOCK})\))?:")
_OWN_ORIGINAL = re.compile(r" {8}\[original: (\S+)\]")
_OWN_HEADING = re.compile(rf"\[(?P<name>.+)\](?: \((?P<clock>{CLOCK})\))?")


def is_otter(text: str) -> bool:
    return _labelled_lines(_OTTER, text)


def is_rev(text: str) -> bool:
    return _labelled_lines(_REV, text)


def _labelled_lines(shape: re.Pattern[str], text: str) -> bool:
    """The first line with words is such a label, or two such stand under a short head.

    A file that has labels without a time too is left to the grammar, which knows all shapes.
    """
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    found = {
        place: match["name"]
        for place, line in enumerate(lines)
        if ":" in line and (match := shape.fullmatch(line))
    }
    if not found or len(lines) < 2 or _MARKDOWN.search(text):
        return False
    first = min(found)
    head_is_short = len(found) > 1 and sum(map(len, lines[:first])) <= LONGEST_HEAD
    names = set(found.values())
    mixed = any(line.partition(":")[0] in names for line in lines if ":" in line)
    return (first == 0 or head_is_short) and not mixed


def read_otter(text: str) -> Captions:
    return _read(text, _OTTER, "Otter")


def read_rev(text: str) -> Captions:
    return _read(text, _REV, "Rev")


def _read(text: str, shape: re.Pattern[str], name: str) -> Captions:
    captions = Captions(name, paragraphs=True)
    label, starts_at, line, lines = "", None, 1, list[str]()

    def close() -> None:
        if label:
            captions.cues.append(Cue(starts_at, None, label, _paragraphs(lines), line))
        else:
            _take_head(captions, lines)

    for number, each in enumerate(text.split("\n"), 1):
        match = shape.fullmatch(each.rstrip()) if ":" in each else None
        if match:
            close()
            label, starts_at = label_of(match["name"]), possible(seconds(match["clock"]))
            line, lines = number, [match.groupdict().get("words") or ""]
        elif not _CREDIT.fullmatch(each.strip()):
            lines.append(each)
    close()
    check_times(captions)
    return captions


def _take_head(captions: Captions, lines: Sequence[str]) -> None:
    """What stands above the turns: a title, and what introduces them."""
    head = [each for each in map(plain, lines) if each]
    captions.title = head[0] if head else ""
    captions.introduction = tuple(head[1:])


def _paragraphs(lines: Sequence[str]) -> str:
    """Lines as paragraphs, parted by blank ones; what was only wrapped is joined."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return "\n".join(plain(" ".join(each)) for each in found if each)


def is_own(text: str) -> bool:
    return _own_parts(text) is not None


def _own_parts(text: str) -> tuple[list[str], list[str]] | None:
    """The lines above the rule and those below it, if all of them are what we write."""
    if f"\n{RULE}\n" not in f"\n{text}":
        return None
    lines = text.rstrip("\n").split("\n")
    place = lines.index(RULE)
    below = lines[place + 1 :]
    for line in below:
        if line.strip() and not line.startswith(_INDENT) and not _own_line(line):
            return None
    return (lines[:place], below) if any(map(_own_line, below)) else None


def _own_line(line: str) -> re.Match[str] | None:
    if line[:1].isspace():
        return None
    return _OWN_LABEL.fullmatch(line) or _OWN_HEADING.fullmatch(line)


def read_own(text: str) -> Captions:
    """Raises Malformed where it is not ours after all."""
    parts = _own_parts(text)
    if parts is None:
        raise Malformed(1, f"No turns stand under the line “{RULE}”.")
    above, below = parts
    captions = Captions("Plain text", paragraphs=True)
    _take_head(captions, above)
    first: Cue | None = None
    lines: list[str] = []

    def close() -> None:
        if first is not None:
            translated, language, said = _own_original(lines)
            captions.cues.append(
                replace(
                    first,
                    text=_paragraphs(translated),
                    original=_paragraphs(said),
                    original_language=language,
                )
            )

    for number, line in enumerate(below, len(above) + 2):
        match = _own_line(line)
        if match is None:
            lines.append(line)
            continue
        close()
        starts_at = possible(seconds(match["clock"])) if match["clock"] else None
        is_heading = _OWN_LABEL.fullmatch(line) is None
        label = match["name"] if is_heading else label_of(match["name"])
        first = Cue(starts_at, None, label, "", number, begins=True, heading=is_heading)
        lines = []
    close()
    check_times(captions)
    return captions


def _own_original(lines: Sequence[str]) -> tuple[Sequence[str], str, Sequence[str]]:
    """A turn's words, the language they were said in, and what was said, which ends the turn."""
    for place, line in enumerate(lines):
        match = _OWN_ORIGINAL.fullmatch(line.rstrip())
        if match and names_language(match[1]):
            return lines[:place], match[1], lines[place + 1 :]
    return lines, "", ()
