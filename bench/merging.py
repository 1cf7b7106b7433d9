"""Two people's changes in one long text: what making one of both costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.made_up import Writer
    from bench.measuring import Table

WORDS, EDITS, MOST_MS = 30_000, 500, 2000
# Each of these is made to be slow; it may be, but not without end.
MOST_HOSTILE_MS = 8000


def measure_merging(table: Table, writer: Writer) -> None:
    from bench.measuring import cpu_ms
    from prose.merging import merge

    base = writer.article(WORDS)
    mine, theirs = (edited(base, writer, EDITS // 2) for _ in range(2))
    merged = merge(base, mine, theirs)
    assert len(mine.split()) > 0.95 * WORDS and merged.text() not in {mine, theirs}
    spent = cpu_ms(lambda: merge(base, mine, theirs), runs=5)
    table.at_most("merging 30,000 words with 500 edits: CPU", spent, MOST_MS, "ms")
    for name, three in _hostile(writer).items():
        spent = cpu_ms(lambda three=three: merge(*three), runs=1)
        table.at_most(f"merging {name}: CPU", spent, MOST_HOSTILE_MS, "ms")


def edited(text: str, writer: Writer, edits: int) -> str:
    """The text with a word changed, put in or taken out in so many places."""
    words = text.split(" ")
    for place in sorted(writer.random.sample(range(len(words)), edits), reverse=True):
        change = writer.random.choice(("change", "insert", "delete"))
        if "\n" in words[place]:
            continue
        if change == "delete":
            del words[place]
        elif change == "insert":
            words[place:place] = writer.words(3)
        else:
            words[place] = writer.words(1)[0]
    return " ".join(words)


def _hostile(writer: Writer) -> dict[str, tuple[str, str, str]]:
    def paragraph() -> str:
        return writer.paragraph(WORDS)

    def article() -> str:
        return writer.article(WORDS)

    same = "\n\n".join(["The same."] * (WORDS // 2))
    odd = "\n\n".join(["The same.", "Another."] * (WORDS // 4))
    return {
        "30,000 words all different on both sides": (article(), article(), article()),
        "one paragraph of 30,000 words, all different": (paragraph(), paragraph(), paragraph()),
        "15,000 paragraphs that are the same": (same, odd, same[: len(same) // 2]),
    }
