"""The Source of an address, or of a publication that is not on the web: one record for each."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import date

from annotations.models import Source
from prose.urls import canonical, publisher_host

# PostgreSQL refuses a longer one.
LONGEST = 2000


def fits(url: str, key: str | None = None) -> bool:
    """Whether a row can hold `url` and its canonical form (`key`, where that is known); a longer one
    stays a link in the text, with no row of its own."""
    return max(len(url), len(canonical(url) if key is None else key)) <= LONGEST


def sources_at(titles: dict[str, str]) -> dict[str, Source]:
    """The Source of each address, by its canonical form; made, with its title, where there is none."""
    keys = [(canonical(url), url) for url in reversed(titles)]
    wanted = {key: url for key, url in keys if fits(url, key)}
    found = _known(wanted)
    absent = [
        Source(
            canonical_url=key,
            url=url,
            title=titles[url][:500],
            publisher=publisher_host(url)[:200],
        )
        for key, url in wanted.items()
        if key not in found
    ]
    if absent:
        # Another save may make the same source at the same moment.
        Source.objects.bulk_create(absent, ignore_conflicts=True)
        found |= _known({source.canonical_url: source.url for source in absent})
    return found


def source_at(url: str, title: str = "") -> Source:
    """The Source of one address. Raises ValueError, in words, for what is no address of the web."""
    url = url.strip()
    key = canonical(url)
    if not (publisher_host(url) and key.startswith(("http://", "https://"))):
        raise ValueError("This is no web address. One begins with http:// or https://.")
    if not fits(url, key):
        raise ValueError(f"This address is longer than {LONGEST:,} characters.")
    return sources_at({url: title})[key]


def source_described(
    *, url: str, title: str, author: str, published_on: date | None, **facts: object
) -> Source:
    """The Source of these facts, which are those of a new one; one that is here keeps its own."""
    key = record_key(url, author, title, published_on)
    described = {"url": url, "title": title, "author": author, "published_on": published_on}
    return Source.objects.get_or_create(canonical_url=key, defaults={**described, **facts})[0]


def record_key(url: str, author: str, title: str, published_on: date | None) -> str:
    """What a record is known by: its address, or what tells a publication from others."""
    if url:
        return canonical(url)
    return publication_key(author, title, published_on.year if published_on else None)


def publication_key(author: str, title: str, year: int | None) -> str:
    """What tells a book or a document from others; case, spaces and forms of letters do not."""
    parts = [_folded(author), _folded(title), str(year or "")]
    key = "publication:" + "|".join(part.replace("%", "%25").replace("|", "%7C") for part in parts)
    if len(key) > LONGEST:
        return f"publication:{hashlib.sha256(key.encode()).hexdigest()}"
    return key


def _known(keys: Mapping[str, str]) -> dict[str, Source]:
    return {
        source.canonical_url: source
        for source in Source.objects.filter(canonical_url__in=list(keys))
    }


def _folded(words: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())
