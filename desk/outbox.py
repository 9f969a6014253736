"""What programs are told of their cases: noted with the case in one transaction, sent until it is taken.

Each notice is signed: `DovTech-Signature: t=SECONDS,v1=HEX`, the HMAC-SHA256 of `SECONDS.BODY` under the webhook's key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from casework.case import Case
from desk.models import Delivery, Notice, Token
from desk.sealing import unseal
from desk.tokens import WEBHOOK_PURPOSE

log = logging.getLogger(__name__)
Post = Callable[[str, bytes, dict[str, str]], int]
"""Send a body with headers to an address and give the answer's status; raises OSError where there is none."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=6)
_TRIES = 20  # about three days
_LEASE = timedelta(minutes=2)  # while one process sends a notice, no other does
_AT_ONCE = 20
_OK = range(200, 300)


def note(case: Case, before: str) -> None:
    """Keep a notice for the program that delivered the case, where its status has changed; inside the case's save."""
    if case.status == before:
        return
    token = Token.objects.filter(
        ~Q(webhook=""), revoked_at=None, pk__in=Delivery.objects.filter(case_id=case.number).values("token")
    ).first()
    if token is not None:
        now = timezone.now()
        body = {"number": case.number, "status": case.status.value, "stage": case.stage.value, "at": now.isoformat()}
        Notice.objects.create(token=token, body=body, made_at=now, due_at=now)


def send_due(post: Post) -> int:
    """Send what is due; how many were taken. A notice that is refused waits longer each time, then is given up."""
    now = timezone.now()
    due = Notice.objects.filter(due_at__lte=now).order_by("due_at").values_list("pk", "due_at")[:_AT_ONCE]
    return sum(_send(pk, post) for pk, at in due if _leased(pk, at))


def _leased(pk: int, at: Any) -> bool:
    return bool(Notice.objects.filter(pk=pk, due_at=at).update(due_at=timezone.now() + _LEASE))


def _send(pk: int, post: Post) -> bool:
    notice = Notice.objects.select_related("token").get(pk=pk)
    body = json.dumps({"id": notice.pk, **notice.body}).encode()
    key = unseal(notice.token.webhook_key, WEBHOOK_PURPOSE)
    headers = {
        "Content-Type": "application/json",
        "DovTech-Signature": signature(key, body, timezone.now().timestamp()),
    }
    try:
        status = post(notice.token.webhook, body, headers)
        trouble = "" if status in _OK else f"answered {status}"
    except OSError as error:
        trouble = type(error).__name__
    _settle(notice, trouble)
    return not trouble


def _settle(notice: Notice, trouble: str) -> None:
    now, tries = timezone.now(), notice.tries + 1
    wait = min(_FIRST_WAIT * 2 ** (tries - 1), _LONGEST_WAIT)
    again = now + wait if trouble and tries < _TRIES and notice.token.revoked_at is None else None
    if trouble:
        log.warning("notice %d was not taken (%s), try %d", notice.pk, trouble, tries)
    Notice.objects.filter(pk=notice.pk).update(
        tries=tries, trouble=trouble, due_at=again, taken_at=None if trouble else now
    )


def signature(key: str, body: bytes, at: float) -> str:
    """The header's value for this body at this moment (seconds of Unix)."""
    seconds = str(int(at))
    made = hmac.new(key.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={made}"
