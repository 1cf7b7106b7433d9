"""What this newsroom decided for all its pieces: one page, for administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from newsroom import verbs
from newsroom.models import HouseRules
from newsroom.permissions import Action, can

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[HouseRules]
else:
    ModelAdmin = admin.ModelAdmin


@admin.register(HouseRules)
class HouseRulesAdmin(ModelAdmin):
    """There is always one: the list leads to it, and the first save makes its row."""

    view_on_site = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Action.RULE)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Action.RULE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Action.RULE)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(reverse("admin:newsroom_houserules_change", args=[1]))

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        return HouseRules.now() if object_id == "1" else None

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        verbs.decide(obj, by=request.user)  # type: ignore[arg-type]

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        messages.success(request, "Saved. These rules hold from now on.")
        return HttpResponseRedirect(reverse("admin:newsroom_houserules_change", args=[1]))
