"""Notifications of the electronic office over REST, in a small protocol that a gateway puts before a platform.

`PUT {address}/notifications/{code}` makes a letter available, once for each code however often it is asked; the body is
JSON with `nif`, `subject`, `language`, `sha256` and the PDF in base64. `GET` of the same address tells where it stands:
`{"receipt", "state": "available" | "opened" | "rejected" | "expired", "day": "2026-12-03"}`. Both need a bearer token.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import requests

from casework.case import Case, Letter
from casework.delivery import Notice, known
from casework.errors import MailRefused, Unavailable

_ENDED = {"opened": True, "rejected": False, "expired": False}
_AWAY_FROM, _REFUSED_FROM, _BUSY = 500, 400, frozenset({401, 403, 408, 425, 429})
_MISSING = 404


@dataclass(frozen=True)
class RestNotifier:
    """Plays `Notifier` over the protocol above; `timeout` is in seconds."""

    address: str
    token: str = field(repr=False)
    ca_file: str = ""
    timeout: float = 30.0

    def put(self, case: Case, letter: Letter, pdf: bytes) -> Notice:
        """Make the letter available to its addressee; asking again changes nothing there."""
        nif = known(case, "representative_id") or known(case, "applicant_id")  # trap 1: letters to the representative
        if not nif:
            raise MailRefused("nobody vouches for the addressee's NIF", remedy="check it, or send the letter on paper")
        body = {
            "nif": nif,
            "subject": f"{letter.kind} {case.number}",
            "language": letter.language,
            "sha256": hashlib.sha256(pdf).hexdigest(),
            "pdf": base64.b64encode(pdf).decode("ascii"),
        }
        return self._asked("PUT", letter.csv, body)

    def look(self, csv: str) -> Notice:
        """Where the notification stands."""
        return self._asked("GET", csv, None)

    def _asked(self, method: str, csv: str, body: dict[str, str] | None) -> Notice:
        try:
            answer = requests.request(
                method,
                f"{self.address.rstrip('/')}/notifications/{csv}",
                json=body,
                headers={"Authorization": f"Bearer {self.token}"},
                timeout=self.timeout,
                allow_redirects=False,
                verify=self.ca_file or True,
            )
        except requests.RequestException as error:
            raise Unavailable("the electronic office does not answer", remedy="wait: it is tried again") from error
        status = answer.status_code
        if status in _BUSY or status >= _AWAY_FROM or (method == "GET" and status == _MISSING):
            raise Unavailable(f"the electronic office answers {status}", remedy="check DOVTECH_NOTIFIER_TOKEN, or wait")
        if status >= _REFUSED_FROM:
            raise MailRefused(f"the electronic office refuses the letter ({status})", remedy="send it another way")
        return _notice(answer)


def _notice(answer: requests.Response) -> Notice:
    try:
        told: dict[str, Any] = answer.json()
        ended = _ENDED.get(told["state"])
        day = date.fromisoformat(told["day"]) if ended is not None else None
        return Notice(receipt=str(told["receipt"]), opened=bool(ended), day=day)
    except (ValueError, KeyError, TypeError) as error:
        raise Unavailable("the electronic office answers what nobody understands", remedy="see its version") from error
