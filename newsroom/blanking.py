"""Blanking: the words of a story that is taken down, out of every row and file that holds them.

Each model that holds words of stories says itself how they are blanked, in a class method
`blank_words_of(story)` that returns how many of its rows (or files) held any. Rooms above this one
have such models too; they are found by that method's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q

from newsroom.models import Edition, Person, Picture, Revision, Story
from newsroom.records import TAKEN_DOWN_TITLE

if TYPE_CHECKING:
    from collections.abc import Iterable

METHOD = "blank_words_of"


@dataclass(frozen=True, slots=True)
class Blanked:
    """How many of what held words."""

    what: str
    count: int

    def __str__(self) -> str:
        return f"{self.count} {self.what}"


def blank_words_of(story: Story) -> list[Blanked]:
    """Blank what every model holds of `story`; call it in the transaction that takes it down."""
    found = []
    # Rooms above first: what hangs on a story there may be known from its records alone.
    for model in reversed(list(apps.get_models())):
        blank = getattr(model, METHOD, None)
        if blank is not None and METHOD in vars(model):
            count = blank(story)
            name = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
            if count:
                found.append(Blanked(str(name), count))
    return found


def pictures_of(story: Story) -> set[int]:
    """Ids of the pictures that any wording of `story` shows or showed. Ask before blanking."""
    shown = {story.lead_picture_id} if story.lead_picture_id else set()
    models: list[Any] = [Edition, Revision]
    for model in models:
        for record in model.objects.filter(story=story.pk).values_list("record", flat=True):
            shown |= {each["id"] for each in record["pictures"].values()}
            shown |= {record["picture"]["id"]} if record["picture"] else set()
    return shown


def unused(pictures: Iterable[int]) -> list[Picture]:
    """Those of `pictures` that no piece, wording or person shows."""
    return [each for each in Picture.objects.filter(pk__in=pictures) if not _is_shown(each)]


def mark_as_going(pictures: Iterable[Picture]) -> None:
    """Blank their words with the story's; their files go after the commit, if nobody dies first."""
    for picture in pictures:
        picture.title, picture.decorative = TAKEN_DOWN_TITLE, True
        picture.alt = picture.caption = picture.credit = ""
        picture.save()


def still_going() -> list[Picture]:
    """Pictures whose story was taken down by a process that died before it deleted the files."""
    marked = Picture.objects.filter(title=TAKEN_DOWN_TITLE, alt="", caption="", credit="")
    return unused(marked.values_list("pk", flat=True))


def _is_shown(picture: Picture) -> bool:
    in_record = Q(record__picture__id=picture.pk) | Q(record__pictures__has_key=picture.key)
    return (
        Story.objects.filter(lead_picture=picture).exists()
        or Person.objects.filter(portrait=picture).exists()
        or Edition.objects.filter(in_record).exists()
        or Revision.objects.filter(in_record).exists()
    )
