"""Notes in a long text that was edited: what carrying them costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.merging import edited

if TYPE_CHECKING:
    from bench.made_up import Writer
    from bench.measuring import Table

WORDS, EDITS, NOTES, MOST_MS = 100_000, 500, 500, 1000
MOST_SUGGESTING_MS = 100
# Each of these is made to be slow; it may be, but not without end.
MOST_HOSTILE_MS = 8000


def measure_carrying(table: Table, writer: Writer) -> None:
    from annotations.anchoring import Carrying, Selector, suggest
    from bench.measuring import cpu_ms

    before = {"body": "\n".join(writer.paragraph(80) for _ in range(WORDS // 80))}
    after = {"body": edited(before["body"], writer, EDITS)}
    notes = _notes(before, writer)

    def carry(before: dict[str, str], after: dict[str, str], notes: list[Selector]) -> list[str]:
        carrying = Carrying(before, after)
        return [carrying.anchor(note).placement for note in notes]

    placed = carry(before, after, notes).count("placed")
    assert 0.8 * NOTES < placed < NOTES
    spent = cpu_ms(lambda: carry(before, after, notes), runs=5)
    table.at_most("500 notes in 100,000 words with 500 edits: CPU", spent, MOST_MS, "ms")
    words = notes[0].exact
    stray = Selector("body", 0, 1, words[:10] + "—" + words[11:])
    found = suggest(before, stray)
    assert found is not None
    assert abs(found.start - notes[0].start) < 20  # it proposes whole words
    spent = cpu_ms(lambda: suggest(before, stray), runs=9)
    table.at_most("suggesting where a note was: CPU", spent, MOST_SUGGESTING_MS, "ms")
    for name, (old, new) in _hostile(writer).items():
        each = _notes(old, writer)
        spent = cpu_ms(lambda old=old, new=new, each=each: carry(old, new, each), runs=1)
        table.at_most(f"500 notes, {name}: CPU", spent, MOST_HOSTILE_MS, "ms")


def _notes(texts: dict[str, str], writer: Writer) -> list:
    """Passages of about ten words."""
    from annotations.anchoring import selector

    pick = writer.random
    notes = []
    for part in pick.choices(list(texts), [len(text) for text in texts.values()], k=NOTES):
        start = pick.randrange(max(1, len(texts[part]) - 60))
        notes.append(selector(texts, part, start, min(start + 60, len(texts[part]))))
    return notes


def _hostile(writer: Writer) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    words = writer.words(WORDS)
    chunks = [" ".join(words[at : at + 20]) for at in range(0, WORDS, 20)]
    shuffled = writer.random.sample(chunks, len(chunks))
    answers, others = (writer.random.choices(("Yes.", "No."), k=WORDS) for _ in range(2))
    line = " ".join(words)
    return {
        "a line of 100,000 words replaced": (
            {"body": line},
            {"body": " ".join(writer.words(WORDS))},
        ),
        "5,000 sentences of a line shuffled": ({"body": line}, {"body": " ".join(shuffled)}),
        "100,000 times yes, or no": ({"body": " ".join(answers)}, {"body": " ".join(others)}),
        "100,000 turns of a word": (
            {f"turn:{at}": said for at, said in enumerate(answers)},
            {f"turn:{at + 7}": said for at, said in enumerate(others)},
        ),
        "a word of 1 MB": ({"body": "a" * 1_000_000}, {"body": "a" * 999_990}),
        "300,000 Chinese characters replaced": (
            {"body": _chinese(writer)},
            {"body": _chinese(writer)},
        ),
    }


def _chinese(writer: Writer) -> str:
    return "".join(chr(0x4E00 + writer.random.randrange(2000)) for _ in range(300_000))
