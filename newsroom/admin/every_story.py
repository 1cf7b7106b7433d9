"""Articles and interviews in one list; also where related pieces are looked for."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from newsroom.admin.reading import ReadOnly
from newsroom.admin.stories import StoryAdmin, pointable
from newsroom.models import Story


def form_url(story: Story) -> str:
    """The address of a story's own form, whatever its kind."""
    return reverse(f"admin:{story.kind}s_{story.kind}_change", args=[story.pk])


@admin.register(Story)
class EveryStoryAdmin(ReadOnly, StoryAdmin):
    """A piece is begun and changed as what it is: an article or an interview."""

    list_title = "Every piece"
    list_display = ["headline", "kind", "state", "section", "changed", "changed_by"]
    list_filter = ["kind", *StoryAdmin.list_filter]
    inlines = []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        if request.path.endswith("/autocomplete/"):
            return pointable(request)
        return super().get_queryset(request)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return self._to_its_own(request, object_id)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self._to_its_own(request, object_id)

    def _to_its_own(self, request: HttpRequest, object_id: str | None) -> HttpResponse:
        pk = int(object_id) if object_id and object_id.isdecimal() and len(object_id) < 18 else 0
        story = get_object_or_404(self.get_queryset(request), pk=pk)
        return HttpResponseRedirect(form_url(story))
