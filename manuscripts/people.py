"""Who a manuscript's names stand for: people known here, new ones, or nobody."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from interviews.models import Speaker
from interviews.vocabulary import is_part
from manuscripts.names import ParsedSpeaker
from newsroom.models import Person
from prose.slugs import slugify

NOBODY = "nobody"
# Known people offered for one label.
MOST_ALIKE = 12


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who a label is taken for unless somebody chooses otherwise.

    `choice` is "person:<id>", "new:<name>", "namesake:<name>" or "nobody"; `alternatives` are all
    that can be chosen, each with its words. A new name gives way to somebody who came to be known
    by it since; a namesake is a new person whoever else is called so.
    """

    label: str
    role: str
    choice: str
    reason: str
    alternatives: tuple[tuple[str, str], ...] = ()


# Combining marks that are part of their letter: か is not が, and क is not क़.
_OF_THE_LETTER = {7, 8, 9}


def fold(name: str) -> str:
    """A name as it is compared: case, width, accents and spaces aside."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(
        letter for letter in decomposed if unicodedata.combining(letter) in {0, *_OF_THE_LETTER}
    )
    return " ".join(letters.split())


class Known:
    """Everybody known here, by each form of the name and by its words, read once.

    A form that two people share names neither; both are offered.
    """

    def __init__(self) -> None:
        self.by_form: dict[str, dict[int, Person]] = {}
        self.by_word: dict[str, dict[int, Person]] = {}
        forms: dict[str, str] = {}
        everybody = {person.pk: person for person in Person.objects.order_by("pk")}
        self.keys = frozenset(everybody)
        self.by_slug = {person.slug: person for person in everybody.values()}
        for person in everybody.values():
            if person.merged_into_id:
                # Or a chain of merges would be one query after another.
                person.merged_into = everybody[person.merged_into_id]
        for person in everybody.values():
            current = person.current
            for name in person.names:
                folded = forms[name] = fold(name)
                self.by_form.setdefault(folded, {})[current.pk] = current
                for word in folded.split():
                    self.by_word.setdefault(word, {})[current.pk] = current
        self.names = [name for name, folded in forms.items() if len(self.by_form[folded]) == 1]

    def called(self, name: str) -> list[Person]:
        """Everybody with this name."""
        return list(self.by_form.get(fold(name), {}).values())

    def named(self, name: str) -> Person | None:
        people = self.called(name)
        return people[0] if len(people) == 1 else None

    def credited(self, name: str) -> Person | None:
        """Whom a byline means, by slug or by any form of the name."""
        person = self.by_slug.get(name)
        return person.current if person is not None else self.named(name)

    def proposal(self, speaker: ParsedSpeaker) -> Proposal:
        person = self.named(speaker.label) or self.named(speaker.person or "")
        name = speaker.person or speaker.label
        shared = self.called(speaker.label) or self.called(name)
        if person is not None:
            choice, reason = f"person:{person.pk}", f"Known here as {person.name}."
        elif shared:
            choice = NOBODY
            reason = f"{len(shared)} people here are called so: say which of them speaks."
        elif speaker.like:
            choice = NOBODY
            reason = f"Written almost like {speaker.like}: nobody is made of it. Say who speaks."
        elif name != speaker.label:
            choice, reason = f"new:{name}", f"The text names {name}."
        elif speaker.role == Speaker.Role.INTERVIEWER or not _reads_like_a_name(speaker.label):
            choice, reason = NOBODY, _why_nobody(speaker)
        else:
            choice, reason = f"new:{speaker.label}", "Not met here before."
        return Proposal(speaker.label, speaker.role, choice, reason, self.choices(speaker))

    def choices(self, speaker: ParsedSpeaker) -> tuple[tuple[str, str], ...]:
        """Whom a label may stand for: those called so come first, then who shares a word with it."""
        forms = (speaker.person, speaker.like, speaker.label)
        names = dict.fromkeys(name for name in forms if name)
        exact = {person.pk: person for name in names for person in self.called(name)}
        alike = {**exact}
        for word in dict.fromkeys(word for name in names for word in fold(name).split()):
            if len(word) > 1:
                alike |= self.by_word.get(word, {})
        offered = list(alike.values())[: max(MOST_ALIKE, len(exact))]
        alike_names = Counter(person.name for person in offered)
        return (
            *(
                (
                    f"person:{person.pk}",
                    f"{person.name} (known here{_address(person, alike_names)})",
                )
                for person in offered
            ),
            *(
                (f"namesake:{name}", f"Another new person: {name}")
                if self.called(name)
                else (f"new:{name}", f"A new person: {name}")
                for name in names
            ),
            (NOBODY, "Nobody: only a label"),
        )


def _address(person: Person, names: Counter[str]) -> str:
    """People of one name are told apart by their addresses."""
    return f", {person.slug}" if names[person.name] > 1 else ""


def _why_nobody(speaker: ParsedSpeaker) -> str:
    if is_part(speaker.label) or any(letter.isdigit() for letter in speaker.label):
        return "A part, not a name."
    if not _reads_like_a_name(speaker.label):
        return "One word, perhaps not the whole name: nobody is made of it. Say who speaks."
    return "Not met here before. Of who asks nobody is made; say so if readers should find them."


def _reads_like_a_name(label: str) -> bool:
    """Two words or more, or a script that writes names without spaces; never “Speaker 1”."""
    if is_part(label) or any(letter.isdigit() for letter in label):
        return False
    return len(label.split()) > 1 or not label.isascii()


class Cast:
    """The people of one manuscript while its drafts are made: who is called alike is the same.

    It looks everybody up again: its place is under the lock, and the choices were made before.

    Without `may_add`, a name that is not known here is nobody's.
    """

    def __init__(self, *, may_add: bool) -> None:
        self.known, self.may_add = Known(), may_add
        self.made: dict[str, Person] = {}

    def credited(self, name: str) -> Person | None:
        """Whom a byline means, or somebody new; nobody if two are called so."""
        return self.known.credited(name) or self.new(name)

    def chosen(self, choice: str) -> Person | None:
        """The person that a choice names."""
        what, _, which = choice.partition(":")
        if what == "person" and which.isdigit():
            person = Person.objects.filter(pk=int(which)).first()
            return person.current if person else None
        name = which.strip()
        if what == "new" and name:
            return self.new(name)
        return self.namesake(name) if what == "namesake" and name else None

    def new(self, name: str) -> Person | None:
        """Whoever came to be known by this name since it was chosen, else somebody new."""
        if self.known.called(name):
            return self.known.named(name)
        return self.added(name, self.came_since)

    def namesake(self, name: str) -> Person | None:
        return self.added(name, lambda person, name: False)

    def came_since(self, person: Person, name: str) -> bool:
        """Was this person added by the same name while this import was under way?"""
        return person.pk not in self.known.keys and fold(name) in map(fold, person.names)

    def added(self, name: str, is_same: Callable[[Person, str], bool]) -> Person | None:
        if fold(name) not in self.made and self.may_add:
            self.made[fold(name)] = _add(name, is_same)
        return self.made.get(fold(name))


def _add(name: str, is_same: Callable[[Person, str], bool]) -> Person:
    base = slugify(name) or "person"
    slug, number = base, 1
    while True:
        there = Person.objects.filter(slug=slug).first()
        if there is None:
            try:
                with transaction.atomic():
                    return Person.objects.create(name=name[:200], slug=slug)
            except IntegrityError:
                # Another import took the address at this very moment: look who has it now.
                if not Person.objects.filter(slug=slug).exists():
                    raise
        elif is_same(there, name):
            return there.current
        else:
            number += 1
            slug = f"{base[:75]}-{number}"
