from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from annotations import glossary
from annotations.models import Source, Term, Verdict
from annotations.sources_admin import SourceAdmin
from newsroom.admin.catalogue import CatalogueAdmin
from newsroom.admin.fields import NamesField
from newsroom.permissions import Action, can

admin.site.register(Source, SourceAdmin)


@admin.register(Term)
class TermAdmin(CatalogueAdmin):
    """The glossary: a word is defined here once, and explained wherever somebody anchors it."""

    list_title = "Glossary"
    list_display = ["word", "language", "definition"]
    list_filter = ["language"]
    search_fields = ["word", "definition"]
    fields = ["word", "language", "definition"]
    change_form_template = "admin/annotations/term/change_form.html"

    def response_change(self, request: HttpRequest, obj: Term) -> HttpResponse:
        """A live piece has the definition that it was published with: here is which, and a way on."""
        if "_save" in request.POST and glossary.live_with(obj).exists():
            messages.success(
                request, "Saved. Readers have the earlier wording until it is published."
            )
            return HttpResponseRedirect(reverse("admin:desk_term", args=[obj.pk]))
        return super().response_change(request, obj)


@admin.register(Verdict)
class VerdictAdmin(CatalogueAdmin):
    """The scale of this newsroom's checks: a house rule, set by administrators."""

    list_display = ["name", "rating", "meaning", "order"]
    fields = ["name", "names", "rating", "meaning", "order"]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "names":
            return NamesField(
                label="In other languages", required=False, help_text=db_field.help_text
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Action.RULE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Action.RULE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Action.RULE)
