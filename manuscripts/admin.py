"""Manuscripts in the admin: one screen to take one in, and what came in, kept whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from manuscripts import taking_in
from manuscripts.kept import drafts_seen, may_read, readable
from manuscripts.models import Manuscript
from newsroom.admin.reading import PlainList, ReadOnly
from newsroom.permissions import Action, can, require
from newsroom.status import minute

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Manuscript]
else:
    ModelAdmin = admin.ModelAdmin


@admin.register(Manuscript)
class ManuscriptAdmin(ReadOnly, PlainList, ModelAdmin):
    """What came in, to read; nothing here is changed. Reporters see their own."""

    list_display = ["what", "received", "received_by", "drafts"]
    list_display_links = ["what"]
    ordering = ["-received_at", "-pk"]
    search_fields = ["name", "text"]
    list_per_page = 50
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Action.CREATE)

    def has_view_permission(self, request: HttpRequest, obj: Manuscript | None = None) -> bool:
        return can(request.user, Action.CREATE) and (obj is None or may_read(request.user, obj))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Manuscript]:
        found = super().get_queryset(request).filter(readable(request.user))
        return found.annotate(made=Count("stories")).select_related("received_by").defer("text")

    @admin.display(description="Manuscript")
    def what(self, manuscript: Manuscript) -> str:
        return str(manuscript)

    @admin.display(description="Received", ordering="received_at")
    def received(self, manuscript: Manuscript) -> str:
        return minute(manuscript.received_at)

    @admin.display(description="Drafts made", ordering="made")
    def drafts(self, manuscript: Any) -> int:
        return int(manuscript.made)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name="manuscripts_import"), *super().get_urls()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        manuscript = self.get_object(request, object_id or "")
        if manuscript is None:
            raise Http404("There is no such manuscript.")
        require(request.user, Action.CREATE)
        context = {
            **self.admin_site.each_context(request),
            "title": str(manuscript),
            "manuscript": manuscript,
            "made": drafts_seen(request.user, list(manuscript.stories.order_by("pk"))),
        }
        return TemplateResponse(request, "manuscripts/manuscript.html", context)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        return taking_in.view(request, self.admin_site)
