"""Hostile input, read from a folder of corpora."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

# A title's length: what is packed into one.
TITLE = 300


@dataclass(slots=True)
class Corpus:
    """`strings` are texts, each once; `raw` bytes that are no text; `blowups` Markdown by name."""

    strings: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    blowups: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[Path] = field(default_factory=list)
    documents: list[Path] = field(default_factory=list)
    subtitles: list[Path] = field(default_factory=list)

    @property
    def storable(self) -> list[str]:
        """Strings that a database and a page can hold: the doors refuse the others."""
        return [text for text in self.strings if _storable(text)]


def _storable(text: str) -> bool:
    return bool(text.strip()) and not any(
        letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in text
    )


def gather(folder: Path) -> Corpus:
    """Everything in `folder`, by what it is; a folder that is missing is simply not there."""
    corpus = Corpus()
    for path in sorted(folder.glob("xss/*.txt")):
        corpus.strings += path.read_text("utf-8", errors="replace").splitlines()
    for path in sorted(folder.glob("strings/*.json")):
        corpus.strings += json.loads(path.read_text("utf-8"))
    for path in sorted(folder.glob("strings/*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            _take(json.loads(line), corpus)
    for path in sorted(folder.glob("markdown/*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            corpus.blowups.append(_recipe(json.loads(line)))
    corpus.strings = list(dict.fromkeys(corpus.strings))
    corpus.pictures = _files(folder, "images", "svg")
    corpus.subtitles = _files(folder, "subtitles")
    corpus.documents = [
        path
        for path in _files(folder, "markdown", "docx", "wxr", "subtitles", "images", "svg")
        if path.suffix != ".jsonl"
    ]
    return corpus


def _take(row: dict[str, object], corpus: Corpus) -> None:
    for name in ("q", "text"):
        if isinstance(row.get(name), str):
            corpus.strings.append(str(row[name]))
    if isinstance(row.get("json_text"), str):
        decoded = json.loads(str(row["json_text"]))
        corpus.strings += [decoded] if isinstance(decoded, str) else []
    if isinstance(row.get("base64"), str):
        corpus.raw.append(base64.b64decode(str(row["base64"])))
    if {"unit", "n"} <= row.keys():
        corpus.strings.append(_recipe(row)[1])


def _recipe(row: dict[str, object]) -> tuple[str, str]:
    count = int(str(row["n"]))
    parts = [
        str(row.get("prefix", "")),
        str(row["unit"]) * count,
        str(row.get("mid", "")),
        str(row.get("unit2", "")) * count,
        str(row.get("suffix", "")),
    ]
    return str(row.get("name", "")), "".join(parts)


def _files(folder: Path, *names: str) -> list[Path]:
    return [path for name in names for path in sorted((folder / name).glob("*")) if path.is_file()]


def packs(strings: list[str], *, letters: int, most: int) -> Iterator[list[str]]:
    """`strings` in groups whose letters fit, for doors whose escaping goes letter by letter."""
    group: list[str] = []
    size = 0
    for text in strings:
        if group and (size + len(text) + 1 > letters or len(group) >= most):
            yield group
            group, size = [], 0
        group.append(text)
        size += len(text) + 1
    if group:
        yield group
