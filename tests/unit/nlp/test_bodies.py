"""A name beside the number of another kind of person is doubted."""

from __future__ import annotations

import pytest

from casework.fields import FieldReading
from casework.reading import Box
from nlp.bodies import doubted


def reading(name: str, value: str) -> FieldReading:
    return FieldReading(
        name=name,
        value=value,
        raw=value,
        confidence=0.99,
        method="tagger",
        document="0" * 64,
        page=1,
        box=Box(0, 0, 1, 1),
    )


@pytest.mark.parametrize(
    ("name", "number", "sure"),
    [
        ("Onofre Cabrera Esteve", "G54161591", (0.9, 0.99)),
        ("Federació de Fogueres del Pla", "G54161591", (0.99, 0.99)),
        ("Reformas Hermanos Piqueras, S.L.", "B54694658", (0.99, 0.99)),
        ("Piqueras Mas, S.L.", "B54694658", (0.99, 0.99)),
        ("Reformas Hermanos Piqueras, S.L.", "48576231R", (0.9, 0.9)),
        ("Rosa Gil Mira", "48576231R", (0.99, 0.99)),
        ("Mark Thompson", "X1234567L", (0.99, 0.99)),
    ],
)
def test_a_name_and_a_number_are_of_one_kind(name: str, number: str, sure: tuple[float, float]) -> None:
    """Who signs for an association is not the association, and a company has no person's number."""
    told = tuple(doubted([reading("applicant_name", name), reading("applicant_id", number)]))
    assert tuple(one.confidence for one in told) == sure


def test_a_name_without_a_number_is_as_sure_as_it_was() -> None:
    """There is nothing to compare it with."""
    (told,) = doubted([reading("applicant_name", "Rosa Gil Mira")])
    assert told.confidence == 0.99
