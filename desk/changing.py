"""The one question of "Publish changes": is it a small fix, an update or a correction?"""

from __future__ import annotations

from typing import Any

from django import forms

from newsroom import corrections
from newsroom.corrections import Corrected
from newsroom.models import Change, Edition, Story

# More than that, and readers are told of the first ones and the note.
MOST_PASSAGES = 12
LONGEST = 4000
PARTS = {"title": "Title", "standfirst": "Standfirst", "introduction": "Introduction"}


class ChangeForm(forms.Form):
    """What readers are told. A correction has a pair of fields for each passage that differs."""

    change = forms.ChoiceField(
        label="What kind of change is it?",
        widget=forms.RadioSelect,
        choices=[],
        error_messages={"required": "Say what kind of change it is."},
    )
    note = forms.CharField(
        label="What readers are told",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A sentence or two: what is new, or what was wrong.",
    )

    wanting = "Say in a sentence what is new."

    def __init__(
        self,
        *args: Any,
        passages: list[Corrected],
        correctable: bool = True,
        over_tombstone: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.passages = passages[:MOST_PASSAGES]
        self.left_out = max(0, len(passages) - MOST_PASSAGES)
        choices = [
            (Change.MINOR, "A small fix. Readers are told nothing."),
            (Change.UPDATE, "An update. Readers see “Updated” with today's date, and what is new."),
        ]
        if correctable and passages:
            choices.append(
                (
                    Change.CORRECTION,
                    "A correction. Readers see over the text what it said and what it says.",
                )
            )
        change: Any = self.fields["change"]
        if over_tombstone:
            # Readers were told why it went. The one answer is given; the words are still asked.
            choices = [
                (
                    Change.UPDATE,
                    "Published again. Readers see “Updated” with today's date, and why.",
                )
            ]
            change.initial = Change.UPDATE
            self.wanting = "Say in a sentence why it can be read again."
            self.fields["note"].help_text = "A sentence or two: why it can be read again."
        change.choices = choices
        for number, passage in enumerate(self.passages):
            self.fields[f"tell-{number}"] = forms.BooleanField(
                required=False, initial=True, label="Tell readers of this passage"
            )
            for name, words, label in (
                ("said", passage.said, "It said"),
                ("says", passage.says, "It says now"),
            ):
                self.fields[f"{name}-{number}"] = forms.CharField(
                    label=label,
                    required=False,
                    max_length=LONGEST,
                    initial=words[:LONGEST],
                    widget=forms.Textarea(attrs={"rows": 2}),
                )

    @property
    def pairs(self) -> list[dict[str, Any]]:
        """For the template: each passage with its fields and the name of its place."""
        return [
            {
                "place": PARTS.get(passage.part, "" if passage.part == "body" else "Transcript"),
                "tell": self[f"tell-{number}"],
                "said": self[f"said-{number}"],
                "says": self[f"says-{number}"],
            }
            for number, passage in enumerate(self.passages)
        ]

    @property
    def is_correction(self) -> bool:
        return bool(self.cleaned_data.get("change") == Change.CORRECTION)

    @property
    def told(self) -> str:
        """What readers are told: of a small fix nothing, whatever was typed before."""
        if self.cleaned_data["change"] == Change.MINOR:
            return ""
        return str(self.cleaned_data["note"]).strip()

    def corrected(self) -> list[Corrected]:
        """The passages to tell, in the words that were left in the form."""
        given = self.cleaned_data
        return [
            Corrected(
                passage.part,
                given[f"said-{number}"].strip(),
                given[f"says-{number}"].strip(),
                passage.start,
                passage.end,
            )
            for number, passage in enumerate(self.passages)
            if self.is_correction and given[f"tell-{number}"]
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        note = (cleaned.get("note") or "").strip()
        if cleaned.get("change") == Change.UPDATE and not note:
            self.add_error("note", self.wanting)
        if cleaned.get("change") == Change.CORRECTION and not note:
            self.add_error("note", "Say in a sentence what was wrong.")
        return cleaned


def differences(story: Story) -> list[Corrected]:
    """What differs between the live text of `story` and its working copy."""
    live = Edition.objects.live().filter(story=story.pk).select_related("body").first()
    if live is None:
        return []
    record = story.freeze()
    return corrections.differences(live, record, story.derive(record).texts)
