"""Words that somebody selected on a rendered page: where they stand in the text that notes stand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from annotations.anchoring import Anchored, Carrying, Mismatch, Selector, from_utf16, selector
from annotations.citations import Cited, cited
from annotations.grounds import as_read, ground, grounds
from newsroom.models import Revision, Story
from newsroom.verbs import VerbRefused
from prose.html import Rendered
from prose.marks import Unmarked

# In letters; a note on more is about the piece.
LONGEST_PASSAGE = 2000


class NotChosen(VerbRefused):
    """No note can stand on what was selected. Whoever asks keeps the note's text."""


class WordsChanged(NotChosen):
    """The words were changed or deleted by somebody while the note was being written."""

    def __init__(self, words: str, anchored: Anchored) -> None:
        self.anchored = anchored
        if anchored.placement == "moved":
            became = (
                f"They are “{shortened(anchored.selector.exact)}” now. Select those words again."
            )
        else:
            became = "They are not in the text any more. Select others."
        super().__init__(f"Somebody changed “{shortened(words)}” while you wrote. {became}")


@dataclass(frozen=True, slots=True)
class Choice:
    """Words of the text that `version` of a story has; `texts` is all of it, by part."""

    selector: Selector
    texts: Mapping[str, str]
    version: int


def choose(story: Story, part: str, start: int, end: int, exact: str, *, seen: int) -> Choice:
    """The words `exact` at `start`:`end` (UTF-16, as browsers count) of a part's plain text, as
    version `seen` of `story` was rendered.

    If the text was saved since, they are looked for where the alignment says that they are now.
    Raises NotChosen: no such words there, or none at all; WordsChanged.
    """
    concrete = story.concrete
    parts = concrete.read().parts
    texts = grounds(parts)
    if seen == story.version:
        return Choice(_selected(parts, part, start, end, exact), texts, story.version)
    earlier = Revision.objects.filter(story=story.pk, version=seen).first()
    if earlier is None:
        raise NotChosen("The page you selected them on is too old. Open the notes again.")
    then = concrete.rendered(earlier.record)
    chosen = _selected(then, part, start, end, exact)
    anchored = Carrying(grounds(then), texts).anchor(chosen)
    if anchored.placement != "placed":
        raise WordsChanged(chosen.exact, anchored)
    return Choice(anchored.selector, texts, story.version)


def _selected(
    parts: Mapping[str, Rendered], part: str, start: int, end: int, exact: str
) -> Selector:
    rendered = parts.get(part)
    if rendered is None:
        raise NotChosen("That passage is not in the text any more. Select other words.")
    try:
        first, last = from_utf16(rendered.text, start, end, exact)
    except Mismatch as problem:
        raise NotChosen(
            "The words you selected do not stand there. Open the notes again and select them anew."
        ) from problem
    return _on_ground(ground(rendered), part, first, last)


def _on_ground(text: Unmarked, part: str, first: int, last: int) -> Selector:
    """The words from `first` to `last` of a whole text, where notes stand on them."""
    first, last = text.without(first), text.without(last)
    while first < last and text.text[first].isspace():
        first += 1
    while first < last and text.text[last - 1].isspace():
        last -= 1
    if first >= last:
        raise NotChosen("Select the words that the note is about; there are none in it.")
    if last - first > LONGEST_PASSAGE:
        raise NotChosen(
            f"A note stands on {LONGEST_PASSAGE:,} letters at most, and these are "
            f"{last - first:,}. Select the words that it is about."
        )
    return selector({part: text.text}, part, first, last)


@dataclass(frozen=True, slots=True)
class AsRead:
    """A story's words with the reference numbers that its readers will see, and what notes stand on.

    Places in it are code points, as an edition's record counts them: for whoever has no browser.
    """

    parts: Mapping[str, Unmarked]
    texts: Mapping[str, str]
    marks: Mapping[tuple[str, int, int], Cited]
    version: int

    @classmethod
    def of(cls, story: Story) -> AsRead:
        parts = story.concrete.read().parts
        found = cited(parts)
        numbers: dict[str, list[int]] = {part: [] for part in parts}
        for each in found:
            numbers[each.part].append(each.number)
        read = {part: as_read(rendered, numbers[part]) for part, rendered in parts.items()}
        places = [(part, *mark) for part, text in read.items() for mark in text.marks]
        marks = dict(zip(places, found, strict=True))
        return cls(read, grounds(parts), marks, story.version)

    def choose(self, part: str, start: int, end: int) -> Choice:
        """The words at `start`:`end` of a part. Raises NotChosen where there are none."""
        return Choice(_on_ground(self.parts[part], part, start, end), self.texts, self.version)


def shortened(words: str, length: int = 60) -> str:
    words = " ".join(words.split())
    return words if len(words) <= length else f"{words[:length].rstrip()}…"
