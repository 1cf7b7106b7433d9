"""Addresses: what path a story has, and what a path leads to at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Q

from newsroom.languages import LANGUAGES
from newsroom.models import READABLE, TOMBSTONES, Edition, Kind, Story
from prose.slugs import MAX_LENGTH, slugify


@dataclass(frozen=True, slots=True)
class Resolution:
    """`live` and `tombstone` carry the entry; `moved` the path to go to; `gone` is a 410."""

    outcome: Literal["live", "tombstone", "moved", "gone"]
    edition: Edition
    path: str = ""


def path_for(kind: str, language: str, slug: str) -> str:
    return f"{LANGUAGES[language].prefix}/{Kind(kind).folder}/{slug}/"


def resolve(path: str, moment: datetime) -> Resolution | None:
    """What readers find at `path`: live text, a tombstone, a 301, a 410, or (None) nothing.

    Former addresses need no table: past entries remember their paths. One that is only
    scheduled is nothing yet, so that an address gives no announcement away.
    """
    holder = (
        Edition.objects.valid_at(moment)
        .filter(path=path, change__in=[*READABLE, *TOMBSTONES])
        .select_related("body", "section")
        .first()
    )
    if holder is not None:
        return Resolution("live" if holder.is_readable else "tombstone", holder, path)
    former = (
        Edition.objects.in_line()
        .filter(path=path, change__in=READABLE, issued_at__lte=moment)
        .order_by("-issued_at", "-id")
        .first()
    )
    if former is None:
        return None
    today = Edition.objects.valid_at(moment).filter(story=former.story_id).first()
    if today is not None and today.path != path and (today.is_readable or today.is_tombstone):
        return Resolution("moved", today, today.path)
    return Resolution("gone", former, path)


def is_free(story: Story, slug: str) -> bool:
    """No other story has this address or was ever to be read at it."""
    path = path_for(story.kind, story.language, slug)
    others = Story.objects.filter(kind=story.kind, language=story.language, slug=slug)
    entries = Edition.objects.in_line().filter(path=path)
    return not (others.exclude(pk=story.pk).exists() or entries.exclude(Q(story=story.pk)).exists())


def free_slug(story: Story, wanted: str = "") -> str:
    """A free address for `story`: of `wanted`, else of its title, else its date and a key."""
    base = slugify(wanted) or slugify(story.title)
    if not base:
        base = f"{story.created_at:%Y-%m-%d}-{story.uuid.hex[:6]}"
    slug, number = base, 1
    while not is_free(story, slug):
        number += 1
        ending = f"-{number}"
        slug = base[: MAX_LENGTH - len(ending)].rstrip("-") + ending
    return slug
