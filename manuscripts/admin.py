"""Manuscripts in the admin: one screen to take one in, and what came in, kept whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from manuscripts import importer, screen
from manuscripts.models import Manuscript
from manuscripts.reading import Unreadable, check, read
from newsroom import verbs
from newsroom.admin.every_story import form_url
from newsroom.admin.reading import ReadOnly
from newsroom.admin.story_page import live_url
from newsroom.languages import LANGUAGES, of_text
from newsroom.models import Story, User
from newsroom.permissions import Action, can, require
from newsroom.status import minute, statuses

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Manuscript]
else:
    ModelAdmin = admin.ModelAdmin

# Larger ones come in by the command: a page that shows every turn of a library helps nobody.
MAX_BYTES = 5 * 1024 * 1024
MAX_STORIES = 50


class ManuscriptForm(forms.Form):
    """A manuscript, pasted or sent as a file, as text that can be taken apart."""

    text = forms.CharField(
        label="Manuscript",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "dir": "auto"}),
    )
    file = forms.FileField(
        label="Or a file", required=False, allow_empty_file=True, help_text="Text or Markdown."
    )
    language = forms.ChoiceField(
        label="Language",
        required=False,
        choices=[
            ("", "As it is written"),
            *((each.code, each.name) for each in LANGUAGES.values()),
        ],
    )
    # What the text in the field was as a file: shown again, and kept.
    name = forms.CharField(required=False, max_length=255)
    encoding = forms.CharField(required=False, max_length=32)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assumed = ""
        # A text with NUL is refused below, in words about a manuscript.
        self.fields["text"].validators = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        try:
            if file:
                cleaned.update(self.read_file(file), name=file.name[:255])
            elif not cleaned.get("text", "").strip():
                self.add_error("text", "Paste a manuscript, or choose a file.")
            else:
                cleaned["text"] = check(_not_too_long(cleaned["text"]))
        except Unreadable as error:
            if file:
                self.add_error("file", f"{file.name}: {error}")
            else:
                self.add_error("text", str(error))
        cleaned["language"] = cleaned.get("language") or of_text(cleaned.get("text") or "")
        return cleaned

    def read_file(self, file: UploadedFile) -> dict[str, str]:
        if (file.size or 0) > MAX_BYTES:
            raise Unreadable(_too_long((file.size or 0) / 1024 / 1024))
        reading = read(file.read())
        self.assumed = reading.assumed
        return {"text": reading.text, "encoding": reading.encoding}


def _not_too_long(text: str) -> str:
    if len(text) > MAX_BYTES:
        raise Unreadable(_too_long(len(text) / 1024 / 1024))
    return text


def _too_long(megabytes: float) -> str:
    return (
        f"It has {megabytes:.1f} MB; this page takes {MAX_BYTES // 1024 // 1024}. Larger ones "
        "come in by the command import_manuscript."
    )


@admin.register(Manuscript)
class ManuscriptAdmin(ReadOnly, ModelAdmin):
    """What came in, to read; nothing here is changed. Reporters see their own."""

    list_display = ["what", "received", "received_by", "drafts"]
    list_display_links = ["what"]
    ordering = ["-received_at", "-pk"]
    search_fields = ["name", "text"]
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Action.CREATE)

    def has_view_permission(self, request: HttpRequest, obj: Manuscript | None = None) -> bool:
        return can(request.user, Action.CREATE) and (obj is None or _may_read(request.user, obj))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Manuscript]:
        found = super().get_queryset(request).filter(_readable(request.user))
        return found.annotate(made=Count("stories")).select_related("received_by").defer("text")

    @admin.display(description="Manuscript")
    def what(self, manuscript: Manuscript) -> str:
        return str(manuscript)

    @admin.display(description="Received", ordering="received_at")
    def received(self, manuscript: Manuscript) -> str:
        return minute(manuscript.received_at)

    @admin.display(description="Drafts made", ordering="made")
    def drafts(self, manuscript: Any) -> int:
        return int(manuscript.made)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name="manuscripts_import"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Manuscripts", **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        manuscript = self.get_object(request, object_id or "")
        if manuscript is None:
            raise Http404("There is no such manuscript.")
        require(request.user, Action.CREATE)
        context = {
            **self.admin_site.each_context(request),
            "title": str(manuscript),
            "manuscript": manuscript,
            "made": _made(request.user, manuscript.stories.all()),
        }
        return TemplateResponse(request, "manuscripts/manuscript.html", context)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """GET asks for a manuscript; POST shows what it would become, or makes it."""
        user = request.user
        require(user, Action.CREATE)
        if not isinstance(user, User):
            raise PermissionDenied("Log in first.")
        if request.method != "POST":
            return self._page(request, ManuscriptForm())
        form = ManuscriptForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form)
        coming = importer.prepare(
            form.cleaned_data["text"],
            language=form.cleaned_data["language"],
            name=form.cleaned_data.get("name", ""),
            encoding=form.cleaned_data.get("encoding", ""),
            otherwise=_read_otherwise(request),
        )
        wanted = request.POST.get("do")
        if wanted not in {"create", "publish"}:
            return self._page(request, form, coming)
        if not coming.parsed.stories or len(coming.parsed.stories) > MAX_STORIES:
            return self._page(request, form, coming)
        try:
            with transaction.atomic():
                stories = importer.create(
                    coming,
                    by=user,
                    choices=screen.chosen_people(coming, request.POST),
                    titles=screen.chosen_titles(coming, request.POST),
                    again="again" in request.POST,
                )
                if wanted == "publish":
                    verbs.publish(*stories, by=user)
        except importer.ImportedBefore as before:
            coming.earlier = before.manuscript
            return self._page(request, form, coming)
        except verbs.VerbRefused as refusal:
            form.add_error(None, f"Nothing was made, because not all of it can go out. {refusal}")
            return self._page(request, form, coming)
        return self._made(request, stories, published=wanted == "publish")

    def _made(
        self, request: HttpRequest, stories: Sequence[Story], *, published: bool
    ) -> HttpResponse:
        drafts = "1 draft" if len(stories) == 1 else f"{len(stories)} drafts"
        done = "Published. Readers see it now." if published else f"Made {drafts}."
        messages.success(request, done)
        manuscript = stories[0].manuscripts.get()
        return HttpResponseRedirect(
            reverse("admin:manuscripts_manuscript_change", args=[manuscript.pk])
        )

    def _page(
        self, request: HttpRequest, form: ManuscriptForm, coming: importer.Import | None = None
    ) -> HttpResponse:
        sent = request.POST if request.method == "POST" else {}
        planned = screen.plan(coming, sent) if coming else None
        count = len(coming.parsed.stories) if coming else 0
        earlier = coming.earlier if coming and coming.drafts_made else None
        context = {
            **self.admin_site.each_context(request),
            "title": "Paste a manuscript",
            "form": form,
            # The field shows the text as it was read: a file's words stand in it from now on.
            "text": form.cleaned_data.get("text", "") if coming else form["text"].value() or "",
            "name": coming.name if coming else "",
            "encoding": coming.encoding if coming else "",
            "coming": coming,
            "plan": planned,
            "too_many": count if count > MAX_STORIES else 0,
            "most": MAX_STORIES,
            "create_label": "Create the draft" if count == 1 else f"Create {count} drafts",
            "publish_label": _publish_label(count) if can(request.user, Action.PUBLISH) else "",
            "may_add_people": can(request.user, Action.CATALOGUE),
            "earlier": earlier,
            "may_open_earlier": earlier and _may_read(request.user, earlier),
            "drafts_made": _made(request.user, earlier.stories.all()) if earlier else [],
        }
        refused = bool(form.errors)
        return TemplateResponse(
            request, "manuscripts/import.html", context, status=422 if refused else 200
        )


def _publish_label(count: int) -> str:
    return {1: "Create and publish it", 2: "Create and publish both"}.get(
        count, f"Create and publish all {count}"
    )


def _read_otherwise(request: HttpRequest) -> set[str]:
    """The doubts whose other reading was chosen on the page, by name."""
    return {name for name, value in request.POST.items() if value == "otherwise"}


def _readable(user: Any) -> Q:
    """Manuscripts hold words that may be nobody else's yet: reporters see those they brought,
    first or again."""
    if can(user, Action.VIEW) and can(user, Action.CATALOGUE):
        return Q()
    own = Story.objects.filter(created_by=user.pk)
    brought = Manuscript.stories.through.objects.filter(story__in=own.values("pk"))
    return Q(received_by=user.pk) | Q(pk__in=brought.values("manuscript"))


def _may_read(user: Any, manuscript: Manuscript) -> bool:
    return Manuscript.objects.filter(_readable(user), pk=manuscript.pk).exists()


def _made(user: Any, stories: QuerySet[Story]) -> list[dict[str, Any]]:
    """The drafts that were made, as far as this person may see them, in the order they came."""
    found = [story for story in stories.order_by("pk") if can(user, Action.VIEW, story)]
    standing = statuses(found) if found else {}
    return [
        {
            "story": story,
            "url": form_url(story),
            "status": standing[story.pk],
            "live_url": live_url(live) if (live := standing[story.pk].live) else "",
            "may_publish": can(user, Action.PUBLISH, story),
        }
        for story in found
    ]
