"""A bounce holds the very letter that came back, once, and only by a sign that is ours."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from fakes import ports

from casework.application import Channel
from casework.case import Letter
from casework.delivery import Dispatch, Standing, planned
from casework.ports import Message, SetAside
from casework.verification import letter_mark, letter_reference
from dovtech.returned import Returned
from workflows.messages import LetterRef

SECRET = b"secret"
CODES = ("FIRST", "SECOND")


@dataclass
class Desk:
    """A case whose two letters were sent by mail."""

    register: ports.MemoryRegister = field(default_factory=ports.MemoryRegister)
    dispatches: ports.MemoryDispatches = field(default_factory=ports.MemoryDispatches)
    number: str = ""

    def __post_init__(self) -> None:
        self.number = self.register.case_of(ports.document(b"mail"), channel=Channel.EMAIL)
        letters = tuple(
            Letter(kind="L1", language="es", csv=csv, sha256="0" * 64, written_at=ports.MOMENT) for csv in CODES
        )
        case = replace(self.register.load(self.number), letters=letters)
        self.register.save(case)
        for letter in letters:
            sent = planned(case, letter, ports.MOMENT).then(Standing.SENT, ports.MOMENT)
            self.dispatches.plan(sent)

    def note(self, data: bytes, key: str = "k") -> tuple[LetterRef, ...]:
        """What is found in a message."""
        returned = Returned(
            register=self.register, ledger=self.register, dispatches=self.dispatches, secret=SECRET,
            copy_to="Copies@council.example", now=ports.now,
        )  # fmt: skip
        return returned.note(Message(uid="1", key=key, data=data, received_at=ports.MOMENT))

    def bounced(
        self, csv: str = "SECOND", *, number: str = "", secret: bytes = SECRET, to: str = "a@b.example"
    ) -> bytes:
        """A bounce of one letter."""
        sign = letter_reference(number or self.number, secret)
        return (
            f"Return-Path: <>\nFrom: MAILER-DAEMON@example.org\nX-Failed-Recipients: {to}\n\n"
            f"Message-ID: <{sign}.{letter_mark(csv)}@council.example>\n"
        ).encode()

    @property
    def standings(self) -> dict[str, tuple[Standing, str]]:
        return {csv: (kept.standing, kept.reason) for csv, kept in self.dispatches.kept.items()}


def test_the_letter_that_came_back_is_held_and_its_neighbour_is_not() -> None:
    """Seen again before it was put away, it is held once; after, it is old news."""
    desk = Desk()
    for _ in range(2):
        assert desk.note(desk.bounced()) == (LetterRef(number=desk.number, csv="SECOND"),)
    assert desk.standings == {"FIRST": (Standing.SENT, ""), "SECOND": (Standing.HELD, "CAME_BACK")}
    assert len(desk.dispatches.kept["SECOND"].steps) == 3
    desk.register.set_aside(SetAside(key="k", mailbox="m", received_at=ports.MOMENT, sha256="0" * 64, code="BOUNCE"))
    assert desk.note(desk.bounced()) == ()


def test_what_is_not_ours_or_only_our_copy_holds_nothing() -> None:
    """A forged sign, a case or a letter that never was, the council's own copy, a letter on paper, a plain message."""
    desk = Desk()
    paper = desk.dispatches.kept["FIRST"].then(Standing.PRINTED, ports.MOMENT)
    desk.dispatches.kept["FIRST"] = paper
    for data in (
        desk.bounced(secret=b"another"),
        desk.bounced(number="DOV-2020-999999"),
        desk.bounced("THIRD"),
        desk.bounced(to="copies@council.example"),
        desk.bounced("FIRST"),
        b"From: a@b.example\n\nhola",
    ):
        assert desk.note(data) == ()
    assert desk.standings == {"FIRST": (Standing.PRINTED, ""), "SECOND": (Standing.SENT, "")}


class Overtaken(ports.MemoryDispatches):
    """A clerk is always a moment faster."""

    def move(self, before: Dispatch, after: Dispatch) -> bool:
        self.kept[before.csv] = before.then(Standing.PRINTED, ports.MOMENT, by="ana")
        return super().move(before, after)


@pytest.mark.parametrize("csv", CODES)
def test_a_person_who_was_faster_is_not_overruled(csv: str) -> None:
    """What they made of the letter stands."""
    desk = Desk(dispatches=Overtaken())
    assert desk.note(desk.bounced(csv)) == ()
    assert desk.standings[csv] == (Standing.PRINTED, "")
