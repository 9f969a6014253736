"""Access tokens of OAuth 2.0 for mail servers that take no passwords (Exchange Online, Google Workspace)."""

from __future__ import annotations

from dataclasses import dataclass, field

import requests

from casework.errors import Misconfigured, Unavailable

_REFUSED, _BUSY, _AWAY = 400, 429, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSource:
    """Asks the token endpoint `url` for an access token, as a program with a secret of its own (RFC 6749, 4.4).

    With a `refresh_token` it asks in the name of whoever gave that (6). A token is asked for at each login and kept
    nowhere: logins are minutes apart, and one that was withdrawn is not used again. `timeout` is in seconds.
    """

    url: str
    client: str
    secret: str = field(repr=False)
    scope: str = ""
    refresh_token: str = field(default="", repr=False)
    ca_file: str = ""
    timeout: float = 30.0

    def __call__(self) -> str:
        """A fresh token; raises Unavailable where the endpoint is away, Misconfigured where it refuses."""
        asked = {"client_id": self.client, "client_secret": self.secret, "scope": self.scope}
        grant = (
            {"grant_type": "refresh_token", "refresh_token": self.refresh_token}
            if self.refresh_token
            else {"grant_type": "client_credentials"}
        )
        try:
            answer = requests.post(
                self.url,
                data={name: value for name, value in (asked | grant).items() if value},
                timeout=self.timeout,
                allow_redirects=False,
                verify=self.ca_file or True,
            )
        except requests.RequestException as error:
            raise Unavailable("the token endpoint does not answer", remedy="wait: it is asked again") from error
        if answer.status_code == _BUSY or answer.status_code >= _AWAY:
            raise Unavailable(f"the token endpoint answers {answer.status_code}", remedy="wait: it is asked again")
        if answer.status_code >= _REFUSED:
            raise Misconfigured(
                f"the token endpoint refuses ({answer.status_code})",
                remedy="check the client, its secret and its scope",
            )
        return _token(answer)


def _token(answer: requests.Response) -> str:
    try:
        return str(answer.json()["access_token"])
    except (ValueError, KeyError, TypeError) as error:
        raise Unavailable("the token endpoint gives no token", remedy="check its address") from error


def bearer(user: str, token: str) -> str:
    """What the client says first by SASL XOAUTH2."""
    return f"user={user}\1auth=Bearer {token}\1\1"
