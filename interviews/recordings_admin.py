"""Recordings in the admin: taken in once, found again by their title."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html

from interviews.models import Recording
from interviews.recordings import delete, take_in, why_kept
from newsroom import spooling
from newsroom.admin.catalogue import CatalogueAdmin, ModelForm
from newsroom.permissions import Action, can
from newsroom.uploads import MAX_RECORDING_BYTES, NotKept, UploadRefused


class RecordingForm(ModelForm):
    """`not_arrived` is why the request came without its file; `not_kept` says the disk is full."""

    user: Any = None
    not_arrived: UploadRefused | None = None
    not_kept = False

    file = forms.FileField(
        label="File",
        help_text="MP3, M4A, MP4, Ogg, WebM, WAV or FLAC, at most "
        f"{MAX_RECORDING_BYTES // 1024**3} GB. It is kept as it is.",
        widget=forms.FileInput(attrs={"accept": "audio/*,video/mp4,video/webm,video/ogg"}),
    )

    class Meta:
        model = Recording
        fields = ["title"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("file", None)
        elif self.not_arrived is not None:
            self.fields["file"].error_messages["required"] = str(self.not_arrived)
            self.not_kept = isinstance(self.not_arrived, NotKept)
        if "title" in self.fields:
            self.fields["title"].required = bool(self.instance.pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file is not None and not self.errors:
            try:
                taken = take_in(file, by=self.user, title=cleaned.get("title") or "")
            except UploadRefused as refusal:
                self.not_kept = isinstance(refusal, NotKept)
                self.add_error("file", str(refusal))
            else:
                # From here on the form is about the row that was made, or was there already.
                self.instance = taken
                cleaned["title"] = taken.title
        return cleaned


@admin.register(Recording)
class RecordingAdmin(CatalogueAdmin):
    form = RecordingForm
    list_display = ["title", "media_type", "length", "created_at", "uploaded_by"]
    list_select_related = ["uploaded_by"]
    search_fields = ["title"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        # Whoever may begin a piece may bring its recording.
        return can(request.user, Action.CREATE)

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        # Deleted one by one: each says what it is used by.
        actions.pop("delete_selected", None)
        return actions

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        recording = self.get_object(request, object_id)
        if recording is not None and self.has_delete_permission(request, recording):
            with transaction.atomic():
                asked = request.method == "POST"
                kept = delete(recording) if asked else why_kept(recording)
            if kept:
                messages.error(request, f"“{recording}” is not deleted. {kept}")
                page = reverse("admin:interviews_recording_change", args=[recording.pk])
                return HttpResponseRedirect(page)
            if asked:
                self.log_deletions(request, [recording])  # type: ignore[arg-type]
                messages.success(request, f"“{recording}” is deleted, and its file.")
                return HttpResponseRedirect(reverse("admin:interviews_recording_changelist"))
        return super().delete_view(request, object_id, extra_context)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["file", "title"] if obj is None else ["heard", "title"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["heard"] if obj is not None else []

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kwargs["fields"] = ["title"]
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        form.not_arrived = spooling.refused(request)
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        response = super().render_change_form(request, context, *args, **kwargs)
        if context["adminform"].form.not_kept:
            response.status_code = 503
        return response

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))

    @admin.display(description="size")
    def length(self, recording: Recording) -> str:
        return filesizeformat(recording.size)

    @admin.display(description="recording")
    def heard(self, recording: Recording) -> str:
        tag = "video" if recording.media_type.startswith("video/") else "audio"
        return format_html(
            '<{} class="heard" controls preload="none" src="{}"></{}>',
            tag,
            reverse("admin:desk_recording", args=[recording.key]),
            tag,
        )
