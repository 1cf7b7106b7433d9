"""What a sound or video file is, by its own bytes: never by its name or by what a client calls it.

Only what browsers play: MP3, MP4 with sound or video, Ogg, WebM, WAV and FLAC. Each is looked into
a little deeper than its first four bytes, so that a page or a picture that begins like one is not
taken for it; whether it plays to its end is not asked.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO


@dataclass(frozen=True, slots=True)
class MediaType:
    """`name` is the one of IANA's register, which the file is served as."""

    extension: str
    name: str


MP3 = MediaType("mp3", "audio/mpeg")
M4A = MediaType("m4a", "audio/mp4")
MP4 = MediaType("mp4", "video/mp4")
OGG = MediaType("ogg", "audio/ogg")
OGV = MediaType("ogv", "video/ogg")
WEBM_SOUND = MediaType("webm", "audio/webm")
WEBM_VIDEO = MediaType("webm", "video/webm")
WAV = MediaType("wav", "audio/wav")
FLAC = MediaType("flac", "audio/flac")
# The two kinds of WebM have one extension.
TYPES = {each.extension: each.name for each in (MP3, M4A, MP4, OGG, OGV, WEBM_VIDEO, WAV, FLAC)}

# The descriptions of a file's tracks lie within so much of its beginning.
HEAD = 64 * 1024
# A two-hour interview's index in an MP4 is about 2 MB.
LARGEST_INDEX = 64 * 1024 * 1024
MOST_BOXES = 100_000
# What some recorders put between an MP3's tag and its first frame.
PADDING = 8 * 1024


def media_type_of(file: IO[bytes]) -> MediaType | None:
    """The kind of `file`, which must allow seeking; None for everything else."""
    file.seek(0)
    head = file.read(HEAD)
    for look in (_wav, _flac, _ogg, _webm):
        found = look(head)
        if found is not None:
            return found
    return _mp4(file, head) or _mp3(file, head)


def _wav(head: bytes) -> MediaType | None:
    """Broadcast recorders put a chunk of their own before the one that says the format."""
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return None
    at = 12
    while at + 8 <= len(head):
        if head[at : at + 4] == b"fmt ":
            return WAV
        [size] = struct.unpack_from("<I", head, at + 4)
        at += 8 + size + size % 2
    return None


def _flac(head: bytes) -> MediaType | None:
    """Its first block must be the description of the stream, 34 bytes long."""
    return FLAC if head[:4] == b"fLaC" and head[4:8] in {b"\0\0\0\x22", b"\x80\0\0\x22"} else None


def _ogg(head: bytes) -> MediaType | None:
    """Every stream in it begins with a page of its own, which names its codec."""
    if head[:4] != b"OggS":
        return None
    firsts = list(_first_packets(head))
    if any(packet.startswith(b"\x80theora") for packet in firsts):
        return OGV
    known = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC")
    return OGG if any(packet.startswith(known) for packet in firsts) else None


def _first_packets(head: bytes) -> Iterator[bytes]:
    at = 0
    while head[at : at + 4] == b"OggS" and at + 27 <= len(head) and head[at + 5] & 2:
        segments = head[at + 27 : at + 27 + head[at + 26]]
        begin = at + 27 + len(segments)
        yield head[begin : begin + 8]
        at = begin + sum(segments)


def _webm(head: bytes) -> MediaType | None:
    """An EBML file whose document type is webm; Matroska of other kinds is not played."""
    if head[:4] != b"\x1aE\xdf\xa3" or b"\x42\x82\x84webm" not in head[:64]:
        return None
    if any(codec in head for codec in (b"V_VP8", b"V_VP9", b"V_AV1")):
        return WEBM_VIDEO
    return WEBM_SOUND if b"A_OPUS" in head or b"A_VORBIS" in head else None


def _mp4(file: IO[bytes], head: bytes) -> MediaType | None:
    """By its tracks, which its index names; the index may stand at the end of the file.

    QuickTime's own files are not played by every browser; a picture in the same wrapping (HEIC,
    AVIF) has no index.
    """
    if head[4:8] != b"ftyp" or head[8:12] == b"qt  ":
        return None
    for name, begin, size in _outer_boxes(file):
        if name == b"moov" and size <= LARGEST_INDEX:
            file.seek(begin)
            handlers = set(_handlers(file.read(size)))
            if b"vide" in handlers:
                return MP4
            return M4A if b"soun" in handlers else None
    return None


def _outer_boxes(file: IO[bytes]) -> Iterator[tuple[bytes, int, int]]:
    """Name of each box of the whole file, where its content begins, and how long that is."""
    end, at = file.seek(0, 2), 0
    for _ in range(MOST_BOXES):
        file.seek(at)
        header = file.read(16)
        if len(header) < 8:
            return
        size, name = struct.unpack(">I4s", header[:8])
        length = 8
        if size == 1 and len(header) == 16:
            [size], length = struct.unpack(">Q", header[8:]), 16
        elif size == 0:
            size = end - at
        if size < length or at + size > end:
            return
        yield name, at + length, size - length
        at += size


def _handlers(index: bytes) -> Iterator[bytes]:
    """What each track of an index is made for: soun, vide, or something else."""
    for track in _boxes(index, b"trak"):
        for media in _boxes(track, b"mdia"):
            for handler in _boxes(media, b"hdlr"):
                yield handler[8:12]


def _boxes(content: bytes, wanted: bytes) -> Iterator[bytes]:
    at = 0
    while at + 8 <= len(content):
        size, name = struct.unpack_from(">I4s", content, at)
        if size < 8:
            return
        if name == wanted:
            yield content[at + 8 : at + size]
        at += size


def _mp3(file: IO[bytes], head: bytes) -> MediaType | None:
    """Three frames in a row, each where the one before it ends: text has no such thing."""
    at = 0
    if head[:3] == b"ID3" and len(head) >= 10 and max(head[6:10]) < 128:
        size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        at = 10 + size + (10 if head[5] & 0x10 else 0)
    file.seek(at)
    sound = file.read(HEAD)
    return MP3 if any(_frames(sound, start) for start in _syncs(sound)) else None


def _syncs(sound: bytes) -> Iterator[int]:
    at = sound.find(b"\xff", 0, PADDING)
    while at >= 0:
        yield at
        at = sound.find(b"\xff", at + 1, PADDING)


def _frames(sound: bytes, at: int, count: int = 3) -> bool:
    for _ in range(count):
        length = _frame_length(sound[at : at + 4])
        if not length:
            return False
        at += length
        if at == len(sound):
            # A very short file ends with a whole frame.
            return True
    return True


# Kilobits a second of layer III, for MPEG 1, and for 2 and 2.5.
_RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_SAMPLES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _frame_length(header: bytes) -> int:
    """In bytes, of the layer III frame that `header` begins; 0 if it begins none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, rate, sample = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or rate in {0, 15} or sample == 3:
        return 0
    kilobits = (_RATES_1 if version == 3 else _RATES_2)[rate]
    a_second = _SAMPLES[version][sample]
    return (144 if version == 3 else 72) * kilobits * 1000 // a_second + (header[2] >> 1 & 1)
