"""A recording's kind is what its bytes say, whatever its name."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.media_types import media_type_of
from tests.interviews import sounds

KNOWN = {
    "a WAV": (sounds.wav(0.1), "wav", "audio/wav"),
    "a WAV of a broadcaster": (sounds.broadcast_wav(), "wav", "audio/wav"),
    "an MP3": (sounds.mp3(), "mp3", "audio/mpeg"),
    "an MP3 with a tag": (sounds.mp3(tag=sounds.id3(b"TIT2" * 50)), "mp3", "audio/mpeg"),
    "an MP3 with a tag and a picture in it": (
        sounds.mp3(tag=sounds.id3(b"\xff\xd8\xff\xe0" * 50_000)), "mp3", "audio/mpeg"),
    "an MP3 after padding": (sounds.mp3(tag=bytes(2000)), "mp3", "audio/mpeg"),
    "an M4A": (sounds.mp4(b"soun", brand=b"M4A "), "m4a", "audio/mp4"),
    "an MP4 with sound only": (sounds.mp4(b"soun"), "m4a", "audio/mp4"),
    "an MP4 with video": (sounds.mp4(b"vide", b"soun"), "mp4", "video/mp4"),
    "an MP4 with its index first": (sounds.mp4(b"vide", index_last=False), "mp4", "video/mp4"),
    "Opus": (sounds.ogg(b"OpusHead\x01"), "ogg", "audio/ogg"),
    "Vorbis": (sounds.ogg(b"\x01vorbis\0"), "ogg", "audio/ogg"),
    "FLAC in Ogg": (sounds.ogg(b"\x7fFLAC\x01"), "ogg", "audio/ogg"),
    "Theora beside Vorbis": (sounds.ogg(b"\x01vorbis", b"\x80theora"), "ogv", "video/ogg"),
    "WebM with sound": (sounds.webm(b"A_OPUS"), "webm", "audio/webm"),
    "WebM with video": (sounds.webm(b"V_VP9"), "webm", "video/webm"),
    "FLAC": (sounds.flac(), "flac", "audio/flac"),
}  # fmt: skip

REFUSED = {
    "nothing": b"",
    "a page": b"<!doctype html><script>alert(1)</script>" * 100,
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a page behind a tag": sounds.id3(b"TIT2") + b"<html>" * 5000,
    "a tag alone": sounds.id3(b"TIT2"),
    "a tag longer than the file": b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + bytes(100),
    "one frame and a page": sounds.mp3(1) + b"<html>" * 5000,
    "AAC without a wrapping": (b"\xff\xf1\x50\x80" + bytes(368)) * 20,
    "layer II": (b"\xff\xfd\x90\x00" + bytes(413)) * 20,
    "an AVI": b"RIFF\x00\x10\x00\x00AVI LIST" + bytes(500),
    "a WebP": b"RIFF\x00\x10\x00\x00WEBPVP8 " + bytes(500),
    "a WAV that ends before its format": b"RIFF\x00\x10\x00\x00WAVE",
    "a picture wrapped as MP4": sounds.box(b"ftyp", b"heic", bytes(8))
    + sounds.box(b"meta", bytes(99)),
    "QuickTime": sounds.mp4(b"vide", brand=b"qt  "),
    "an MP4 of subtitles": sounds.mp4(b"text"),
    "half an MP4": sounds.mp4(b"vide")[:3000],
    "an MP4 whose box has no end": sounds.box(b"ftyp", b"isom", bytes(8)) + b"\0\0\0\x01mdat",
    "Speex": sounds.ogg(b"Speex   "),
    "Ogg without a stream": b"OggS\0\0" + bytes(300),
    "Matroska": sounds.webm(b"A_OPUS", doctype=b"matroska"),
    "WebM of something else": sounds.webm(b"S_TEXT"),
    "FLAC's name alone": b"fLaC<html>",
    "a PDF": b"%PDF-1.7\n" + bytes(500),
}


@pytest.mark.parametrize("name", KNOWN)
def test_what_browsers_play_is_known_by_its_bytes(name):
    content, extension, media_type = KNOWN[name]
    found = media_type_of(io.BytesIO(content))
    assert (found.extension, found.name) == (extension, media_type)


@pytest.mark.parametrize("name", REFUSED)
def test_what_only_looks_like_it_is_not_taken(name):
    assert media_type_of(io.BytesIO(REFUSED[name])) is None


@settings(deadline=None)
@given(st.binary(max_size=600), st.sampled_from([*KNOWN]), st.integers(0, 400))
def test_no_bytes_make_it_fail(junk, name, cut):
    whole = KNOWN[name][0]
    for content in (junk, whole[:cut], whole[:cut] + junk, whole[:cut] + junk + whole[cut:]):
        media_type_of(io.BytesIO(content))


@settings(deadline=None)
@given(st.text(max_size=2000))
def test_no_text_is_a_recording(text):
    assert media_type_of(io.BytesIO(text.encode("utf-8", "replace"))) is None
