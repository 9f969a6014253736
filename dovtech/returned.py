"""Ties a bounce to the letter that came back: its sending is held for a person, who says how it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bots.bounces import bounce
from casework.application import NUMBER
from casework.delivery import came_back, planned
from casework.errors import UnknownCase
from casework.ports import Dispatches, Ledger, Message, Register
from casework.verification import letter_mark, letter_reference
from workflows.messages import LetterRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """Knows our letters in bounces by the reference that we signed with `secret`.

    `copy_to` is the council's own address for unseen copies, empty where there is none: what fails for it alone is no
    matter.
    """

    register: Register
    ledger: Ledger
    dispatches: Dispatches
    secret: bytes
    copy_to: str
    now: Callable[[], datetime]

    def note(self, message: Message) -> tuple[LetterRef, ...]:
        """Hold the letters that a message says came back, and give those that a person must look at; twice is once."""
        told = bounce(message.data)
        if told is None or told.recipients == {self.copy_to.lower()} or self.ledger.outcomes([message.key]):
            return ()
        found = (self._held(reference, mark) for reference, mark in sorted(told.marks))
        return tuple(letter for letter in found if letter is not None)

    def _held(self, reference: str, mark: str) -> LetterRef | None:
        found = NUMBER.match(reference)
        number = found[0] if found else ""
        if letter_reference(number, self.secret) != reference:
            return None
        try:
            case = self.register.load(number)
        except UnknownCase:
            return None
        letter = next((letter for letter in case.letters if letter_mark(letter.csv) == mark), None)
        if letter is None:
            return None
        known = self.dispatches.plan(planned(case, letter, self.now()))
        held = came_back(known, self.now())
        if held != known and not self.dispatches.move(known, held):
            held = self.dispatches.plan(known)
        return LetterRef(number=number, csv=letter.csv) if held.waits else None
