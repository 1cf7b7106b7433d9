"""Bytes to text: whatever people send, in whatever encoding, or a sentence that says why not."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from manuscripts.encodings import guess
from prose.characters import legible

MAX_BYTES = 20 * 1024 * 1024
MAX_LINES = 200_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0d-\x1f]")


class Unreadable(Exception):
    """The file cannot be read as text. The sentence is for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`assumed` says what was guessed about the encoding; empty when nothing was."""

    text: str
    encoding: str
    assumed: str = ""


_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word document or another zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"ID3", "a sound file"),
)


def read(raw: bytes) -> Reading:
    """The text of `raw`, line ends as \\n, in Unicode NFC. Raises Unreadable."""
    if len(raw) > MAX_BYTES:
        size = len(raw) / 1024 / 1024
        raise Unreadable(
            f"It is {size:.0f} MB; a manuscript may have {MAX_BYTES // 1024 // 1024} MB."
        )
    for signature, name in _SIGNATURES:
        if raw.startswith(signature):
            raise Unreadable(f"It is {name}, not text. Save it as plain text or Markdown first.")
    reading = _decode(raw)
    return Reading(check(reading.text), reading.encoding, reading.assumed)


def check(text: str) -> str:
    """`text` as the importer takes it, pasted or decoded. Raises Unreadable."""
    if len(text) > MAX_BYTES:
        raise Unreadable(f"It has {len(text):,} characters; a manuscript may have {MAX_BYTES:,}.")
    if "\x00" in text:
        raise Unreadable("It holds NUL characters, so it is no text file, or a damaged one.")
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\v", "\n")
        .replace("\f", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n\n")
    )
    if not text.strip():
        raise Unreadable("It is empty.")
    lines = text.count("\n") + 1
    if lines > MAX_LINES:
        raise Unreadable(f"It has {lines:,} lines; a manuscript may have {MAX_LINES:,}.")
    controls = sum(1 for _ in _CONTROL.finditer(text))
    if controls > max(8, len(text) // 200):
        raise Unreadable("It is full of control characters, so it is no text file.")
    return unicodedata.normalize("NFC", legible(text))


def _decode(raw: bytes) -> Reading:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            try:
                return Reading(
                    raw.decode(encoding).removeprefix("\ufeff"), encoding.removesuffix("-sig")
                )
            except UnicodeDecodeError as error:
                raise Unreadable(
                    f"It begins like {encoding.removesuffix('-sig').upper()} but breaks off at byte {error.start:,}."
                ) from None
    wide = _wide(raw)
    if wide:
        try:
            return Reading(
                raw.decode(wide), wide, f"Read as {wide.upper()}: every other byte is zero."
            )
        except UnicodeDecodeError:
            pass
    try:
        return Reading(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _guess(raw, error)


def _wide(raw: bytes) -> str:
    """UTF-16 without its mark: nearly all of the bytes on one side are zero."""
    sample = raw[:4000]
    if len(sample) < 4 or b"\x00" not in sample:
        return ""
    half = len(sample) // 2
    if sample[1::2].count(0) > half * 0.7 and sample[::2].count(0) < half * 0.1:
        return "utf-16-le"
    if sample[::2].count(0) > half * 0.7 and sample[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return ""


def _guess(raw: bytes, error: UnicodeDecodeError) -> Reading:
    """Not UTF-8: other encodings are told apart by what their bytes would be."""
    if b"\x00" in raw:
        raise Unreadable("It holds NUL characters, so it is no text file, or a damaged one.")
    if error.reason == "unexpected end of data":
        raise Unreadable("It breaks off in the middle of a letter. Send it again, whole.")
    high = sum(1 for byte in raw if byte > 127)
    broken = raw.decode("utf-8", errors="replace").count("\ufffd")
    if high > 20 and broken / high < 0.1:
        raise Unreadable(_damaged(raw, error))
    found = guess(raw)
    if found is not None:
        return Reading(found.text, found.encoding, found.said)
    try:
        return Reading(raw.decode("cp1252"), "cp1252", "Not UTF-8; read as Windows-1252.")
    except UnicodeDecodeError:
        raise Unreadable(_damaged(raw, error)) from None


def _damaged(raw: bytes, error: UnicodeDecodeError) -> str:
    line = raw[: error.start].count(b"\n") + 1
    return (
        f"It is not valid text: byte {error.start:,} (line {line:,}) belongs to no encoding we know. "
        "Save it as UTF-8 and send it again."
    )
