"""The words that a form puts a note on: selected in the browser, or typed where there is no script."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms

from annotations.choosing import Choice, NotChosen, choose
from newsroom.models import Story
from newsroom.verbs import StaleVersion
from prose.html import Rendered

Done = TypeVar("Done")
# Somebody saves again and again: then a person should look.
TRIES = 4
# Nobody types more; to look for a whole text of them would keep the server busy.
LONGEST_TYPED = 2000
NOTHING = "Select the words that the note is about, or write them here as they stand in the text."


class PlaceForm(forms.Form):
    """`start` and `end` count UTF-16 units of the part's plain text, as version `seen` has it.

    Without them the words are looked for, in one part or in all.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    start = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1
    )
    end = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1
    )
    words = forms.CharField(
        label="The words that it is about",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    part = forms.CharField(label="Where they stand", required=False, widget=forms.Select)
    nth = forms.IntegerField(
        label="Which of them, if they stand there more often",
        required=False,
        min_value=1,
        max_value=100_000,
    )

    def __init__(self, *args: Any, parts: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget: Any = self.fields["part"].widget
        widget.choices = [("", "Anywhere in the text"), *parts.items()]

    def clean_words(self) -> str:
        return str(self.cleaned_data["words"]).replace("\r\n", "\n").replace("\r", "\n")

    def chosen(self, story: Story) -> Choice:
        """Raises NotChosen."""
        given = self.cleaned_data
        part, words, seen = given["part"], given["words"], given["seen"]
        if given["start"] is not None and given["end"] is not None:
            return choose(story, part, given["start"], given["end"], words, seen=seen)
        parts = story.concrete.read().parts
        part, start, end = looked_for(parts, words, part, given["nth"])
        exact = parts[part].text[start:end]
        first, last = units(parts[part].text, start), units(parts[part].text, end)
        return choose(story, part, first, last, exact, seen=story.version)


def units(text: str, place: int) -> int:
    """A place in code points as browsers count it."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def looked_for(
    parts: Mapping[str, Rendered], words: str, part: str, nth: int | None
) -> tuple[str, int, int]:
    """Where words that somebody typed stand; a line's end is a space. Raises NotChosen."""
    pieces = words.split()
    if not pieces:
        raise NotChosen(NOTHING)
    if len(words) > LONGEST_TYPED:
        raise NotChosen(
            f"Words can be looked for up to {LONGEST_TYPED:,} characters. Write fewer of them."
        )
    wanted = r"\s+".join(map(re.escape, pieces))
    within = {part: parts[part]} if part in parts else parts
    # “in” is not meant in “grain”; scripts without spaces have no such edges.
    found = _found(within, rf"(?<!\w){wanted}(?!\w)") or _found(within, wanted)
    if not found:
        raise NotChosen("These words do not stand in the text. Copy them from it as they are.")
    if nth is None and len(found) > 1:
        raise NotChosen(f"These words stand there {len(found)} times. Say which of them is meant.")
    if (nth or 1) > len(found):
        times = "once" if len(found) == 1 else f"{len(found)} times"
        raise NotChosen(f"These words stand there {times} only.")
    return found[(nth or 1) - 1]


def _found(parts: Mapping[str, Rendered], pattern: str) -> list[tuple[str, int, int]]:
    return [
        (name, match.start(), match.end())
        for name, rendered in parts.items()
        for match in re.finditer(pattern, rendered.text)
    ]


def put(story: Story, place: PlaceForm, act: Callable[[Choice], Done]) -> Done:
    """Do `act` with the chosen words. If somebody saves in between, they are chosen once more.

    Raises NotChosen, and whatever `act` raises.
    """
    for _ in range(TRIES):
        try:
            return act(place.chosen(story))
        except StaleVersion:
            story = Story.objects.get(pk=story.pk).concrete
    return act(place.chosen(story))
