"""One turn of an interview at an address of its own: what is shared, quoted and cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone

from newsroom.languages import LANGUAGES, Tongue, tongue
from newsroom.models import Edition, Passage, Person, of_current
from newsroom.records import SpokenRecord
from portal import quoting
from portal.addresses import absolute
from portal.frame import respond
from portal.naming import Names, names, speaker_for
from portal.pages import stations
from portal.prepared import Prepared

COLUMNS = (
    "text", "question", "speaker", "person", "language", "part", "edition__path",
    "edition__title", "edition__published_at", "edition__body__card",
)  # fmt: skip


@dataclass(slots=True)
class Piece:
    """A row of a turn: a long turn has several."""

    text: str
    question: str
    speaker: str
    person: int | None
    language: str
    part: str
    path: str
    title: str
    published_at: datetime
    card: dict[str, Any]


@dataclass(slots=True)
class Spoken:
    """A turn as it is shown: who says it, in which language, line by line."""

    name: str
    url: str
    described_as: str
    language: str
    direction: str
    station: int
    lines: list[str]


@dataclass(slots=True)
class Original:
    """What was said, where the turn is a translation."""

    tongue: Tongue
    lines: list[str]


@dataclass(slots=True)
class Turn:
    """A live turn, in its pieces, with those of its original, and the end of the question it
    answers."""

    key: str
    language: str
    pieces: list[Piece]
    said: list[Piece]
    asked: Piece | None


def _build(
    *, moment: datetime, path: str, part: str, original: str
) -> QuerySet[Passage, tuple[Any, ...]]:
    """The turn, its original, and the last thing before it that an interviewer said: it alone has
    no question."""
    live = Edition.objects.at(moment).filter(path=path).order_by().values("pk")
    every = Passage.objects.filter(edition__in=live)
    turns = every.filter(part__startswith="turn:")
    said = every.filter(part=original).order_by()
    own = turns.filter(part=part).order_by("order")
    asked = turns.filter(question="", order__lt=own.values("order")[:1]).order_by("-order")
    return (
        Passage.objects.filter(
            Q(pk__in=own.values("pk")) | Q(pk__in=said.values("pk")) | Q(pk=asked.values("pk")[:1])
        )
        .order_by("order")
        .values_list(*COLUMNS)
    )


_TURN = Prepared(_build, moment=datetime, path=str, part=str, original=str)


def turn_at(path: str, key: str, language: str) -> Turn | None:
    """The turn of the live edition at `path`, if it has one of this key."""
    part, original = f"turn:{key}", f"original:{key}"
    found = _TURN.rows(moment=timezone.now(), path=path, part=part, original=original)
    rows = [Piece(*row) for row in found]
    own = [row for row in rows if row.part == part]
    if not own:
        return None
    asked = rows[0] if own[0].question and rows[0].part != part else None
    said = [row for row in rows if row.part == original]
    return Turn(key, language, own, said, asked)


def turn_response(turn: Turn) -> HttpResponse:
    first = turn.pieces[0]
    speakers: list[SpokenRecord] = first.card.get("speakers", [])
    byline = first.card["byline"]
    people = [each["person"] for each in (*speakers, *byline) if each["person"]]
    people += [piece.person for piece in (turn.asked, first) if piece and piece.person]
    looked_up = names(turn.language, people=people)
    answer = _spoken(turn.pieces, turn.language, speakers, looked_up)
    asked = _spoken([turn.asked], turn.language, speakers, looked_up) if turn.asked else None
    url = f"{settings.SITE_URL}{first.path}turns/{turn.key}/"
    words = quoting.to_quote("\n".join(answer.lines), first.language)
    source = _source(first, url, speakers, looked_up, turn.language)
    anchor = f"{first.path}#t-{turn.key}"
    context = {
        "turn": turn,
        "interview": first,
        "asked": asked,
        "answer": answer,
        "original": _original(turn.said),
        "url": url,
        "og_url": absolute(f"{first.path}turns/{turn.key}/"),
        "canonical": absolute(first.path),
        "anchor": anchor,
        "marking": f"{anchor}{quoting.fragment(_quoted_lines(answer.lines, words))}",
        "quotation_words": words,
        "styles": [
            (style, quoting.pieces(refer(source), url))
            for style, refer in (
                ("APA", quoting.apa),
                ("MLA", quoting.mla),
                ("Chicago", quoting.chicago),
            )
        ],
        "picture_url": absolute(first.card["picture"]["src"]) if first.card["picture"] else "",
    }
    return respond("portal/turn.html", context, language=turn.language, sections=looked_up.sections)


def _spoken(
    pieces: Sequence[Piece], language: str, speakers: Sequence[SpokenRecord], looked_up: Names
) -> Spoken:
    first = pieces[0]
    person = looked_up.people.get(first.person) if first.person else None
    described = [each["described_as"] for each in speakers if each["label"] == first.speaker]
    chosen = LANGUAGES.get(first.language)
    return Spoken(
        name=speaker_for(first.speaker, person.name if person else "", language),
        url=person.url if person else "",
        described_as=described[0] if described else "",
        language=first.language,
        direction=chosen.direction if chosen else "auto",
        station=stations(speakers).get(first.speaker, 0 if not first.question else 1),
        lines=_lines(pieces),
    )


def _original(pieces: Sequence[Piece]) -> Original | None:
    spoken = tongue(pieces[0].language) if pieces else None
    return Original(spoken, _lines(pieces)) if spoken else None


def _lines(pieces: Sequence[Piece]) -> list[str]:
    return [line for piece in pieces for line in piece.text.split("\n") if line.strip()]


def _quoted_lines(lines: Sequence[str], words: str) -> str:
    """The lines that `words`, with its spaces folded, was taken from: a browser marks no line ends."""
    found, left = [], words.removesuffix(" […]")
    for line in lines:
        folded = " ".join(line.split())
        if not left.startswith(folded):
            found.append(left)
            break
        found.append(folded)
        left = left[len(folded) :].lstrip()
        if not left:
            break
    return "\n".join(found)


def _source(
    interview: Piece,
    url: str,
    speakers: Sequence[SpokenRecord],
    looked_up: Names,
    language: str,
) -> quoting.Source:
    """Whom to cite: the guest who speaks, or all guests where an interviewer does."""
    guests = [each for each in speakers if each["role"] == "guest"]
    answering = [each for each in guests if each["label"] == interview.speaker] or guests
    asking = [(each["name"], each["person"]) for each in interview.card["byline"]]
    asking = asking or [
        (each["label"], each["person"])
        for each in speakers
        if each["role"] == "interviewer" and each["person"]
    ]
    people = {*looked_up.people, *(person for _, person in asking)}
    known = Person.objects.filter(pk__in=people).order_by()
    sort_names = dict(known.values_list("pk", of_current("sort_name")))

    def called(label: str, person: int | None) -> quoting.Name:
        today = looked_up.people.get(person) if person else None
        if today is None:
            return quoting.Name(label)
        name = speaker_for(label, today.name, language)
        # A name in another script than the one it is sorted by would be two names.
        writes = LANGUAGES[language].writes
        sorted_by = sort_names.get(person or 0, "")
        return quoting.Name(name, sorted_by if writes(name) == writes(sorted_by) else "")

    return quoting.Source(
        answering=[called(each["label"], each["person"]) for each in answering],
        asking=[called(*each) for each in asking],
        title=interview.title,
        site=settings.SITE_NAME,
        on=timezone.localtime(interview.published_at).date(),
        url=url,
    )
