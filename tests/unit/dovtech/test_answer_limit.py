"""However a program that marks nothing writes, it is one sender and its answers have an end."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from fakes import ports

from casework.application import Channel
from casework.errors import Misconfigured
from dovtech import settings
from dovtech.answer_limit import AnswerLimit

LATE = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)  # half past midnight in Alicante


@dataclass
class Counting:
    """Notes what is counted, and finds it within bounds."""

    asked: list[tuple[str, date, str, int]] = field(default_factory=list)

    def __call__(self, sender: str, day: date, number: str, most: int) -> bool:
        self.asked.append((sender, day, number, most))
        return True


@pytest.mark.parametrize(
    ("head", "sender"),
    [
        (b"From: Bot <bot@example.org>", "bot@example.org"),
        (b"From: BOT+8f3a@Example.ORG", "bot@example.org"),
        (b"From: a@example.org, b@example.org", ""),
        (b"Subject: nobody", ""),
    ],
)
def test_an_address_is_one_sender_whatever_its_letters_and_tag(head: bytes, sender: str) -> None:
    """Counted with the official day, the case's number and the bound."""
    store, register, count = ports.MemoryStore(), ports.MemoryRegister(), Counting()
    data = head + b"\r\n\r\nhello"
    store.put(data)
    case = register.load(register.case_of(ports.document(data), channel=Channel.EMAIL))
    limit = AnswerLimit(store=store, count=count, most=5, official_time=ZoneInfo("Europe/Madrid"))
    assert limit.may_answer(case, LATE)
    assert count.asked == [(sender, date(2026, 11, 28), case.number, 5)]


def test_a_message_that_is_lost_or_never_was_is_nobodys() -> None:
    """What names no sender is counted all the same."""
    register, count = ports.MemoryRegister(), Counting()
    case = register.load(register.case_of(ports.document(b"gone"), channel=Channel.EMAIL))
    bare = replace(case, application=replace(case.application, documents=()))
    limit = AnswerLimit(store=ports.MemoryStore(), count=count, most=1, official_time=UTC)
    assert limit.may_answer(case, LATE)
    assert limit.may_answer(bare, LATE)
    assert {sender for sender, *_ in count.asked} == {""}


@pytest.mark.parametrize(("environment", "most"), [({}, 5), ({"DOVTECH_ANSWERS_A_DAY": "0"}, 0)])
def test_how_many_is_a_setting(environment: dict[str, str], most: int) -> None:
    """Five, unless the council says otherwise."""
    assert settings.load(environment).answers_a_day == most


@pytest.mark.parametrize("text", ["-1", "many", "", "²"])
def test_a_bound_that_is_no_number_is_said(text: str) -> None:
    """The error names the variable."""
    with pytest.raises(Misconfigured, match="DOVTECH_ANSWERS_A_DAY"):
        _ = settings.load({"DOVTECH_ANSWERS_A_DAY": text}).answers_a_day
