"""The search: what was asked, the passages that hold it, and help when none does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from newsroom import search
from newsroom.languages import LANGUAGES
from newsroom.models import Edition, Kind, Passage, Person, Topic
from portal.addresses import address
from portal.naming import speaker_for
from prose.excerpt import excerpt
from prose.words import query_tokens

PAGE = 20
# Counting further costs more than anyone learns from it.
COUNT_LIMIT = 2000
MAX_QUERY = 200
# In characters.
EXCERPT = {"zh": 80}
USUAL_EXCERPT = 180


@dataclass(frozen=True, slots=True)
class Asked:
    query: str
    language: str
    kind: str = ""
    within: str = ""
    page: int = 1

    @classmethod
    def of(cls, given: Mapping[str, str], language: str) -> Asked:
        """What the address asks; whatever it forges is read as if it were not there."""
        query = " ".join(given.get("q", "").replace("\x00", "").split())[:MAX_QUERY]
        kind = given.get("kind", "")
        within = given.get("lang", language)
        page = given.get("page", "1")
        return cls(
            query,
            language,
            kind if kind in Kind.values else "",
            within if within in LANGUAGES or within == "all" else language,
            int(page) if page.isascii() and page.isdigit() and 0 < int(page[:4]) <= 100 else 1,
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
            page=changes.get("page", ""),
        )

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        return [(value, self.link(kind=value), value == self.kind) for value in ("", *Kind.values)]

    @property
    def languages(self) -> list[tuple[str, str, str, bool]]:
        """Code, name, address, chosen; every language together comes last and has no name."""
        codes = [*((each.code, each.name) for each in LANGUAGES.values()), ("all", "")]
        return [(code, name, self.link(within=code), code == self.within) for code, name in codes]


@dataclass(slots=True)
class Hit:
    passage: Passage
    edition: Edition
    pieces: list[tuple[str, bool]]
    language: str

    @property
    def speaker(self) -> str:
        person = self.passage.person
        name = person.name_in(self.language) if person else ""
        return speaker_for(self.passage.speaker, name, self.language)

    @property
    def url(self) -> str:
        anchor = f"#{self.passage.anchor}" if self.passage.anchor else ""
        return f"{self.edition.path}{anchor}"


@dataclass(slots=True)
class Found:
    hits: list[Hit] = field(default_factory=list)
    count: int = 0
    more: bool = False
    previous_url: str = ""
    next_url: str = ""
    near: list[tuple[str, str]] = field(default_factory=list)


def find(asked: Asked) -> Found:
    """Newest first. One hit is one passage: a section of an article or a turn of an interview."""
    if not asked.query:
        return Found()
    editions = Edition.objects.live()
    if asked.within != "all":
        editions = editions.filter(language=asked.within)
    if asked.kind:
        editions = editions.filter(kind=asked.kind)
    matching = search.matching(asked.query).filter(edition__in=editions.values("pk"))
    count = matching.order_by()[: COUNT_LIMIT + 1].count()
    start = (asked.page - 1) * PAGE
    passages = (
        matching.select_related("edition", "person")
        .defer("edition__record")
        .order_by("-edition__published_at", "-edition_id", "order")[start : start + PAGE]
    )
    hits = (
        [Hit(each, each.edition, _lines(each, asked.query), asked.language) for each in passages]
        if count
        else []
    )
    return Found(
        hits=hits,
        count=min(count, COUNT_LIMIT),
        more=count > COUNT_LIMIT,
        previous_url=asked.link(page=asked.page - 1) if asked.page > 1 else "",
        next_url=asked.link(page=asked.page + 1) if start + PAGE < count else "",
        near=[] if hits else near(asked),
    )


def _lines(passage: Passage, query: str) -> list[tuple[str, bool]]:
    """About two lines of the passage round what was found."""
    length = EXCERPT.get(passage.language, USUAL_EXCERPT)
    return excerpt(passage.text, query, length=length)


def near(asked: Asked) -> list[tuple[str, str]]:
    """Topics and people with pieces live whose names begin like a word of the query."""
    words = [word for word in query_tokens(asked.query) if len(word) > 1][:4]
    if not words:
        return []
    topics, people = Q(pk__in=[]), Q(pk__in=[])
    for word in words:
        # The first letters forgive an ending, or a letter typed wrongly late in the word.
        start = word[: max(3, len(word) - 2)] if word.isascii() else word
        topics |= Q(name__icontains=start) | Q(names__icontains=start)
        people |= Q(name__icontains=start) | Q(native_name__icontains=start)
    shown = Edition.objects.live().filter(language=asked.language)
    found = [
        (each.name_in(asked.language), address(asked.language, "topics", each.slug))
        for each in Topic.objects.filter(topics)
        .filter(Q(editions__in=shown.values("pk")) | Q(pk__in=shown.values("section")))
        .distinct()[:6]
    ]
    found += [
        (each.name_in(asked.language), address(asked.language, "people", each.slug))
        for each in Person.objects.filter(people, merged_into__isnull=True)
        .filter(editions__in=Edition.objects.live().values("pk"))
        .distinct()[:6]
    ]
    return found
