"""What every answer of the desk gets: static files, a strict content policy, expected failures as pages."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from whitenoise.middleware import WhiteNoiseMiddleware

from casework.errors import DovTechError, Refused, Unavailable, UnknownCase
from desk.doors import REQUIRED

Answer = Callable[[HttpRequest], HttpResponse]
_POLICY = "default-src 'none'; img-src 'self'; connect-src 'self'; font-src 'self'; style-src 'self'; script-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"  # noqa: E501
_WITHOUT_FACTOR = ("/second-factor/", "/sign-in", "/sign-out", "/language/", "/static/", "/salud", "/csv", "/api/")
_STATUS: list[tuple[type[DovTechError], int]] = [(UnknownCase, 404), (Refused, 409), (Unavailable, 503)]


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # WhiteNoise ships no types
    """Serves the desk's own static files, without a web server in front."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        """The file in one piece: Django warns of files that are streamed to an ASGI server, and ours are small."""
        made = static_file.get_response(request.method, request.META)
        with made.file or nullcontext() as file:
            content = file.read() if file else b""
        return HttpResponse(content, status=int(made.status), headers=dict(made.headers))


def content_security(get_response: Answer) -> Answer:
    """Allow nothing but our own scripts, styles and pictures, and leave no page with personal data in a cache."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        return response

    return answer


def second_factor(get_response: Answer) -> Answer:
    """Lead whoever came in by a password alone to set up the second factor, where the council requires it.

    Who came by the single sign-on has shown there what the council asks for.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if settings.DESK_SECOND_FACTOR == REQUIRED and _came_by_password_alone(request):
            return redirect("mfa_activate_totp")
        return get_response(request)

    return answer


def _came_by_password_alone(request: HttpRequest) -> bool:
    if not request.user.is_authenticated or request.path_info.startswith(_WITHOUT_FACTOR):
        return False
    from allauth.mfa.utils import is_mfa_enabled  # noqa: PLC0415 - models can only be imported once the apps stand

    how = {step.get("method") for step in request.session.get("account_authentication_methods", [])}
    return "socialaccount" not in how and not is_mfa_enabled(request.user)


class plain_errors:  # noqa: N801 - Django names middleware by its path, and this one must be a class to see exceptions
    """Show an expected failure as a page that says what to do next."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for one of our own errors; anything else is left to Django."""
        if not isinstance(exception, DovTechError):
            return None
        status = next((code for kind, code in _STATUS if isinstance(exception, kind)), 500)
        return render(request, "error.html", {"error": exception}, status=status)
