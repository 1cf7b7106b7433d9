"""Asking an address of the web once, and safely: of whom, for how long, and how much of it is read.

Editors write any address into a text, and a server that asks it stands inside its own network. So a
name is looked up once, every address it has is judged, and the connection goes to the very one that
was judged: a name that answers otherwise the second time gains nothing. Nothing is sent but the
request, and nothing is read but the head of the answer, which is never unpacked.
"""

from __future__ import annotations

import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any, TypeAlias, cast
from urllib.parse import quote, urlsplit

from prose.urls import ascii_host

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
# Bytes of an answer's head; and seconds for all of one request, and for its connection.
LONGEST_HEAD = 64 * 1024
REQUEST_SECONDS = 20.0
CONNECT_SECONDS = 8.0
DEFAULT_PORTS = {"http": 80, "https": 443}
# How IPv6 says an IPv4 address to a translator (RFC 6052, RFC 8215).
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
# Formerly site-local, IPv4-compatible, and 6to4's relays: is_global has them all.
_FORMER = tuple(map(ipaddress.ip_network, ("fec0::/10", "::/96", "192.88.99.0/24")))


class Refused(Exception):
    """The address is not asked at all: it leads into a private network, or not to the web."""


class Failed(Exception):
    """No answer came. `reached` says whether anybody was there at all: without, the fault may be our
    own network's. `no_name` says that the host's name is known to nobody."""

    def __init__(self, why: str, *, reached: bool = False, no_name: bool = False) -> None:
        self.reached, self.no_name = reached, no_name
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str = ""


def is_public(ip: Address) -> bool:
    """Whether `ip` belongs to the internet at large, in whichever form it is written."""
    if isinstance(ip, ipaddress.IPv6Address):
        if any(ip in network for network in _TRANSLATED):
            return is_public(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is not None:
            return is_public(inner)
    if any(ip.version == network.version and ip in network for network in _FORMER):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def is_web_port(port: int) -> bool:
    """Below 1024 stand the services of a machine, such as mail, that must not be talked to in HTTP."""
    return port in DEFAULT_PORTS.values() or 1024 <= port <= 65535


def looked_up(host: str, port: int) -> list[str]:
    """Every IP address of `host`, as the machine's own resolver has it (2130706433 is 127.0.0.1)."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True, slots=True)
class Network:
    """Who may be asked, and how names are looked up: the one place that decides. Tests with servers
    of their own give another `allowed`."""

    allowed: Callable[[Address], bool] = is_public
    allowed_port: Callable[[int], bool] = is_web_port
    look_up: Callable[[str, int], list[str]] = looked_up
    user_agent: str = "briportal"
    seconds: float = REQUEST_SECONDS
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def ask(self, method: str, url: str) -> Answer:
        """The head of what `url` answers. Raises Refused or Failed."""
        ends = time.monotonic() + self.seconds
        target = _target(url)
        if not self.allowed_port(target.port):
            raise Refused(f"Port {target.port} is none of the web's.")
        ips = self._judged(target)
        connection = _Socket(self._connected(ips, target, ends), ends)
        try:
            connection.secure(self.tls, target)
            return self._answered(connection, method, target)
        except ssl.SSLError as error:
            raise Failed(
                f"Its certificate or encryption is faulty ({error.reason}).", reached=True
            ) from None
        except TimeoutError:
            raise Failed(f"It took longer than {self.seconds:g} seconds.", reached=True) from None
        except (OSError, HTTPException, ValueError) as error:
            raise Failed(f"It broke off ({type(error).__name__}).", reached=True) from None
        finally:
            connection.close()

    def _judged(self, target: _Target) -> list[str]:
        try:
            ips = self.look_up(target.host, target.port)
        except socket.gaierror as error:
            no_name = error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)}
            raise Failed(f"The name {target.host} is not known.", no_name=no_name) from None
        except (OSError, UnicodeError):
            raise Failed(f"The name {target.host} cannot be looked up.") from None
        # All of them: which one answers would be chance.
        if not all(self.allowed(ipaddress.ip_address(ip.partition("%")[0])) for ip in ips):
            raise Refused("It leads into a private network.")
        return ips

    def _connected(self, ips: list[str], target: _Target, ends: float) -> socket.socket:
        """To one of the addresses that were judged, never to the name again."""
        why: OSError | None = None
        for ip in ips:
            left = min(CONNECT_SECONDS, ends - time.monotonic())
            if left <= 0:
                break
            try:
                return socket.create_connection((ip, target.port), timeout=left)
            except OSError as error:
                why = error
        raise Failed(f"No connection ({type(why).__name__}).") from None

    def _answered(self, connection: _Socket, method: str, target: _Target) -> Answer:
        http = HTTPConnection(target.host, target.port)
        # It has everything that HTTPConnection asks of one, and http.client connects no other.
        http.sock = cast(Any, connection)
        http.putrequest(method, target.path, skip_host=True, skip_accept_encoding=True)
        http.putheader("Host", target.written)
        http.putheader("User-Agent", self.user_agent)
        http.putheader("Accept", "*/*")
        http.putheader("Accept-Encoding", "identity")
        http.putheader("Connection", "close")
        http.endheaders()
        answer = http.getresponse()
        location = answer.getheader("Location", "")
        # http.client takes every byte for a letter of Latin-1; servers write UTF-8.
        return Answer(answer.status, location.encode("latin-1").decode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class _Target:
    scheme: str
    host: str
    port: int
    path: str
    written: str


def _target(url: str) -> _Target:
    """What of `url` is asked: names, passwords and fragments are never sent."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise Refused("This is no address.") from None
    scheme, host = parts.scheme.lower(), ascii_host(parts.hostname or "")
    if scheme not in DEFAULT_PORTS or not host:
        raise Refused("Only http and https are asked.")
    written = f"[{host}]" if ":" in host else host
    if port is not None and port != DEFAULT_PORTS[scheme]:
        written = f"{written}:{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~", errors="surrogatepass")
    if parts.query:
        query = quote(parts.query, safe="/?%:@!$&'()*+,;=~", errors="surrogatepass")
        path = f"{path}?{query}"
    return _Target(scheme, host, DEFAULT_PORTS[scheme] if port is None else port, path, written)


class _Socket:
    """A socket that ends at a moment and after so many bytes, however slowly they drip.

    A socket's own timeout begins anew with every byte.
    """

    def __init__(self, connection: socket.socket, ends: float) -> None:
        self.connection, self.ends, self.left = connection, ends, LONGEST_HEAD

    def secure(self, tls: ssl.SSLContext, target: _Target) -> None:
        self._wait()
        if target.scheme == "https":
            self.connection = tls.wrap_socket(self.connection, server_hostname=target.host)

    def sendall(self, sent: bytes) -> None:
        self._wait()
        self.connection.sendall(sent)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reading(self), 4096)

    def receive(self, into: memoryview) -> int:
        if self.left <= 0:
            raise HTTPException("Its head is too long.")
        self._wait()
        received = self.connection.recv_into(into, min(len(into), self.left))
        self.left -= received
        return received

    def close(self) -> None:
        self.connection.close()

    def _wait(self) -> None:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.connection.settimeout(left)


class _Reading(io.RawIOBase):
    def __init__(self, source: _Socket) -> None:
        self.source = source

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        return self.source.receive(memoryview(into))
