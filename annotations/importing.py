"""Annotations that somebody brings in a file become notes of a story's working copy.

Each is put where its words certainly are, or nowhere: on the place that it names, if they stand
there; else where they stand with the words that they are quoted with, in one place only. What was
exported here comes back as the same notes, and a file that is brought twice makes none the second time.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction

from annotations.anchoring import CONTEXT, Selector, find, suggest
from annotations.choosing import AsRead, shortened
from annotations.models import Annotation, Source, Term, Verdict
from annotations.sourcing import source_described
from annotations.verbs import Content, NoteRefused, Provenance, annotate
from annotations.web_annotations import Foreign, Link, Quoted, Unreadable, is_address, read
from newsroom.models import Story, User
from newsroom.permissions import Action, can, require
from newsroom.verbs import StaleVersion, VerbRefused
from prose.side_by_side import TELLING
from prose.urls import canonical, publisher_host
from prose.words import words_worth

Place = tuple[str, int, int]
# A number, or the mark of a citation that is a word of its sentence: [3].
# Possessive: numbers side by side must not be tried at every length.
_MARK = r"\[[0-9]++\]|[0-9]++"
_NUMBER, _NUMBER_APART = re.compile(_MARK), re.compile(f"({_MARK})")
# Somebody may save the text while a file is taken in; not again and again.
TRIES = 3


class What(StrEnum):
    MADE = "made"
    THERE = "there already"
    NOT_PLACED = "not placed"
    NOT_TAKEN = "not taken"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one annotation of the file, and why or where."""

    what: What
    words: str
    why: str = ""


class _NotPlaced(Exception):
    pass


class _ThereAlready(Exception):
    pass


def take_in(story: Story, found: Sequence[Any], *, by: User) -> Iterator[Outcome]:
    """Each of a file's annotations (`web_annotations.items`) put on `story`, in a transaction of its own.

    Raises PermissionDenied before the first.
    """
    require(by, Action.ANNOTATE, story)
    page = AsRead.of(story)
    for item in found:
        try:
            foreign = read(item)
        except Unreadable as error:
            yield Outcome(What.NOT_TAKEN, "", str(error))
            continue
        for tried in range(TRIES):
            try:
                yield _take(story, page, foreign, by)
                break
            except StaleVersion as error:
                if tried == TRIES - 1:
                    yield Outcome(What.NOT_TAKEN, shortened(foreign.quoted.exact), str(error))
                story.refresh_from_db()
                page = AsRead.of(Story.objects.get(pk=story.pk))


def _take(story: Story, page: AsRead, foreign: Foreign, by: User) -> Outcome:
    words = shortened(foreign.quoted.exact)
    try:
        with transaction.atomic():
            note = _make(story, page, foreign, by)
    except _ThereAlready as said:
        return Outcome(What.THERE, words, str(said))
    except _NotPlaced as said:
        return Outcome(What.NOT_PLACED, words, str(said))
    except StaleVersion:
        raise
    except VerbRefused as error:
        return Outcome(What.NOT_TAKEN, words, str(error))
    return Outcome(What.MADE, words, f"{note.get_kind_display()}, in {note.part}")


def _make(story: Story, page: AsRead, foreign: Foreign, by: User) -> Annotation:
    identity = _identity(story, foreign)
    if Annotation.objects.filter(story=story.pk, uuid__in=[identity, foreign.uuid or identity]):
        raise _ThereAlready("It is a note of this piece.")
    place = place_of(page, foreign.quoted)
    if place is None:
        raise _NotPlaced(_proposal(page, foreign.quoted))
    if place in page.marks:
        _as_written(page, place, foreign)
    return annotate(
        story,
        foreign.kind,
        page.choose(*place),
        _content(story, foreign, by),
        by=by,
        provenance=Provenance(
            identity, foreign.author, foreign.made_at, foreign.checked_by, foreign.checked_at
        ),
    )


def _identity(story: Story, foreign: Foreign) -> uuid.UUID:
    """What it is called, unless another note is, or has the same address; then always the same other."""
    if foreign.uuid is not None:
        first_half = str(foreign.uuid)[:13]  # see newsroom.records.note_key
        taken = Annotation.objects.filter(uuid__startswith=first_half)
        if not taken.exclude(story=story.pk, uuid=foreign.uuid).exists():
            return foreign.uuid
    return uuid.uuid5(story.uuid, foreign.identity)


def place_of(page: AsRead, quoted: Quoted) -> Place | None:
    """Where the quoted words certainly are, as readers will have them; None, if anything is unsure."""
    if _stand_at(page, quoted):
        assert quoted.start is not None and quoted.end is not None
        return quoted.part, quoted.start, quoted.end
    in_context = list(_in_context(page, quoted))
    if len(in_context) == 1:
        return in_context[0]
    found = find({part: text.whole for part, text in page.parts.items()}, _selector(quoted))
    return (found.part, found.start, found.end) if found else None


def _stand_at(page: AsRead, quoted: Quoted) -> bool:
    if quoted.start is None or quoted.end is None or quoted.part not in page.parts:
        return False
    whole = page.parts[quoted.part].whole
    return (
        whole[quoted.start : quoted.end] == quoted.exact
        and whole[: quoted.start].endswith(quoted.prefix)
        and whole[quoted.end :].startswith(quoted.suffix)
    )


def _in_context(page: AsRead, quoted: Quoted) -> Iterator[Place]:
    """Every place of the words between those around them, however spaces and lines are broken.

    A number may be another where it is the reference number of a citation: those are counted anew.
    """
    whole = quoted.prefix + quoted.exact + quoted.suffix
    if whole.split() == quoted.exact.split() or words_worth(whole) < TELLING:
        return
    quote = (quoted.prefix, quoted.exact, quoted.suffix)
    before, exact, after = map(_loose, quote)
    pattern = re.compile(f"{before}(?P<exact>{exact}){after}")
    numbers = [number for words in quote for number in _NUMBER.findall(words)]
    for part, text in page.parts.items():
        for match in pattern.finditer(text.whole):
            inside = [
                each for each in range(1, pattern.groups + 1) if each != pattern.groupindex["exact"]
            ]
            if all(
                match[each] == number or (part, *match.span(each)) in page.marks
                for each, number in zip(inside, numbers, strict=True)
            ):
                yield part, *match.span("exact")


def _loose(words: str) -> str:
    """A pattern of these words, each number a group; spaces at the ends must be there, of any kind."""
    before = r"\s+" if words[:1].isspace() else ""
    after = r"\s+" if words[-1:].isspace() and words.strip() else ""
    pieces = (
        "".join(
            f"({_MARK})" if _NUMBER.fullmatch(piece) else re.escape(piece)
            for piece in _NUMBER_APART.split(word)
        )
        for word in words.split()
    )
    return before + r"\s+".join(pieces) + after


def _selector(quoted: Quoted) -> Selector:
    return Selector(
        quoted.part, 0, 0, quoted.exact, quoted.prefix[-CONTEXT:], quoted.suffix[:CONTEXT]
    )


def _proposal(page: AsRead, quoted: Quoted) -> str:
    parts = {part: text.whole for part, text in page.parts.items()}
    here = next((part for part, text in parts.items() if quoted.exact in text), None)
    if here is not None:
        return f"Its words could be others of the text. They stand in {here}, for one."
    likely = suggest(parts, _selector(quoted))
    if likely is None:
        return "Its words are not in the text."
    return f"Its words are not in the text. Most like them, in {likely.part}: “{likely.exact}”."


def _as_written(page: AsRead, place: Place, foreign: Foreign) -> None:
    """A note on a reference number is the citation itself, which is read off the text."""
    citation = page.marks[place].citation
    wanted = {link.title if not link.url else canonical(link.url) for link in foreign.links}
    here = canonical(citation.url) if citation.url else citation.title
    if foreign.kind == Annotation.Kind.SOURCE and here in wanted:
        raise _ThereAlready("It is a citation written in the text.")
    raise NoteRefused("It stands on a reference number. Write the citation into the text.")


def _content(story: Story, foreign: Foreign, by: User) -> Content:
    sources = [_source(link) for link in foreign.links]
    is_source = foreign.kind == Annotation.Kind.SOURCE
    if is_source and not sources:
        raise NoteRefused("It links no source.")
    if is_source and len(sources) > 1:
        raise NoteRefused("It links several sources. A note has one: bring one note for each.")
    return Content(
        body=foreign.body,
        source=sources[0] if is_source else None,
        evidence=() if is_source else sources,
        term=_term(story, foreign, by) if foreign.term else None,
        verdict=_verdict(foreign.verdict) if foreign.verdict else None,
    )


def _source(link: Link) -> Source:
    """The source of an address, described as it is here already, or as the file does."""
    if link.url and not is_address(link.url):
        raise NoteRefused(f"“{shortened(link.url)}” is no address of a source on the web.")
    if not link.url and not link.title:
        raise NoteRefused("It names a source that has neither an address nor a title.")
    if not link.url:
        same = Source.objects.filter(url="", title=link.title, author=link.author).first()
        if same is not None:
            return same
    return source_described(
        url=link.url,
        title=link.title,
        author=link.author,
        publisher=link.publisher or publisher_host(link.url)[:200],
        published_on=link.published_on,
        read_on=link.read_on,
        archived_url=link.archived_url,
    )


def _term(story: Story, foreign: Foreign, by: User) -> Term:
    """The glossary's own meaning stands; a word that it lacks is added by who may add one."""
    known = Term.objects.filter(language=story.language, word__iexact=foreign.term[:200]).first()
    if known is not None:
        return known
    if not foreign.definition or not can(by, Action.CATALOGUE):
        raise NoteRefused(
            f"“{shortened(foreign.term)}” is not in the glossary. Add it there first."
        )
    return Term.objects.create(
        language=story.language, word=foreign.term[:200], definition=foreign.definition
    )


def _verdict(name: str) -> Verdict:
    for verdict in Verdict.objects.all():
        if name in {verdict.name, *map(str, verdict.names.values())}:
            return verdict
    raise NoteRefused(f"There is no verdict “{shortened(name)}” on the scale. Add it there first.")
