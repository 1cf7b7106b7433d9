"""What tests are made of: short functions that make one thing, with sensible words in it."""

from __future__ import annotations

from itertools import count
from typing import Any, TypeVar

from articles.models import Article
from interviews.models import Interview
from newsroom import saving
from newsroom.models import Credit, Person, Role, Story, Topic, User

StoryType = TypeVar("StoryType", bound=Story)

_numbers = count(1)

PASSWORD = "a long enough password"


def make_user(role: str = Role.PUBLISHER, **fields: Any) -> User:
    number = next(_numbers)
    fields.setdefault("username", f"{role}-{number}")
    fields.setdefault("name", f"{role.title()} {number}")
    user = User(role=role, **fields)
    # Hashing a password takes longer than most tests; those that log in by form set their own.
    user.set_unusable_password()
    user.save()
    return user


def make_person(name: str = "", **fields: Any) -> Person:
    number = next(_numbers)
    fields.setdefault("slug", f"person-{number}")
    return Person.objects.create(name=name or f"Person {number}", **fields)


def make_topic(kind: str = Topic.Kind.SECTION, name: str = "", **fields: Any) -> Topic:
    number = next(_numbers)
    fields.setdefault("slug", f"topic-{number}")
    return Topic.objects.create(kind=kind, name=name or f"Topic {number}", **fields)


def make_article(
    *, by: User | None = None, people: tuple[Person, ...] = (), **fields: Any
) -> Article:
    number = next(_numbers)
    fields.setdefault("title", f"Article {number}")
    fields.setdefault("standfirst", "What it says in a sentence.")
    fields.setdefault("body", "First paragraph.\n\n## A section\n\nSecond paragraph.")
    return _save(Article(**fields), by, people)


def make_interview(
    *, by: User | None = None, people: tuple[Person, ...] = (), **fields: Any
) -> Interview:
    number = next(_numbers)
    fields.setdefault("title", f"Interview {number}")
    fields.setdefault("standfirst", "Who speaks, and of what.")
    fields.setdefault("introduction", "They met in Almaty.")
    fields.setdefault(
        "transcript", "**Host:** Who are you?\n\n**Guest:** A guest.\n\nFrom the port."
    )
    return _save(Interview(**fields), by, people)


def _save(story: StoryType, by: User | None, people: tuple[Person, ...]) -> StoryType:
    def credit() -> None:
        for order, person in enumerate(people):
            Credit.objects.create(story=story, person=person, order=order)

    saving.save(story, by=by or make_user(), relations=credit)
    return story
