"""An article as an edition: what is frozen of it, and the body derived from that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from annotations import citations, frozen, placing, standing
from newsroom import bodies, marking, publication
from newsroom.bodies import Body, PassageDraft, Reading
from prose.html import Heading, Rendered, render
from prose.words import count_words, reading_minutes

if TYPE_CHECKING:
    from articles.models import Article
    from newsroom.models import Edition
    from newsroom.records import Record


def read(article: Article) -> Reading:
    pictures = publication.pictures_in(article)
    tags = bodies.picture_tags(pictures)
    parts = {"body": render(article.body, pictures=tags, language=article.language)}
    return Reading(pictures, parts, laid=placing.beside(article, parts))


def derive_rows(article: Article, reading: Reading) -> Reading:
    if publication.pictures_in(article) != reading.pictures:
        reading = read(article)
    citations.reconcile(article, reading.parts)
    placing.settle(article, reading.parts, reading.laid)
    return reading


def freeze(
    article: Article,
    base: Edition | None = None,
    reading: Reading | None = None,
    words: Mapping[str, str] | None = None,
) -> Record:
    if base is not None:
        record = publication.reworded(base.record, words or {})
    else:
        record = publication.common_record(article, reading)
    if reading is not None:
        record["notes"] = frozen.written(article, reading.parts)
    else:
        record["notes"] = frozen.notes(article, rendered(record), base)
    return record


def derive(record: Record) -> Body:
    body = _render(record, citations.numbers(record["notes"]))
    marked = marking.mark(record, {"body": body})
    count = count_words(body.words_alone)
    minutes = reading_minutes(body.words_alone, record["language"])
    dead = standing.dead_in(record)
    return Body(
        html=bodies.page_words("bodies/article.html", record, marked, dict(marked.parts), dead),
        texts={"body": body.text},
        words=count,
        contents=[
            {"id": heading.id, "title": heading.text, "level": heading.level}
            for heading in body.headings
            if heading.level <= 3
        ],
        passages=_passages(body),
        notes=marked.drafts,
        card=bodies.card(record, words=count, minutes=minutes, dead=dead),
        json_ld=bodies.json_ld(record, words=count),
    )


def rendered(record: Record) -> dict[str, Rendered]:
    return {"body": _render(record, {})}


def _render(record: Record, numbers: dict[str, int]) -> Rendered:
    return render(
        record["texts"]["body"],
        numbers=numbers,
        pictures=bodies.picture_tags(record["pictures"]),
        language=record["language"],
    )


def _passages(rendered: Rendered) -> list[PassageDraft]:
    """One passage a section; a longer section gives several."""
    return [
        PassageDraft(
            part="body",
            anchor=heading.id if heading else "",
            heading=heading.text if heading else "",
            text=piece,
        )
        for heading, text in _sections(rendered)
        for piece in bodies.cut(text)
    ]


def _sections(rendered: Rendered) -> list[tuple[Heading | None, str]]:
    """The text cut at its section headings; what stands before the first has none."""
    cut: list[tuple[Heading | None, list[str]]] = [(None, [])]
    begins = {heading.line: heading for heading in rendered.headings if heading.level == 2}
    for number, words_alone in enumerate(rendered.words_alone.split("\n")):
        if number in begins:
            cut.append((begins[number], []))
        else:
            cut[-1][1].append(words_alone)
    return [(heading, "\n".join(lines)) for heading, lines in cut if any(lines)]
