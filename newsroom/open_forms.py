"""Forms that are open: whose words they hold until somebody saves, and who is in a piece.

A form has a number that the server made. It names one row of the person who sends it, and
nothing else: whatever number a browser sends, nobody reaches a row of somebody else's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from newsroom.models import OpenForm, Story, User

# Words that nobody came back to for so long are removed, and no words before.
KEPT = timedelta(days=30)
# At most so many at once: nobody waits because others left much behind.
REMOVED_AT_ONCE = 100

Fields = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody else who has the piece open; `writing` if words came lately."""

    name: str
    since: datetime
    writing: bool

    def __str__(self) -> str:
        # A name in Arabic letters must not turn the sentence round it.
        line = f"\u2068{self.name}\u2069, since {clock(self.since)}"
        return f"{line} (writing)" if self.writing else line


def clock(moment: datetime) -> str:
    """The time of day, with the day where that is not today's."""
    local = timezone.localtime(moment)
    today = local.date() == timezone.localdate()
    return date_format(local, "H:i" if today else "j F, H:i")


def number(raw: Any) -> UUID | None:
    """The form's number out of what a browser sent."""
    try:
        return UUID(str(raw))
    except ValueError:
        return None


def open_form(user: User, story: Story, form: UUID | None = None) -> UUID:
    """Note that `user` opened a form of `story`, and return the form's number.

    With `form`, it is the same form again: it came back with its errors.
    """
    remove_old()
    now = timezone.now()
    if form is None:
        form = uuid4()
        OpenForm.objects.create(
            user=user, form=form, kind=story.kind, story_id=story.pk, based_on=story.version
        )
    elif not _row(user, form).update(seen_at=now, left_at=None):
        _create(user, form, story, based_on=story.version)
    return form


def keep(user: User, form: UUID, story: Story, based_on: int, fields: Fields) -> bool:
    """Keep what the form holds. False: these words are older than what was saved from it.

    An autosave may arrive after the save that the writer pressed; its words would then be
    offered as unsaved ones. A form that knows what was saved is based on that version.
    """
    now = timezone.now()
    words = {
        "fields": {name: [_storable(word) for word in values] for name, values in fields.items()},
        "based_on": based_on,
        "autosaved_at": now,
        "seen_at": now,
        "left_at": None,
    }
    if _row(user, form).exclude(saved_version__gt=based_on).update(**words):
        return True
    if _row(user, form).exists():
        return False
    _create(user, form, story, **words)
    return True


def seen(user: User, form: UUID, story: Story) -> None:
    """The form is still there."""
    if not _row(user, form).update(seen_at=timezone.now(), left_at=None):
        _create(user, form, story, based_on=story.version)


def left(user: User, form: UUID) -> None:
    """The form was closed: its words stay, and nobody is shown in it any more."""
    _row(user, form).update(left_at=timezone.now())


def empty(user: User, form: UUID) -> None:
    """The form holds what is saved, or its words were discarded."""
    _row(user, form).update(fields=None, autosaved_at=None, seen_at=timezone.now())


def saved(user: User, form: UUID | None, story: Story) -> None:
    """The words of the form were saved, as `story.version`. Called inside the saving."""
    if form is None:
        return
    now = timezone.now()
    words = {
        "story": story.pk,
        "fields": None,
        "autosaved_at": None,
        "saved_version": story.version,
        "based_on": story.version,
        "seen_at": now,
    }
    if not _row(user, form).update(**words):
        _create(user, form, story, saved_version=story.version, based_on=story.version)


def saved_from(user: Any, form: UUID | None, story: Story) -> int:
    """The version of `story` that was saved from this very form last; 0 if none was."""
    if form is None or not isinstance(user, User):
        return 0
    return (
        _row(user, form).filter(story=story.pk).values_list("saved_version", flat=True).first() or 0
    )


def take(row: OpenForm) -> OpenForm:
    """Go on with the row's words in a new form, and return the row under its new number.

    The old number stays behind, empty: a tab that still has it gets a row of its own again with
    its next words, and no two tabs write into one.
    """
    with transaction.atomic():
        old, row.form = row.form, uuid4()
        row.seen_at, row.left_at = timezone.now(), None
        row.save(update_fields=["form", "seen_at", "left_at"])
        OpenForm.objects.create(
            user_id=row.user_id,
            form=old,
            kind=row.kind,
            story_id=row.story_id,
            based_on=row.based_on,
            left_at=timezone.now(),
        )
    return row


def others(user: User, story: Story) -> list[Present]:
    """Who else has `story` open now, the first to come first."""
    if not story.pk:
        return []
    rows = (
        OpenForm.objects.present()
        .filter(story=story.pk)
        .exclude(user=user.pk)
        .order_by("opened_at")
        .values_list("user__name", "user__username", "user", "opened_at", "autosaved_at")
    )
    lately = timezone.now() - timedelta(seconds=60)
    found: dict[int, Present] = {}
    for name, username, who, since, autosaved in rows:
        before = found.get(who)
        writing = bool(autosaved and autosaved >= lately) or bool(before and before.writing)
        found[who] = Present(name or username, before.since if before else since, writing)
    return list(found.values())


def presence_line(present: list[Present]) -> str:
    return f"Also open here: {'; '.join(map(str, present))}." if present else ""


def remove_old() -> None:
    """Remove a few rows that nobody came back to."""
    old = OpenForm.objects.filter(seen_at__lt=timezone.now() - KEPT).order_by("seen_at")
    rows = list(old.values_list("pk", flat=True)[:REMOVED_AT_ONCE])
    if rows:
        # Asked again: somebody may have come back to one of them just now.
        OpenForm.objects.filter(pk__in=rows, seen_at__lt=timezone.now() - KEPT).delete()


def _row(user: User, form: UUID) -> Any:
    return OpenForm.objects.filter(user=user.pk, form=form)


def _create(user: User, form: UUID, story: Story, **words: Any) -> None:
    try:
        with transaction.atomic():
            OpenForm.objects.create(
                user=user, form=form, kind=story.kind, story_id=story.pk, **words
            )
    except IntegrityError:
        # The same form came twice in one instant.
        _row(user, form).update(**{"seen_at": timezone.now(), **words})


def _storable(words: str) -> str:
    """PostgreSQL keeps no NUL in JSON."""
    return words.replace("\x00", "\ufffd")
