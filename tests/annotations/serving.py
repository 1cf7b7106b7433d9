"""Small servers on this machine, which answer as the web does at its worst."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from annotations.answering import Pace
from annotations.network import Network, looked_up


class Answering(BaseHTTPRequestHandler):
    """`/404` answers 404, `/to/301/<address>` leads there, and so on."""

    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        self.server.asked.append((self.command, self.path, time.monotonic(), dict(self.headers)))
        step, _, rest = self.path[1:].partition("?")[0].partition("/")
        if step == "to":
            status, _, where = self.path[len("/to/") :].partition("/")
            # A header's letters are bytes: in UTF-8, as servers send them.
            return self.send(int(status), Location=unquote(where).encode().decode("latin-1"))
        if step == "head":
            # 405 to HEAD, and to GET what follows.
            status, _, then = rest.partition("/")
            return self.send(int(status) if self.command == "HEAD" else int(then))
        if step == "loop":
            return self.send(302, Location=f"/loop/{len(self.server.asked)}")
        if step == "slash":
            is_whole = self.path.endswith("/")
            return self.send(200) if is_whole else self.send(301, Location=f"{self.path}/")
        if step == "drip":
            return self.drip(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 1000)
        if step == "long":
            return self.wfile.write(
                b"HTTP/1.1 200 OK\r\n" + (b"X-A: " + b"b" * 1000 + b"\r\n") * 90
            )
        if step == "huge":
            return self.huge()
        if step == "nothing":
            return self.connection.close()
        return self.send(int(step or 200))

    def send(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def drip(self, sent):
        for at in range(len(sent)):
            time.sleep(0.05)
            try:
                self.wfile.write(sent[at : at + 1])
            except OSError:
                return

    def huge(self):
        """A body without end, said to be packed; HEAD is refused, so that it is offered."""
        if self.command == "HEAD":
            return self.send(405)
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"\x1f\x8b" * 32768)
                self.server.sent += 65536
        except OSError:
            self.server.cut = True

    def log_message(self, *words):
        pass


# A certificate of tests alone, for secure.example, with its key.
CERTIFICATE = Path(__file__).parent / "secure.example.pem"


@contextmanager
def server(host="127.0.0.1", *, secure=False):
    """Its address is `.url`; what it was asked, `.asked`."""
    made = ThreadingHTTPServer((host, 0), Answering)
    made.daemon_threads = True
    made.handle_error = lambda *words: None  # whoever asks may hang up
    if secure:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(CERTIFICATE)
        made.socket = tls.wrap_socket(made.socket, server_side=True)
    made.asked, made.sent, made.cut = [], 0, False
    made.url = f"http://{host}:{made.server_port}"
    threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield made
    finally:
        made.shutdown()
        made.server_close()


@contextmanager
def silent_server():
    """Takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def near(**fields):
    """A network that may ask 127.*, where the tests' servers stand, and nothing else."""
    fields.setdefault("allowed", lambda ip: str(ip).startswith("127."))
    fields.setdefault("seconds", 5)
    return Network(**fields)


def named(**hosts):
    """Looks up names: to addresses, or to the error that a resolver gives."""

    def look_up(host, port):
        found = hosts.get(host.replace(".", "_").replace("-", "_"))
        if found is None:
            return looked_up(host, port)
        if isinstance(found, int):
            raise socket.gaierror(found, "as the resolver says it")
        return found

    return look_up


def at_once():
    return Pace(0)
