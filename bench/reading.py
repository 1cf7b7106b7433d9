"""A reader's request, as a server hands it to the site."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

Application = Callable[[dict[str, Any], Callable[..., Any]], Any]


def reader(application: Application, path: str) -> Callable[[], bytes]:
    """A reader's request for `path`, as a server hands it on; the action gives the page's bytes."""
    address, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        # WSGI's own encoding of an address: its UTF-8 bytes as Latin-1.
        "PATH_INFO": unquote(address).encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    }

    def ask() -> bytes:
        seen: list[str] = []
        response = application(dict(environ), lambda status, *_: seen.append(status))
        body = b"".join(response)
        response.close()
        if not seen[0].startswith("200"):
            raise AssertionError(f"{path} answered {seen[0]}")
        return body

    return ask
