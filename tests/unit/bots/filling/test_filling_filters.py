"""How values are written as Spanish forms want them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bots.filling import filters
from bots.filling.wording import render


@pytest.mark.parametrize(
    ("source", "value", "written"),
    [
        ("{{ v | date }}", "2026-11-16", "16/11/2026"),
        ("{{ v | date }}", date(2026, 1, 2), "02/01/2026"),
        ("{{ v | date('%H:%M') }}", datetime(2026, 1, 2, 9, 5, tzinfo=ZoneInfo("Europe/Madrid")), "09:05"),
        ("{{ v | date }}", "", ""),
        ("{{ v | iso }}", datetime(2026, 7, 2, 9, 5, tzinfo=ZoneInfo("Europe/Madrid")), "2026-07-02T09:05:00+02:00"),
        ("{{ v | iso }}", "2026-11-16", "2026-11-16"),
        ("{{ v | amount }}", "1234567.5", "1.234.567,50"),
        ("{{ v | amount(false) }}", "1234.50", "1234,50"),
        ("{{ v | amount }}", "", ""),
        ("{{ v | upper }}", "peñón", "PEÑÓN"),
        ("{{ v | one_line }}", " a\n  b ", "a b"),
        ("{{ v | yes_no }}", "true", "Sí"),
        ("{{ v | yes_no('S', 'N') }}", "false", "N"),
        ("{{ v | yes_no }}", "", ""),
        ("{{ v | fits(3) }}", "abc", "abc"),
        ("{{ v | needed }}", " a ", "a"),
        ("{{ v }}", "<b> & «c»", "<b> & «c»"),
    ],
)
def test_a_value_is_written_as_spain_does(source: str, value: object, written: str) -> None:
    """Each filter gives the text that is typed; nothing stays nothing."""
    assert render(source, {"v": value}) == written


@pytest.mark.parametrize(
    ("source", "value", "reason"),
    [
        ("{{ v | fits(3) }}", "abcd", "has 4 characters and the field takes 3"),
        ("{{ v | needed }}", " ", "is missing"),
        ("{{ v | date }}", "16 de mayo", "is no date"),
        ("{{ v | amount }}", "mil", "is no amount"),
        ("{{ v | table('t') }}", "z", "is not in the table 't'"),
    ],
)
def test_a_value_that_does_not_fit_is_told_and_never_cut(source: str, value: str, reason: str) -> None:
    """The reason says what is wrong, not what the value is."""
    with pytest.raises(filters.Unfit) as unfit:
        render(source, {"v": value, "tables": {"t": {"a": "A"}}})
    assert str(unfit.value) == reason


def test_groups_are_as_masks_show_them() -> None:
    """An IBAN in fours, however it was spaced."""
    assert filters.grouped("ES91 210004184502") == "ES91 2100 0418 4502"
