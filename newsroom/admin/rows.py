"""Rows that hang on a story in its form: credits, related pieces, speakers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db.models import QuerySet
from django.http import HttpRequest

from newsroom.permissions import Action, can

if TYPE_CHECKING:
    TabularInline = admin.TabularInline[Any, Any]
    ModelForm = forms.ModelForm[Any]
else:
    TabularInline = admin.TabularInline
    ModelForm = forms.ModelForm


# Of a row, as any database holds it.
_NUMBER = re.compile(r"[0-9]{1,18}")


class SearchedSelect(AutocompleteSelect):
    """Django's autocomplete: with words where it is empty, and less a query for what is known."""

    known: dict[str, str] = {}

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        # Its name to a screen reader while nothing is chosen; Django's is empty.
        return {**super().build_attrs(base_attrs, extra_attrs), "data-placeholder": "Search"}

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        # What was posted and cannot be anybody's number is asked about nowhere.
        chosen = [each for each in map(str, value) if _NUMBER.fullmatch(each)]
        if not set(chosen) <= self.known.keys():
            return super().optgroups(name, chosen, attr)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options += [self.create_option(name, each, self.known[each], True, 1) for each in chosen]
        return [(None, options, 0)]


class RowForm(ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget: Any = field.widget
            if isinstance(widget, RelatedFieldWidgetWrapper):
                widget = widget.widget
            if isinstance(widget, SearchedSelect) and self.instance.pk:
                chosen = getattr(self.instance, name)
                widget.known = {str(chosen.pk): str(chosen)} if chosen is not None else {}


class StoryInline(TabularInline):
    """Whoever may edit the story may edit its rows. `group` is the part of the form they are in."""

    form = RowForm
    extra = 0
    group = "Story"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.autocomplete_fields)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Action.VIEW, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_edit(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may_edit(request, obj)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return plain(super().formfield_for_dbfield(db_field, request, **kwargs), db_field.name)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = SearchedSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _may_edit(request: HttpRequest, story: Any) -> bool:
    return can(request.user, Action.EDIT if story is not None else Action.CREATE, story)


def plain(field: Any, name: str) -> Any:
    """Keep Django's links round a select only where something new is often needed at once."""
    widget = getattr(field, "widget", None)
    if isinstance(widget, RelatedFieldWidgetWrapper):
        if (
            name not in {"person", "topics", "lead_picture", "recording"}
            or not widget.can_add_related
        ):
            field.widget = widget.widget
        else:
            widget.can_change_related = widget.can_view_related = False
            widget.can_delete_related = False
    return field
