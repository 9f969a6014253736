"""Mail as the programs of the world write it: no file, no word and no machine among them is missed."""

from __future__ import annotations

import pytest
from fakes.awkward_mail import PDF
from fakes.mail_of_the_world import PARTS_AND_FILES, machine, words

from bots.correspondence import automatic
from bots.replies import said
from bots.unpacking import unpack


@pytest.mark.parametrize(
    "sender", ["no-reply@aeat.example", "Avisos <noresponder@example.org>", "donotreply@x.example"]
)
def test_who_reads_no_answers_gets_none_and_is_not_lost(sender: str) -> None:
    """A service may bring a citizen's files: a clerk looks, and no letter goes there."""
    found = automatic(machine("", sender=sender).data)
    assert found is not None
    assert (found.code, found.documents) == ("AUTOMATIC", True)


@pytest.mark.parametrize("more", ["X-MS-Exchange-Organization-SCL: 5\r\n", "X-MS-Exchange-Organization-SCL: alto\r\n"])
def test_what_may_be_spam_is_a_persons(more: str) -> None:
    """Only what the council's own filter is sure of is set aside."""
    assert automatic(words(more=more)) is None


def test_files_in_the_text_are_the_bytes_that_were_sent() -> None:
    """Every escaped sign of yEnc comes back."""
    assert unpack(PARTS_AND_FILES["yEnc"].data)[1] == ("solicitud.pdf", PDF)


OVER = "Adjunto lo pedido.\n\n%sSu número es DOV-2026-000347, NIF 12345678Z"


@pytest.mark.parametrize(
    "divider",
    [
        "-----Mensaje original-----\n",
        "De: Ayuntamiento <registro@example.org>\nEnviado el: viernes\nAsunto: Requerimiento\n\n",
        "From: Ayuntamiento\nSent: Friday\n\n",
        "________________________________\n",
        "El vie, 27 nov 2026 a las 10:00, Ayuntamiento (<registro@example.org>) escribió:\n\n",
        "El dv., 27 de nov. 2026, Ajuntament va escriure:\n\n",
    ],
)
def test_what_stands_under_an_answer_is_anothers_word(divider: str) -> None:
    """Programs that do not mark each line put a line over it: its numbers name a case and no person."""
    told = said(words(OVER % divider))
    assert (told.text.strip(), "DOV-2026-000347" in told.quoted) == ("Adjunto lo pedido.", True)


def test_what_stands_between_marked_lines_is_the_writers() -> None:
    """Who answers line by line is heard."""
    told = said(words("Usted escribió:\n> ¿Qué calle?\nCalle Mayor 3\n> ¿NIF?\n48576231R"))
    assert [line for line in told.text.splitlines() if line] == ["Usted escribió:", "Calle Mayor 3", "48576231R"]
