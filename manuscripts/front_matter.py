"""The head of a file: YAML between --- lines, TOML between +++ lines, as plain values."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from typing import Any

import yaml

from interviews.vocabulary import TITLES
from prose.characters import legible

# Aliases make a small head unfold into gigabytes; nobody needs one in a manuscript.
_ALIAS = re.compile(r"(?:^|[\s\[{,:-])[&*][A-Za-z0-9_]", re.MULTILINE)
_HEAD = re.compile(r"\A\ufeff?(---|\+\+\+)[ \t]*\n(.*?)\n(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
MAX_HEAD = 64 * 1024
# Python refuses to write out longer numbers than this, lest it take minutes.
MAX_BITS = 1024
LISTS = {"authors", "topics", "people", "speakers"}
_SAME = {
    "description": "standfirst", "summary": "standfirst", "subtitle": "standfirst", "dek": "standfirst",
    "lang": "language", "author": "authors", "by": "authors", "tags": "topics", "category": "section",
    "guests": "speakers", "image": "picture", "作者": "authors", "auteur": "authors", "автор": "authors",
    "autor": "authors", "autora": "authors", "الكاتب": "authors", "المؤلف": "authors",
} | dict.fromkeys(TITLES, "title")  # fmt: skip


class _Once(yaml.SafeLoader):
    """A key that stands twice would lose its first value without a word: no head, then."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if len(set(keys)) < len(keys):
            raise yaml.constructor.ConstructorError(
                None, None, "a key stands twice", node.start_mark
            )
        return super().construct_mapping(node, deep)


def take(text: str) -> tuple[dict[str, Any], str, int, str]:
    """Metadata, the rest of `text`, how many lines the head took, and a doubt ("" for none).

    Keys are lower-cased and common synonyms folded; a head that cannot be read stays text.
    """
    match = _HEAD.match(text[: MAX_HEAD + 1])
    if match is None:
        return {}, text, 0, ""
    fence, head = match[1], match[2]
    if fence == "---" and _ALIAS.search(head):
        return {}, text, 0, "The head uses YAML aliases, so it was left in the text."
    try:
        raw: Any = tomllib.loads(head) if fence == "+++" else _Once(head).get_single_data()
        metadata = _metadata(raw) if isinstance(raw, dict) else None
    except Exception:  # a value that is written wrong fails inside PyYAML in a dozen ways
        return (
            {},
            text,
            0,
            "The head between the marks could not be read, so it was left in the text.",
        )
    if metadata is None:
        return {}, text, 0, ""
    return metadata, text[match.end() :], match[0].count("\n"), ""


def _metadata(raw: Mapping[Any, Any]) -> dict[str, Any]:
    metadata: dict[str, Any] = {}
    for key, value in raw.items():
        name = str(_plain(key)).strip().lower()
        name = _SAME.get(name, name)
        metadata.setdefault(name, _listed(name, _plain(value)))
    return metadata


def fold_in(metadata: dict[str, Any], facts: Mapping[str, str]) -> dict[str, Any]:
    """Metadata with what labelled lines at the head of the text tell; the file's head wins."""
    told = dict(metadata)
    for label, value in facts.items():
        name = _SAME.get(label.casefold(), label.casefold())
        told.setdefault(name, _listed(name, value))
    return told


def title_told(facts: Mapping[str, str]) -> str:
    """The title among labelled lines, or ""."""
    return str(fold_in({}, facts).get("title", ""))


def _listed(name: str, value: Any) -> Any:
    """Authors, topics and people as lists of names, however they were given."""
    if name not in LISTS or not isinstance(value, str):
        return value
    return [each.strip() for each in re.split(r"[,;、，]| and ", value) if each.strip()]


def _plain(value: Any, depth: int = 0) -> Any:
    if isinstance(value, str):
        return legible(value)
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        return hex(value)
    if isinstance(value, int | float | bool) or value is None:
        return value
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, list) and depth < 5:
        return [_plain(each, depth + 1) for each in value]
    if isinstance(value, dict) and depth < 5:
        return {str(_plain(key)): _plain(each, depth + 1) for key, each in value.items()}
    return legible(str(value))
