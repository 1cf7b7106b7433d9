"""Who a manuscript's names stand for: people known here, new ones, or nobody."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

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

    `choice` is "person:<id>", "new:<name>" or "nobody"; `alternatives` are all that can be chosen,
    each with its words.
    """

    label: str
    role: str
    choice: str
    reason: str
    alternatives: tuple[tuple[str, str], ...] = ()


def fold(name: str) -> str:
    """A name as it is compared: case, width, accents and spaces aside."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(letters.split())


class Known:
    """Everybody known here, by each form of the name and by its words, read once.

    A form that two people share names neither; both are offered.
    """

    def __init__(self) -> None:
        meant: dict[str, dict[int, Person]] = {}
        self.by_word: dict[str, dict[int, Person]] = {}
        forms: dict[str, str] = {}
        for person in Person.objects.select_related("merged_into").order_by("pk"):
            current = person.current
            for name in person.names:
                folded = forms[name] = fold(name)
                meant.setdefault(folded, {})[current.pk] = current
                for word in folded.split():
                    self.by_word.setdefault(word, {})[current.pk] = current
        self.by_form = {
            folded: person
            for folded, people in meant.items()
            if len(people) == 1
            for person in people.values()
        }
        self.names = [name for name, folded in forms.items() if folded in self.by_form]

    def named(self, name: str) -> Person | None:
        return self.by_form.get(fold(name))

    def proposal(self, speaker: ParsedSpeaker) -> Proposal:
        person = self.named(speaker.label) or self.named(speaker.person or "")
        if person is not None:
            choice, reason = f"person:{person.pk}", f"Known here as {person.name}."
        elif speaker.person and speaker.person != speaker.label:
            choice, reason = f"new:{speaker.person}", f"The text names {speaker.person}."
        elif speaker.role == Speaker.Role.INTERVIEWER or not _reads_like_a_name(speaker.label):
            choice, reason = NOBODY, "A part, not a name."
        else:
            choice, reason = f"new:{speaker.label}", "Not met here before."
        return Proposal(speaker.label, speaker.role, choice, reason, self.choices(speaker))

    def choices(self, speaker: ParsedSpeaker) -> tuple[tuple[str, str], ...]:
        """Whom a label may stand for: known people who share a word with it come first."""
        names = dict.fromkeys(name for name in (speaker.person, speaker.label) if name)
        exact = [person for name in names if (person := self.named(name))]
        alike = {person.pk: person for person in exact}
        for word in dict.fromkeys(word for name in names for word in fold(name).split()):
            if len(word) > 1:
                alike |= self.by_word.get(word, {})
        return (
            *(
                (f"person:{person.pk}", f"{person.name} (known here)")
                for person in list(alike.values())[:MOST_ALIKE]
            ),
            *((f"new:{name}", f"A new person: {name}") for name in names),
            (NOBODY, "Nobody: only a label"),
        )


def _reads_like_a_name(label: str) -> bool:
    """Two words or more, or a script that writes names without spaces; never “Speaker 1”."""
    if is_part(label) or any(letter.isdigit() for letter in label):
        return False
    return len(label.split()) > 1 or not label.isascii()


class Cast:
    """The people of one manuscript while its drafts are made: who is called alike is the same.

    Without `may_add`, a name that is not known here is nobody's.
    """

    def __init__(self, *, may_add: bool) -> None:
        self.known, self.may_add = Known(), may_add
        self.made: dict[str, Person] = {}

    def credited(self, name: str) -> Person | None:
        """Whom a byline means, by slug or by any form of the name."""
        by_slug = Person.objects.filter(slug=name).first()
        if by_slug is not None:
            return by_slug.current
        return self.known.named(name) or self.new(name)

    def chosen(self, choice: str) -> Person | None:
        """The person that a choice names."""
        what, _, which = choice.partition(":")
        if what == "person" and which.isdigit():
            person = Person.objects.filter(pk=int(which)).first()
            return person.current if person else None
        return self.new(which.strip()) if what == "new" and which.strip() else None

    def new(self, name: str) -> Person | None:
        if fold(name) not in self.made and self.may_add:
            self.made[fold(name)] = _add(name)
        return self.made.get(fold(name))


def _add(name: str) -> Person:
    base = slugify(name) or "person"
    slug, number = base, 1
    while Person.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base[:75]}-{number}"
    return Person.objects.create(name=name[:200], slug=slug)
