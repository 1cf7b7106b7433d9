"""Pages of the admin that are there to be read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


class ReadOnly:
    """A list whose rows are made, changed and deleted elsewhere, by what is more than a row."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
