"""Sources in the admin: their facts, what their address answered last, and where they are cited."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from annotations import standing
from annotations.models import Annotation, Source
from annotations.sourcing import LONGEST, fits, record_key
from newsroom.admin.catalogue import CatalogueAdmin, ModelForm
from newsroom.admin.fields import WebAddressField
from newsroom.models import Story, User
from newsroom.permissions import visible
from newsroom.status import day, statuses
from prose.urls import publisher_host

# What asks for somebody's work comes first.
OUTCOMES = ("dead", "silent", "moved", "refused", "answers")
FACTS = ["title", "publisher", "author", "published_on", "read_on", "archived_url"]


@dataclass(frozen=True, slots=True)
class CitingPiece:
    """A piece that names a source; `times` in its working copy, 0 where only readers have it."""

    title: str
    edit_url: str
    path: str
    status: str
    times: int


@dataclass(frozen=True, slots=True)
class Citing:
    """`others`: how many more there are, which whoever asks may not open."""

    pieces: list[CitingPiece]
    others: int = 0


def citing(source: Source, user: User) -> Citing:
    """Where `source` is named: in working copies that `user` may see, and by what readers have."""
    notes = Annotation.objects.filter(Q(source=source) | Q(evidence=source)).distinct()
    times = Counter(notes.values_list("story", flat=True))
    published = {edition.story_id: edition for edition in standing.published_with([source])}
    stories = Story.objects.filter(pk__in={*times, *published}).order_by("title", "pk")
    seen = list(stories.filter(visible(user)))
    standing_now = statuses(seen)
    pieces = []
    for story in seen:
        live = standing_now[story.pk].live
        change = reverse("admin:newsroom_story_change", args=[story.pk])
        path = live.path if live and story.pk in published else ""
        pieces.append(
            CitingPiece(story.title, change, path, standing_now[story.pk].name, times[story.pk])
        )
    return Citing(pieces, len({*times, *published}) - len(seen))


class SourceForm(ModelForm):
    """One record an address, or a publication: what is here already is shown, not made twice."""

    class Meta:
        model = Source
        fields = ["url", *FACTS]
        field_classes = {"url": WebAddressField, "archived_url": WebAddressField}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        url = cleaned.get("url", self.instance.url)
        if not fits(url):
            self.add_error("url", f"This address is longer than {LONGEST:,} characters.")
        elif not url and not cleaned.get("title"):
            self.add_error("title", "What is not on the web needs a title.")
        else:
            self._called(url, cleaned)
        return cleaned

    def _called(self, url: str, cleaned: dict[str, Any]) -> None:
        """What tells this source from others; an address that has one keeps it."""
        key = record_key(
            url, cleaned.get("author", ""), cleaned.get("title", ""), cleaned.get("published_on")
        )
        double = Source.objects.filter(canonical_url=key).exclude(pk=self.instance.pk).first()
        if double is not None:
            link = reverse("admin:annotations_source_change", args=[double.pk])
            sentence = format_html(
                'This source is here already: <a href="{}">{}</a>.', link, double
            )
            self.add_error("url" if url else "title", ValidationError(sentence))
            return
        self.instance.canonical_url = key
        if url and not cleaned.get("publisher") and self.instance.pk is None:
            cleaned["publisher"] = publisher_host(url)[:200]


class OutcomeFilter(admin.SimpleListFilter):
    title = "last check"
    parameter_name = "outcome"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        labels = dict(Source.Outcome.choices)
        return [*((each, labels[each]) for each in OUTCOMES), ("never", "Never asked")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Source]) -> QuerySet[Source]:
        asked = self.value()
        if asked == "never":
            return queryset.filter(outcome="").exclude(url="")
        return queryset.filter(outcome=asked) if asked in OUTCOMES else queryset


def _count(field: str) -> Coalesce:
    """How many notes name a source in this field; of the rows of one page alone."""
    notes = Annotation.objects.filter(**{field: OuterRef("pk")}).order_by().values(field)
    counted = notes.annotate(times=Count("pk")).values("times")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class SourceAdmin(CatalogueAdmin):
    form = SourceForm
    change_form_template = "admin/annotations/source/change_form.html"
    list_display = ["__str__", "publisher", "last_check", "cited", "published_on", "read_on"]
    list_filter = [OutcomeFilter]
    search_fields = ["title", "publisher", "author", "url"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        times = _count("source") + _count("evidence")
        found: QuerySet[Source] = super().get_queryset(request).annotate(times=times)
        return found

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["url", *FACTS]
        return ["address" if obj.url else "url", *FACTS, "last_check"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["address", "last_check"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not _notes_on([obj]).exists())

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What names a source keeps it: as evidence, and in front of readers too."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        named = [f"A note: {note}" for note in _notes_on(objs)]
        named += [f"Readers have it: {each}" for each in standing.published_with(objs)]
        # A cited one is nobody's to delete: what cites it is the reason, not the permission.
        lacking = lacking - {Source._meta.verbose_name} if named else lacking
        return deleted, counts, lacking, [*protected, *named]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        source = context.get("original")
        if source is not None and isinstance(request.user, User):
            context["citing"] = citing(source, request.user)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.instance.outcome == Source.Outcome.DEAD and "archived_url" in form.changed_data:
            standing.bring_up_to_date()

    @admin.display(description="cited", ordering="times")
    def cited(self, source: Any) -> str:
        return f"{source.times} ×" if source.times else "nowhere"

    @admin.display(description="address")
    def address(self, source: Source) -> str:
        return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', source.url, source.url)

    @admin.display(description="last check", ordering="checked_at")
    def last_check(self, source: Source) -> str:
        if source.checked_at is None:
            return "Never asked" if source.url else "Not on the web"
        said = str(source.get_outcome_display())
        if source.status:
            said = f"{said} ({source.status})"
        if source.leads_to:
            said = f"{said} and leads to {source.leads_to}"
        return f"{said}, {day(source.checked_at)}"


def _notes_on(sources: Any) -> QuerySet[Annotation]:
    keys = [source.pk for source in sources]
    return Annotation.objects.filter(Q(source__in=keys) | Q(evidence__in=keys)).distinct()
