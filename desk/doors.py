"""How people come in: by password and a second factor, by the council's single sign-on, and never too often.

django-allauth does the work; what stands here is what this desk wants of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from casework.errors import Misconfigured

REQUIRED, OPTIONAL = FACTORS = ("required", "optional")
SINGLE_SIGN_ON = "council"  # the one provider's name in addresses
_CACHE = "desk_cache"


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleSignOn:
    """An OpenID Connect provider; `claim` names the account, as the administrator made it."""

    issuer: str
    client_id: str
    client_secret: str
    claim: str = "preferred_username"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """What an installation decides about coming in.

    `address` is the one people type (`https://mesa.example`), empty where the desk is only reached on this machine;
    `proxies` is how many of our own stand before it, which is how the caller's address is known.
    """

    address: str = ""
    proxies: int = 0
    second_factor: str = OPTIONAL
    single_sign_on: SingleSignOn | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be meant: raises Misconfigured."""
        parts = urlsplit(self.address)
        if self.address and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/")):
            raise Misconfigured(
                "DOVTECH_DESK_ADDRESS is no address of a desk", remedy="write it as https://mesa.example"
            )
        if self.second_factor not in FACTORS:
            raise Misconfigured("DOVTECH_SECOND_FACTOR is neither", remedy=f"write {' or '.join(FACTORS)}")

    @property
    def secure(self) -> bool:
        """Whether the desk is reached by https alone."""
        return self.address.startswith("https://")

    @property
    def host(self) -> str:
        """The name people type, without its port."""
        return urlsplit(self.address).hostname or ""

    @property
    def origin(self) -> str:
        """The address as browsers name it where a form comes from."""
        return self.address.rstrip("/")


def settings_of(doors: Doors) -> dict[str, Any]:
    """Django's and allauth's settings for these doors."""
    return {
        "AUTHENTICATION_BACKENDS": ["django.contrib.auth.backends.ModelBackend"],
        # In the register's database: attempts are counted over all processes, and a code is never taken twice.
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": _CACHE}},
        "ALLAUTH_TRUSTED_PROXY_COUNT": doors.proxies,
        "ACCOUNT_ADAPTER": "desk.signing.Staff",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_RATE_LIMITS": {"login": "120/m/ip", "login_failed": "20/m/ip,5/300s/key"},
        "MFA_ADAPTER": "desk.signing.SecondFactor",
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
        "MFA_TOTP_TOLERANCE": 1,
        "DESK_SECOND_FACTOR": doors.second_factor,
        "SOCIALACCOUNT_ADAPTER": "desk.signing.OneSignOn",
        "SOCIALACCOUNT_LOGIN_ON_GET": True,  # a form may only lead to our own address, by our content policy
        "SOCIALACCOUNT_REQUESTS_TIMEOUT": 20,
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": _apps(doors)}},
        "DESK_SINGLE_SIGN_ON": doors.single_sign_on,
    }


def _apps(doors: Doors) -> list[dict[str, Any]]:
    known = doors.single_sign_on
    if known is None:
        return []
    return [
        {
            "provider_id": SINGLE_SIGN_ON,
            "name": "single sign-on",
            "client_id": known.client_id,
            "secret": known.client_secret,
            "settings": {"server_url": known.issuer},
        }
    ]
