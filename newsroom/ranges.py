"""A large file in pieces: byte ranges (RFC 9110, section 14), at most 1 MiB an answer.

The pieces are what keeps a slow listener from holding up other readers. A WSGI server gives an
answer of one piece to its own sending loop and is free for the next request; a body that is read
while it is sent holds one of its few threads until the last byte has arrived, for hours if the
listener likes. So nothing here is ever streamed. A browser's player asks in ranges, and asks again.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

MOST_BYTES = 1024 * 1024

_UNIT = re.compile(r"bytes=", re.IGNORECASE)
_RANGE = re.compile(r"([0-9]*)-([0-9]*)")
# More digits than any size has; Python refuses to read thousands of them.
_DIGITS = 18


class Span(NamedTuple):
    """Positions of the first and the last byte, as in the header."""

    first: int
    last: int


def spans(header: str, size: int) -> list[Span] | None:
    """What a Range `header` asks of a file of `size` bytes; none where it lies past the end.

    None: it is malformed or of another unit, and to be treated as if it were not there.
    """
    unit = _UNIT.match(header)
    if unit is None:
        return None
    asked = [each.strip(" \t") for each in header[unit.end() :].split(",")]
    asked = [each for each in asked if each]
    found = []
    for each in asked:
        match = _RANGE.fullmatch(each)
        if match is None or each == "-":
            return None
        first, last = match.groups()
        if first and last and _number(last) < _number(first):
            return None
        span = Span(_number(first), min(_number(last), size - 1) if last else size - 1)
        if not first:
            span = Span(max(0, size - _number(last)), size - 1)
        if span.first < size and span.first <= span.last:
            found.append(span)
    return found if asked else None


def _number(digits: str) -> int:
    return int(digits or 0) if len(digits) <= _DIGITS else 10**_DIGITS


def answer(request: HttpRequest, file: Path, *, media_type: str, etag: str) -> HttpResponse:
    """The piece of `file` that is asked for. Raises OSError where there is no such file.

    Of several ranges the first is given, and of a long one its first MiB: the answer says which
    bytes it holds, and RFC 9110 lets a server send fewer than were asked for. Who asks for the
    whole of a longer file is refused in words: a 206 nobody asked for would be kept by some
    clients as if it were the whole.
    """
    size = file.stat().st_size
    headers = {"Accept-Ranges": "bytes", "ETag": etag}
    if request.method == "HEAD":
        return HttpResponse(
            headers={**headers, "Content-Length": str(size)}, content_type=media_type
        )
    asked = spans(_range(request, etag), size)
    if asked == []:
        # No cache may take this for an answer to whoever asks next.
        headers |= {"Content-Range": f"bytes */{size}", "Cache-Control": "no-store"}
        return HttpResponse(status=416, headers=headers, content_type="text/plain")
    if asked:
        first, last = asked[0]
        last = min(last, first + MOST_BYTES - 1)
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
        content = _read(file, first, last - first + 1)
        return HttpResponse(content, status=206, headers=headers, content_type=media_type)
    if size > MOST_BYTES:
        sentence = (
            f"This recording has {size} bytes and is sent in pieces of at most {MOST_BYTES}. "
            f"Ask for them one after another, beginning with “Range: bytes=0-{MOST_BYTES - 1}”.\n"
        )
        headers["Cache-Control"] = "no-store"
        del headers["ETag"]
        return HttpResponse(
            sentence, status=403, headers=headers, content_type="text/plain; charset=utf-8"
        )
    return HttpResponse(_read(file, 0, size), headers=headers, content_type=media_type)


def _range(request: HttpRequest, etag: str) -> str:
    """The Range header, if the file is still the one that If-Range names."""
    held = request.headers.get("If-Range", etag).strip()
    return request.headers.get("Range", "") if held == etag else ""


def _read(file: Path, first: int, length: int) -> bytes:
    with file.open("rb") as opened:
        opened.seek(first)
        return opened.read(length)
