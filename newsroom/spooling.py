"""A large upload on its way to the disk: beside the media, so that keeping it is one rename.

Django would write it into the system's folder for temporary files, which may be small, and would
answer a full disk with a fault. Here the request goes on without the file, and says why in
`request.upload_refused`.
"""

from __future__ import annotations

import time
from contextlib import suppress
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from newsroom.permissions import Action, can
from newsroom.uploads import MAX_RECORDING_BYTES, NotKept, UploadRefused, printable

# Who may not begin a piece has nothing larger to bring.
MOST_OF_ANYBODY = 60 * 1024 * 1024
# No upload takes so long: what is older was left by a process that died.
LEFT_AFTER_SECONDS = 24 * 3600


class SpooledFile(TemporaryUploadedFile):
    def __init__(self, name: str, content_type: str, size: int, *others: Any) -> None:
        settings.UPLOADS_ROOT.mkdir(parents=True, exist_ok=True)
        file = NamedTemporaryFile(dir=settings.UPLOADS_ROOT, suffix=".upload")  # noqa: SIM115
        UploadedFile.__init__(self, file, name, content_type, size, *others)


class SpooledUpload(TemporaryFileUploadHandler):
    """Named in FILE_UPLOAD_HANDLERS, after the one that keeps small files in memory."""

    request: HttpRequest
    # Of all files of the request: a hundred in one may take no more than one alone.
    received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super(TemporaryFileUploadHandler, self).new_file(*args, **kwargs)
        may = can(getattr(self.request, "user", None), Action.CREATE)
        self.most = MAX_RECORDING_BYTES if may else MOST_OF_ANYBODY
        try:
            self.file = SpooledFile(
                self.file_name,  # type: ignore[arg-type]
                self.content_type,  # type: ignore[arg-type]
                0,
                self.charset,
                self.content_type_extra,
            )
        except OSError as error:
            raise self._skip(_not_kept(self.file_name)) from error

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > self.most:
            alone = self.received == start + len(raw_data)
            raise self._skip(too_large(self.file_name, self.most, alone=alone))
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            raise self._skip(_not_kept(self.file_name)) from error

    def file_complete(self, file_size: int) -> Any:
        try:
            # The last bytes are written only now.
            return super().file_complete(file_size)
        except OSError:
            self._skip(_not_kept(self.file_name))
            return None

    def _skip(self, why: UploadRefused) -> SkipFile:
        self.request.upload_refused = why  # type: ignore[attr-defined]
        if hasattr(self, "file"):
            with suppress(OSError):
                self.file.close()
        return SkipFile()


def too_large(name: Any, most: int, *, alone: bool) -> UploadRefused:
    others = "" if alone else ", with what was sent before it,"
    return UploadRefused(f"“{printable(name)}”{others} is larger than {most // 1024 // 1024} MB.")


def _not_kept(name: Any) -> NotKept:
    return NotKept(
        f"“{printable(name)}” could not be kept: the server's disk may be full. Nothing of it was "
        "kept. Tell whoever runs the site, and bring it again."
    )


def refused(request: HttpRequest) -> UploadRefused | None:
    """Why a file of this request did not arrive, if one did not."""
    return getattr(request, "upload_refused", None)


def sweep() -> None:
    """Delete what processes left that died while something arrived."""
    before = time.time() - LEFT_AFTER_SECONDS
    for path in settings.UPLOADS_ROOT.glob("*.upload"):
        with suppress(OSError):
            if path.stat().st_mtime < before:
                path.unlink()
