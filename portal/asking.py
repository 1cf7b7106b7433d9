"""What a search asks, as its address has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsroom.languages import LANGUAGES
from newsroom.models import Kind
from portal.addresses import address

MAX_QUERY = 200
MAX_SLUG = 80


@dataclass(frozen=True, slots=True)
class Asked:
    """`speaker` and `topic` are the slugs of a person and of a topic or section."""

    query: str
    language: str
    kind: str = ""
    within: str = ""
    page: int = 1
    speaker: str = ""
    topic: str = ""
    year: int = 0

    @classmethod
    def of(cls, given: Mapping[str, str], language: str) -> Asked:
        """What the address asks; whatever it forges is read as if it were not there."""
        query = " ".join(given.get("q", "").replace("\x00", "").split())[:MAX_QUERY]
        kind = given.get("kind", "")
        within = given.get("lang", language)
        page = given.get("page", "1")
        year = given.get("year", "")
        return cls(
            query,
            language,
            kind if kind in Kind.values else "",
            within if within in LANGUAGES or within == "all" else language,
            int(page) if page.isascii() and page.isdigit() and 0 < int(page[:4]) <= 100 else 1,
            _slug(given.get("speaker", "")),
            _slug(given.get("topic", "")),
            int(year)
            if year.isascii() and year.isdigit() and len(year) == 4 and year[0] in "12"
            else 0,
        )

    def link(self, **changes: Any) -> str:
        """This search with something changed, from its first page on."""
        within = changes.get("within", self.within)
        return address(
            self.language,
            "search",
            q=self.query,
            kind=changes.get("kind", self.kind),
            lang="" if within == self.language else within,
            speaker=changes.get("speaker", self.speaker),
            topic=changes.get("topic", self.topic),
            year=changes.get("year", self.year) or "",
            page=changes.get("page", ""),
        )

    @property
    def kept(self) -> list[tuple[str, str | int]]:
        """What the form sends along, so that other words are looked for in the same place."""
        lang = "" if self.within == self.language else self.within
        fields: dict[str, str | int] = {
            "kind": self.kind,
            "lang": lang,
            "speaker": self.speaker,
            "topic": self.topic,
            "year": self.year,
        }
        return [(name, value) for name, value in fields.items() if value]

    @property
    def wider(self) -> str:
        """This search in every piece of every language; "" if it looks there already."""
        link = self.link(kind="", within="all", speaker="", topic="", year=0)
        return link if self.speaker or self.topic or self.year or self.kind else ""

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        return [(value, self.link(kind=value), value == self.kind) for value in ("", *Kind.values)]

    @property
    def languages(self) -> list[tuple[str, str, str, bool]]:
        """Code, name, address, chosen; every language together comes last and has no name."""
        codes = [*((each.code, each.name) for each in LANGUAGES.values()), ("all", "")]
        return [(code, name, self.link(within=code), code == self.within) for code, name in codes]


def _slug(words: str) -> str:
    return words.replace("\x00", "")[:MAX_SLUG]
