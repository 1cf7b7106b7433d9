"""What was chosen on the import screen: read off the fields it sent, and held to what it showed."""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from manuscripts.heads import Line
from manuscripts.importer import Import
from manuscripts.people import Proposal
from prose.characters import legible

# How the names of the fields begin that hold what somebody chose.
CHOICES = ("title-", "proposed-", "who-", "line-")


@dataclass(frozen=True, slots=True)
class Choice:
    """A label, and whom it can stand for; `name` is that of its field.

    `chosen` is empty for what is proposed.
    """

    name: str
    proposal: Proposal
    options: tuple[tuple[str, str], ...]
    chosen: str


def title_name(place: int) -> str:
    return f"title-{place}"


def proposed_name(place: int) -> str:
    """The field that sends the title back that was proposed."""
    return f"proposed-{place}"


def titles(coming: Import, sent: Mapping[str, str]) -> list[str]:
    """The title of each piece: what somebody wrote over its proposal, as long as that still stands.

    Looked up by the proposal, not by the place: a piece put in front moves all others.
    """
    written: dict[str, deque[str]] = {}
    place = 0
    while proposed_name(place) in sent:
        proposed = _line(sent[proposed_name(place)])
        written.setdefault(proposed, deque()).append(_line(sent.get(title_name(place), proposed)))
        place += 1
    found = []
    for story in coming.parsed.stories:
        kept = written.get(_line(story.title))
        found.append(kept.popleft() if kept else story.title)
    return found


def _line(words: str) -> str:
    return " ".join(legible(words).split())


def people(coming: Import, sent: Mapping[str, str]) -> list[list[Choice]]:
    """The labels of each piece with the choice made for each, among those that are offered."""
    met: Counter[str] = Counter()
    found = []
    for proposals in coming.proposals:
        found.append(
            [_choice(proposal, met[proposal.label], sent) for proposal in proposals.values()]
        )
        met.update(proposals.keys())
    return found


def _choice(proposal: Proposal, before: int, sent: Mapping[str, str]) -> Choice:
    """`before` is in how many pieces above the label stands: any label makes a short, safe name."""
    label = hashlib.sha256(proposal.label.encode(errors="replace")).hexdigest()[:16]
    name = f"who-{before}-{label}"
    # The proposal goes by no value: untouched, it gives way to what is proposed by then.
    options = tuple(
        ("" if value == proposal.choice else value, words) for value, words in proposal.alternatives
    )
    wanted = sent.get(name, "")
    offered = {value for value, _ in options}
    return Choice(name, proposal, options, wanted if wanted in offered else "")


def otherwise(sent: Mapping[str, str]) -> set[str]:
    """The doubts whose other reading was chosen, by name."""
    return {name for name, value in sent.items() if value == "otherwise"}


def shown(coming: Import, head: Sequence[Line]) -> str:
    """What the page shows of `coming` and its `head`, as one digest that it sends back.

    Where it comes back different, the buttons would make words that nobody saw.
    """
    digest = hashlib.sha256(coming.text.encode(errors="replace"))
    for seen in [*map(repr, head), *_seen(coming)]:
        digest.update(f"\0{seen}".encode(errors="replace"))
    return digest.hexdigest()


def _seen(coming: Import) -> Iterator[str]:
    for story, proposals in zip(coming.parsed.stories, coming.proposals, strict=True):
        yield from (story.kind, story.language, story.title, story.standfirst)
        yield from (story.body, story.transcript, repr(story.follow_up))
        yield from map(repr, proposals.values())


def sent_on(sent: Mapping[str, str]) -> list[tuple[str, str]]:
    """Choices to be sent again with a page that cannot show them."""
    return [(name, value) for name, value in sent.items() if name.startswith(CHOICES)]
