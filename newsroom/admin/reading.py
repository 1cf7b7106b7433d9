"""Lists of the admin: those that are only read, and what an address may ask of any."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest


class PlainList:
    """A list called as the desk calls it, that counts nothing nobody asked for.

    Django lets an address filter by a regular expression. A broken one is a fault of the
    database's, and a hostile one keeps it busy: neither is asked.
    """

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_title = ""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        opts = self.opts  # type: ignore[attr-defined]
        title = self.list_title or str(opts.verbose_name_plural).capitalize()
        context = {"title": title, **(extra_context or {})}
        return super().changelist_view(request, context)  # type: ignore[misc]

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        if lookup.split(LOOKUP_SEP)[-1] in {"regex", "iregex"}:
            return False
        return bool(super().lookup_allowed(lookup, value, request))  # type: ignore[misc]


class ReadOnly:
    """A list whose rows are made, changed and deleted elsewhere, by what is more than a row."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
