"""Mailboxes and mail servers that want OAuth 2.0: a real Dovecot that asks the authority about each token."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

import pytest
from aiosmtpd.smtp import SMTP, AuthResult
from fakes.dovecot import USER, Dovecot
from fakes.serving import served
from fakes.smtp import Inbox, smtp_server

from bots.mailbox import ImapMailbox
from bots.oauth import TokenSource
from bots.smtp import SmtpPost
from casework.case import Case, Letter
from casework.errors import Misconfigured, Unavailable

SECRET, REFRESH = "secreto", "para renovar"


class Authority(BaseHTTPRequestHandler):
    """Gives tokens to who knows the secret, and tells the mail server whose they are; `held` is what both share."""

    held: dict[str, object]

    def do_POST(self) -> None:
        asked = {
            name: value[0]
            for name, value in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()
        }
        if self.path == "/introspect":
            self._answer(200, {"active": asked.get("token") in self._tokens(), "username": USER})
        elif self.held.get("busy"):
            self._answer(503, {})
        elif self.held.get("broken"):
            self._answer(200, {"token": "?"})
        elif asked.get("client_secret") != SECRET or asked.get("refresh_token", REFRESH) != REFRESH:
            self._answer(401, {"error": "invalid_client"})
        else:
            token = f"{asked['grant_type']}-{len(self._tokens())}"
            self._tokens().append(token)
            self._answer(200, {"access_token": token, "token_type": "Bearer", "expires_in": 3600})

    def _tokens(self) -> list[str]:
        return self.held["tokens"]  # type: ignore[return-value]

    def _answer(self, status: int, body: dict[str, object]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def held() -> dict[str, object]:
    return {"tokens": []}


@pytest.fixture(scope="module")
def authority(held: dict[str, object]) -> Iterator[str]:
    with served(Authority, held=held) as address:
        yield address


@pytest.fixture(scope="module")
def guarded(make_dovecot: Callable[..., Dovecot], authority: str) -> Dovecot:
    server = make_dovecot(tokens=f"{authority}/introspect")
    server.deliver(b"From: ana@example.org\r\nSubject: Hola\r\n\r\nSolicito...\r\n")
    return server


def source(authority: str, **changes: str) -> TokenSource:
    return TokenSource(**{"url": f"{authority}/token", "client": "dovtech", "secret": SECRET} | changes)


@pytest.mark.parametrize("refresh", ["", REFRESH], ids=["as a program", "in a name"])
def test_a_mailbox_is_read_by_a_token(guarded: Dovecot, authority: str, refresh: str) -> None:
    """The token comes from the authority at the login, and the password, which is wrong here, is not used."""
    box = ImapMailbox(guarded.settings(password="wrong", token=source(authority, refresh_token=refresh)))
    [message] = box.unread()
    box.close()
    assert message.data.endswith(b"Solicito...\r\n")


def test_each_login_asks_for_a_token_anew(guarded: Dovecot, authority: str, held: dict[str, object]) -> None:
    """A token that was withdrawn in between holds nothing up."""
    box = ImapMailbox(guarded.settings(token=source(authority)))
    assert len(list(box.unread())) == 1
    box.close()
    held["tokens"].clear()  # type: ignore[attr-defined]
    assert len(list(box.unread())) == 1
    box.close()


def test_a_token_that_nobody_gave_is_refused(guarded: Dovecot) -> None:
    """The error says what to look at, and not the token."""
    box = ImapMailbox(guarded.settings(token=lambda: "invented"))
    with pytest.raises(Unavailable, match="refuses the login") as caught:
        list(box.unread())
    assert "invented" not in str(caught.value)


def test_a_secret_that_is_wrong_is_said_to_be(authority: str) -> None:
    """Waiting would not help: a person must look."""
    with pytest.raises(Misconfigured, match="refuses \\(401\\)"):
        source(authority, secret="otro")()


@pytest.mark.parametrize(("fault", "said"), [("busy", "answers 503"), ("broken", "gives no token")])
def test_an_authority_that_is_ill_is_asked_again(
    authority: str, held: dict[str, object], fault: str, said: str
) -> None:
    """What passes by itself is told as such."""
    held[fault] = True
    try:
        with pytest.raises(Unavailable, match=said):
            source(authority)()
    finally:
        del held[fault]


def test_an_authority_that_is_away_is_asked_again() -> None:
    """Nobody listens there."""
    with pytest.raises(Unavailable, match="does not answer"):
        source("http://127.0.0.1:9")()


class Guarded(Inbox):
    """An SMTP server that takes the token `good` only."""

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 - aiosmtpd's name
        if b"auth=Bearer good\1" in base64.b64decode(args[1]):
            return AuthResult(success=True, auth_data=USER)
        await server.challenge_auth('{"status":"401"}')  # the client answers it with nothing, and then hears 535
        return AuthResult(success=False, handled=False, message="535 5.7.8 no such token")


class _Writer:
    """Plays the writer of mails."""

    def recipient(self, _: Case, __: Letter) -> str:
        return "ana@example.org"

    def mail(self, *_: object) -> bytes:
        mail = EmailMessage()
        mail["Subject"] = "Carta"
        mail.set_content("Buenos días.")
        return mail.as_bytes()


@pytest.mark.parametrize(("token", "taken"), [("good", 1), ("bad", 0)])
def test_letters_leave_by_a_token(token: str, taken: int) -> None:
    """The mail server takes the mail for the right token; the wrong one is told as a login refused."""
    inbox = Guarded()
    with smtp_server(inbox, auth_require_tls=False) as server:
        settings = replace(server, user=USER, token=lambda: token)
        post = SmtpPost(settings=settings, writer=_Writer())  # type: ignore[arg-type]
        if taken:
            assert post.send(_A_CASE, _A_LETTER, b"", lambda: None).startswith("250")
        else:
            with pytest.raises(Unavailable, match="refuses the login"):
                post.send(_A_CASE, _A_LETTER, b"", lambda: None)
    assert len(inbox.envelopes) == taken


_A_CASE: Case = None  # type: ignore[assignment] - the writer above does not look at it
_A_LETTER: Letter = None  # type: ignore[assignment]
