"""Mailboxes come from the settings, each with its own secret."""

from __future__ import annotations

import pytest

from bots.oauth import TokenSource
from casework.errors import Misconfigured
from dovtech import settings
from dovtech.mailboxes import Watched, watched


def named(**environment: str) -> tuple[Watched, ...]:
    """The mailboxes of an environment that holds its secrets too."""
    return watched(settings.load(environment), lambda name: environment.get(name, ""))


def test_one_mailbox_needs_no_name() -> None:
    """The plain variables make one mailbox, which gives no entry date."""
    [box] = named(DOVTECH_MAILBOX_HOST="mail.example.org", DOVTECH_MAILBOX_USER="info", DOVTECH_MAILBOX_PASSWORD="a")
    assert (box.label, box.gives_entry, box.imap.password, box.imap.port) == ("info/INBOX", False, "a", 993)


def test_several_have_names_and_secrets_of_their_own() -> None:
    """What one is given is not the other's."""
    general, ora = named(
        DOVTECH_MAILBOXES="general, ora",
        DOVTECH_MAILBOX_GENERAL_HOST="mail.example.org",
        DOVTECH_MAILBOX_GENERAL_USER="info",
        DOVTECH_MAILBOX_GENERAL_PASSWORD="a",
        DOVTECH_MAILBOX_ORA_HOST="mail.example.org",
        DOVTECH_MAILBOX_ORA_USER="ora",
        DOVTECH_MAILBOX_ORA_PASSWORD="b",
        DOVTECH_MAILBOX_ORA_PORT="143",
        DOVTECH_MAILBOX_ORA_ENTRY="1",
    )
    assert (general.name, general.gives_entry, general.imap.password, general.imap.port) == ("general", False, "a", 993)
    assert (ora.name, ora.gives_entry, ora.imap.password, ora.imap.port) == ("ora", True, "b", 143)


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "no mailbox is named"),
        ({"DOVTECH_MAILBOXES": "ora"}, "has no server.*DOVTECH_MAILBOX_ORA_HOST"),
        ({"DOVTECH_MAILBOX_HOST": "x", "DOVTECH_MAILBOX_PORT": "imap"}, "PORT is no number"),
    ],
)
def test_what_is_not_whole_is_said(environment: dict[str, str], said: str) -> None:
    """The error names the variable to give."""
    with pytest.raises(Misconfigured, match=said):
        named(**environment)


def test_a_token_takes_the_place_of_the_password() -> None:
    """It is looked up at each login, so that whoever renews it restarts nothing."""
    environment = {"DOVTECH_MAILBOX_HOST": "mail.example.org", "DOVTECH_MAILBOX_TOKEN": "first"}
    [box] = watched(settings.load(environment), lambda name: environment.get(name, ""))
    environment["DOVTECH_MAILBOX_TOKEN"] = "second"
    assert box.imap.token is not None
    assert (box.imap.token(), box.imap.password) == ("second", "")
    assert "second" not in repr(box)


def test_a_token_can_be_asked_for() -> None:
    """The endpoint, the client and the scope are settings; the secrets are secrets."""
    [box] = named(
        DOVTECH_MAILBOXES="ora",
        DOVTECH_MAILBOX_ORA_HOST="outlook.example.org",
        DOVTECH_MAILBOX_ORA_TOKEN_URL="https://login.example.org/token",
        DOVTECH_MAILBOX_ORA_TOKEN_CLIENT="dovtech",
        DOVTECH_MAILBOX_ORA_TOKEN_SECRET="s",
        DOVTECH_MAILBOX_ORA_TOKEN_SCOPE="mail",
    )
    assert box.imap.token == TokenSource(
        url="https://login.example.org/token", client="dovtech", secret="s", scope="mail"
    )


def test_without_a_token_there_is_a_password() -> None:
    """What was set up so far goes on as it was."""
    [box] = named(DOVTECH_MAILBOX_HOST="mail.example.org", DOVTECH_MAILBOX_PASSWORD="a")
    assert box.imap.token is None
