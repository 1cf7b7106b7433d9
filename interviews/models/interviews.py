from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from markdownx.models import MarkdownxField

from annotations import placing, whereabouts
from annotations import problems as notes
from interviews import deriving, editions, recordings, transcripts
from interviews.grammar import parse
from interviews.models.recordings import Recording
from newsroom.models import Kind, Story
from newsroom.note_counts import NoteCounts
from newsroom.problems import Problem

if TYPE_CHECKING:
    from newsroom.bodies import Body, Reading
    from newsroom.models import Edition
    from newsroom.records import Record, TurnRecord
    from prose.html import Rendered


class Interview(Story):
    """Who said what. The transcript's Markdown is the source of truth; turns are read off it."""

    KIND = Kind.INTERVIEW

    introduction = MarkdownxField(blank=True)
    transcript = MarkdownxField(
        blank=True,
        help_text="Each turn begins with its speaker in bold and a colon: **Host:** Welcome.",
    )
    verbatim = MarkdownxField(
        blank=True,
        help_text="Every word as it was said, if the transcript above was edited.",
    )
    verbatim_shown = models.BooleanField(
        "who may read it",
        default=False,
        help_text="Whether readers see what was cut and changed.",
    )
    contents_of = models.TextField(
        blank=True,
        help_text="Keys of the questions in the list of contents; empty for all of them.",
    )
    recording = models.ForeignKey(
        Recording, null=True, blank=True, on_delete=models.PROTECT, related_name="interviews"
    )
    recording_url = models.URLField(
        "address of the recording",
        blank=True,
        max_length=500,
        help_text="Where it can be heard elsewhere: readers get a link, and no player.",
    )
    recorded_on = models.DateField("day of the recording", null=True, blank=True)
    recorded_in = models.CharField("place of the recording", max_length=200, blank=True)
    cues = models.JSONField(
        default=list,
        editable=False,
        help_text="What a subtitle file said, as it came: [start, end, label, words].",
    )

    # The turns of an earlier wording that is being restored.
    recalled: Sequence[TurnRecord] = ()

    class Meta:
        ordering = ["-changed_at"]

    @classmethod
    def blank_words_of(cls, story: Story) -> int:
        """Its texts, and who spoke. Turns keep their keys, so that no other turn gets one."""
        if not isinstance(story, cls):
            return 0
        story.introduction = story.transcript = story.verbatim = ""
        story.cues = []  # the subtitles hold every word again
        story.turns.update(text="", original="", label="", speaker=None, removed_at=timezone.now())
        story.recording, story.recording_url = None, ""
        story.recorded_on, story.recorded_in = None, ""
        story.speakers.all().delete()
        story.blank()
        return 1

    def texts(self) -> dict[str, str]:
        return {
            "introduction": self.introduction,
            "transcript": self.transcript,
            "verbatim": self.verbatim,
        }

    def freeze(
        self,
        base: Edition | None = None,
        reading: Reading | None = None,
        words: Mapping[str, str] | None = None,
    ) -> Record:
        return editions.freeze(self, base, reading, words)

    def freeze_unsaved(self) -> Record:
        return editions.freeze_unsaved(self)

    def recall(self, record: Record) -> None:
        self.recalled = record.get("turns", [])
        # Words that were cut must not go out because a later wording's might be read.
        self.verbatim_shown = record.get("verbatim_shown", False)

    def recall_changes(self, record: Record) -> str:
        shown = record.get("verbatim_shown", False)
        if shown == self.verbatim_shown:
            return ""
        if shown:
            return (
                "Who may read the verbatim text changes with it: readers may see it, as they might "
                "then, from the next publishing on. Now it stays in the newsroom."
            )
        return (
            "Who may read the verbatim text changes with it: it stays in the newsroom, as it did "
            "then, from the next publishing on. Now readers may see it."
        )

    def reserve(self, record: Record) -> None:
        transcripts.reserve(self, record)

    def as_said(self) -> Record | None:
        return editions.as_said(self)

    def derive(self, record: Record) -> Body:
        return deriving.derive(record)

    def rendered(self, record: Record) -> dict[str, Rendered]:
        return deriving.rendered(record)

    def read(self) -> Reading:
        return editions.read(self)

    def derive_rows(self, reading: Reading) -> Reading:
        return editions.derive_rows(self, reading)

    def read_off(self, edition: Edition) -> None:
        recordings.read_off(edition)

    def turn_keys(self) -> list[str]:
        return list(self.turns.standing().values_list("key", flat=True))

    def note_problems(self) -> list[Problem]:
        return notes.problems(self)

    def note_counts(self) -> NoteCounts | None:
        return whereabouts.counts(self)

    def unplaced(self, record: Record, base: Edition | None = None) -> list[Problem]:
        return notes.unplaced(self, record, base)

    def settle_notes(self) -> None:
        placing.settle_again(self)

    def problems(self) -> list[Problem]:
        turns = parse(self.transcript).turns if self.transcript.strip() else ()
        if self.pk and self.transcript.strip() and not any(t.kind == "speech" for t in turns):
            # A label that a subtitle file gave need not read like a name to be somebody's.
            known = self.speakers.kept().values_list("label", flat=True)
            turns = parse(self.transcript, known=list(known)).turns
        if not any(turn.kind == "speech" for turn in turns):
            return [
                Problem(
                    "error",
                    "transcript",
                    "Nobody says anything in it.",
                    "Begin each turn with its speaker: **Host:** Welcome.",
                )
            ]
        return []
