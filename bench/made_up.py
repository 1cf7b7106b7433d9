"""A made-up newsroom: words that mean nothing in the proportions of real ones, always the same."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

if TYPE_CHECKING:
    from articles.models import Article
    from interviews.models import Interview
    from newsroom.models import Person, Topic, User

EDITIONS = 1000
INTERVIEWS = 200
# As busy as a daily page of four: months with about forty pieces.
DAYS_BETWEEN = 0.75

_SYLLABLES = [
    "ka",
    "ri",
    "to",
    "me",
    "lo",
    "sha",
    "ven",
    "dar",
    "il",
    "or",
    "an",
    "tu",
    "be",
    "quo",
    "na",
    "sti",
    "per",
    "ul",
    "go",
    "ze",
    "min",
    "far",
]


class Writer:
    """Writes words, sentences and Markdown from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        pick = self.random
        self.vocabulary = [
            "".join(pick.choices(_SYLLABLES, k=pick.choice((1, 1, 2, 2, 2, 3, 4))))
            for _ in range(4000)
        ]
        # Common words are common: Zipf's law, so that compression and search meet real text.
        self.weights = [1 / (rank + 8) for rank in range(len(self.vocabulary))]

    def words(self, count: int) -> list[str]:
        return self.random.choices(self.vocabulary, self.weights, k=count)

    def title(self) -> str:
        return " ".join(self.words(7)).capitalize()

    def sentence(self, count: int) -> str:
        words = self.words(count)
        if count > 8 and self.random.random() < 0.15:
            words[3] = f"**{words[3]}**"
        return " ".join(words).capitalize() + "."

    def paragraph(self, count: int) -> str:
        sentences = []
        while count > 0:
            size = min(count, self.random.randint(8, 24))
            sentences.append(self.sentence(size))
            count -= size
        return " ".join(sentences)

    def article(self, count: int) -> str:
        """About `count` words in sections, with a list and a citation in each."""
        blocks, cited = [self.paragraph(60)], 0
        written = 60
        while written < count:
            blocks.append(f"## {' '.join(self.words(4)).capitalize()}")
            blocks += [self.paragraph(80), self.paragraph(80), self.paragraph(80)]
            blocks.append("\n".join(f"- {self.sentence(10)}" for _ in range(3)))
            cited += 1
            blocks[-2] += f" [{cited}](https://source{cited}.example.org/{self.words(1)[0]})"
            written += 274
        return "\n\n".join(blocks)

    def edited(self, text: str) -> str:
        """`text` as after a thorough edit: two words changed in every block, one block in twenty
        gone, one new, and the second section moved to the end."""
        blocks = []
        for number, block in enumerate(text.split("\n\n")):
            words = block.split(" ")
            for _ in range(2):
                words[self.random.randrange(len(words))] = self.words(1)[0]
            if number % 20 != 7:
                blocks.append(" ".join(words))
            if number % 20 == 13:
                blocks.append(self.paragraph(60))
        return "\n\n".join([*blocks[:6], *blocks[11:], *blocks[6:11]])

    def transcript(self, turns: int, words_each: int) -> str:
        """Host and guest in turn; every tenth answer has two paragraphs, and one a citation."""
        said = []
        for number in range(turns):
            asks = number % 2 == 0
            size = max(4, words_each // 4) if asks else words_each * 2 - max(4, words_each // 4)
            text = self.paragraph(size)
            if number % 10 == 5:
                text = f"{text}\n\n{self.paragraph(12)}"
            if number % 20 == 7:
                text += f" [{number}](https://source{number}.example.org/said)"
            said.append(f"**{'Host' if asks else 'Dr. Li'}:** {text}")
        return "\n\n".join(said)

    def manuscript(self) -> str:
        """An article and its interview in one file, as people send them."""
        title, turns = self.title(), self.transcript(100, 50)
        return f"# {title}\n\n{self.article(3000)}\n\n# Interview: {title}\n\n{turns}\n"


class Newsroom:
    """Sections, topics, people, one publisher, and 1,000 pieces published by the real verbs."""

    def __init__(self) -> None:
        from newsroom.models import Person, Role, Topic, User

        self.writer = Writer(1)
        self.publisher: User = User(username="publisher", name="Publisher", role=Role.PUBLISHER)
        self.publisher.set_unusable_password()
        self.publisher.save()
        self.sections: list[Topic] = [
            Topic.objects.create(kind="section", name=name, slug=name.lower(), order=order)
            for order, name in enumerate(("Ports", "Rail", "Trade", "Energy", "Culture", "Water"))
        ]
        self.topics: list[Topic] = [
            Topic.objects.create(kind="subject", name=f"Subject {number}", slug=f"subject-{number}")
            for number in range(40)
        ]
        self.people: list[Person] = [
            Person.objects.create(
                name=" ".join(self.writer.words(2)).title(), slug=f"person-{number}"
            )
            for number in range(60)
        ]

    def article(self, words: int) -> Article:
        from articles.models import Article

        article = Article(
            title=self.writer.title(),
            standfirst=self.writer.sentence(24),
            body=self.writer.article(words),
            section=self.writer.random.choice(self.sections),
        )
        self._save(article, self.writer.random.choices(self.people, k=1))
        return article

    def interview(self, turns: int, words_each: int) -> Interview:
        from interviews.models import Interview, Speaker

        interview = Interview(
            title=self.writer.title(),
            standfirst=self.writer.sentence(24),
            introduction=self.writer.paragraph(60),
            transcript=self.writer.transcript(turns, words_each),
            section=self.writer.random.choice(self.sections),
        )
        host, guest = self.writer.random.sample(self.people, k=2)
        self._save(interview, [host])
        Speaker.objects.filter(interview=interview, label="Host").update(person=host)
        Speaker.objects.filter(interview=interview, label="Dr. Li").update(person=guest)
        return interview

    def _save(self, story: Article | Interview, people: list[Person]) -> None:
        from newsroom import saving
        from newsroom.models import Credit

        def relations() -> None:
            Credit.objects.bulk_create(
                Credit(story=story, person=person, order=order)
                for order, person in enumerate(people)
            )
            story.topics.set(self.writer.random.sample(self.topics, k=3))

        saving.save(story, by=self.publisher, relations=relations)

    def fill(self) -> None:
        """Every piece goes through `saving.save` and `verbs.publish`; one commit for all."""
        from newsroom import verbs

        now = timezone.now()
        with transaction.atomic():
            for number in range(EDITIONS):
                each_fifth = number % (EDITIONS // INTERVIEWS) == 0
                story = self.interview(8, 30) if each_fifth else self.article(300)
                at = now - timedelta(days=DAYS_BETWEEN * (number + 1))
                verbs.publish(story, by=self.publisher, at=at, archived=True)
