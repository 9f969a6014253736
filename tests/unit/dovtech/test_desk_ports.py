"""What the desk hands to running cases, where a case runs no longer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fakes.ports import MOMENT, MemoryRegister, document

from casework.application import Channel
from casework.errors import Unavailable, UnknownCase
from casework.ports import Submission
from dovtech.desk_ports import resolve

DAY = date(2027, 3, 1)


@dataclass
class Clocks:
    """The clocks of running cases; asked of one that is over, or away, it says so."""

    error: Exception | None = None
    resolved: list[tuple[str, date, str]] = field(default_factory=list)

    def ask(self, question: Callable[[Any], object]) -> object:
        if self.error:
            raise self.error
        return question(SimpleNamespace(resolve=lambda *told: self.resolved.append(told)))


def resolved(clocks: Clocks, register: MemoryRegister) -> str:
    """A case that a clerk said was resolved."""
    arrived = Submission(key="k", received_at=MOMENT, channel=Channel.COUNTER, documents=(document(),))
    number = register.admit(arrived).number
    resolve(cast("Any", SimpleNamespace(register=register)), cast("Any", clocks), number, DAY, "ana")
    return number


@pytest.mark.parametrize("error", [None, UnknownCase("its clock is over")])
def test_a_resolution_is_noted_also_after_the_term(error: Exception | None) -> None:
    """A clock that runs is stopped; one that told the last day is over, and the word counts all the same."""
    clocks, register = Clocks(error), MemoryRegister()
    number = resolved(clocks, register)
    [told] = register.reminders(number)
    assert (told.code, told.day, told.by) == ("RESOLVED", DAY, "ana")
    assert clocks.resolved == ([] if error else [(number, DAY, "ana")])


def test_a_clock_that_cannot_be_reached_is_told() -> None:
    """Nothing is noted, so that the clerk can say it again."""
    register = MemoryRegister()
    with pytest.raises(Unavailable):
        resolved(Clocks(Unavailable("Temporal is away")), register)
    assert register.told == []
