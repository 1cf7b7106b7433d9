"""Topics and people as the pages call them today, looked up for a page in one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BooleanField, Exists, F, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from newsroom.languages import LANGUAGES, name_for
from newsroom.models import Edition, Person, Picture, Topic, of_current
from portal.addresses import address
from portal.prepared import Prepared

PERSON = tuple(field.attname for field in Person._meta.concrete_fields)
PORTRAIT = tuple(field.attname for field in Picture._meta.concrete_fields)
COLUMNS = ("pk", "what", "ends", "label", "also", "own", "place", "shown")


@dataclass(frozen=True, slots=True)
class Named:
    """A topic or a person as pages link to it; whoever was merged into somebody is called as they."""

    pk: int
    kind: str
    slug: str
    name: str
    order: int
    url: str
    in_own_script: bool = False


@dataclass(slots=True)
class Names:
    # Those with something to read in the page's language.
    sections: tuple[Named, ...] = ()
    topics: dict[int, Named] = field(default_factory=dict)
    people: dict[int, Named] = field(default_factory=dict)


@dataclass(slots=True)
class Credited:
    name: str
    url: str


@lru_cache(maxsize=2048)
def speaker_for(label: str, name: str, language: str) -> str:
    """Who speaks: the person's name; the transcript's label if it alone is in readers' script."""
    writes = LANGUAGES[language].writes
    return label if not name or (writes(label) and not writes(name)) else name


def credited(credit: Mapping[str, Any], looked_up: Names) -> Credited:
    """The name as it was published, but in the page's own script where the person has one."""
    person = looked_up.people.get(credit["person"])
    if person is None:
        return Credited(credit["name"], "")
    return Credited(person.name if person.in_own_script else credit["name"], person.url)


def _build(
    *, moment: datetime, language: str, topics: list[int], people: list[int]
) -> QuerySet[Topic, tuple[object, ...]]:
    live = Edition.objects.at(moment).filter(language=language, section=OuterRef("pk"))
    some = (
        Topic.objects.filter(Q(kind=Topic.Kind.SECTION) | Q(pk__in=topics))
        .order_by()
        .annotate(
            what=F("kind"),
            ends=F("slug"),
            label=F("name"),
            also=F("names"),
            own=Value(""),
            place=F("order"),
            shown=Exists(live),
        )
        .values_list(*COLUMNS)
    )
    others = (
        Person.objects.filter(pk__in=people)
        .order_by()
        .annotate(
            what=Value("person"),
            ends=of_current("slug"),
            label=of_current("name"),
            also=F("aliases"),
            own=of_current("native_name"),
            place=Value(0),
            shown=Value(False, BooleanField()),
        )
        .values_list(*COLUMNS)
    )
    return some.union(others, all=True)


def _person(*, slug: str) -> QuerySet[Person, tuple[Any, ...]]:
    portrait = (f"portrait__{name}" for name in PORTRAIT)
    return Person.objects.filter(slug=slug).order_by().values_list(*PERSON, *portrait)


_PERSON = Prepared(_person, slug=str)
_NAMES = Prepared(_build, moment=datetime, language=str, topics=list, people=list)


def person_at(slug: str) -> Person | None:
    """Whoever has this address, with their portrait."""
    for row in _PERSON.rows(slug=slug):
        found = Person.from_db(DEFAULT_DB_ALIAS, PERSON, row[: len(PERSON)])
        if found.portrait_id is not None:
            found.portrait = Picture.from_db(DEFAULT_DB_ALIAS, PORTRAIT, row[len(PERSON) :])
        return found
    return None


def names(language: str, topics: Iterable[int] = (), people: Iterable[int] = ()) -> Names:
    """The site's sections, and these topics and people, as they are called today."""
    found = Names()
    sections = []
    rows = _NAMES.rows(moment=timezone.now(), language=language, topics=topics, people=people)
    for pk, kind, slug, name, also, own, place, shown in rows:
        if kind == "person":
            called = name_for(name, own, language)
            url = address(language, "people", slug)
            found.people[pk] = Named(pk, kind, slug, called, place, url, called != name)
            continue
        called = also.get(language) or name
        named = Named(pk, kind, slug, called, place, address(language, "topics", slug))
        found.topics[pk] = named
        if kind == Topic.Kind.SECTION and shown:
            sections.append(named)
    found.sections = tuple(sorted(sections, key=lambda section: (section.order, section.name)))
    return found
