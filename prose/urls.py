"""Web addresses: what makes two of them the same source, and whose they are."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

# Parameters that tell who sent the reader, never what is read.
_TRACKING = {
    "fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid", "_ga", "ref_src",
    "spm", "cmpid", "wt_mc", "guccounter", "guce_referrer", "ncid", "ocid",
}  # fmt: skip
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical(url: str) -> str:
    """`url` as one record keeps it: host in lower case, no tracking parameters, no fragment.

    An address that cannot be read is returned stripped of spaces, unchanged.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in _DEFAULT_PORTS or not parts.hostname:
        return url
    scheme = parts.scheme.lower()
    host = parts.hostname.lower().rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    if port and port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    query = urlencode(
        [
            (name, value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if name.lower() not in _TRACKING and not name.lower().startswith("utm_")
        ],
        quote_via=quote,
    )
    return urlunsplit((scheme, host, parts.path or "/", query, "")).strip()


def publisher_host(url: str) -> str:
    """The site an address belongs to, as readers say it: cfr.org for https://www.cfr.org/…"""
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.").rstrip(".")
