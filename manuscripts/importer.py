"""From a parsed manuscript to drafts: who is proposed for each label, and the rows that are made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article
from interviews.models import Interview, Speaker
from manuscripts import heads
from manuscripts.manuscript import LONGEST_TITLE, ParsedStory, parse
from manuscripts.manuscript import Manuscript as Parsed
from manuscripts.models import Manuscript, digest, exact_digest
from manuscripts.people import Cast, Known, Proposal
from manuscripts.reading import Unreadable
from manuscripts.rewriting import Doubted, Rewritten, read_as_chosen
from newsroom import paths, saving
from newsroom.bodies import Reading
from newsroom.models import (
    Credit,
    CreditRole,
    LogEntry,
    Person,
    RelatedStory,
    Revision,
    Story,
    User,
)
from newsroom.permissions import Action, can, require


class ImportedBefore(Exception):
    """Drafts were made of this text already: `manuscript` knows which."""

    def __init__(self, manuscript: Manuscript) -> None:
        self.manuscript = manuscript
        super().__init__("Drafts were made of this text already.")


@dataclass(slots=True)
class Import:
    """A manuscript read and ready: what will be made, and what was made of it before.

    `text` is the manuscript as it came, `read` the same with doubtful lines as they were decided.
    The lines of `doubts` are those of `text`.
    """

    parsed: Parsed
    known: Known
    text: str
    read: Rewritten
    doubts: tuple[Doubted, ...] = ()
    name: str = ""
    encoding: str = ""
    proposals: list[dict[str, Proposal]] = field(default_factory=list)
    earlier: Manuscript | None = None

    @property
    def drafts_made(self) -> list[Story]:
        """What was made of these words before, in the order it came."""
        return list(_drafts_of(self.text)) if self.earlier else []

    @property
    def made_before(self) -> str:
        """Of which manuscript how many drafts were made: who makes them again has seen those."""
        drafts = self.drafts_made
        return f"{self.earlier.pk}-{len(drafts)}" if self.earlier and drafts else ""


def prepare(
    text: str,
    *,
    language: str = "en",
    name: str = "",
    encoding: str = "",
    otherwise: Collection[str] = (),
) -> Import:
    """Parse `text` with the people known here and propose a person for every speaker.

    `otherwise` names the doubts (`Doubted.name`) whose lines shall be read as their `instead` says.
    Raises Unreadable for a subtitle file that cannot be read, which `parse` takes for nothing.
    """
    known = Known()
    parsed, read, doubts = read_as_chosen(
        text, otherwise, lambda text: parse(text, language=language, known=known.names)
    )
    if not parsed.stories and parsed.refusal:
        raise Unreadable(parsed.refusal)
    return Import(
        parsed=parsed,
        known=known,
        text=text,
        read=read,
        doubts=doubts,
        name=name,
        encoding=encoding,
        proposals=[
            {speaker.label: known.proposal(speaker) for speaker in story.speakers}
            for story in parsed.stories
        ],
        earlier=_earlier(text),
    )


def _earlier(text: str) -> Manuscript | None:
    return Manuscript.objects.filter(digest=digest(text)).first()


def _drafts_of(text: str) -> QuerySet[Story]:
    rows = Manuscript.objects.filter(digest__in=[digest(text), exact_digest(text)])
    return Story.objects.filter(manuscripts__in=rows).distinct().order_by("pk")


def create(
    coming: Import,
    *,
    by: User,
    choices: Sequence[Mapping[str, str]] | None = None,
    titles: Mapping[int, str] | None = None,
    again: str = "",
    then: Callable[[list[Story]], None] | None = None,
) -> list[Story]:
    """Make the drafts of `coming`, all or none, and keep the manuscript; return them in order.

    `choices` holds, for each story, the choice made for a label; a label without one gets its
    proposal. `titles` gives stories by their place another title. Whoever may not add people
    leaves names that are not known here as labels. `then` is done with the drafts in the same
    transaction.

    Raises PermissionDenied, and ImportedBefore if drafts were made of it already, unless `again`
    is what `made_before` says of all of them.
    """
    require(by, Action.CREATE)
    drafts = [
        _draft(parsed, (titles or {}).get(place, parsed.title))
        for place, parsed in enumerate(coming.parsed.stories)
    ]
    # Read before anything is locked: nobody waits while a library is rendered.
    readings = [draft.read() for draft in drafts]
    with transaction.atomic():
        manuscript = _keep(coming, by, again)
        metadata, cast = coming.parsed.metadata, Cast(may_add=can(by, Action.CATALOGUE))
        for place, (draft, reading) in enumerate(zip(drafts, readings, strict=True)):
            # Title, standfirst and address that the head gives belong to the first piece.
            wanted = "" if place else heads.address(metadata)
            if wanted and draft.title:
                draft.slug = paths.free_slug(draft, wanted)
            chosen = choices[place] if choices else {}
            _save(draft, reading, metadata, _decided(coming.proposals[place], chosen), by, cast)
        stories: list[Story] = [*drafts]
        _tie(coming.parsed.stories, stories, by)
        manuscript.stories.add(*[story.pk for story in stories])
        if then is not None:
            then(stories)
    return stories


def _keep(coming: Import, by: User, again: str) -> Manuscript:
    """The manuscript's row, written first: a second import of the same text waits for it here."""
    title = coming.parsed.stories[0].title if coming.parsed.stories else ""
    fields = {
        "name": (coming.name or title)[:255],
        "text": coming.text,
        "encoding": coming.encoding,
        "received_by": by,
    }
    manuscript, is_new = Manuscript.objects.get_or_create(
        digest=digest(coming.text), defaults=fields
    )
    if is_new:
        return manuscript
    manuscript = Manuscript.objects.select_for_update().get(pk=manuscript.pk)
    coming.earlier = manuscript
    if not coming.drafts_made:
        # Nothing of it is left: what is kept is what came now.
        Manuscript.objects.filter(pk=manuscript.pk).update(**fields, received_at=timezone.now())
    elif coming.made_before != again:
        raise ImportedBefore(manuscript)
    elif manuscript.text != coming.text:
        manuscript, _ = Manuscript.objects.get_or_create(
            digest=exact_digest(coming.text), defaults=fields
        )
    return manuscript


def _draft(parsed: ParsedStory, title: str) -> Article | Interview:
    draft: Article | Interview
    if parsed.kind == "article":
        draft = Article(body=parsed.body)
    else:
        draft = Interview(introduction=parsed.body, transcript=parsed.transcript)
        draft.cues = list(parsed.cues)
    draft.title = title[:LONGEST_TITLE]
    draft.standfirst = parsed.standfirst
    draft.language = parsed.language
    return draft


def _decided(
    proposals: Mapping[str, Proposal], chosen: Mapping[str, str]
) -> dict[str, tuple[Proposal, str]]:
    return {
        label: (proposal, chosen.get(label) or proposal.choice)
        for label, proposal in proposals.items()
    }


def _save(
    draft: Article | Interview,
    reading: Reading,
    metadata: Mapping[str, Any],
    decided: Mapping[str, tuple[Proposal, str]],
    by: User,
    cast: Cast,
) -> None:
    draft.section = heads.section(metadata)

    def relations() -> None:
        _credit(draft, metadata, cast)
        draft.topics.set(heads.topics(metadata))
        if isinstance(draft, Interview):
            _speakers(draft, decided, cast)

    saving.save(draft, by=by, relations=relations, reason=Revision.Reason.IMPORT, reading=reading)
    LogEntry.objects.create(
        verb="import", actor=by, actor_name=str(by), story=draft, story_title=draft.title
    )


def _credit(story: Story, metadata: Mapping[str, Any], cast: Cast) -> None:
    """Bylines that the manuscript's own head names."""
    role = CreditRole.INTERVIEWER if isinstance(story, Interview) else CreditRole.AUTHOR
    for order, name in enumerate(heads.names_in(metadata.get("authors"))):
        person = cast.credited(name)
        if person is not None:
            Credit.objects.get_or_create(
                story=story, person=person, role=role, defaults={"order": order}
            )


def _speakers(
    interview: Interview, decided: Mapping[str, tuple[Proposal, str]], cast: Cast
) -> None:
    """Rows for the labels before the transcript is read: it finds them by their label."""
    for order, (label, (proposal, choice)) in enumerate(decided.items()):
        Speaker.objects.create(
            interview=interview,
            label=label[:200],
            role=proposal.role,
            person=cast.chosen(choice),
            order=order,
        )


def _tie(parsed: Sequence[ParsedStory], stories: Sequence[Story], by: User) -> None:
    """The article's closing question leads to its interview, and the interview leads back."""
    for each, story in zip(parsed, stories, strict=True):
        if each.follow_up is None or each.follow_up.story is None:
            continue
        target = stories[each.follow_up.story]
        RelatedStory.objects.create(story=story, target=target, label=each.follow_up.question[:400])
        RelatedStory.objects.get_or_create(story=target, target=story)


def names_decided(proposals: Mapping[str, Proposal]) -> dict[str, str | None]:
    """The name each label's proposal stands for."""
    named: dict[str, str | None] = {}
    for label, proposal in proposals.items():
        what, _, which = proposal.choice.partition(":")
        if what == "person":
            named[label] = Person.objects.values_list("name", flat=True).filter(pk=which).first()
        else:
            named[label] = which or None
    return named
