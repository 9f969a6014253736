"""Signing in and out, and setting a password by a link that works once."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.views import LoginView
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.http import urlencode

from desk.doors import SINGLE_SIGN_ON


class Credentials(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Name and password, under the names that browsers keep them by."""

    def add_prefix(self, field_name: str) -> str:
        """What allauth calls the login is a user's name here."""
        return {"login": "username"}.get(field_name, field_name)


class SignIn(LoginView):  # type: ignore[misc]  # as above
    """Ask for name and password; or lead to the council's single sign-on."""

    form_class = Credentials
    template_name = "sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where to go on to, and the way to the single sign-on where there is one."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        onward = context.get("redirect_field_value") or ""
        way = reverse("openid_connect_login", args=[SINGLE_SIGN_ON]) if settings.DESK_SINGLE_SIGN_ON else ""
        context["next"] = onward
        context["single_sign_on"] = f"{way}?{urlencode({'next': onward})}" if way and onward else way
        context["too_often"] = any(
            problem.code == "too_many_login_attempts" for problem in context["form"].non_field_errors().as_data()
        )
        return context


class SetPassword(views.PasswordResetConfirmView):
    """Set the password of the account that the link was made for, once."""

    template_name = "set_password.html"
    success_url = reverse_lazy("tray")

    def form_valid(self, form: SetPasswordForm[Any]) -> HttpResponse:
        """Go on signed in, unless there is a second factor: a link alone does not stand for it."""
        self.post_reset_login = not is_mfa_enabled(self.user)
        return super().form_valid(form)
