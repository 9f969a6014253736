"""Outlook's messages: text, attachments, and messages within them."""

from __future__ import annotations

import pytest
from fakes import outlook as made
from fakes import sheets

from bots.reading import outlook
from bots.unpacking import unpack
from casework.errors import TooLarge

INNER = made.message("Petició", "Adjunte el document.", {"nota.txt": b"hola"})
MESSAGE = made.saved(made.message("Sol·licitud", "Bon dia,\r\nvegeu el PDF.", {"a.pdf": sheets.form(), "fwd": INNER}))


def test_a_message_gives_its_text_and_all_that_is_attached() -> None:
    """Subject and text first, then the file byte by byte, then what the inner message holds."""
    files = unpack(MESSAGE)
    assert [name for name, _ in files] == ["message.txt", "a.pdf", "message.txt", "nota.txt"]
    assert files[0][1].decode().splitlines()[:4] == ["From: ana@example.org", "Subject: Sol·licitud", "", "Bon dia,"]
    assert files[1][1] == sheets.form()
    assert files[3][1] == b"hola"


def test_another_compound_file_is_no_message() -> None:
    """Old Word documents are stored in the same way."""
    assert not outlook.is_message(made.saved({"WordDocument": b"x" * 5000}))


def test_a_message_that_was_cut_harms_nobody() -> None:
    """What olefile raises for broken files stays here: there is no message, or as much of it as is left."""
    assert not outlook.is_message(MESSAGE[:600])
    left = [name for name, _ in unpack(MESSAGE[: len(MESSAGE) // 2])]
    assert left in (["document"], ["message.txt"], ["message.txt", "a.pdf"])


def test_messages_within_messages_end_somewhere() -> None:
    """Nine levels are more than anybody forwards."""
    tree = INNER
    for _ in range(10):
        tree = made.message("Fwd", "", {"fwd": tree})
    with pytest.raises(TooLarge, match="too many times"):
        outlook.as_mail(made.saved(tree))
