"""What holds in every database that this code wrote, whatever happened while it did."""

from __future__ import annotations

from itertools import groupby, pairwise

from django.apps import apps
from django.db import connection
from django.db.models import Count, Q

from newsroom.models import Edition, EditionBody, LogEntry, Passage, Revision, Stage, Story

BY_PUBLISHING = {"publish", "schedule", "update", "correct"}
BY_ENDING = {"withdraw", "retract", "take down"}


def fingerprint() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, search rows too."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(tables | {"newsroom_passage_tokens"}):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(cursor.fetchall(), key=repr)
    return found


def broken() -> list[str]:
    """What does not hold, in sentences; nothing is as it should be."""
    found = [*_halves(), *_file()]
    for story in Story.objects.order_by("pk"):
        found += [f"Story {story.pk}: {each}" for each in (*_line(story), *_counts(story))]
    return found


def _halves() -> list[str]:
    """An edition has its body, passages and search rows, or does not exist."""
    found = []
    readable = Edition.objects.filter(blanked_at=None).exclude(
        change__in=["withdrawn", "retracted", "taken_down"]
    )
    for edition in readable.annotate(counted=Count("passages")).filter(Q(body=None) | Q(counted=0)):
        found.append(f"Edition {edition.pk} lacks its body or its passages.")
    key = "passage_id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM newsroom_passage_tokens")
        searched = {row[0] for row in cursor.fetchall()}
    passages = set(Passage.objects.values_list("pk", flat=True))
    if searched != passages:
        found.append(f"{len(searched ^ passages)} search rows do not fit the passages.")
    if EditionBody.objects.filter(edition__in=Edition.objects.exclude(pk__in=readable)).exists():
        found.append("What cannot be read has a body.")
    return found


def _line(story: Story) -> list[str]:
    """One entry at each moment from the first on, and numbers without gap or repetition."""
    editions = list(Edition.objects.filter(story=story).order_by("number"))
    found = []
    if [each.number for each in editions] != list(range(1, len(editions) + 1)):
        found.append("its numbers have a gap.")
    line = sorted(
        (each for each in editions if each.cancelled_at is None), key=lambda each: each.issued_at
    )
    for entry, following in pairwise(line):
        if entry.ended_at != following.issued_at:
            found.append(f"{entry.number} ends {entry.ended_at}, {following.number} begins later.")
    if line and line[-1].ended_at is not None:
        found.append("its last entry ends.")
    for moment, entries in groupby(line, key=lambda each: each.issued_at):
        if len(list(entries)) > 1:
            found.append(f"two entries begin at {moment}.")
    return found


def _counts(story: Story) -> list[str]:
    """A revision for each save and each publishing, a row in the log for each verb."""
    saved = Revision.objects.filter(story=story, reason__in=["save", "submit", "import"])
    versions = sorted(saved.values_list("version", flat=True))
    found = []
    log = list(LogEntry.objects.filter(story=story).order_by("pk").values_list("verb", flat=True))
    if len(set(versions)) != len(versions):
        found.append(f"two saves made one version: {versions}.")
    # Taking down raises the version too, so that no open form brings the words back.
    if len(versions) + log.count("take down") != story.version:
        found.append(f"version {story.version}, and revisions of {versions}.")
    published = Revision.objects.filter(story=story, reason=Revision.Reason.PUBLISH).count()
    if published != sum(verb in BY_PUBLISHING for verb in log):
        found.append("its revisions of publishing do not fit the log.")
    if Edition.objects.filter(story=story).exists() != any(
        verb in BY_PUBLISHING | BY_ENDING for verb in log
    ):
        found.append("it has editions of which the log says nothing, or the other way round.")
    if log and log[-1] in BY_PUBLISHING and story.stage != Stage.DRAFT:
        found.append(f"it was published, and is {story.stage} still.")
    return found


def _file() -> list[str]:
    """What SQLite says of its own file."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        said = [row[0] for row in cursor.fetchall()]
        cursor.execute("PRAGMA foreign_key_check")
        lost = cursor.fetchall()
    return [each for each in said if each != "ok"] + [
        f"A row points nowhere: {row}" for row in lost
    ]
