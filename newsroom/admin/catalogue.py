"""What stories share: people and topics. Changing one changes public pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from newsroom import version
from newsroom.admin.fields import AddressesField, LinesField, NamesField, PlainTextField
from newsroom.admin.reading import PlainList
from newsroom.models import FormerSlug, Person, Topic
from newsroom.permissions import Action, can
from prose.slugs import slugify

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    ModelForm = forms.ModelForm[Any]
else:
    ModelAdmin = admin.ModelAdmin
    ModelForm = forms.ModelForm


class CatalogueAdmin(PlainList, ModelAdmin):
    """Seen by every colleague (bylines and topics are chosen from it), changed by editors."""

    view_on_site = False
    list_per_page = 50

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Action.VIEW)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Action.VIEW)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Action.CATALOGUE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Action.CATALOGUE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Action.CATALOGUE)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        version.bump()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        version.bump()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        super().delete_queryset(request, queryset)
        version.bump()


class SlugForm(ModelForm):
    """A form of something with a page of its own: its address may be left to us."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = (
                "The end of the page's address. Left empty, it is made from the name. After a "
                "change, the old address leads here."
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        slug = cleaned.get("slug") or ""
        if slug and slugify(slug) != slug:
            self.add_error("slug", ValidationError(_not_an_address(slug)))
        elif not slug and cleaned.get("name") and "slug" in self.fields:
            cleaned["slug"] = self._free(slugify(cleaned["name"]) or "page")
        return cleaned

    def _free(self, base: str) -> str:
        others = type(self.instance)._default_manager.exclude(pk=self.instance.pk)
        slug, number = base, 1
        while others.filter(slug=slug).exists():
            number += 1
            slug = f"{base[:74].rstrip('-')}-{number}"
        return slug


def _not_an_address(slug: str) -> str:
    proposed = slugify(slug)
    sentence = f"“{slug}” cannot stand in an address: only letters, digits and hyphens can."
    return f"{sentence} “{proposed}” would do." if proposed else sentence


class PersonForm(SlugForm):
    aliases = LinesField(
        label="Also called",
        required=False,
        help_text="Other forms of the name met in manuscripts, one a line.",
    )
    links = AddressesField(
        required=False, help_text="Addresses of the person's own pages, one a line."
    )
    biography = PlainTextField(
        required=False,
        widget=forms.Textarea,
        help_text="Two or three plain sentences for readers, at the top of the page. For readers of "
        "another language, write them in it on a line of its own: each sees the line in theirs.",
    )


class TopicForm(SlugForm):
    names = NamesField(
        label="Names in other languages",
        required=False,
        help_text="One a line, with the language before it: “zh: 港口”.",
    )
    description = PlainTextField(
        required=False,
        widget=forms.Textarea,
        help_text="One or two sentences at the top of the topic's page. Each language on a line of "
        "its own: readers see the line in theirs.",
    )


class PagedAdmin(CatalogueAdmin):
    """Of things with a page of their own: a former address is kept, so that it leads on."""

    owner_field: str
    names_field: str

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found, duplicates = super().get_search_results(request, queryset, search_term)
        term = search_term.strip()
        if not term.isascii():
            # SQLite keeps JSON with every letter beyond ASCII escaped.
            escaped = {f"{self.names_field}__icontains": json.dumps(term)[1:-1]}
            found = queryset.filter(Q(pk__in=found.order_by().values("pk")) | Q(**escaped))
        return found, duplicates

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        former = form.initial.get("slug") if change else None
        owner = {self.owner_field: obj}
        FormerSlug.objects.filter(**owner, slug=obj.slug).delete()
        if former and former != obj.slug:
            FormerSlug.objects.get_or_create(**owner, slug=former)


@admin.register(Person)
class PersonAdmin(PagedAdmin):
    owner_field = "person"
    names_field = "aliases"
    form = PersonForm
    list_display = ["name", "native_name", "sort_name"]
    search_fields = ["name", "native_name", "sort_name", "aliases"]
    autocomplete_fields = ["portrait", "merged_into"]
    fields = [
        "name",
        "native_name",
        "sort_name",
        "slug",
        "aliases",
        "portrait",
        "biography",
        "links",
        "merged_into",
    ]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found, duplicates = super().get_search_results(request, queryset, search_term)
        if request.path.endswith("/autocomplete/"):
            # A merged record stands for nobody: the one it was merged into is offered.
            found = found.filter(merged_into__isnull=True)
        return found, duplicates


@admin.register(Topic)
class TopicAdmin(PagedAdmin):
    owner_field = "topic"
    names_field = "names"
    form = TopicForm
    list_display = ["name", "kind", "order"]
    list_filter = ["kind"]
    search_fields = ["name", "slug", "names"]
    fields = ["kind", "name", "names", "slug", "description", "order"]
