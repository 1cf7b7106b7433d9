"""Recordings as files: taken in as they came, served while readers may have them, let go."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from interviews.media_types import media_type_of
from interviews.models.recordings import Recording
from newsroom import ranges
from newsroom.models import Edition, Revision, Story, User
from newsroom.records import TAKEN_DOWN_TITLE
from newsroom.uploads import MAX_RECORDING_BYTES, NotKept, UploadRefused, file_name

if TYPE_CHECKING:
    from interviews.models import Interview
    from newsroom.records import RecordingRecord

PIECE = 1024 * 1024


# Taking in


def take_in(file: IO[bytes], *, by: User | None, title: str = "") -> Recording:
    """Keep the recording in `file`, byte for byte, and return its row.

    The same bytes give the same recording: a second upload returns the row that is there. It is
    read a MiB at a time, whatever its size. Raises UploadRefused with a sentence, NotKept if the
    disk took no more.
    """
    name = file_name(file)
    title = title.strip()[:200] or name.rpartition(".")[0][:200] or name
    size = _size(file, name)
    media_type = media_type_of(file)
    if media_type is None:
        raise UploadRefused(
            f"“{name}” could not be read as a recording. We take MP3, M4A, MP4, Ogg, WebM, WAV "
            "and FLAC."
        )
    recording = Recording(
        key=_digest(file),
        extension=media_type.extension,
        media_type=media_type.name,
        size=size,
        title=title,
        uploaded_by=by,
    )
    _keep(file, recording, name)
    # Another upload of the same bytes may have come first; its row stands.
    kept, new = Recording.objects.get_or_create(
        key=recording.key,
        defaults={
            field.attname: getattr(recording, field.attname)
            for field in Recording._meta.concrete_fields
            if field.attname not in {"id", "key"}
        },
    )
    if not new and kept.title == TAKEN_DOWN_TITLE:
        # It was on its way out, and is brought again.
        kept.title = title
        kept.save(update_fields=["title"])
    return kept


def _size(file: IO[bytes], name: str) -> int:
    size = file.seek(0, 2)
    if not size:
        raise UploadRefused(f"“{name}” is empty.")
    if size > MAX_RECORDING_BYTES:
        raise UploadRefused(
            f"“{name}” is larger than {MAX_RECORDING_BYTES // 1024 // 1024} MB, the most that is "
            "taken. Save it with a lower quality and try again."
        )
    return size


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()[:32]


def _keep(file: IO[bytes], recording: Recording, name: str) -> None:
    """Write the whole file or nothing; one that is there already is never written over."""
    storage, path = storages["default"], recording.path
    try:
        # A process that died while it wrote leaves a file that ends too early.
        if storage.exists(path) and storage.size(path) == recording.size:
            return
        storage.delete(path)
        file.seek(0)
        storage.save(path, file if isinstance(file, File) else File(file))
    except OSError as error:
        logging.getLogger("django.request").exception("A recording could not be kept.")
        if not Recording.objects.filter(key=recording.key).exists():
            storage.delete(path)
        raise NotKept(
            f"“{name}” could not be kept: the server's disk may be full. Nothing of it was kept. "
            "Tell whoever runs the site, and bring it again."
        ) from error


# In a record


def record_of(interview: Interview) -> RecordingRecord | None:
    """What an edition says of the recording; None where the interview says nothing of one."""
    recording = interview.recording
    if not (recording or interview.recording_url or interview.recorded_on or interview.recorded_in):
        return None
    return {
        "id": recording.pk if recording else None,
        "src": recording.src if recording else "",
        "media_type": recording.media_type if recording else "",
        "size": recording.size if recording else 0,
        "url": interview.recording_url,
        "recorded_on": interview.recorded_on.isoformat() if interview.recorded_on else "",
        "recorded_in": interview.recorded_in,
    }


# Who may hear it


def read_off(edition: Edition) -> None:
    """Write down that an edition names its recording, if that is here."""
    named = edition.record.get("recording")
    if named and named["id"]:
        for recording in Recording.objects.filter(pk=named["id"]):
            recording.editions.add(edition)


def is_public(recording: Recording) -> bool:
    """Does something that readers can read now name it? Asked for every piece of it that is sent."""
    return recording.editions.live().exists()


def answer(request: HttpRequest, recording: Recording) -> HttpResponse:
    """The piece of its file that is asked for, whoever may ask; 404 where the file is gone."""
    file = Path(storages["default"].path(recording.path))
    try:
        return ranges.answer(
            request, file, media_type=recording.media_type, etag=f'"{recording.key}"'
        )
    except OSError:
        raise Http404("There is no such recording.") from None


# Letting go


def let_go(story: Story) -> list[Recording]:
    """Mark what no other story has of the recordings that any wording of `story` had.

    Call it in the transaction that takes `story` down, before its records are blanked; the files
    go after the commit.
    """
    ids: set[Any] = set(Recording.objects.filter(interviews=story.pk).values_list("pk", flat=True))
    models: list[Any] = [Edition, Revision]
    for model in models:
        records = model.objects.filter(story=story.pk, record__has_key="recording")
        ids |= set(records.values_list("record__recording__id", flat=True))
    Recording.editions.through.objects.filter(edition__story=story.pk).delete()
    going = _unused(ids - {None}, beside=story)
    for recording in going:
        recording.title = TAKEN_DOWN_TITLE
        recording.save(update_fields=["title"])
    # The admin's own log repeats titles.
    logged = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Recording))
    logged.filter(object_id__in=[str(recording.pk) for recording in going]).delete()
    return going


def still_going() -> list[Recording]:
    """Those whose story was taken down by a process that died before it deleted the files."""
    marked = Recording.objects.filter(title=TAKEN_DOWN_TITLE)
    return _unused(marked.values_list("pk", flat=True))


def drop(recordings: Iterable[Recording]) -> None:
    """Delete recordings and their files. The caller knows that nothing names them."""
    for recording in recordings:
        if recording.interviews.exists():
            continue  # Somebody chose it meanwhile.
        storages["default"].delete(recording.path)
        recording.delete()


def why_kept(recording: Recording) -> str:
    """What uses it, in a sentence that says why it cannot be deleted; "" if nothing does."""
    interviews, editions, revisions = _uses(recording)
    if title := interviews.values_list("title", flat=True).first():
        return f"“{title}” has it as its recording. Take it out there and save first."
    if title := editions.values_list("story__title", flat=True).first():
        return f"“{title}” was published with it, and what was published is kept."
    if title := revisions.values_list("story__title", flat=True).first():
        return f"An earlier wording of “{title}” has it, and may be restored."
    return ""


def delete(recording: Recording) -> str:
    """Let a recording go whose file goes after the commit; `why_kept`, if it stays.

    Call it in a transaction: whoever chooses it meanwhile waits for its row, or is waited for.
    """
    locked = Recording.objects.select_for_update().filter(pk=recording.pk).first()
    reason = why_kept(recording) if locked is not None else ""
    if locked is not None and not reason:
        # As for what is taken down: if the process dies now, the next start finishes it.
        Recording.objects.filter(pk=recording.pk).update(title=TAKEN_DOWN_TITLE)
        transaction.on_commit(partial(drop, [locked]))
    return reason


def _unused(ids: Iterable[int], beside: Story | None = None) -> list[Recording]:
    """Those of `ids` that no working copy, edition or revision names, leaving one story out."""
    return [
        recording
        for recording in Recording.objects.filter(pk__in=ids)
        if not any(rows.exists() for rows in _uses(recording, beside))
    ]


def _uses(recording: Recording, beside: Story | None = None) -> tuple[QuerySet[Any], ...]:
    """The interviews, editions and revisions that name it, leaving one story out."""
    left_out = beside.pk if beside else 0
    named = Q(record__recording__id=recording.pk)
    return (
        recording.interviews.exclude(pk=left_out),
        Edition.objects.filter(named).exclude(story=left_out),
        Revision.objects.filter(named).exclude(story=left_out),
    )
