"""Notes on a very long text that is edited in many places: what a save costs, all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.made_up import Newsroom
    from bench.measuring import Table
    from interviews.models import Interview

NOTES, EDITS = 500, 500
# Saving alone may take that long; re-anchoring its notes at most half of it.
MOST_MS = 2000


def measure_annotated_save(table: Table, newsroom: Newsroom) -> None:
    from annotations.models import Annotation
    from bench.measuring import Series
    from bench.merging import edited
    from newsroom import saving

    interview = newsroom.interview(1200, 83)
    annotate(interview, newsroom)
    before = interview.transcript
    after = edited(before, newsroom.writer, EDITS)
    series = Series()
    for number in range(6):
        interview.transcript = before if number % 2 else after
        with series.timed():
            saving.save(interview, by=newsroom.publisher)
    # Every edit was taken back at the end, so every note is on its words again.
    assert not Annotation.objects.filter(story=interview.pk).asking().exists()
    name = f"saving {len(before.split()):,} words with {NOTES} notes, {EDITS} edits"
    table.at_most(f"{name}: CPU", series.cpu(), MOST_MS, "ms")


def annotate(interview: Interview, newsroom: Newsroom) -> None:
    """Notes on passages of a few words, anywhere; as rows, because verbs keep them one by one."""
    from annotations.anchoring import selector
    from annotations.grounds import grounds
    from annotations.models import Annotation, NotedText

    texts = grounds(interview.read().parts)
    random = newsroom.writer.random
    rows = []
    for part in random.choices([part for part in texts if len(texts[part]) > 60], k=NOTES):
        start = random.randrange(len(texts[part]) - 60)
        place = selector(texts, part, start, start + random.randrange(5, 60))
        rows.append(
            Annotation(
                story_id=interview.pk, kind=Annotation.Kind.EXPLAIN, body="Why.", part=part,
                start=place.start, end=place.end, exact=place.exact, made_on=place.exact,
                prefix=place.prefix, suffix=place.suffix,
            )
        )  # fmt: skip
    Annotation.objects.bulk_create(rows)
    NotedText.objects.create(story_id=interview.pk, texts=texts, version=interview.version)
