"""Marks laid over finished HTML, at positions of its plain text.

The plain text stays what it was: a mark is an inline element round words, cut wherever another
element begins or ends, so that the result nests as it should. What stands beside the text (the
reference after a mark, a block's notes) is put in by `weave` too, and `without_notes` takes it out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape, unescape

from prose.markup import BLOCKS, TOKEN, tag_name, text_content
from prose.words import split_words

# A reference to a character is one; what finished HTML holds stands for one character each.
_CHARACTER = re.compile(r"&[a-zA-Z0-9#]+;|.", re.DOTALL)
# Elements that have no end.
_VOID = {"br", "hr", "img"}
# No link or button stands inside these: what follows them would be a part of them.
_CLOSED = {"a", "button", "sup"}
# A word longer than this on both sides of a place is cut: no reference waits for the end of a URL.
_WORD = 60


@dataclass(frozen=True, slots=True)
class Span:
    """`start` and `end` are code points of the plain text; `identity` is the id of its first mark.

    `element` is what marks the words; `details` the id of what they are described by. `begins` and
    `ends` are words that stand round the mark in no text, for whoever hears the page. `reference`
    is finished HTML without words that follows the mark, never in a link and never in a word.
    """

    start: int
    end: int
    identity: str
    kind: str
    element: str = "span"
    details: str = ""
    begins: str = ""
    ends: str = ""
    reference: str = ""


# The spans that end in a block, as finished HTML to stand after the block.
Beside = Callable[[Sequence[Span]], str]


@dataclass(slots=True)
class _Run:
    """Words between two tags: which token, where its text begins in the plain text, and how much
    of it the plain text leaves out on each side. `written` is its text as the HTML has it."""

    token: int
    start: int
    written: Sequence[str]
    first: int
    last: int

    @property
    def end(self) -> int:
        return self.start + self.last - self.first

    def cut(self, start: int, end: int) -> str:
        offset = self.first - self.start
        return "".join(self.written[start + offset : end + offset])


@dataclass(slots=True)
class _Piece:
    """The opening tag of a mark, which is written once it is known which pieces the mark has."""

    span: Span
    is_first: bool = False
    is_last: bool = False

    def __str__(self) -> str:
        span = self.span
        tag = f'<{span.element} class="{escape(span.kind)}"'
        if self.is_first:
            tag += f' id="{escape(span.identity)}"'
        if span.details:
            tag += f' aria-details="{escape(span.details)}"'
        if span.begins and self.is_first:
            tag += f' data-begins="{escape(span.begins)}"'
        if span.ends and self.is_last:
            tag += f' data-ends="{escape(span.ends)}"'
        return f"{tag}>"


@dataclass(slots=True)
class _Woven:
    """What is to be written: for each token its pieces, and what stands before and after it."""

    tokens: list[str]
    within: dict[int, list[str | _Piece]] = field(default_factory=dict)
    before: dict[int, str] = field(default_factory=dict)
    after: dict[int, str] = field(default_factory=dict)

    def __str__(self) -> str:
        written: list[str] = []
        for number, token in enumerate(self.tokens):
            written.append(self.before.get(number, ""))
            written += map(str, self.within.get(number, (token,)))
            written.append(self.after.get(number, ""))
        return "".join(written)


def weave(html: str, spans: Sequence[Span], beside: Beside | None = None) -> str:
    """`html` (finished, safe) with every span's words inside marks of its own.

    Where spans overlap, the words they share have the marks of all of them. A span without words
    (start and end the same) leaves nothing. `beside` is asked once for each block at the outermost
    level in which spans end.
    """
    laid = sorted(
        (span for span in spans if span.start < span.end), key=lambda span: (span.start, -span.end)
    )
    if not laid:
        return html
    woven = _Woven(TOKEN.split(html))
    runs = list(runs_of(woven.tokens))
    if not runs:
        return html
    references = _references(text_content(html), laid, runs, woven)
    _lay(woven, runs, laid, references)
    if beside is not None:
        _stand_beside(woven, runs, laid, beside)
    return str(woven)


def without_notes(html: str) -> str:
    """Woven `html` as it was before: no mark, no reference, nothing beside a block."""
    html = _BESIDE.sub(r"\1", html)
    kept, open_marks = [], []
    for token in TOKEN.split(_REFERENCE.sub("", html)):
        name = tag_name(token) if token.startswith("<") else ""
        if name in {"mark", "span"}:
            is_ours = 'class="note ' in token or 'class="corrected"' in token
            open_marks.append(is_ours)
            if is_ours:
                continue
        elif name in {"/mark", "/span"} and open_marks and open_marks.pop():
            continue
        kept.append(token)
    return "".join(kept)


_REFERENCE = re.compile(r'<(a|button)\b[^>]*class="noteref [^>]*></\1>')
_BESIDE = re.compile(
    r'<div class="noted">((?:(?!<div class="noted">).)*?)<aside class="beside".*?</aside></div>'
    r'|<aside class="beside".*?</aside>',
    re.DOTALL,
)


def _lay(
    woven: _Woven, runs: Sequence[_Run], laid: Sequence[Span], references: dict[int, dict[int, str]]
) -> None:
    """The marks, run by run; `references` by token and place."""
    coming, active = 0, list[Span]()
    pieces: dict[int, list[_Piece]] = {}
    for run in runs:
        active = [span for span in active if span.end > run.start]
        while coming < len(laid) and laid[coming].start < run.end:
            if laid[coming].end > run.start:
                active.append(laid[coming])
            coming += 1
        here = references.get(run.token, {})
        if not active and not here:
            continue
        inside = list(_marked(run, active, here))
        for piece in inside:
            if isinstance(piece, _Piece):
                pieces.setdefault(id(piece.span), []).append(piece)
        head, tail = run.written[: run.first], run.written[run.last :]
        woven.within[run.token] = ["".join(head), *inside, "".join(tail)]
    for of_span in pieces.values():
        of_span[0].is_first = of_span[-1].is_last = True


def _marked(
    run: _Run, active: Sequence[Span], references: dict[int, str]
) -> Iterator[str | _Piece]:
    """The words of a run, cut where a mark begins or ends or a reference stands."""
    bounds = {run.start, run.end, *references}
    for span in active:
        bounds |= {max(span.start, run.start), min(span.end, run.end)}
    places = sorted(bounds)
    opened: list[Span] = []
    for number, place in enumerate(places):
        following = places[number + 1] if number + 1 < len(places) else place
        wanted = [span for span in active if span.start <= place < span.end and place < following]
        kept = next((depth for depth, span in enumerate(opened) if span not in wanted), len(opened))
        for span in reversed(opened[kept:]):
            yield f"</{span.element}>"
        yield references.get(place, "")
        del opened[kept:]
        # The one that goes on longest is outermost, so that few are cut.
        for span in sorted(wanted, key=lambda span: -span.end):
            if span not in opened:
                opened.append(span)
                yield _Piece(span)
        yield run.cut(place, following)


def _references(
    text: str, laid: Sequence[Span], runs: Sequence[_Run], woven: _Woven
) -> dict[int, dict[int, str]]:
    """Where the references stand: by token and place; those after a token are put there."""
    found: dict[int, dict[int, str]] = {}
    leaving: dict[int, int] | None = None
    ends = [run.end for run in runs]
    for span in sorted(laid, key=lambda span: (span.end, span.start)):
        if not span.reference:
            continue
        leaving = _leaving(woven.tokens) if leaving is None else leaving
        place = _end_of_word(text, span.end)
        run = runs[min(bisect_left(ends, place), len(runs) - 1)]
        if run.start >= place:
            # The words end where a line does: the run before is theirs.
            run = runs[max(bisect_left(ends, place) - 1, 0)]
        closing = leaving.get(run.token)
        if closing is not None:
            woven.after[closing] = woven.after.get(closing, "") + span.reference
        else:
            here = found.setdefault(run.token, {})
            at = min(place, run.end)
            here[at] = here.get(at, "") + span.reference
    return found


def _end_of_word(text: str, place: int) -> int:
    """`place`, or the end of the word that it would cut."""
    if place >= len(text) or text[place].isspace() or text[place - 1].isspace():
        return place
    at = max(text.rfind(" ", 0, place), text.rfind("\n", 0, place), place - _WORD - 1) + 1
    for piece in split_words(text[at : place + _WORD]):
        at += len(piece)
        if at >= place:
            break
    return at


def _leaving(tokens: Sequence[str]) -> dict[int, int]:
    """Of each token inside a link or a number that leads away: the tag that closes it."""
    found: dict[int, int] = {}
    depth, inside = 0, list[int]()
    for number, token in enumerate(tokens):
        name = tag_name(token) if token.startswith("<") else ""
        if name in _CLOSED:
            depth += 1
        if depth:
            inside.append(number)
        if name.lstrip("/") in _CLOSED and name.startswith("/"):
            depth -= 1
            if not depth:
                found |= dict.fromkeys(inside, number)
                inside = []
    return found


def _stand_beside(
    woven: _Woven, runs: Sequence[_Run], laid: Sequence[Span], beside: Beside
) -> None:
    """The notes of each block after it, and both in one `<div>`, so that they can stand side by
    side. A heading keeps its place: it is known by it."""
    starts = [run.start for run in runs]
    ending: dict[int, list[Span]] = {}
    for span in laid:
        token = runs[max(bisect_left(starts, span.end) - 1, 0)].token
        ending.setdefault(token, []).append(span)
    for first, last in _outermost(woven.tokens):
        notes = [span for token in range(first, last) for span in ending.get(token, ())]
        html = beside(sorted(notes, key=lambda span: (span.start, -span.end))) if notes else ""
        if not html:
            continue
        if re.fullmatch("h[1-6]", tag_name(woven.tokens[first])):
            woven.after[last] = woven.after.get(last, "") + html
        else:
            woven.before[first] = '<div class="noted">'
            woven.after[last] = f"{woven.after.get(last, '')}{html}</div>"


def _outermost(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Opening and closing token of every block that is in no other."""
    depth, first = 0, 0
    for number, token in enumerate(tokens):
        name = tag_name(token) if token.startswith("<") else ""
        if not name or name in _VOID:
            continue
        if name.startswith("/"):
            depth -= 1
            if not depth:
                yield first, number
        else:
            if not depth:
                first = number
            depth += 1


def runs_of(tokens: Sequence[str]) -> Iterator[_Run]:
    """Every run of words, counted as `markup.text_content` counts them."""
    line: list[tuple[int, Sequence[str]]] = []
    at = 0
    for number, token in enumerate([*tokens, "<p>"]):
        if not token.startswith("<"):
            line.append((number, _characters(token)))
        elif token.startswith("<br"):
            line.append((-1, " "))
        elif tag_name(token).lstrip("/") in BLOCKS:
            size, found = _runs_of_line(line, at)
            yield from found
            at += size
            line = []


def _characters(token: str) -> Sequence[str]:
    """The characters of a text as they are written: "&amp;" is one."""
    return _CHARACTER.findall(token) if "&" in token else token


def _runs_of_line(line: Sequence[tuple[int, Sequence[str]]], at: int) -> tuple[int, list[_Run]]:
    """How much plain text a line is, its end included, and its runs."""
    whole = "".join(unescape("".join(written)) for _, written in line)
    stripped = whole.strip("\n ")
    if not stripped:
        return 0, []
    left = len(whole) - len(whole.lstrip("\n "))
    passed, runs = 0, []
    for token, written in line:
        first = min(max(left - passed, 0), len(written))
        last = min(max(left + len(stripped) - passed, 0), len(written))
        if token >= 0 and first < last:
            runs.append(_Run(token, at + passed + first - left, written, first, last))
        passed += len(written)
    return len(stripped) + 1, runs
