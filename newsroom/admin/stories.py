"""The form and the list that every kind of story shares. A kind's own admin is three lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db import DatabaseError, IntegrityError, models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from markdownx.models import MarkdownxField

from newsroom import open_forms, saving, verbs
from newsroom.admin import conflicts, unsaved
from newsroom.admin.fields import MarkdownField, PlainTextField
from newsroom.admin.forged import log_forged
from newsroom.admin.history import history_page
from newsroom.admin.moments import MomentField
from newsroom.admin.reading import PlainList
from newsroom.admin.rows import SearchedSelect, StoryInline, plain
from newsroom.admin.story_form import StoryForm
from newsroom.admin.story_list import SectionFilter, StateFilter, StoryChangeList
from newsroom.admin.story_page import page_context
from newsroom.models import Credit, Edition, LogEntry, RelatedStory, Revision, Story
from newsroom.permissions import Action, can, visible
from newsroom.verbs import StaleVersion

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

LONGEST_NUMBER = 18
DATE_INPUT = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT_INPUT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class CreditInline(StoryInline):
    model = Credit
    group = "People"
    autocomplete_fields = ["person"]
    fields = ["person", "role", "order"]
    verbose_name = "credit"
    verbose_name_plural = "credits"


class RelatedStoryInline(StoryInline):
    model = RelatedStory
    fk_name = "story"
    group = "Story"
    autocomplete_fields = ["target"]
    fields = ["target", "label", "order"]
    verbose_name = "related piece"
    verbose_name_plural = "related pieces"

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "target":
            kwargs["queryset"] = pointable(request)
            kwargs["label"] = "Piece"
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class StoryAdmin(PlainList, ModelAdmin):
    """`words` names the fields that hold the text; they follow title and standfirst. `bulky` names
    others that are too long to be loaded for a list."""

    words: Sequence[str] = ()
    bulky: Sequence[str] = ()
    form = StoryForm
    change_form_template = "admin/newsroom/story/change_form.html"
    change_list_template = "admin/newsroom/story/change_list.html"
    inlines = [CreditInline, RelatedStoryInline]
    autocomplete_fields = ["topics", "lead_picture", "translation_of"]
    formfield_overrides = {
        MarkdownxField: {"form_class": MarkdownField},
        models.TextField: {
            "form_class": PlainTextField,
            "widget": forms.Textarea(attrs={"rows": 3}),
        },
        models.DateField: {"widget": DATE_INPUT},
        models.DateTimeField: {"form_class": MomentField, "widget": MOMENT_INPUT},
    }
    list_display = ["headline", "state", "section", "changed", "changed_by"]
    list_filter = [StateFilter, "language", SectionFilter]
    list_select_related = ["section"]
    list_per_page = 50
    search_fields = ["title"]
    view_on_site = False
    actions = ["publish_chosen"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [
            (None, {"fields": ["title", "standfirst", *self.words]}),
            ("Story", {"fields": ["slug", "language", "section", "topics", "translation_of"]}),
            ("People", {"fields": []}),
            ("Picture", {"fields": ["lead_picture"]}),
            ("Publishing", {"fields": ["assignee", "due_on", "embargo_until"]}),
        ]

    # Who may do what

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Action.VIEW)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Action.VIEW, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Action.CREATE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Action.EDIT, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Action.DELETE, obj)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Action.PUBLISH)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(visible(request.user))

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        # A number that fits no column is nobody's; databases say so by raising.
        if len(object_id) > LONGEST_NUMBER:
            return None
        return super().get_object(request, object_id, from_field)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = []
        if not can(request.user, Action.ASSIGN, obj):
            fields += ["assignee", "due_on"]
        if not can(request.user, Action.PUBLISH, obj):
            fields.append("embargo_until")
        return fields

    # The form

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        if request.method == "POST" and not getattr(request, "taken", None):
            log_forged(request, self.model, form.base_fields, obj)
        form.together = getattr(request, "together", False)
        unsaved.prepare(form, request)
        return form

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return plain(super().formfield_for_dbfield(db_field, request, **kwargs), db_field.name)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = SearchedSelect(db_field, self.admin_site)
        if db_field.name == "translation_of":
            kwargs["queryset"] = pointable(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Without Django's transaction round it: `saving.save` has its own, and it is short."""
        request = unsaved.filled_in(request, self.model.KIND, object_id)
        try:
            return self._form_or_answer(request, object_id, form_url, extra_context)
        except (StaleVersion, IntegrityError):
            # Somebody saved between the form's check and the lock. Nothing was written; the
            # second check finds it and merges both.
            return self._form_or_answer(request, object_id, form_url, extra_context)
        except DatabaseError:
            if request.method != "POST":
                raise
            return unsaved.refuse(request, self._form_or_answer, object_id, form_url, extra_context)

    def _form_or_answer(self, *arguments: Any) -> HttpResponse:
        # Django's own view, less the transaction; its stubs leave it out.
        view: Any = self
        answer: HttpResponse = view._changeform_view(*arguments)
        return answer

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        form = context["adminform"].form
        if obj is not None and form.conflict_version:
            return conflicts.answer(self, request, form, obj.pk)
        context.update(page_context(self, request, context, obj))
        context.update(unsaved.form_context(self, request, context, obj))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: the row and what hangs on it are saved together, in save_related."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        story = form.instance
        open_form = open_forms.number(request.POST.get("open_form"))
        submits = "_submit" in request.POST and can(
            request.user, Action.SUBMIT, story if change else None
        )
        touched = form.has_changed() or any(formset.has_changed() for formset in formsets)
        if change and not touched and not submits:
            open_forms.saved(request.user, open_form, story)  # type: ignore[arg-type]
            if "_save" in request.POST:
                messages.info(request, "There was no change to save.")
            return

        def relations() -> None:
            super(StoryAdmin, self).save_related(request, form, formsets, change)
            open_forms.saved(request.user, open_form, story)  # type: ignore[arg-type]

        saving.save(
            story,
            by=request.user,  # type: ignore[arg-type]
            based_on=form.version_read if change else None,
            relations=relations,
            reason=Revision.Reason.SUBMIT if submits else Revision.Reason.SAVE,
            note=form.cleaned_data.get("version_name") or "",
        )
        at = date_format(timezone.localtime(), "H:i")
        messages.success(request, f"Saved {at}.")
        if submits:
            send_for_review(request, story)

    # Our own log and history hold what Django's would repeat.

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        return []

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return None

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Saving stays on the form; a publish button goes on to the question."""
        for button, action, page in (
            ("_publish", Action.PUBLISH, "desk_publish"),
            ("_publish_later", Action.PUBLISH, "desk_publish"),
            ("_approve", Action.APPROVE, "desk_approve"),
        ):
            if button in request.POST and can(request.user, action, obj):
                url = reverse(f"admin:{page}", args=[obj.pk])
                later = "?when=later" if button == "_publish_later" else ""
                return HttpResponseRedirect(url + later)
        return HttpResponseRedirect(self.form_url(obj))

    def form_url(self, story: Story) -> str:
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[story.pk]
        )

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return history_page(self, request, object_id)

    # Deleting

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        story = self.get_object(request, object_id)
        if story is not None and self.has_delete_permission(request, story):
            entry = Edition.objects.filter(story=story.pk).order_by("issued_at").first()
            if entry is not None:
                messages.error(
                    request,
                    f"“{story}” was published or scheduled, so its record stays. "
                    "Withdraw it to take it off the site.",
                )
                return HttpResponseRedirect(self.form_url(story))
        return super().delete_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A draft goes with everything that hangs on it; its title says enough."""
        return [str(story) for story in objs], {}, set(), []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with transaction.atomic():
            LogEntry.objects.create(
                verb="delete",
                actor=request.user,  # type: ignore[misc]
                actor_name=str(request.user),
                story_title=obj.title,
            )
            obj.delete()

    # The list

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return StoryChangeList

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        # Drafts are deleted one by one, from their form, where it says what becomes of them.
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description="Publish…", permissions=["publish"])
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        first, *others = queryset.order_by("pk").values_list("pk", flat=True)
        query = "".join(f"&with={pk}" for pk in others)
        return HttpResponseRedirect(
            f"{reverse('admin:desk_publish', args=[first])}?chosen=1{query}"
        )

    @admin.display(description="title", ordering="title")
    def headline(self, story: Any) -> str:
        return str(story)

    @admin.display(description="state")
    def state(self, story: Any) -> str:
        standing = story.standing
        words = [standing.name, "changes not live" if standing.has_changes else ""]
        return ", ".join(filter(None, [*words, standing.embargo]))

    @admin.display(description="changed", ordering="changed_at")
    def changed(self, story: Any) -> str:
        return date_format(timezone.localtime(story.changed_at), "j M Y, H:i")

    @admin.display(description="by")
    def changed_by(self, story: Any) -> str:
        return str(story.changed_by_name)


def send_for_review(request: HttpRequest, story: Story) -> None:
    verbs.submit(story, by=request.user)  # type: ignore[arg-type]
    messages.success(request, "Sent for review.")


def pointable(request: HttpRequest) -> QuerySet[Story]:
    """Stories this person may point at: those he or she sees, those live, those pointed at."""
    allowed = visible(request.user)
    if allowed == models.Q():
        return Story.objects.all()
    match = request.resolver_match
    here = match.kwargs.get("object_id") if match else None
    allowed |= models.Q(pk__in=Edition.objects.live().values("story"))
    if here and here.isdecimal():
        allowed |= models.Q(pk__in=RelatedStory.objects.filter(story=int(here)).values("target"))
        allowed |= models.Q(translations=int(here))
    return Story.objects.filter(allowed).distinct()
