from django.contrib import admin

from annotations.models import Source
from newsroom.admin.catalogue import CatalogueAdmin


@admin.register(Source)
class SourceAdmin(CatalogueAdmin):
    """Sources are made from the citations in a text; here their facts are put right."""

    list_display = ["__str__", "publisher", "published_on", "read_on"]
    search_fields = ["title", "publisher", "url"]
    fields = ["url", "title", "publisher", "author", "published_on", "read_on", "archived_url"]
    readonly_fields = ["url"]

    def has_add_permission(self, request: object) -> bool:
        return False
