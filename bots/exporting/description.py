"""What the ENI must know of each document of a case: its identifier, its origin, its state, its type."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from bots.exporting.council import Sender
from bots.exporting.formats import format_of
from casework.application import Channel, Document
from casework.case import Case, Letter

_SPECIFIC = 30

# TipoDocumental by what a document is (NTI Documento Electrónico, table of values).
_REQUEST, _OTHER, _COMMUNICATION = "TD14", "TD99", "TD06"
_WRITS = {"allegation": "TD16", "appeal": "TD17", "driver_identification": "TD18"}
_BY_KIND = {
    "bank_certificate": "TD11",
    "blank_form": "TD99",
    "complaint": "TD18",
    "data_protection_right": "TD14",
    "disability_certificate": "TD11",
    "invoice": "TD19",
    "other_administration": "TD18",
    "spam": "TD99",
    "supplement": "TD18",
    "technical_report": "TD13",
    "unreadable": "TD99",
}
# Receipts acknowledge; a requirement opens a term and is notified; a resolution decides; what only tells is sent.
_LETTERS = {"L1": "TD09", "L3": "TD07", "L4": "TD07", "L5": "TD01"}

# Paper that the council itself scanned; what a citizen sent was born digital, or scanned by somebody unknown.
_SCANNED = frozenset({Channel.COUNTER, Channel.FOLDER})
_SIGNATURE_IN_PDF = b"/ByteRange"


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One document's mandatory metadata. `sha256` finds the bytes; `state` is EE01..EE99; `csv` may be empty.

    `administration` is OrigenCiudadanoAdministracion: true for what the administration made.
    """

    identifier: str
    sha256: str
    captured_at: datetime
    administration: bool
    state: str
    type: str
    format: str
    csv: str = ""


def document_identifier(sender: Sender, year: int, seed: str) -> str:
    """ES_<DIR3>_<year>_<30 characters drawn from the seed>: the same document always gets the same one."""
    return f"ES_{sender.dir3}_{year:04d}_{_specific(seed)}"


def file_identifier(sender: Sender, case: Case) -> str:
    """ES_<DIR3>_<year>_EXP_<30 characters>, the identifier of the case's file."""
    return f"ES_{sender.dir3}_{case.application.received_at.year:04d}_EXP_{_specific(case.number)}"


def _specific(seed: str) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()[:_SPECIFIC].upper()


def described(case: Case, sender: Sender) -> tuple[Described, ...]:
    """Every original in the order it came, then every letter in the order it was written."""
    originals = [
        _original(case, sender, order, document) for order, document in enumerate(case.application.documents, start=1)
    ]
    letters = [_letter(case, sender, order, letter) for order, letter in enumerate(case.letters, start=1)]
    return (*originals, *letters)


def _original(case: Case, sender: Sender, order: int, document: Document) -> Described:
    captured_at = case.application.received_at
    return Described(
        identifier=document_identifier(sender, captured_at.year, f"{case.number}/original/{order}/{document.sha256}"),
        sha256=document.sha256,
        captured_at=captured_at,
        administration=False,
        state="EE03" if case.application.channel in _SCANNED else "EE99",
        type=_type_of(case, document),
        format=format_of(document.media_type),
    )


def _letter(case: Case, sender: Sender, order: int, letter: Letter) -> Described:
    return Described(
        identifier=document_identifier(
            sender, letter.written_at.year, f"{case.number}/letter/{order}/{letter.kind}/{letter.sha256}"
        ),
        sha256=letter.sha256,
        captured_at=letter.written_at,
        administration=True,
        state="EE01",
        type=_LETTERS.get(letter.kind.partition("_")[0], _COMMUNICATION),
        format=format_of("application/pdf"),
        csv=letter.csv,
    )


def _type_of(case: Case, document: Document) -> str:
    """The document's type by its most telling part: the form itself, else what its first part is."""
    if document.container:
        return _OTHER
    kinds = [part.kind for part in case.classification.parts if part.document == document.sha256]
    if case.kind in kinds or not case.classification.parts:
        accepted = {field.name: field.value for field in case.fields if field.accepted}
        return _WRITS.get(accepted.get("writ_kind", ""), _BY_KIND.get(case.kind, _REQUEST))
    return _BY_KIND.get(kinds[0], _OTHER) if kinds else _OTHER


def as_born(document: Described, data: bytes) -> Described:
    """The description with the state told from the bytes: a PDF that carries a signature is an original.

    Only what the citizen sent in digital form can change: a scan of ours stays a copy of paper.
    """
    signed = document.state == "EE99" and data.startswith(b"%PDF") and _SIGNATURE_IN_PDF in data
    return replace(document, state="EE01") if signed else document
