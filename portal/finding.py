"""The search: what was asked, the passages that hold it, and help when none does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from newsroom import search
from newsroom.models import Edition, Passage
from portal.asking import Asked
from portal.facets import Facets, Match, facets
from portal.months import begins
from portal.naming import Names, speaker_for
from portal.nearby import near
from prose.excerpt import excerpt

PAGE = 20
# Counting further costs more than anyone learns from it.
COUNT_LIMIT = 2000
# In characters.
EXCERPT = {"zh": 80}
USUAL_EXCERPT = 180


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
    facets: Facets = field(default_factory=Facets)
    names: Names = field(default_factory=Names)


def find(asked: Asked) -> Found:
    """Newest first. One hit is one passage: a section of an article or a turn of an interview.

    Four queries, whatever is found: the matches, their topics, the names of who and what they are
    about, and the page's passages; where nothing is found, the names and what is near.
    """
    matches = _matches(asked)
    narrowing, looked_up = facets(asked, matches[:COUNT_LIMIT])
    start = (asked.page - 1) * PAGE
    chosen = [match.passage for match in matches[start : start + PAGE]]
    passages = (
        Passage.objects.select_related("edition", "person").defer("edition__record").in_bulk(chosen)
    )
    hits = [
        Hit(each, each.edition, _lines(each, asked.query), asked.language)
        for each in map(passages.get, chosen)
        if each is not None
    ]
    return Found(
        hits=hits,
        count=min(len(matches), COUNT_LIMIT),
        more=len(matches) > COUNT_LIMIT,
        previous_url=asked.link(page=asked.page - 1) if asked.page > 1 else "",
        next_url=asked.link(page=asked.page + 1) if start + PAGE < len(matches) else "",
        near=[] if hits or not asked.query else near(asked),
        facets=narrowing,
        names=looked_up,
    )


def _matches(asked: Asked) -> list[Match]:
    """Every match, as far as they are counted; whoever was merged into a person is that person."""
    if not asked.query:
        return []
    matching = search.matching(asked.query).filter(edition__in=_editions(asked).values("pk"))
    if asked.speaker:
        matching = matching.filter(
            Q(person__slug=asked.speaker)
            | Q(person__merged_into__slug=asked.speaker)
            | Q(person__merged_into__merged_into__slug=asked.speaker)
        )
    rows: QuerySet[Passage, tuple[Any, ...]] = (
        matching.order_by("-edition__published_at", "-edition_id", "order")
        .annotate(who=Coalesce("person__merged_into__merged_into", "person__merged_into", "person"))
        .values_list("pk", "who", "edition", "edition__section", "edition__published_at")
    )
    return [Match(*row) for row in rows[: COUNT_LIMIT + 1]]


def _editions(asked: Asked) -> QuerySet[Edition]:
    editions = Edition.objects.live()
    if asked.within != "all":
        editions = editions.filter(language=asked.within)
    if asked.kind:
        editions = editions.filter(kind=asked.kind)
    if asked.topic:
        tagged = Edition.topics.through.objects.filter(topic__slug=asked.topic)
        editions = editions.filter(
            Q(section__slug=asked.topic) | Q(pk__in=tagged.values("edition"))
        )
    if asked.year:
        editions = editions.filter(
            published_at__gte=begins(asked.year, 1), published_at__lt=begins(asked.year, 13)
        )
    return editions


def _lines(passage: Passage, query: str) -> list[tuple[str, bool]]:
    """About two lines of the passage round what was found."""
    length = EXCERPT.get(passage.language, USUAL_EXCERPT)
    return excerpt(passage.text, query, length=length)
