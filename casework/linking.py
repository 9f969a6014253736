"""To which case a reply belongs: two things must agree, or a signed reference; whatever is doubtful is a person's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from casework.application import NUMBER
from casework.case import Case
from casework.errors import UnknownCase
from casework.identifiers import is_tax_id
from casework.requirement import Link
from casework.verification import letter_reference

_SIGNED = re.compile(rf"\b({NUMBER.pattern})-([0-9A-Z]{{8}})\b")
_NUMBER = re.compile(rf"\b{NUMBER.pattern}\b")
_TAX_ID = re.compile(r"\b(?:[0-9]{8}|[XYZ][0-9]{7})[ -]?[A-Z]\b|\b[A-HJ-NP-SUVW][0-9]{7}[0-9A-J]\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a message says of where it belongs: sender, recipients, subject, its own id, what it answers, its words.

    `quoted` are another's words that it repeats: they name a case, and never a person.
    """

    sender: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    answers: tuple[str, ...] = ()
    text: str = ""
    quoted: str = ""
    message_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """The case a reply belongs to and by what; without a number it may belong to one, and a person says to which."""

    number: str = ""
    link: Link | None = None


class AskedCases(Protocol):
    """Finds cases for what a reply says."""

    def load(self, number: str) -> Case:
        """The case of that number; raises UnknownCase."""
        ...

    def asked_of(self, tax_id: str) -> tuple[str, ...]:
        """Numbers of the cases in which that person was asked for something and has not answered."""
        ...


def linked(said: Said, cases: AskedCases, secret: bytes) -> Linked | None:
    """The one case that a message answers; None for one that names none.

    A reference that we signed is enough, wherever it stands. A bare number can be mistyped: it needs the sender's
    address or the person's own number with it. A person's number alone is enough where one thing was asked of them.
    """
    signed = {(number, link) for number, link in _signed(said, secret) if _known(number, cases)}
    if signed:
        return _only(signed)
    named = set(_NUMBER.findall(f"{said.subject}\n{said.text}".upper())) or set(_NUMBER.findall(said.quoted.upper()))
    if named:
        sure = {(number, Link.NUMBER) for number in named if _fits(said, _known(number, cases))}
        return _only(sure) if len(named) == 1 else Linked()
    asked = {(number, Link.PERSON) for tax_id in _people(said) for number in cases.asked_of(tax_id)}
    return _only(asked) if asked else None


def _only(found: set[tuple[str, Link]]) -> Linked:
    """The case that all of them name; an open question where they name several, or none."""
    numbers = {number for number, _ in found}
    if len(numbers) != 1:
        return Linked()
    return Linked(number=numbers.pop(), link=min((link for _, link in found), key=list(Link).index))


def _signed(said: Said, secret: bytes) -> Iterable[tuple[str, Link]]:
    for link, words in (
        (Link.REFERENCE, said.subject),
        (Link.TAG, " ".join(said.recipients)),
        (Link.THREAD, " ".join(said.answers)),
    ):
        for number, sign in _SIGNED.findall(words.upper()):
            if letter_reference(number, secret) == f"{number}-{sign}":
                yield number, link


def _known(number: str, cases: AskedCases) -> Case | None:
    try:
        return cases.load(number)
    except UnknownCase:
        return None


def _fits(said: Said, case: Case | None) -> bool:
    """Whether who writes is who the case is of."""
    if case is None:
        return False
    own = {case.values.get(name, "") for name in ("applicant_id", "representative_id")} - {""}
    addresses = {case.values.get(name, "").casefold() for name in ("applicant_email", "representative_email")} - {""}
    return said.sender.casefold() in addresses or bool(own & _people(said))


def _people(said: Said) -> set[str]:
    found = (re.sub(r"[ -]", "", text) for text in _TAX_ID.findall(f"{said.subject}\n{said.text}".upper()))
    return {tax_id for tax_id in found if is_tax_id(tax_id)}
