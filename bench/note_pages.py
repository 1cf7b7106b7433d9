"""What a piece with many notes costs: its files, its sources, and the list of checks."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from articles.models import Article
    from bench.made_up import Newsroom
    from bench.measuring import Table

NOTES = 60


def measure_notes(table: Table, newsroom: Newsroom, application: Callable[..., Any]) -> None:
    from bench.measuring import cpu_ms, queries
    from bench.reading import reader
    from newsroom import verbs

    article = newsroom.article(3000)
    _annotate(article, newsroom)
    [edition] = verbs.publish(article, by=newsroom.publisher)
    pages = [
        ("a piece with 60 notes", edition.path, 3, 8),
        ("its notes as Web Annotations", f"{edition.path}annotations.json", 1, 8),
        ("its sources to cite", f"{edition.path}sources/", 2, 30),
        ("its sources as CSL-JSON", f"{edition.path}sources.json", 1, 5),
        ("the list of checks", "/checks/", 2, 8),
        ("the feed of checks", "/checks.xml", 1, 8),
    ]
    for name, path, most_queries, most_ms in pages:
        ask = reader(application, path)
        ask()
        table.at_most(f"{name}: queries", queries(ask), most_queries)
        table.at_most(f"{name}: CPU", cpu_ms(ask, runs=15, batch=3), most_ms, "ms")
    found = json.loads(reader(application, f"{edition.path}annotations.json")())
    assert found["total"] >= NOTES


def _annotate(article: Article, newsroom: Newsroom) -> None:
    """Sources, explanations and checks in turn, each on a word or two."""
    from annotations import verbs
    from annotations.choosing import AsRead
    from annotations.models import Source, Verdict

    page, by = AsRead.of(article), newsroom.publisher
    text = page.parts["body"].whole
    verdict = Verdict.objects.first()
    for number in range(NOTES):
        url = f"https://evidence{number}.example.org/"
        source = Source.objects.create(
            canonical_url=url, url=url, title=newsroom.writer.title(), publisher="Archive"
        )
        at = text.index(" ", number * len(text) // (NOTES + 1)) + 1
        kind = ("source", "explain", "check")[number % 3]
        content = verbs.Content(
            body=newsroom.writer.sentence(20),
            source=source if kind == "source" else None,
            evidence=[source] if kind == "check" else (),
            verdict=verdict if kind == "check" else None,
        )
        verbs.annotate(article, kind, page.choose("body", at, at + 10), content, by=by)
