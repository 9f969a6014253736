"""How letters leave an installation, by its settings."""

from __future__ import annotations

from typing import cast

import pytest

from bots.mailing import MailWriter
from casework.errors import Misconfigured
from dovtech import outgoing
from dovtech.settings import load

SMTP = {"DOVTECH_SMTP_HOST": "mail.example.org", "DOVTECH_SMTP_SENDER": "registro@ayto.example.org"}


def secret(name: str) -> str:
    return f"secret of {name}"


def writer(_sender: str) -> MailWriter:
    return cast("MailWriter", None)


def test_nothing_is_sent_where_nothing_is_named() -> None:
    """Letters then wait for a person."""
    assert (outgoing.post(load({}), secret, writer), outgoing.notifier(load({}), secret)) == (None, None)


def test_a_server_is_reached_as_the_settings_say() -> None:
    """With the mailbox in which copies arrive."""
    copies = {"DOVTECH_SMTP_COPY": "copias@ayto.example.org", "DOVTECH_SMTP_COPY_MAILBOX": "copies",
              "DOVTECH_MAILBOX_COPIES_HOST": "imap.example.org", "DOVTECH_MAILBOX_COPIES_USER": "copias"}  # fmt: skip
    post = outgoing.post(load({**SMTP, **copies, "DOVTECH_SMTP_PORT": "465", "DOVTECH_SMTP_TLS": "1"}), secret, writer)
    assert post is not None
    assert (post.settings.port, post.settings.tls, post.settings.password) == (
        465, True, "secret of DOVTECH_SMTP_PASSWORD",
    )  # fmt: skip
    assert post.copies is not None
    assert (post.copies.host, post.copies.user) == ("imap.example.org", "copias")


@pytest.mark.parametrize(("wrong", "said"), [
    ({"DOVTECH_SMTP_SENDER": ""}, "DOVTECH_SMTP_SENDER"), ({"DOVTECH_SMTP_PORT": "smtp"}, "DOVTECH_SMTP_PORT"),
])  # fmt: skip
def test_a_setting_that_is_not_whole_is_named(wrong: dict[str, str], said: str) -> None:
    """Before the first letter, not at it."""
    with pytest.raises(Misconfigured, match=said):
        outgoing.post(load({**SMTP, **wrong}), secret, writer)


def test_the_electronic_office_has_its_token() -> None:
    """From a secret."""
    notifier = outgoing.notifier(load({"DOVTECH_NOTIFIER_ADDRESS": "https://sede.example.org"}), secret)
    assert notifier is not None
    assert (notifier.address, notifier.token) == ("https://sede.example.org", "secret of DOVTECH_NOTIFIER_TOKEN")
