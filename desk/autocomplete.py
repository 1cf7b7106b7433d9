"""What the search fields of the forms offer: a name, and what tells two of one name apart."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView

from newsroom.admin.pictures import small
from newsroom.models import Person, Picture, Story


class DeskAutocomplete(AutocompleteJsonView):
    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result: dict[str, str] = super().serialize_result(obj, to_field_name)  # type: ignore[misc]
        if isinstance(obj, Picture):
            result["thumbnail"] = small(obj)
        elif isinstance(obj, Story):
            result["text"] = f"{obj} ({obj.get_kind_display()}, {obj.get_language_display()})"
        elif isinstance(obj, Person) and obj.native_name:
            result["text"] = f"{obj} ({obj.native_name})"
        return result
