"""What is near a search that found nothing: topics and people called much like its words."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import NamedTuple

from django.db.models import Q, QuerySet

from newsroom.languages import name_for
from newsroom.models import Edition, Person, Topic
from portal.addresses import address
from portal.asking import Asked
from prose.words import query_tokens

SHOWN = 6
# Names looked at: more would take longer than a search that finds.
COMPARED = 500
WORDS = 4
# Of the letters of two words; one wrong in four letters is another word.
ALIKE = 0.76


class Named(NamedTuple):
    """A topic or person: every form of the name, and the one that readers of the page know."""

    forms: tuple[str, ...]
    shown: str
    url: str


def near(asked: Asked) -> list[tuple[str, str]]:
    """Topics and people with pieces live whose name has a word much like one of the query; their
    pages. Two queries."""
    words = [word for word in query_tokens(asked.query) if len(word) > 1][:WORDS]
    if not words:
        return []
    language = asked.language
    topics = [
        Named(
            (name, *names.values()), names.get(language) or name, address(language, "topics", slug)
        )
        for name, names, slug in _topics(language)
    ]
    people = [
        Named(
            (name, native_name),
            name_for(name, native_name, language),
            address(language, "people", slug),
        )
        for name, native_name, slug in _people(words)
    ]
    return [*_likest(words, topics), *_likest(words, people)]


def likeness(words: Iterable[str], name: str) -> float:
    """How much a word of `name` is like one of `words`: 1 for the same or a part of it, else 0 to 1."""
    best = 0.0
    for word in words:
        for other in query_tokens(name):
            if word in other:
                return 1.0
            if abs(len(word) - len(other)) < 3:
                best = max(best, SequenceMatcher(None, word, other, autojunk=False).ratio())
    return best


def _likest(words: list[str], named: Iterable[Named]) -> list[tuple[str, str]]:
    scored = [(max(likeness(words, form) for form in each.forms), each) for each in named]
    alike = sorted((each for each in scored if each[0] >= ALIKE), key=lambda each: -each[0])
    return [(each.shown, each.url) for _, each in alike[:SHOWN]]


def _topics(language: str) -> QuerySet[Topic, tuple[str, dict[str, str], str]]:
    shown = Edition.objects.live().filter(language=language)
    # By their names in Python: SQLite keeps JSON with every letter beyond ASCII escaped.
    return (
        Topic.objects.filter(Q(editions__in=shown.values("pk")) | Q(pk__in=shown.values("section")))
        .distinct()
        .values_list("name", "names", "slug")[:COMPARED]
    )


def _people(words: list[str]) -> QuerySet[Person, tuple[str, str, str]]:
    begun = Q(pk__in=[])
    for word in words:
        begun |= Q(name__icontains=word[:2]) | Q(native_name__icontains=word[:2])
    return (
        Person.objects.filter(begun, merged_into__isnull=True)
        .filter(editions__in=Edition.objects.live().values("pk"))
        .distinct()
        .values_list("name", "native_name", "slug")[:COMPARED]
    )
