"""The editors' side: Django's admin, with a newsroom's front page and its own few pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse, reverse_lazy
from django.utils import timezone
from django.views.i18n import JavaScriptCatalog

from desk.unwritten import unwritten
from newsroom.models import User
from newsroom.permissions import Action, can

# What somebody who must choose a password can still reach.
OPEN_BEFORE_PASSWORD = {"password_change", "logout", "jsi18n"}


class FirstPasswordForm(AdminPasswordChangeForm):
    """Changing the password also settles that it had to be changed."""

    def save(self, commit: bool = True) -> Any:
        self.user.must_change_password = False
        return super().save(commit)


class DeskAdminSite(AdminSite):
    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    index_title = "Desk"
    enable_nav_sidebar = False
    index_template = "desk/index.html"

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Every page of the admin: on the reader's own clock, and behind a chosen password."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            user = request.user
            if isinstance(user, User):
                name = request.resolver_match.url_name if request.resolver_match else ""
                if user.must_change_password and name not in OPEN_BEFORE_PASSWORD:
                    return HttpResponseRedirect(reverse("admin:password_change"))
            with timezone.override(clock(user)):
                try:
                    response: Any = guarded(request, *args, **kwargs)
                except OperationalError:
                    if request.method != "POST":
                        raise
                    response = unwritten(request)
                # Templates show times, so they are rendered while this clock still holds.
                if hasattr(response, "render") and not response.is_rendered:
                    response = response.render()
            return response  # type: ignore[no-any-return]

        return inner

    def get_urls(self) -> list[Any]:
        from desk import (
            amending,
            autosaving,
            comparing,
            ending,
            pictures,
            preview,
            publishing,
            recordings,
            staging,
            turns,
            unsaved,
        )  # fmt: skip
        from desk.notes import alone, one, queue
        from desk.notes import page as notes

        view = self.admin_view
        return [
            path("desk/preview/<str:kind>/", view(preview.preview), name="desk_preview"),
            path("desk/preview/<str:kind>/<int:pk>/", view(preview.preview), name="desk_preview"),
            path("desk/pictures/", view(pictures.pictures), name="desk_pictures"),
            path("desk/recordings/<slug:key>/", view(recordings.recording), name="desk_recording"),
            path("desk/publish/<int:pk>/", view(publishing.publish), name="desk_publish"),
            path("desk/withdraw/<int:pk>/", view(ending.withdraw), name="desk_withdraw"),
            path("desk/correct-live/<int:pk>/", view(amending.amend), name="desk_amend"),
            path("desk/approve/<int:pk>/", view(staging.approve), name="desk_approve"),
            path("desk/return/<int:pk>/", view(staging.send_back), name="desk_send_back"),
            path("desk/retract/<int:pk>/", view(ending.retract), name="desk_retract"),
            path("desk/take-down/<int:pk>/", view(ending.take_down), name="desk_take_down"),
            path("desk/seal/<int:pk>/", view(ending.seal), name="desk_seal"),
            path("desk/scheduled/<int:pk>/", view(publishing.scheduled), name="desk_scheduled"),
            path("desk/revision/<int:pk>/", view(preview.revision), name="desk_revision"),
            path("desk/revision/<int:pk>/name/", view(comparing.name), name="desk_name"),
            path("desk/compare/<int:pk>/", view(comparing.compare), name="desk_compare"),
            path("desk/restore/<int:pk>/<str:key>/", view(comparing.restore), name="desk_restore"),
            path("desk/autosave/<str:kind>/", view(autosaving.autosave), name="desk_autosave"),
            path(
                "desk/autosave/<str:kind>/<int:pk>/",
                view(autosaving.autosave),
                name="desk_autosave",
            ),
            path("desk/turns/", view(turns.turns), name="desk_turns"),
            path("desk/turns/<int:pk>/", view(turns.turns), name="desk_turns"),
            path("desk/apart/<int:pk>/", view(turns.part), name="desk_apart"),
            path("desk/alias/<int:pk>/", view(turns.remember), name="desk_alias"),
            path("desk/notes/", view(queue.queue), name="desk_notes_queue"),
            path("desk/notes/<int:pk>/", view(notes.notes), name="desk_notes"),
            path("desk/notes/<int:pk>/publish/", view(alone.alone), name="desk_notes_alone"),
            path("desk/term/<int:pk>/", view(alone.term), name="desk_term"),
            path("desk/note/<int:pk>/", view(one.note), name="desk_note"),
            path("desk/unsaved/<int:pk>/", view(unsaved.unsaved), name="desk_unsaved"),
            *super().get_urls(),
        ]

    def each_context(self, request: Any) -> dict[str, Any]:
        return {
            **super().each_context(request),
            "site_url": settings.SITE_URL + "/",
            "may_manage_users": can(request.user, Action.MANAGE_USERS),
            "may_rule": can(request.user, Action.RULE),
            "import_url": _reverse_or_nothing("admin:manuscripts_import"),
        }

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        from desk.front import front

        return super().index(request, {**front(request), **(extra_context or {})})

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        from desk.autocomplete import DeskAutocomplete

        return DeskAutocomplete.as_view(admin_site=self)(request)  # type: ignore[return-value]

    def i18n_javascript(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """The words of the admin's scripts: Django's, and those of locale/ that say them otherwise."""
        return JavaScriptCatalog.as_view()(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        must = isinstance(request.user, User) and request.user.must_change_password
        return PasswordChangeView.as_view(
            form_class=FirstPasswordForm,
            success_url=reverse_lazy("admin:index" if must else "admin:password_change_done"),
            template_name="admin/password_change_form.html",
            extra_context={
                **self.each_context(request),
                "must_change": must,
                **(extra_context or {}),
            },
        )(request)


def clock(user: Any) -> ZoneInfo:
    """The time zone `user` reads; the site's own where none is known."""
    try:
        return ZoneInfo(getattr(user, "time_zone", "") or settings.TIME_ZONE)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(settings.TIME_ZONE)


def _reverse_or_nothing(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
