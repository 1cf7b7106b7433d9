"""What the small pages between a button and a verb have in common."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from newsroom.models import Story, User


class NoteForm(forms.Form):
    note = forms.CharField(label="Why", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: str, required: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = label
        self.fields["note"].required = required
        self.fields["note"].error_messages["required"] = "Say why in a sentence."


def sent(request: HttpRequest) -> Any:
    """What was posted, even if that is nothing."""
    return request.POST if request.method == "POST" else None


def user_of(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied("Log in first.")
    return request.user


def story_of(pk: int) -> Story:
    """The piece as its kind. Raises Http404."""
    try:
        return Story.objects.get(pk=pk).concrete
    except (Story.DoesNotExist, OverflowError):
        raise Http404("There is no such piece.") from None


def page(
    request: HttpRequest,
    template: str,
    title: str,
    context: dict[str, Any],
    form: forms.Form | None = None,
    *,
    refused: bool = False,
) -> HttpResponse:
    """A page of the desk; 422 where what was sent was refused, and `form` says why."""
    refused = refused or bool(form is not None and form.errors)
    return TemplateResponse(
        request,
        template,
        {**admin.site.each_context(request), "title": title, **context},
        status=422 if refused else 200,
    )
