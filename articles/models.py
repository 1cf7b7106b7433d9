from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from markdownx.models import MarkdownxField

from annotations import placing, whereabouts
from annotations import problems as notes
from articles import editions
from newsroom.models import Kind, Story
from newsroom.note_counts import NoteCounts
from newsroom.problems import Problem

if TYPE_CHECKING:
    from newsroom.bodies import Body, Reading
    from newsroom.models import Edition
    from newsroom.records import Record
    from prose.html import Rendered


class Article(Story):
    """A text with sections, lists and pictures, written in Markdown."""

    KIND = Kind.ARTICLE

    body = MarkdownxField(blank=True)

    class Meta:
        ordering = ["-changed_at"]

    @classmethod
    def blank_words_of(cls, story: Story) -> int:
        if not isinstance(story, cls):
            return 0
        story.body = ""
        story.blank()
        return 1

    def texts(self) -> dict[str, str]:
        return {"body": self.body}

    def freeze(
        self,
        base: Edition | None = None,
        reading: Reading | None = None,
        words: Mapping[str, str] | None = None,
    ) -> Record:
        return editions.freeze(self, base, reading, words)

    def derive(self, record: Record) -> Body:
        return editions.derive(record)

    def rendered(self, record: Record) -> dict[str, Rendered]:
        return editions.rendered(record)

    def read(self) -> Reading:
        return editions.read(self)

    def derive_rows(self, reading: Reading) -> Reading:
        return editions.derive_rows(self, reading)

    def note_problems(self) -> list[Problem]:
        return notes.problems(self)

    def note_counts(self) -> NoteCounts | None:
        return whereabouts.counts(self)

    def unplaced(self, record: Record, base: Edition | None = None) -> list[Problem]:
        return notes.unplaced(self, record, base)

    def settle_notes(self) -> None:
        placing.settle_again(self)

    def problems(self) -> list[Problem]:
        if not self.body.strip():
            return [Problem("error", "body", "It has no text.", "Write or paste it.")]
        return []
