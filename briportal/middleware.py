"""The site's policy on every answer, and the admin's machinery under /admin/ only.

A reader's request must cost nothing and carry nothing: no session is looked up, no cookie set,
no answer varies on one. So Django's own middleware is wrapped to return at once outside /admin/.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import OperationalError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import set_response_etag

ADMIN = "/admin/"

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "frame-src 'self'",
        "frame-ancestors 'self'",
        "form-action 'self'",
        "base-uri 'none'",
    ]
)
# An uploaded file is shown, never run, whatever it turns out to be.
MEDIA_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
MEDIA = ("/media/", "/admin/desk/recordings/")
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class SecurityPolicyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        media = request.path_info.startswith(MEDIA)
        response.headers["Content-Security-Policy"] = MEDIA_POLICY if media else POLICY
        response.headers["Permissions-Policy"] = PERMISSIONS
        return response


class AdminSessionMiddleware(SessionMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(ADMIN):
            super().process_request(request)

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if not request.path_info.startswith(ADMIN):
            return response
        try:
            return super().process_response(request, response)
        except (OperationalError, SessionInterrupted) as error:
            if not _database_took_nothing(error):
                raise
            # A full disk keeps no message for the next page; what was done is done, or was told.
            logging.getLogger("django.request").exception("A session could not be saved.")
            return response


def _database_took_nothing(error: BaseException | None) -> bool:
    """Django says of every failed write of a session that somebody logged out meanwhile."""
    while error is not None and not isinstance(error, OperationalError):
        error = error.__context__
    return error is not None


class AdminAuthenticationMiddleware(AuthenticationMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(ADMIN):
            super().process_request(request)


class AdminMessageMiddleware(MessageMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(ADMIN):
            super().process_request(request)


class AdminCsrfMiddleware(CsrfViewMiddleware):
    """Outside /admin/ nothing changes state: a POST there is refused by the views themselves."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(ADMIN):
            super().process_request(request)

    def process_view(
        self, request: HttpRequest, callback: Any, callback_args: Any, callback_kwargs: Any
    ) -> Any:
        if request.path_info.startswith(ADMIN):
            return super().process_view(request, callback, callback_args, callback_kwargs)
        return None

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if not request.path_info.startswith(ADMIN):
            return response
        return super().process_response(request, response)


class PublicConditionalGetMiddleware(ConditionalGetMiddleware):
    """An ETag for every public page, and 304 for a reader who has it already."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if request.path_info.startswith(ADMIN) or response.streaming:
            return response
        if request.method == "HEAD" and response.content and self.needs_etag(response):
            # Django tells it to GET alone; whoever asks by HEAD asks what GET would say.
            set_response_etag(response)
        return super().process_response(request, response)

    def needs_etag(self, response: Any) -> bool:
        """A picture has its hash in its name, and nobody asks whether it is still the same."""
        never_changes = "immutable" in response.get("Cache-Control", "")
        return not never_changes and super().needs_etag(response)


class PublicGZipMiddleware(GZipMiddleware):
    """Public pages hold no secret that a compressed length could give away; the admin's do."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if request.path_info.startswith((ADMIN, "/media/")):
            return response
        return super().process_response(request, response)
