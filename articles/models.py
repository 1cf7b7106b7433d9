from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from markdownx.models import MarkdownxField

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
        from articles import editions

        return editions.freeze(self, base, reading, words)

    def derive(self, record: Record) -> Body:
        from articles import editions

        return editions.derive(record)

    def rendered(self, record: Record) -> dict[str, Rendered]:
        from articles import editions

        return editions.rendered(record)

    def read(self) -> Reading:
        from articles import editions

        return editions.read(self)

    def derive_rows(self, reading: Reading) -> Reading:
        from articles import editions

        return editions.derive_rows(self, reading)

    def note_problems(self) -> list[Problem]:
        from annotations import problems

        return problems.problems(self)

    def note_counts(self) -> NoteCounts | None:
        from annotations import whereabouts

        return whereabouts.counts(self)

    def unplaced(self, record: Record, base: Edition | None = None) -> list[Problem]:
        from annotations import problems

        return problems.unplaced(self, record, base)

    def settle_notes(self) -> None:
        from annotations import placing

        placing.settle_again(self)

    def problems(self) -> list[Problem]:
        if not self.body.strip():
            return [Problem("error", "body", "It has no text.", "Write or paste it.")]
        return []
