"""The site as it runs: whoever takes hours to fetch a recording holds up nobody else."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import ExitStack

import pytest

from tests.briportal.test_start import serving
from tests.interviews import sounds

# More than the worker has threads, by far.
LISTENERS = 24

PUBLISH = """
from interviews import recordings
from newsroom import verbs
from tests.making import make_interview, make_user
by = make_user()
with open(FILE, "rb") as file:
    recording = recordings.take_in(file, by=by)
[edition] = verbs.publish(make_interview(by=by, recording=recording), by=by)
print(recording.src, edition.path)
"""


@pytest.fixture
def long_recording(tmp_path):
    content = sounds.wav(0.1)[:44] + bytes(20_000_000)
    file = tmp_path / "long.wav"
    file.write_bytes(content)
    return file


def published(install, file):
    """A recording's address and its page's, in the running install."""
    script = PUBLISH.replace("FILE", repr(str(file)))
    code, said = install.manage("shell", "--no-imports", "-c", script)
    assert code == 0, said
    return said.split()


def listen(stack, install, source, *headers):
    """Somebody with a very slow line: asks, and reads nothing yet."""
    listener = stack.enter_context(socket.socket())
    # So that the system itself takes in next to nothing for us.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    listener.settimeout(20)
    listener.connect(("127.0.0.1", int(install.environment["PORT"])))
    lines = [f"GET {source} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]
    listener.sendall("\r\n".join(lines).encode())
    return listener


def a_byte_at_a_time(listeners, until):
    """What each of them read until then."""
    while not until.wait(0.01):
        for listener in listeners:
            listener.recv(1)


@pytest.mark.parametrize("headers", [("Range: bytes=0-",), ()], ids=["a range", "the whole"])
def test_slow_listeners_hold_up_no_reader(install, long_recording, headers):
    with serving(install) as ask, ExitStack() as stack:
        source, path = published(install, long_recording)
        ask("GET", path)
        listeners = [listen(stack, install, source, *headers) for _ in range(LISTENERS)]
        first = [listener.recv(12) for listener in listeners]
        expected = b"HTTP/1.1 206" if headers else b"HTTP/1.1 403"
        assert first == [expected] * LISTENERS
        done = threading.Event()
        reading = threading.Thread(target=a_byte_at_a_time, args=(listeners, done))
        reading.start()
        try:
            spent = []
            for _ in range(20):
                began = time.monotonic()
                answer, page = ask("GET", path)
                spent.append(time.monotonic() - began)
                assert answer.status == 200 and "<audio" in page
        finally:
            done.set()
            reading.join()
    # On a machine with other work; held up, it would be the listener's own pace: hours.
    assert sorted(spent)[len(spent) // 2] < 1


def test_the_end_of_a_recording_and_its_size_can_be_asked_for(install, long_recording):
    content = long_recording.read_bytes()
    with serving(install) as ask:
        source, _ = published(install, long_recording)
        head, _ = ask("HEAD", source)
        assert (head.headers["Content-Length"], head.headers["Accept-Ranges"]) == (
            str(len(content)), "bytes")  # fmt: skip
        with ExitStack() as stack:
            listener = listen(stack, install, source, "Range: bytes=-9", "Connection: close")
            said = b""
            while piece := listener.recv(65536):
                said += piece
    top, _, body = said.partition(b"\r\n\r\n")
    assert b"HTTP/1.1 206" in top
    assert f"bytes {len(content) - 9}-{len(content) - 1}/{len(content)}".encode() in top
    assert body == content[-9:]
