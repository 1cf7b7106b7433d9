"""What the form of a story asks before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property

from newsroom import open_forms, paths, timeline
from newsroom.models import Story, User
from newsroom.verbs import EmbargoBroken
from prose.slugs import slugify

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm


class StoryForm(ModelForm):
    """`version_read` is the version the words began from; `conflict_version` what was saved since.

    A form filled in `together` holds what was merged: it is shown, and not to be saved unseen.
    `taken` is one filled in with autosaved words: it is shown, not asked to be right yet.
    `sent_again` says that the newest words came out of this very form.
    `refused` is a sentence that says why the database took nothing.
    """

    user: Any = None
    together = False
    taken = False
    sent_again = False
    refused = ""
    conflict_version: int | None = None
    version_read = 0

    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput)
    version_name = forms.CharField(
        label="Name this version (optional)", required=False, max_length=300
    )

    class Meta:
        help_texts = {
            "title": "Stands over the piece, in lists and in the browser's tab.",
            "body": "Write it with the buttons above; a line left empty begins a new paragraph.",
            "verbatim": "Every word as it was said, if the transcript above was edited: the "
            "same labels, one turn after the other.",
            "verbatim_shown": "If they may, words that were cut or changed are marked, folded under "
            "each turn.",
            "introduction": "What readers should know before the first question.",
            "recording": "The sound or video; readers play it beside the transcript.",
            "recorded_on": "Stands above the transcript.",
            "recorded_in": "As readers should read it: a town, a harbour, a train.",
            "language": "What it is written in; readers find it under that language.",
            "due_on": "The day it should be ready.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["based_on"] = self.instance.version
        if "assignee" in self.fields:
            # Somebody who left may stay named, and is not offered anew.
            assignee: Any = self.fields["assignee"]
            assignee.queryset = User.objects.filter(
                Q(is_active=True) | Q(pk=self.instance.assignee_id)
            )

    def is_valid(self) -> bool:
        return super().is_valid() and not (self.together or self.taken)

    def full_clean(self) -> None:
        if self.taken:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    @cached_property
    def changed_data(self) -> list[str]:
        # Which version it began from is no change of the writer's.
        return [name for name in super().changed_data if name != "based_on"]

    def clean(self) -> dict[str, Any]:
        if self.refused:
            raise ValidationError(self.refused)
        cleaned = super().clean() or self.cleaned_data
        self._check_address(cleaned)
        self._check_embargo(cleaned)
        self._check_version(cleaned)
        return cleaned

    def _saved(self) -> Story | None:
        return self.instance if self.instance.pk else None

    def _check_address(self, cleaned: dict[str, Any]) -> None:
        slug = cleaned.get("slug")
        if not slug or "language" not in cleaned:
            return
        story = Story(
            pk=self.instance.pk,
            kind=self.instance.kind,
            language=cleaned["language"],
            title=cleaned.get("title") or "",
            uuid=self.instance.uuid,
            created_at=self.instance.created_at,
        )
        if slugify(slug) != slug:
            self.add_error(
                "slug",
                f"“{slug}” cannot stand in an address: only letters, digits and hyphens can. "
                f"“{paths.free_slug(story, slug)}” would do.",
            )
        elif {"slug", "language"} & set(self.changed_data) and not paths.is_free(story, slug):
            self.add_error(
                "slug",
                f"Another piece has the address “{slug}”, or had it once. "
                f"“{paths.free_slug(story, slug)}” is free.",
            )

    def _check_embargo(self, cleaned: dict[str, Any]) -> None:
        entry = timeline.scheduled_before(self.instance, cleaned.get("embargo_until"))
        if self.instance.pk and entry is not None:
            self.add_error("embargo_until", str(EmbargoBroken(self.instance, entry)))

    def _check_version(self, cleaned: dict[str, Any]) -> None:
        """Refuse to save over somebody else's words; `newsroom.admin.conflicts` answers."""
        self.version_read = cleaned.get("based_on") or 0
        if not self.instance.pk or self.together:
            return
        now = Story.objects.values_list("version", flat=True).get(pk=self.instance.pk)
        if self.version_read == now:
            return
        if self._saved_from_here(now):
            # Nobody else's words stand between: what is sent now follows what was saved then.
            self.sent_again, self.version_read = True, now
        self.conflict_version = now
        raise ValidationError("Somebody saved this piece after you opened it.")

    def _saved_from_here(self, now: int) -> bool:
        """The newest words came out of this very form: pressed twice, or gone back to."""
        form = open_forms.number(self.data.get("open_form"))
        return open_forms.saved_from(self.user, form, self.instance) == now
