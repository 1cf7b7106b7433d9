"""One row for each publication: the Source of an address, made where there is none yet."""

from __future__ import annotations

from collections.abc import Mapping

from annotations.models import Source
from prose.urls import canonical, publisher_host

# PostgreSQL refuses a longer one; it stays a link in the text, with no row of its own.
LONGEST = 2000


def of_addresses(titles: Mapping[str, str]) -> dict[str, Source]:
    """The Source of each address, by its canonical form; `titles` says what a new one is called.

    An address that is too long has none.
    """
    wanted: dict[str, tuple[str, str]] = {}
    for url, title in titles.items():
        if len(url) <= LONGEST and len(canonical(url)) <= LONGEST:
            wanted[canonical(url)] = (url, title)
    have = {
        source.canonical_url: source
        for source in Source.objects.filter(canonical_url__in=list(wanted))
    }
    absent = [
        Source(
            canonical_url=key,
            url=url,
            title=title[:500],
            publisher=publisher_host(url)[:200],
        )
        for key, (url, title) in wanted.items()
        if key not in have
    ]
    # Another save may make the same source at the same moment.
    Source.objects.bulk_create(absent, ignore_conflicts=True)
    if absent:
        keys = [source.canonical_url for source in absent]
        for source in Source.objects.filter(canonical_url__in=keys):
            have[source.canonical_url] = source
    return have


def of_address(url: str, title: str = "") -> Source | None:
    """The Source of one address; None where it is too long for any."""
    return of_addresses({url: title}).get(canonical(url))
