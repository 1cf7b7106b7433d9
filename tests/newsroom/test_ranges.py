"""Byte ranges as RFC 9110 has them, and never more than a MiB at once."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom import ranges
from newsroom.ranges import MOST_BYTES, spans

CONTENT = bytes(each % 251 for each in range(3 * MOST_BYTES + 77))
SIZE = len(CONTENT)
TAG = '"abc"'


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", [(0, 0)]),
        ("bytes=0-", [(0, 99)]),
        ("bytes=90-500", [(90, 99)]),
        ("BYTES=5-6", [(5, 6)]),
        ("bytes=-1", [(99, 99)]),
        ("bytes=-500", [(0, 99)]),
        ("bytes= 1-2 ,\t4-5", [(1, 2), (4, 5)]),
        ("bytes=1-2,,", [(1, 2)]),
        ("bytes=500-, 3-3", [(3, 3)]),
        ("bytes=0-" + "9" * 5000, [(0, 99)]),
        # Past the end.
        ("bytes=100-", []),
        ("bytes=-0", []),
        ("bytes=" + "9" * 5000 + "-", []),
        # Nothing that the grammar has: as if there were no header.
        ("", None),
        ("bytes", None),
        ("bytes=", None),
        ("bytes=,", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("bytes=2-1", None),
        ("bytes=1-2, 9-8", None),
        ("bytes=1 -2", None),
        ("bytes=+1-2", None),
        ("bytes=0x1-2", None),
        ("bytes=1-2-3", None),
        ("bytes=٣-٤", None),
        ("items=0-5", None),
    ],
)
def test_a_range_header_is_read(header, expected):
    assert spans(header, 100) == expected


@settings(deadline=None)
@given(st.text(alphabet="bytes=-,0123456789 x", max_size=40), st.integers(1, 10**6))
def test_no_span_leaves_the_file(header, size):
    for span in spans("bytes=" + header, size) or []:
        assert 0 <= span.first <= span.last < size


@pytest.fixture
def ask(tmp_path):
    file = tmp_path / "sound"
    file.write_bytes(CONTENT)

    def ask(method="GET", size=SIZE, **headers) -> HttpResponse:
        if size != SIZE:
            file.write_bytes(CONTENT[:size])
        request = RequestFactory().generic(method, "/", headers=headers)
        return ranges.answer(request, file, media_type="audio/wav", etag=TAG)

    return ask


def test_an_open_range_gets_the_first_mib(ask):
    answer = ask(Range="bytes=0-")
    assert answer.status_code == 206
    assert answer.content == CONTENT[:MOST_BYTES]
    assert answer["Content-Range"] == f"bytes 0-{MOST_BYTES - 1}/{SIZE}"
    assert answer["Content-Type"] == "audio/wav"


def test_pieces_put_together_are_the_file(ask):
    found = b""
    while len(found) < SIZE:
        found += ask(Range=f"bytes={len(found)}-").content
    assert found == CONTENT


def test_the_end_can_be_asked_for(ask):
    answer = ask(Range="bytes=-77")
    assert answer.content == CONTENT[-77:]
    assert answer["Content-Range"] == f"bytes {SIZE - 77}-{SIZE - 1}/{SIZE}"


def test_of_several_ranges_the_first_that_is_there_is_given(ask):
    answer = ask(Range=f"bytes={SIZE}-, 10-19, 30-39")
    assert (answer.status_code, answer.content) == (206, CONTENT[10:20])


def test_past_the_end_the_size_is_told(ask):
    answer = ask(Range=f"bytes={SIZE}-")
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{SIZE}")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=9-1"}, {"Range": "lines=1-2"}])
def test_the_whole_of_a_large_file_is_refused_in_words(ask, headers):
    answer = ask(**headers)
    assert answer.status_code == 403
    assert "Range: bytes=0-1048575" in answer.content.decode()
    assert answer["Accept-Ranges"] == "bytes"
    assert not answer.streaming


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=9-1"}])
def test_a_file_of_one_piece_comes_whole(ask, headers):
    answer = ask(size=MOST_BYTES, **headers)
    assert (answer.status_code, answer.content) == (200, CONTENT[:MOST_BYTES])


def test_a_head_request_is_told_the_size_and_that_ranges_are_taken(ask):
    answer = ask("HEAD", Range="bytes=0-9")
    assert (answer.status_code, answer.content) == (200, b"")
    assert (answer["Content-Length"], answer["Accept-Ranges"]) == (str(SIZE), "bytes")


@pytest.mark.parametrize(
    ("if_range", "status"),
    [(TAG, 206), ('"other"', 403), (f"W/{TAG}", 403), ("Tue, 24 Nov 2026 10:00:00 GMT", 403)],
)
def test_a_range_of_another_file_is_no_range(ask, if_range, status):
    assert ask(Range="bytes=0-9", **{"If-Range": if_range}).status_code == status
