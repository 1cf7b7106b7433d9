"""Turns that readers could once link to: where their anchors stand in a text without them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from newsroom.models import READABLE, Edition, Passage

if TYPE_CHECKING:
    from interviews.models import Interview
    from newsroom.records import GoneRecord, TurnRecord


def gone_from(interview: Interview, turns: Sequence[TurnRecord]) -> list[GoneRecord]:
    """Every turn of `interview` that was published once and is not among `turns`.

    An edition remembers the gone turns of all that readers had when it was frozen, so the newest
    one is enough, and any that waited for its time meanwhile. What is still to come counts for
    nothing: readers never had a link to it.
    """
    if not interview.pk:
        return []
    now = timezone.now()
    read = Edition.objects.in_line().filter(
        story=interview.pk, change__in=READABLE, issued_at__lte=now, blanked_at=None
    )
    newest = read.order_by("-issued_at").values_list("pk", "created_at").first()
    if newest is None:
        return []
    records = (
        read.filter(Q(pk=newest[0]) | Q(issued_at__gt=newest[1]))
        .order_by("-issued_at")
        .values_list("record__turns", "record__gone")
    )
    found = missing(turns, [(was or [], gone or []) for was, gone in records])
    if found:
        parts = [f"turn:{each['key']}" for each in found]
        passages = Passage.objects.filter(edition__in=read.values("pk"), part__in=parts)
        worded = set(passages.values_list("part", flat=True))
        for each in found:
            if f"turn:{each['key']}" not in worded:
                each["wordless"] = True
    return found


def missing(
    turns: Sequence[TurnRecord],
    editions: Iterable[tuple[Sequence[TurnRecord], Sequence[GoneRecord]]],
) -> list[GoneRecord]:
    """Turns of `editions`, each with what was gone in it, that are not among `turns`."""
    standing = {turn["key"] for turn in turns}
    known = set(standing)
    found: list[GoneRecord] = []
    for had, gone in editions:
        after = ""
        for key, has_address in _in_order(had, gone):
            if key in standing:
                after = key
            elif has_address and key not in known:
                known.add(key)
                found.append({"key": key, "after": after})
    # In the order of the text, so that the next edition finds them as they are here.
    place = {turn["key"]: number for number, turn in enumerate(turns)}
    return sorted(found, key=lambda each: place.get(each["after"], -1))


def _in_order(
    turns: Sequence[TurnRecord], gone: Sequence[GoneRecord]
) -> Iterable[tuple[str, bool]]:
    """Keys with those gone in their places; a marker has no address that anybody could share."""
    places: dict[str, list[str]] = {}
    for each in gone:
        places.setdefault(each["after"], []).append(each["key"])
    yield from ((key, True) for key in places.get("", []))
    for turn in turns:
        yield turn["key"], turn["kind"] == "speech"
        yield from ((key, True) for key in places.get(turn["key"], []))
