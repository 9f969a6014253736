"""Signing in and out, and setting a password by a link that works once."""

from __future__ import annotations

from django.contrib.auth import views
from django.urls import reverse_lazy


class SignIn(views.LoginView):
    """Ask for name and password."""

    template_name = "sign_in.html"
    redirect_authenticated_user = True


class SetPassword(views.PasswordResetConfirmView):
    """Set the password of the account that the link was made for, once."""

    template_name = "set_password.html"
    success_url = reverse_lazy("tray")
    post_reset_login = True
