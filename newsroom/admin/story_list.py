"""The list of stories: a few queries however long it is, and no text is loaded for it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from newsroom.models import Edition, Revision, Stage, Topic
from newsroom.status import statuses


class StoryChangeList(ChangeList):
    model_admin: Any

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request, *args, **kwargs)
        return rows.defer(*self.model_admin.words, *self.model_admin.bulky)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        stories = list(self.result_list)
        standing = statuses(stories)
        savers = dict(
            Revision.objects.filter(
                story__in=[story.pk for story in stories], version=F("story__version")
            )
            .order_by("id")
            .values_list("story_id", "author_name")
        )
        for story in stories:
            story.standing = standing[story.pk]
            story.changed_by_name = savers.get(story.pk, "")
        self.result_list = stories


class StateFilter(admin.SimpleListFilter):
    """Stages are columns; scheduled, live and withdrawn are read off the timeline."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [
            *((stage.value, stage.label) for stage in Stage),
            ("scheduled", "Scheduled"),
            ("live", "Live"),
            ("withdrawn", "Withdrawn"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now = timezone.now()
        entries = Edition.objects.filter(story=OuterRef("pk"))
        live = Exists(entries.at(now))
        if self.value() == "live":
            return queryset.filter(live)
        if self.value() == "scheduled":
            return queryset.filter(Exists(entries.later_than(now)))
        if self.value() == "withdrawn":
            return queryset.filter(Exists(entries.valid_at(now)) & ~live)
        if self.value() in Stage.values:
            return queryset.filter(
                ~Exists(entries.valid_at(now)),
                ~Exists(entries.later_than(now)),
                stage=self.value(),
            )
        return queryset


class SectionFilter(admin.SimpleListFilter):
    title = "section"
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        sections = Topic.objects.filter(kind=Topic.Kind.SECTION).order_by("order", "name")
        return [(str(pk), name) for pk, name in sections.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        return (
            queryset.filter(Q(section=int(value)))
            if value.isdecimal() and len(value) < 10
            else queryset
        )
