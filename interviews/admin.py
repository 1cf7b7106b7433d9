from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from interviews import renaming
from interviews.contents import InterviewForm, QuestionsField, questions
from interviews.models import Interview, Speaker
from interviews.recordings_admin import RecordingAdmin
from interviews.widgets import TranscriptWidget, addresses
from newsroom.admin.fields import WebAddressField
from newsroom.admin.rows import StoryInline
from newsroom.admin.stories import StoryAdmin

__all__ = ["InterviewAdmin", "RecordingAdmin"]


class SpeakerInline(StoryInline):
    """Who each label of the transcript stands for. The labels are read off the transcript."""

    model = Speaker
    group = "People"
    autocomplete_fields = ["person"]
    fields = ["label", "person", "role", "described_as"]
    readonly_fields = ["label"]
    verbose_name = "speaker"
    verbose_name_plural = "speakers"
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        # What was posted may hold a row that has gone since: its answer must hold it too.
        return rows if request.method == "POST" else rows.filter(pk__in=Speaker.objects.kept())


# A choice in words: what a box left empty would mean is not said in a form that two people send.
WHO_READS_VERBATIM = [("False", "It stays in the newsroom"), ("True", "Readers may see it")]


@admin.register(Interview)
class InterviewAdmin(StoryAdmin):
    words = ["introduction", "transcript"]
    bulky = ["verbatim", "cues"]
    inlines = [SpeakerInline, *StoryAdmin.inlines]
    form = InterviewForm
    autocomplete_fields = [*StoryAdmin.autocomplete_fields, "recording"]
    formfield_overrides = {
        **StoryAdmin.formfield_overrides,
        models.BooleanField: {"widget": forms.Select(choices=WHO_READS_VERBATIM)},
        models.URLField: {"form_class": WebAddressField},
    }

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        first, *groups, publishing = super().get_fieldsets(request, obj)
        if obj is not None and questions(obj):
            dict(groups)["Story"]["fields"].append("contents_of")
        recording = ["recording", "recording_url", "recorded_on", "recorded_in"]
        return [
            first,
            ("Verbatim", {"fields": ["verbatim", "verbatim_shown"]}),
            *groups,
            ("Recording", {"fields": recording}),
            publishing,
        ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "contents_of":
            return QuestionsField(
                label="Questions in the contents",
                required=False,
                help_text="Ticked ones alone are listed; with none ticked, every question is.",
            )
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "transcript":
            field.widget = TranscriptWidget()
        return field

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if "transcript" in form.base_fields:
            widget = form.base_fields["transcript"].widget
            widget.attrs.update(addresses(request.user, obj))
            if renamed := request.POST.get("renamed"):
                # The form comes back, with an error or merged: the next save must know it too.
                widget.attrs["data-renamed"] = renamed
        return form

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is Speaker:
            renaming.carry_over(form.instance, renaming.renamed(request.POST.get("renamed", "")))
