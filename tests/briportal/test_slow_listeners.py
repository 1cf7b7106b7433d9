"""The site as it runs: whoever takes hours to fetch a recording holds up nobody else."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from tests.briportal.installs import PATIENCE, an_install, serving
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


@dataclass
class Site:
    """It runs, and has an interview with a long recording."""

    ask: Callable[..., Any]
    port: int
    content: bytes
    source: str
    path: str


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    content = sounds.wav(0.1)[:44] + bytes(20_000_000)
    file = folder / "long.wav"
    file.write_bytes(content)
    with an_install(folder) as install, serving(install) as ask:
        script = PUBLISH.replace("FILE", repr(str(file)))
        code, said = install.manage("shell", "--no-imports", "-c", script)
        assert code == 0, said
        yield Site(ask, int(install.environment["PORT"]), content, *said.split())


def listen(stack, site, *headers):
    """Somebody with a very slow line: asks, and reads nothing yet."""
    listener = stack.enter_context(socket.socket())
    # So that the system itself takes in next to nothing for us.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    listener.settimeout(PATIENCE)
    listener.connect(("127.0.0.1", site.port))
    lines = [f"GET {site.source} HTTP/1.1", "Host: 127.0.0.1", *headers, "", ""]
    listener.sendall("\r\n".join(lines).encode())
    return listener


def a_byte_at_a_time(listeners, until):
    """What each of them read until then."""
    while not until.wait(0.01):
        for listener in listeners:
            listener.recv(1)


@pytest.mark.parametrize("headers", [("Range: bytes=0-",), ()], ids=["a range", "the whole"])
def test_slow_listeners_hold_up_no_reader(site, headers):
    with ExitStack() as stack:
        site.ask("GET", site.path)
        listeners = [listen(stack, site, *headers) for _ in range(LISTENERS)]
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
                answer, page = site.ask("GET", site.path)
                spent.append(time.monotonic() - began)
                assert answer.status == 200 and "<audio" in page
        finally:
            done.set()
            reading.join()
    # On a machine with other work; held up, it would be the listener's own pace: hours.
    assert sorted(spent)[len(spent) // 2] < 1


def test_the_end_of_a_recording_and_its_size_can_be_asked_for(site):
    size = len(site.content)
    head, _ = site.ask("HEAD", site.source)
    assert (head.headers["Content-Length"], head.headers["Accept-Ranges"]) == (str(size), "bytes")
    with ExitStack() as stack:
        listener = listen(stack, site, "Range: bytes=-9", "Connection: close")
        said = b""
        while piece := listener.recv(65536):
            said += piece
    top, _, body = said.partition(b"\r\n\r\n")
    assert b"HTTP/1.1 206" in top
    assert f"bytes {size - 9}-{size - 1}/{size}".encode() in top
    assert body == site.content[-9:]
