"""Small recordings made by code: whole where a browser must play them, else as far as they are
looked into."""

from __future__ import annotations

import io
import math
import struct
import wave


def wav(seconds: float = 1, rate: int = 8000, pitch: int = 440) -> bytes:
    """A sine, in 16 bits and one channel: it really plays."""
    frames = b"".join(
        struct.pack("<h", round(8000 * math.sin(2 * math.pi * pitch * at / rate)))
        for at in range(int(seconds * rate))
    )
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(frames)
    return file.getvalue()


def broadcast_wav() -> bytes:
    """With a recorder's own chunk before the format."""
    plain = wav(0.1)
    return plain[:12] + b"bext" + struct.pack("<I", 601) + bytes(602) + plain[12:]


def mp3(frames: int = 20, *, tag: bytes = b"") -> bytes:
    """Frames of MPEG 1 layer III at 128 kbit/s and 44.1 kHz, 417 bytes each."""
    return tag + (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def id3(content: bytes) -> bytes:
    size = len(content)
    lengths = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x04\x00\x00" + lengths + content


def box(name: bytes, *contents: bytes) -> bytes:
    content = b"".join(contents)
    return struct.pack(">I4s", 8 + len(content), name) + content


def mp4(*handlers: bytes, brand: bytes = b"isom", index_last: bool = True) -> bytes:
    tracks = [
        box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + each + bytes(12)))) for each in handlers
    ]
    index, sound = box(b"moov", box(b"mvhd", bytes(100)), *tracks), box(b"mdat", bytes(5000))
    inner = [sound, index] if index_last else [index, sound]
    return box(b"ftyp", brand, bytes(8)) + b"".join(inner)


def ogg(*firsts: bytes) -> bytes:
    pages = [
        b"OggS\0\x02" + bytes(20) + b"\x01" + bytes([len(packet)]) + packet for packet in firsts
    ]
    return b"".join(pages) + b"OggS\0\0" + bytes(200)


def webm(codec: bytes, doctype: bytes = b"webm") -> bytes:
    head = b"\x42\x82" + bytes([0x80 | len(doctype)]) + doctype
    ebml = b"\x1aE\xdf\xa3" + bytes([0x80 | len(head)]) + head
    return ebml + bytes(40) + b"\x86" + bytes([0x80 | len(codec)]) + codec + bytes(100)


def flac() -> bytes:
    return b"fLaC\x80\0\0\x22" + bytes(34) + b"\xff\xf8" + bytes(100)


def named(content: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file
