"""Accounts: made, given a role and switched off by administrators."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path

from newsroom.admin.reading import PlainList
from newsroom.models import Role, User
from newsroom.permissions import Action, can

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[User]
    ModelForm = forms.ModelForm[User]
else:
    ModelAdmin = admin.ModelAdmin
    ModelForm = forms.ModelForm

# No look-alikes: a one-time password is read out and typed once.
PASSWORD_ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz"  # noqa: S105
PASSWORD_LENGTH = 16


def give_one_time_password(user: User) -> str:
    """Set a password that must be changed at the next log-in; it is shown once and never again."""
    password = "".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(PASSWORD_LENGTH))
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    return password


class UserForm(ModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        was_administrator = self.initial.get("role") == Role.ADMINISTRATOR
        stays = cleaned.get("role") == Role.ADMINISTRATOR and cleaned.get("is_active", True)
        if self.instance.pk and was_administrator and not stays:
            others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
            if not others.exclude(pk=self.instance.pk).exists():
                raise ValidationError(
                    f"{self.instance} is the only administrator. Make somebody else one first."
                )
        return cleaned


# There are no groups here: a role says what somebody may do.
if admin.site.is_registered(Group):
    admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(PlainList, ModelAdmin):
    form = UserForm
    change_form_template = "admin/newsroom/user/change_form.html"
    list_display = ["username", "name", "role", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "name", "email"]
    fields = ["username", "name", "email", "role", "time_zone", "is_active"]
    view_on_site = False
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Action.MANAGE_USERS)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Action.MANAGE_USERS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Action.MANAGE_USERS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can(request.user, Action.MANAGE_USERS)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Switched off instead: the history keeps a name that leads somewhere.
        return False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.reset_password)
        return [
            path("<int:pk>/password/", view, name="newsroom_user_password"),
            *super().get_urls(),
        ]

    def reset_password(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET asks, POST gives a one-time password and shows it on that one page."""
        if not can(request.user, Action.MANAGE_USERS):
            raise PermissionDenied("Only administrators reset passwords.")
        user = get_object_or_404(User, pk=pk)
        if request.method != "POST":
            return self._password_page(request, user, "")
        self.log_change(request, user, "Gave a one-time password.")
        return self._password_page(request, user, give_one_time_password(user))

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._password_page(request, obj, give_one_time_password(obj))

    def _password_page(self, request: HttpRequest, user: User, password: str) -> HttpResponse:
        response = TemplateResponse(
            request,
            "desk/one_time_password.html",
            {
                **self.admin_site.each_context(request),
                "title": f"One-time password for {user}",
                "account": user,
                "password": password,
            },
        )
        response["Cache-Control"] = "no-store"
        return response
