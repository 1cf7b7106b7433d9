"""Notes on a long interview: what weaving them costs."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from newsroom.records import NoteRecord, SourceRecord, note_key

if TYPE_CHECKING:
    from bench.made_up import Newsroom
    from bench.measuring import Table

KINDS = ("source", "explain", "check")
# From word five on, four words; a part's next note is two words further, so that some overlap.
FIRST, LENGTH, STEP = 5, 4, 2


def measure_woven_notes(table: Table, newsroom: Newsroom) -> None:
    """Five hundred notes on an interview of 30,000 words: woven into it, and all that they say."""
    from bench.measuring import Timed, cpu_ms
    from newsroom import marking, noted

    story = newsroom.interview(600, 50)
    record = story.freeze()
    without = cpu_ms(lambda: story.derive(record), runs=5)
    texts = story.derive(record).texts
    record["notes"] = [*record["notes"], *made_up_notes(texts, 500)]
    body = story.derive(record)
    assert body.texts == texts
    assert len([note for note in body.notes if note.anchor]) == 500
    parts = story.rendered(record)
    marked = marking.mark(record, parts)
    places = noted.placed(record, {part: each.text for part, each in parts.items()})
    spans = marking.spans(record, places, marked.notes)
    name = f"weaving {len(marked.notes)} notes into {body.words:,} words"
    spent = cpu_ms(lambda: marking.weave(parts, spans, marked.notes), runs=5)
    table.at_most(f"{name}: CPU", spent, 200, "ms")
    whole = cpu_ms(lambda: story.derive(record), runs=5)
    more = whole.there - without.there
    spent = Timed(more * whole.machine, more, whole.machine)
    table.at_most(f"{name}, with all that they say: CPU", spent, 500, "ms")


def made_up_notes(texts: Mapping[str, str], count: int) -> list[NoteRecord]:
    """Notes of every kind on parts that are long enough, as a record has them."""
    long = [(part, text) for part, text in texts.items() if len(text.split()) > 60]
    return [
        _note(number, *long[number % len(long)], FIRST + STEP * (number // len(long)))
        for number in range(count)
    ]


def _note(number: int, part: str, text: str, word: int) -> NoteRecord:
    words = text.split(" ")
    exact = " ".join(words[word : word + LENGTH])
    start = len(" ".join(words[:word])) + 1
    identity = str(uuid.UUID(int=(number + 1) << 96))
    source = SourceRecord(
        source=number, url=f"https://example.org/{number}", title=f"Report {number}",
        publisher="The Archive", author="", published_on="", read_on="2026-05-03", archived_url="",
    )  # fmt: skip
    note = NoteRecord(
        uuid=identity, kind=KINDS[number % 3], origin="hand", part=part, number=1000 + number,
        mark=f"on-{note_key(identity)}", inline=False, exact=exact, start=start,
        end=start + len(exact), placement="placed",
        body="It is a port on the **Caspian**, says [its master](https://example.org/said).",
    )  # fmt: skip
    if note["kind"] == "source":
        note["url"], note["title"], note["publisher"] = source["url"], source["title"], "Archive"
    elif note["kind"] == "check":
        note["verdict"], note["checked_by"], note["evidence"] = "True", "An editor", [source]
        note["checked_at"] = "2026-05-03T12:00:00+00:00"
    return note
