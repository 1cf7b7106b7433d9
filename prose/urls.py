"""Web addresses: what makes two of them the same source, and whose they are."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from urllib.parse import quote, urlsplit, urlunsplit

# More no name has between two dots; beyond it Python's codec takes time by the square.
_LONGEST_LABEL = 63
# Parameters that tell who sent the reader, never what is read. A name that selects content on any
# site at all is not here: `ref` is a branch on GitHub, `source`, `from`, `s` and `id` are anything.
_TRACKING = {
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "srsltid", "msclkid", "yclid", "ysclid",
    "twclid", "ttclid", "li_fat_id", "igshid", "igsh", "fb_action_ids", "fb_action_types",
    "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "vero_id", "oly_enc_id", "oly_anon_id",
    "_ga", "_gl", "_openstat", "ref_src", "ref_url", "spm", "cmpid", "wt_mc", "xtor", "ncid", "ocid",
    "guccounter", "guce_referrer", "guce_referrer_sig", "isappinstalled", "__twitter_impression",
}  # fmt: skip
_TRACKING_FAMILIES = ("utm_", "mtm_", "pk_")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PATH, _QUERY = "/:@!$&'()*+,;=", "/?:@!$&'()*+,;="
_PLAIN = re.compile(r"[A-Za-z0-9._~/:@!$&'()*+,;=-]*")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def canonical(url: str) -> str:
    """`url` as one record keeps it. What it leaves out or writes in one way, and nothing else:

    the case of scheme and host, a default port, a dot after the host, names and passwords; an
    international host by its ASCII name; letters that are written as %XX, and other signs that are
    not; `.` and `..` in the path; parameters that only track; and the fragment, unless it begins
    with `/` or `!`, by which a page written in scripts says what it shows.

    http and https, `www.`, a slash at the end, the order of parameters and a page's AMP form stay,
    because some servers answer otherwise. An address that cannot be read is returned stripped of
    spaces, unchanged.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    host = ascii_host(parts.hostname or "")
    if scheme not in _DEFAULT_PORTS or not host:
        return url
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    pieces = _encoded(parts.query, _QUERY).split("&")
    query = "&".join(piece for piece in pieces if not _tracks(piece))
    shown = parts.fragment.partition(":~:")[0]
    fragment = _encoded(shown, _QUERY) if shown.startswith(("/", "!")) else ""
    return urlunsplit((scheme, host, _walked(_encoded(parts.path, _PATH)), query, fragment))


def ascii_host(host: str) -> str:
    """`host` as it is looked up: in lower case, without a last dot, each international label by its
    ASCII name.

    Python's own codec is IDNA 2003, which takes ß for ss: two names today.
    """
    if host.isascii():
        return host.lower().rstrip(".")
    host = unicodedata.normalize("NFKC", host).lower().replace("。", ".")
    labels = unicodedata.normalize("NFC", host).rstrip(".").split(".")
    return ".".join(
        label
        if label.isascii() or len(label) > _LONGEST_LABEL
        else f"xn--{label.encode('punycode').decode('ascii')}"
        for label in labels
    )


def bare(url: str) -> str:
    """Its canonical address without what servers redirect over of themselves: https, `www.` and a
    last slash. Two that are the same to readers; never a reason to keep one record of them."""
    address = canonical(url).partition("://")[2]
    return address.removeprefix("www.").rstrip("/")


def publisher_host(url: str) -> str:
    """The site an address belongs to, as readers say it: cfr.org for https://www.cfr.org/…"""
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.").rstrip(".")


def _tracks(piece: str) -> bool:
    name = piece.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_FAMILIES)


def _encoded(text: str, safe: str) -> str:
    """Every sign in the one way of writing it: %XX in capitals where it has to be, else as itself."""
    if _PLAIN.fullmatch(text):
        return text  # as nearly every address
    whole = re.sub("%(?![0-9A-Fa-f]{2})", "%25", text)
    return re.sub("%[0-9A-Fa-f]{2}", _sign, quote(whole, safe=f"{safe}%", errors="surrogatepass"))


def _sign(escape: re.Match[str]) -> str:
    sign = chr(int(escape[0][1:], 16))
    return sign if sign in _UNRESERVED else escape[0].upper()


def _walked(path: str) -> str:
    """`path` without `.` and `..`, as every browser asks for it. Empty steps stay: //a is no /a."""
    if not {".", ".."} & set(path.split("/")):
        return path or "/"
    steps: list[str] = []
    for step in path.split("/")[1:]:
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    if posixpath.basename(path) in {".", ".."}:
        steps.append("")
    return f"/{'/'.join(steps)}"
