"""Ways to narrow a search: who says it, in which year, on which topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from newsroom.models import Edition
from portal.asking import Asked
from portal.naming import Named, Names, names

# A longer list is read by nobody.
SHOWN = 8
# Names are looked up for no more than that many.
MOST_NAMES = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that narrows the search, or (`chosen`) one that widens it again."""

    name: str
    url: str
    chosen: bool
    count: int


@dataclass(slots=True)
class Facets:
    speakers: list[Choice] = field(default_factory=list)
    topics: list[Choice] = field(default_factory=list)
    years: list[Choice] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.speakers or self.topics or self.years)


class Match(NamedTuple):
    """A passage that was found: who says it, and in what."""

    passage: int
    person: int | None
    edition: int
    section: int | None
    published_at: datetime


def facets(asked: Asked, matches: Sequence[Match]) -> tuple[Facets, Names]:
    """What would leave some of `matches` out, and what of it was chosen.

    Two queries, however many there are; the names are the whole page's.
    """
    tagged = _topics({each.edition for each in matches})
    people = Counter(each.person for each in matches if each.person)
    topics = Counter(
        topic
        for each in matches
        for topic in {*tagged.get(each.edition, ()), *([each.section] if each.section else ())}
    )
    looked_up = names(asked.language, _commonest(topics), _commonest(people))
    whole = len(matches)
    found = Facets(
        _named("speaker", asked, people, looked_up.people, whole),
        _named("topic", asked, topics, looked_up.topics, whole),
        _years(asked, matches),
    )
    return found, looked_up


def _topics(editions: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    pairs = Edition.topics.through.objects.filter(edition__in=list(editions))
    for edition, topic in pairs.values_list("edition", "topic"):
        found.setdefault(edition, []).append(topic)
    return found


def _commonest(counted: Counter[int]) -> list[int]:
    return [key for key, _ in counted.most_common(MOST_NAMES)]


def _named(
    what: str, asked: Asked, counted: Counter[int], known: dict[int, Named], whole: int
) -> list[Choice]:
    wanted: str = getattr(asked, what)
    found = []
    for key, count in counted.most_common(MOST_NAMES):
        named = known.get(key)
        chosen = named is not None and named.slug == wanted
        if named is not None and (chosen or count < whole):
            url = asked.link(**{what: "" if chosen else named.slug})
            found.append(Choice(named.name, url, chosen, count))
    # Of one count, by name: both databases count alike, but neither says in which order.
    found.sort(key=lambda choice: (not choice.chosen, -choice.count, choice.name))
    return found[:SHOWN]


def _years(asked: Asked, matches: Sequence[Match]) -> list[Choice]:
    counted = Counter(timezone.localtime(each.published_at).year for each in matches)
    return [
        Choice(
            str(year), asked.link(year=0 if year == asked.year else year), year == asked.year, count
        )
        for year, count in sorted(counted.items(), reverse=True)
        if year == asked.year or count < len(matches)
    ][:SHOWN]
