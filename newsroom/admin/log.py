"""Who did what to which piece and when: to read, by piece and by person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from newsroom.admin.reading import PlainList, ReadOnly
from newsroom.models import LogEntry, User
from newsroom.permissions import Action, can
from newsroom.status import minute

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[LogEntry]
else:
    ModelAdmin = admin.ModelAdmin


class WhoFilter(admin.SimpleListFilter):
    title = "person"
    parameter_name = "who"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [(str(user.pk), str(user)) for user in User.objects.order_by("name", "username")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        value = self.value() or ""
        return (
            queryset.filter(actor=int(value)) if value.isdecimal() and len(value) < 10 else queryset
        )


class VerbFilter(admin.SimpleListFilter):
    title = "what was done"
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        verbs = LogEntry.objects.order_by("verb").values_list("verb", flat=True).distinct()
        return [(verb, verb.capitalize()) for verb in verbs]

    def queryset(self, request: HttpRequest, queryset: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        return queryset.filter(verb=self.value()) if self.value() else queryset


@admin.register(LogEntry)
class LogAdmin(ReadOnly, PlainList, ModelAdmin):
    """A reporter reads what was done to own drafts; everybody else all of it."""

    list_title = "Log"
    list_display = ["when", "who", "done", "piece", "note"]
    list_display_links = None
    list_filter = [VerbFilter, WhoFilter]
    search_fields = ["story_title", "actor_name", "note"]
    ordering = ["-at", "-id"]
    list_per_page = 100
    actions = None

    @admin.display(description="when", ordering="at")
    def when(self, entry: LogEntry) -> str:
        return minute(entry.at)

    @admin.display(description="who", ordering="actor_name")
    def who(self, entry: LogEntry) -> str:
        return entry.actor_name

    @admin.display(description="what was done", ordering="verb")
    def done(self, entry: LogEntry) -> str:
        return entry.verb.capitalize()

    @admin.display(description="piece", ordering="story_title", empty_value="")
    def piece(self, entry: LogEntry) -> str:
        """Its title as it was; a piece that is deleted leads nowhere."""
        if entry.story_id is None:
            return format_html("<bdi>{}</bdi>", entry.story_title)
        change = reverse("admin:newsroom_story_change", args=[entry.story_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', change, entry.story_title)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Action.VIEW)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Action.VIEW)

    def get_queryset(self, request: HttpRequest) -> QuerySet[LogEntry]:
        found = super().get_queryset(request)
        if can(request.user, Action.READ_LOG):
            return found
        own = Q(story__created_by=request.user.pk) | Q(story__assignee=request.user.pk)
        return found.filter(own)
