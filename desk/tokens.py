"""Tokens by which programs speak to the desk: what each may do, kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from casework.errors import WrongUse
from desk import audit
from desk.models import Token
from desk.sealing import seal

SUBMIT, READ, READ_ALL = SCOPES = ("submit", "read", "read_all")
WEBHOOK_PURPOSE = "the key of a webhook"
_PREFIX = "dov_"
_LOCAL = {"127.0.0.1", "localhost", "::1"}
_NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Given:
    """What is shown once: the token, and the key by which its webhook is signed."""

    token: str
    webhook_key: str


def give(name: str, scopes: Iterable[str], *, by: str, webhook: str = "") -> Given:
    """Make a token. Raises WrongUse for a name that is taken, an unknown scope or an address that is none."""
    wanted = sorted(set(scopes))
    if not name.strip() or len(name) > _NAME_LENGTH or Token.objects.filter(name=name).exists():
        raise WrongUse("a token needs a name of its own", remedy="see `dovtech token list`")
    if not wanted or not set(wanted) <= set(SCOPES):
        raise WrongUse("the scopes are not known", remedy=f"choose of {', '.join(SCOPES)}")
    if webhook:
        _check_webhook(webhook)
    made = Given(_PREFIX + secrets.token_urlsafe(32), secrets.token_urlsafe(32) if webhook else "")
    with transaction.atomic():
        Token.objects.create(
            name=name,
            digest=digest_of(made.token),
            scopes=wanted,
            webhook=webhook,
            webhook_key=seal(made.webhook_key, WEBHOOK_PURPOSE) if webhook else "",
            made_at=timezone.now(),
            made_by=by,
        )
        audit.record(by, "token_give", detail=f"{name}: {' '.join(wanted)}")
    return made


def revoke(name: str, *, by: str) -> None:
    """Let a token open nothing any more; raises WrongUse where there is none of that name."""
    with transaction.atomic():
        if not Token.objects.filter(name=name, revoked_at=None).update(revoked_at=timezone.now()):
            raise WrongUse(f"there is no open token {name!r}", remedy="see `dovtech token list`")
        audit.record(by, "token_revoke", detail=name)


def token_of(shown: str) -> Token | None:
    """The open token that was shown; None where there is none."""
    return Token.objects.filter(digest=digest_of(shown), revoked_at=None).first()


def digest_of(token: str) -> str:
    """The hash a token is kept by: it is 256 bits of chance, so that one pass is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _check_webhook(address: str) -> None:
    parts = urlsplit(address)
    local = parts.scheme == "http" and parts.hostname in _LOCAL
    if not parts.hostname or parts.username or not (parts.scheme == "https" or local):
        raise WrongUse("the webhook's address is none", remedy="write it as https://portal.example/path")
