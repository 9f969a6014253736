"""What allauth asks of this desk: nobody signs themselves up, secrets are kept sealed, sign-on opens known accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import render

from desk import audit
from desk.sealing import seal, unseal
from desk.words import word

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin

_PURPOSE = "the desk's second factors"


class Staff(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by an administrator; nothing is said beside the page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's shape
        """Nobody makes an account of their own."""
        return False

    def add_message(self, *_: Any, **__: Any) -> None:
        """The pages say what happened."""

    def send_mail(self, *_: Any, **__: Any) -> None:
        """The desk sends no mail to staff."""


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # as above
    """Secrets of codes are kept encrypted under a key of their own, and drawn without another library."""

    def encrypt(self, text: str) -> str:
        """The text sealed."""
        return seal(text, _PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """The sealed text."""
        return unseal(encrypted_text, _PURPOSE)

    def get_totp_issuer(self) -> str:
        """The name under which telephones keep the code."""
        return f"DovTech · {word('council')}"

    def build_totp_svg(self, url: str) -> str:
        """The code as a picture that needs no style of its own."""
        return segno.make(url, micro=False).svg_inline(scale=4, border=2)


class OneSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]  # as above
    """The council's sign-on opens the account of the name it gives, if an administrator made one."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Join the sign-on to its account at the first time; whoever has none is refused, and it is noted."""
        if sociallogin.state.get("process", "login") != "login":
            raise PermissionDenied  # accounts are joined by the name the council gives them, by nobody's own wish
        if sociallogin.is_existing:
            return
        user = _named(sociallogin)
        if user is None:
            audit.record("", "login_failed", detail="single sign-on without an account")
            raise ImmediateHttpResponse(render(request, "account/signup_closed.html", status=403))
        sociallogin.connect(request, user)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 - as above
        """Nobody makes an account by signing on."""
        return False


def _named(sociallogin: SocialLogin) -> User | None:
    told = sociallogin.account.extra_data
    facts = told.get("id_token") or told.get("userinfo") or told
    name = facts.get(settings.DESK_SINGLE_SIGN_ON.claim) or (told.get("userinfo") or {}).get(
        settings.DESK_SINGLE_SIGN_ON.claim
    )
    return User.objects.filter(username=name, is_active=True).first() if name else None
