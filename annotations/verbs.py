"""What is done to a note made by hand: one function each, permission and refusal included.

None of them touches the text, its version or anything that is live: a note goes out with the next
edition of its story, or with its notes alone (`newsroom.verbs.publish_notes`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from annotations.choosing import Choice, shortened
from annotations.models import Annotation, NotedText, Source, Term, Verdict
from annotations.placing import bring, lay, stand
from newsroom.models import Story, User
from newsroom.permissions import Action, require
from newsroom.verbs import VerbRefused
from newsroom.verbs.transaction import lock, log, one_transaction
from prose.characters import legible

Kind = Annotation.Kind
# More is no note: it is a piece of its own, or belongs in the text.
LONGEST = 5000


class NoteRefused(VerbRefused):
    """A note cannot be kept as it is. Whoever asks keeps its text."""


class NoteChanged(NoteRefused):
    """Somebody changed the note while it was being edited."""

    def __init__(self, note: Annotation) -> None:
        self.note = note
        super().__init__(
            "Somebody changed this note while you wrote. Theirs stands below yours; save again to "
            "keep yours."
        )


@dataclass(frozen=True, slots=True)
class Content:
    """What a note says; which of it is needed depends on its kind (`_check`)."""

    body: str = ""
    source: Source | None = None
    evidence: Sequence[Source] = ()
    term: Term | None = None
    verdict: Verdict | None = None
    hold: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a note that was made elsewhere says of itself: what it is called, who wrote it and when,
    and who gave its verdict; "" and None for what it does not say."""

    uuid: UUID
    author: str = ""
    made_at: datetime | None = None
    checked_by: str = ""
    checked_at: datetime | None = None


def annotate(
    story: Story,
    kind: str,
    choice: Choice,
    content: Content,
    *,
    by: User,
    provenance: Provenance | None = None,
) -> Annotation:
    """Put a note of `kind` on the words of `choice`; `provenance` is that of one brought by `by`.

    Raises PermissionDenied, NoteRefused, and StaleVersion if the text was saved since the choice.
    """
    require(by, Action.ANNOTATE, story)
    note = Annotation(story=Story(pk=story.pk), kind=kind, author=by, author_name=str(by))
    _fill(note, content, by)
    if provenance is not None:
        _brought(note, provenance, by)
    with _what_it_names_stays(), one_transaction([story]):
        row = lock(story, choice.version)
        require(by, Action.ANNOTATE, row)
        _keep_ground(row, choice)
        _put(note, choice)
        note.save()
        note.evidence.set(content.evidence)
        _done(row, note, "annotate" if provenance is None else "import note", by)
    return note


def rewrite(
    note: Annotation, content: Content, *, by: User, seen: datetime | None = None
) -> Annotation:
    """Say something else in the note, on the same words.

    `seen` is when it was changed last as far as `by` knows: NoteChanged, if somebody did since.
    """
    with _what_it_names_stays(), one_transaction([note.story]):
        row, note = _locked(note, by)
        if seen is not None and note.changed_at != seen:
            raise NoteChanged(note)
        if note.kind == Kind.COMMENT and note.author_id != by.pk:
            raise NoteRefused("A comment is changed by whoever wrote it. Reply to it instead.")
        _fill(note, content, by)
        note.save()
        note.evidence.set(content.evidence)
        _done(row, note, "edit note", by)
    return note


def reattach(note: Annotation, choice: Choice, *, by: User) -> Annotation:
    """Put the note on other words; it stays the same note, with its thread and its address."""
    with one_transaction([note.story]):
        row, note = _locked(note, by, choice.version)
        if note.parent_id is not None:
            raise NoteRefused("An answer stands under its comment. Re-attach that.")
        _keep_ground(row, choice)
        note.refresh_from_db()  # it may have come along to these words
        _put(note, choice)
        note.save()
        _done(row, note, "re-attach note", by)
    return note


def keep_here(note: Annotation, *, by: User, words: str) -> Annotation:
    """Of a note whose words changed: these `words` are what it is about now.

    Raises NoteRefused if it is lost, or stands on others than `words`, which are what was seen.
    """
    with one_transaction([note.story]):
        row, note = _locked(note, by)
        if note.placement == Annotation.Placement.ORPHANED:
            raise NoteRefused("Its words are not in the text. Re-attach it to others, or hold it.")
        if note.exact != words:
            raise NoteRefused("The words changed again. Look at them once more.")
        note.made_on, note.placement = note.exact, Annotation.Placement.PLACED
        note.save()
        _done(row, note, "keep note", by)
    return note


def hold(note: Annotation, *, held: bool, by: User) -> Annotation:
    """Keep the note back when its story is published, or no more."""
    with one_transaction([note.story]):
        row, note = _locked(note, by)
        if note.hold != held:
            note.hold = held
            note.save()
            _done(row, note, "hold note" if held else "release note", by)
    return note


def remove(note: Annotation, *, by: User) -> None:
    """Delete the note with its thread. What was published of it stays in those editions."""
    with one_transaction([note.story]):
        row, note = _locked(note, by)
        _done(row, note, "remove note", by)
        note.delete()
        if not Annotation.objects.filter(story=row.pk).by_hand().exists():
            NotedText.objects.filter(story=row.pk).delete()


def reply(comment: Annotation, body: str, *, by: User) -> Annotation:
    """Answer a comment. A thread that was resolved is open again."""
    with one_transaction([comment.story]):
        _, comment = _locked(comment, by)
        if comment.kind != Kind.COMMENT or comment.parent_id is not None:
            raise NoteRefused("Only a comment can be answered.")
        answer = Annotation(
            story=comment.story, kind=Kind.COMMENT, parent=comment, author=by,
            author_name=str(by), start=0, end=0,
        )  # fmt: skip
        _fill(answer, Content(body=body), by)
        answer.save()
        if comment.resolved_at is not None:
            comment.resolved_at = None
            comment.save()
    return answer


def resolve(comment: Annotation, *, resolved: bool, by: User) -> Annotation:
    """Say that a comment's question is settled, or open again."""
    with one_transaction([comment.story]):
        _, comment = _locked(comment, by)
        if comment.kind != Kind.COMMENT or comment.parent_id is not None:
            raise NoteRefused("Only a comment can be resolved.")
        comment.resolved_at = timezone.now() if resolved else None
        comment.save()
    return comment


@contextmanager
def _what_it_names_stays() -> Iterator[None]:
    """A source, word or verdict may go while somebody writes; both databases say so at the commit."""
    try:
        yield
    except IntegrityError as error:
        if "foreign key" not in str(error).lower():
            raise
        raise NoteRefused(
            "Somebody deleted the source, the word or the verdict that this note names while you "
            "wrote. Choose another."
        ) from error


def _locked(note: Annotation, by: User, version: int | None = None) -> tuple[Story, Annotation]:
    row = lock(note.story, version)
    require(by, Action.ANNOTATE, row)
    found = Annotation.objects.filter(pk=note.pk).first()
    if found is None:
        raise NoteRefused("Somebody removed this note in the meantime.")
    if found.origin != Annotation.Origin.HAND:
        raise NoteRefused("This citation is written in the text. Change it there.")
    if found.parent_id is None and not found.made_on:
        raise NoteRefused("This note was taken down with its piece.")
    return row, found


def _keep_ground(row: Story, choice: Choice) -> None:
    """The first note of a piece keeps the words that it stands on; with others, all stand there."""
    noted = NotedText.objects.filter(story=row.pk).first()
    if noted is not None:
        bring(row, noted, lay(noted, choice.texts))
    else:
        NotedText.objects.create(
            story=Story(pk=row.pk), texts=dict(choice.texts), version=row.version
        )


def _put(note: Annotation, choice: Choice) -> None:
    note.made_on = choice.selector.exact
    stand(note, choice.selector)


def _done(row: Story, note: Annotation, verb: str, by: User) -> None:
    if note.kind == Kind.COMMENT:
        return  # between editors: nothing of it is for readers
    row.changed_at = timezone.now()
    row.save(update_fields=["changed_at"])
    said = f"{note.get_kind_display()} on “{shortened(note.exact or note.made_on)}”"
    log(verb, by, row, None, said)


def _brought(note: Annotation, provenance: Provenance, by: User) -> None:
    """As its maker left it. Nobody's account is taken for a name that a file says."""
    now = timezone.now()
    note.uuid = provenance.uuid
    if provenance.author and provenance.author != str(by):
        note.author, note.author_name = None, legible(provenance.author)[:150]
    if provenance.made_at is not None and provenance.made_at <= now:
        note.created_at = provenance.made_at
    if note.verdict is None:
        return
    if provenance.checked_by and provenance.checked_by != str(by):
        note.checked_by, note.checked_by_name = None, legible(provenance.checked_by)[:150]
    if provenance.checked_at is not None and provenance.checked_at <= now:
        note.checked_at = provenance.checked_at


def _fill(note: Annotation, content: Content, by: User) -> None:
    note.body = legible(content.body).strip()
    _check(note.kind, content, note.body)
    note.hold = content.hold
    note.source = content.source if note.kind == Kind.SOURCE else None
    note.term = content.term if note.kind == Kind.EXPLAIN else None
    if note.kind != Kind.CHECK:
        return
    if content.verdict is None:
        note.verdict, note.checked_by, note.checked_by_name, note.checked_at = None, None, "", None
    elif note.verdict_id != content.verdict.pk:
        note.verdict, note.checked_at = content.verdict, timezone.now()
        note.checked_by, note.checked_by_name = by, str(by)


def _check(kind: str, content: Content, body: str) -> None:
    if kind not in Kind.values:
        raise NoteRefused("There is no such kind of note.")
    if len(body) > LONGEST:
        raise NoteRefused(
            f"A note holds {LONGEST:,} characters, and this one has {len(body):,}. Shorten it, or "
            "put the rest into the text."
        )
    if kind == Kind.SOURCE and content.source is None:
        raise NoteRefused("Say which source bears these words out.")
    if kind == Kind.EXPLAIN and content.term is None and not body:
        raise NoteRefused("Write the explanation, or choose a word of the glossary.")
    if kind == Kind.COMMENT and not body:
        raise NoteRefused("Write the comment.")
    if kind == Kind.CHECK and content.verdict and not (body or content.evidence):
        raise NoteRefused("Say how you know: a sentence, a source, or both.")
