"""How people come in at this installation's desk, from its settings."""

from __future__ import annotations

from collections.abc import Callable

from casework.errors import Misconfigured
from desk.doors import OPTIONAL, Doors, SingleSignOn
from dovtech.settings import Settings

Secret = Callable[[str], str]


def doors_of(settings: Settings, secret: Secret) -> Doors:
    """The doors; raises Misconfigured where a setting is wrong or the single sign-on is named by half."""
    proxies = settings.value("DOVTECH_DESK_PROXIES", "0")
    if not proxies.isdecimal():
        raise Misconfigured("DOVTECH_DESK_PROXIES is no number", remedy="write how many proxies stand before the desk")
    return Doors(
        address=settings.value("DOVTECH_DESK_ADDRESS"),
        proxies=int(proxies),
        second_factor=settings.value("DOVTECH_SECOND_FACTOR", OPTIONAL),
        single_sign_on=_single_sign_on(settings, secret),
    )


def _single_sign_on(settings: Settings, secret: Secret) -> SingleSignOn | None:
    issuer, client = settings.value("DOVTECH_OIDC_ISSUER"), settings.value("DOVTECH_OIDC_CLIENT_ID")
    key = secret("DOVTECH_OIDC_CLIENT_SECRET")
    if not issuer and not client:
        return None
    if not issuer.startswith(("https://", "http://127.0.0.1:")) or not client or not key:
        raise Misconfigured(
            "the single sign-on is not whole",
            remedy="give DOVTECH_OIDC_ISSUER (https), DOVTECH_OIDC_CLIENT_ID and DOVTECH_OIDC_CLIENT_SECRET",
        )
    return SingleSignOn(
        issuer=issuer.rstrip("/"),
        client_id=client,
        client_secret=key,
        claim=settings.value("DOVTECH_OIDC_CLAIM") or "preferred_username",
    )
