"""Notes for tests, made the way the desk makes them: words selected, a kind, what it says."""

from __future__ import annotations

from typing import Any

from annotations import verbs
from annotations.choosing import Choice, choose
from annotations.models import Annotation, Source, Verdict
from annotations.verbs import Content
from newsroom import saving
from newsroom.models import Edition, Story, User
from prose.urls import canonical
from tests.making import make_user

BODY = "The port of Aktau ships grain.\n\nIt opened in 1963, and was enlarged in 2018."


def rewrite(story: Any, body: str) -> None:
    """Somebody saves other words."""
    story.body = body
    saving.save(story, by=make_user())


def by_hand(edition: Edition) -> list[Any]:
    """The notes that an edition has besides its citations."""
    return [note for note in edition.record["notes"] if note["origin"] == "hand"]


def selected(story: Story, words: str, *, part: str = "body", nth: int = 0) -> Choice:
    """`words` of a part, as a browser sends them that shows today's text."""
    text = story.concrete.read().parts[part].text
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    start = len(text[:at].encode("utf-16-le")) // 2
    end = start + len(words.encode("utf-16-le")) // 2
    story.refresh_from_db(fields=["version"])
    return choose(story, part, start, end, words, seen=story.version)


def make_note(
    story: Story,
    words: str,
    *,
    kind: str = "explain",
    part: str = "body",
    nth: int = 0,
    by: User | None = None,
    **content: Any,
) -> Annotation:
    if kind == "source":
        content.setdefault("source", make_source())
    elif not any(content.get(name) for name in ("body", "term")):
        content["body"] = "What it means."
    choice = selected(story, words, part=part, nth=nth)
    return verbs.annotate(story, kind, choice, Content(**content), by=by or make_user())


def make_source(url: str = "https://example.org/report", **fields: Any) -> Source:
    fields.setdefault("title", "A report")
    source, _ = Source.objects.get_or_create(
        canonical_url=canonical(url), defaults={"url": url, **fields}
    )
    return source


def make_verdict(name: str = "True", rating: int | None = 5) -> Verdict:
    """Transactional tests empty the table that a migration filled."""
    return Verdict.objects.get_or_create(name=name, defaults={"rating": rating})[0]
