"""Marks laid over finished HTML, at positions of its plain text.

The plain text stays what it was: a mark is an inline element round words, cut wherever another
element begins or ends, so that the result nests as it should.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape

from prose.markup import BLOCKS, TOKEN, tag_name


@dataclass(frozen=True, slots=True)
class Span:
    """`start` and `end` are code points of the plain text; `identity` is the id of its first mark."""

    start: int
    end: int
    identity: str
    kind: str


@dataclass(slots=True)
class _Run:
    """Words between two tags: which token, where its text begins in the plain text, and how much
    of it the plain text leaves out on each side."""

    token: int
    start: int
    text: str
    first: int
    last: int


def weave(html: str, spans: Sequence[Span]) -> str:
    """`html` (finished, safe) with every span's words inside marks of its own.

    Spans are laid in order; where two overlap, the earlier keeps the words they share. A span
    without words (start and end the same) leaves nothing.
    """
    if not spans:
        return html
    tokens = TOKEN.split(html)
    cover = _without_overlaps(spans)
    starts = [span.start for span in cover]
    begun: set[str] = set()
    for run in runs(tokens):
        end = run.start + (run.last - run.first)
        place = max(0, bisect_right(starts, run.start) - 1)
        pieces: list[str] = []
        at = run.start
        for span in cover[place:]:
            if span.start >= end:
                break
            first, last = max(span.start, at), min(span.end, end)
            if first >= last:
                continue
            pieces.append(_cut(run, at, first))
            pieces.append(_mark(span, _cut(run, first, last), begun))
            at = last
        if pieces:
            pieces.append(_cut(run, at, end))
            head, tail = run.text[: run.first], run.text[run.last :]
            tokens[run.token] = escape(head) + "".join(pieces) + escape(tail)
    return "".join(tokens)


def _without_overlaps(spans: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    at = 0
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        start = max(span.start, at)
        if start < span.end:
            kept.append(Span(start, span.end, span.identity, span.kind))
            at = span.end
    return kept


def runs(tokens: Sequence[str]) -> list[_Run]:
    """Every run of words, counted as `markup.text_content` counts them."""
    runs: list[_Run] = []
    line: list[tuple[int, str]] = []
    at = 0

    def close() -> None:
        nonlocal at
        whole = "".join(text for _, text in line)
        if stripped := whole.strip("\n "):
            left = len(whole) - len(whole.lstrip("\n "))
            passed = 0
            for token, text in line:
                first = min(max(left - passed, 0), len(text))
                last = min(max(left + len(stripped) - passed, 0), len(text))
                if token >= 0 and first < last:
                    runs.append(_Run(token, at + passed + first - left, text, first, last))
                passed += len(text)
            at += len(stripped) + 1
        line.clear()

    for number, token in enumerate(tokens):
        if not token.startswith("<"):
            line.append((number, unescape(token)))
        elif tag_name(token).lstrip("/") in BLOCKS:
            close()
        elif token.startswith("<br"):
            line.append((-1, " "))
    close()
    return runs


def _cut(run: _Run, start: int, end: int) -> str:
    offset = run.first - run.start
    return escape(run.text[start + offset : end + offset])


def _mark(span: Span, words: str, begun: set[str]) -> str:
    identity = "" if span.identity in begun else f' id="{escape(span.identity)}"'
    begun.add(span.identity)
    return f'<span class="{escape(span.kind)}"{identity}>{words}</span>'
