"""A system is stopped once, waits for its hours, and goes on when somebody says so."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

import pytest

from bots.filling.circuit import Circuits, Guard
from bots.filling.schema import Hours
from casework.errors import BackOfficeDown, PageChanged

MONDAY = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - the council's own time, as the guard is given it


def _fails(guard: Guard) -> None:
    with pytest.raises(PageChanged), guard.passing():
        raise PageChanged("there is no label «NIF»")


def test_pages_that_changed_stop_the_system_with_one_alert(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """After three in a row nothing is tried any more, and the log says it once; `go` lets it on."""
    circuits = Circuits(tmp_path / "circuits")
    guards = [Guard("town", circuits, lambda: MONDAY) for _ in range(2)]
    for guard in guards:
        _fails(guard)
        _fails(guard)
    assert circuits.why("town") == ""
    with caplog.at_level(logging.ERROR):
        _fails(guards[0])
        with pytest.raises(BackOfficeDown, match=r"town is stopped: .*«NIF» — dovtech backoffice go town"):
            guards[1].passing().__enter__()
    assert len(caplog.records) == 1
    assert circuits.stop("town", "again") is False
    assert (circuits.go("town"), circuits.go("town")) == (True, False)
    with guards[1].passing():
        pass


def test_a_filling_that_succeeds_begins_the_count_again(tmp_path: Path) -> None:
    """A page that came too slowly now and then stops nothing."""
    guard = Guard("town", Circuits(tmp_path), lambda: MONDAY)
    for _ in range(3):
        _fails(guard)
        _fails(guard)
        with guard.passing():
            pass
    assert guard.circuits.why("town") == ""


@pytest.mark.parametrize(
    ("day", "hour", "open_"), [(23, "07:29", False), (23, "07:30", True), (23, "15:00", False), (28, "09:00", False)]
)
def test_office_hours_are_kept(tmp_path: Path, day: int, hour: str, *, open_: bool) -> None:
    """On weekdays from the first minute to before the last."""
    moment = datetime.fromisoformat(f"2026-11-{day}T{hour}")
    hours = Hours.model_validate({"from": "07:30", "to": "15:00"})
    guard = Guard("town", Circuits(tmp_path), lambda: moment, hours)
    assert hours.open(moment) is open_
    if not open_:
        with pytest.raises(BackOfficeDown, match="town is closed now — it is open mon, tue, wed, thu, fri 07:30-15:00"):
            guard.passing().__enter__()
