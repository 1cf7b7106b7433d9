"""Hand-made notes kept on their words while the text is edited: the rows round `anchoring`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from annotations.anchoring import CONTEXT, Carrying, Selector, find, selector
from annotations.grounds import grounds
from annotations.models import Annotation, NotedText
from newsroom.models import Story
from prose.html import Rendered

FOLLOWS_THE_TEXT = [
    "part", "start", "end", "exact", "prefix", "suffix", "placement", "lost_in",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Laid:
    """The words that notes stand on laid beside others (`texts`, by part); the slow part, done
    before anything is locked. `carrying` is None where the words are the same."""

    stamp: uuid.UUID
    texts: Mapping[str, str]
    carrying: Carrying | None


def lay(noted: NotedText, texts: Mapping[str, str]) -> Laid:
    same = noted.texts == texts and list(noted.texts) == list(texts)
    return Laid(noted.stamp, texts, None if same else Carrying(noted.texts, texts))


def beside(story: Story, parts: Mapping[str, Rendered]) -> Laid | None:
    """What `story`'s notes stand on, laid beside new words; None of a story without notes."""
    noted = NotedText.objects.filter(story=story.pk).first() if story.pk else None
    return None if noted is None else lay(noted, grounds(parts))


def settle(story: Story, parts: Mapping[str, Rendered], laid: Laid | None) -> None:
    """Bring every note of a story that is saved to where its words are. With its row locked.

    `laid` is what was compared before, with these parts; it is done again if a note was made since.
    """
    noted = NotedText.objects.filter(story=story.pk).first()
    if noted is None:
        return
    if laid is None or laid.stamp != noted.stamp:
        laid = lay(noted, grounds(parts))
    bring(story, noted, laid)


def settle_again(story: Story) -> None:
    """As after a save, of a text that nobody changed: another release may render it otherwise."""
    if not NotedText.objects.filter(story=story.pk).exists():
        return
    reading = story.read()
    with transaction.atomic():
        row = Story.objects.select_for_update().get(pk=story.pk)
        if row.version == story.version:  # else a save has settled them
            settle(row, reading.parts, reading.laid)


def bring(story: Story, noted: NotedText, laid: Laid) -> None:
    """Every note of `story` to its words in `laid.texts`, which all stand on from now on."""
    if laid.carrying is not None:
        rows = list(Annotation.objects.filter(story=story.pk).by_hand())
        keep_places([row for row in rows if follow(row, laid, story.version)])
        noted.texts, noted.stamp = dict(laid.texts), uuid.uuid4()
    noted.version = story.version
    noted.save()


def keep_places(rows: Sequence[Annotation]) -> None:
    # As an upsert: Django's bulk_update takes longer than all the rest of a save.
    Annotation.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=FOLLOWS_THE_TEXT
    )


def follow(row: Annotation, laid: Laid, version: int) -> bool:
    """Bring one note to where its words are in the new text; False if nothing of it changed."""
    before = [getattr(row, name) for name in FOLLOWS_THE_TEXT]
    if row.placement == Annotation.Placement.ORPHANED:
        _look_for(row, laid)
    elif laid.carrying is not None:
        anchored = laid.carrying.anchor(selector_of(row))
        if anchored.placement == "orphaned":
            # Its last words and place stay: that is what somebody will look for it by.
            row.placement, row.lost_in = Annotation.Placement.ORPHANED, version
        else:
            stand(row, _as_made(row, anchored.selector, laid.texts))
    return [getattr(row, name) for name in FOLLOWS_THE_TEXT] != before


def _as_made(row: Annotation, now: Selector, texts: Mapping[str, str]) -> Selector:
    """The whole of the words that a note was made on, if they stand there again.

    Where a passage lost its first or last word, the note has followed what was left of it; putting
    the word back puts it right beside that.
    """
    text, length = texts[now.part], len(row.made_on)
    first = max(0, now.end - length)
    at = text.find(row.made_on, first, now.start + length)
    if now.exact == row.made_on or at < 0 or not (at <= now.start and now.end <= at + length):
        return now
    return selector(texts, now.part, at, at + length)


def _look_for(row: Annotation, laid: Laid) -> None:
    """Words that were lost may be there again, as after an undo."""
    last = selector_of(row)
    for exact in dict.fromkeys((row.made_on, row.exact)):
        wanted = Selector(last.part, last.start, last.end, exact, last.prefix, last.suffix)
        found = find(laid.texts, wanted)
        if found is not None:
            stand(row, found)
            return


def stand(row: Annotation, place: Selector) -> None:
    """Put a note on words of today's text: placed, if they are those that it was made on."""
    row.part, row.start, row.end = place.part, place.start, place.end
    row.exact = place.exact
    row.prefix, row.suffix = place.prefix[-CONTEXT:], place.suffix[:CONTEXT]
    same = row.exact == row.made_on
    row.placement = Annotation.Placement.PLACED if same else Annotation.Placement.MOVED
    row.lost_in = None


def selector_of(row: Annotation) -> Selector:
    return Selector(row.part, row.start, row.end, row.exact, row.prefix, row.suffix)
