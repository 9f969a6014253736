"""Values as people write them, and what is left as it is."""

from __future__ import annotations

import pytest

from casework.procedure import FieldSpec, FieldType
from desk.plain_words import words_of
from desk.written import written
from dovtech.desk_ports import normalise


def spec(kind: FieldType) -> FieldSpec:
    """A field of that type."""
    return FieldSpec(name="x", type=kind, labels={"es": ("X",)})


@pytest.mark.parametrize(
    ("kind", "kept", "shown"),
    [
        (FieldType.DATE, "2026-11-16", "16/11/2026"),
        (FieldType.AMOUNT, "18500.00", "18.500,00"),
        (FieldType.AMOUNT, "1234567.5", "1.234.567,50"),
        (FieldType.NUMBER, "12.5", "12,5"),
        (FieldType.IBAN, "ES9121000418450200051332", "ES91 2100 0418 4502 0005 1332"),
        (FieldType.PHONE, "+34612480915", "612 480 915"),
        (FieldType.PHONE, "+33123456789", "+33123456789"),
        (FieldType.TAX_ID, "48576231R", "48576231R"),
    ],
)
def test_a_value_is_shown_as_people_write_it(kind: FieldType, kept: str, shown: str) -> None:
    """By type: dates day first, amounts with comma, accounts in groups."""
    assert written(spec(kind), kept) == shown


@pytest.mark.parametrize(
    "kind_and_text", [(FieldType.DATE, "ayer"), (FieldType.DATE, "2026-02-31"), (FieldType.AMOUNT, "mucho")]
)
def test_what_is_no_value_is_left_as_it_was_read(kind_and_text: tuple[FieldType, str]) -> None:
    """A misread value is shown as it is, for the clerk to see."""
    kind, text = kind_and_text
    assert written(spec(kind), text) == text


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (FieldType.DATE, "16/11/2026", "2026-11-16"),
        (FieldType.DATE, "2026-11-16", "2026-11-16"),
        (FieldType.AMOUNT, "18.500,00", "18500.00"),
        (FieldType.IBAN, "es91 2100 0418 4502 0005 1332", "ES9121000418450200051332"),
        (FieldType.TAX_ID, "48.576.231-r", "48576231R"),
        (FieldType.PHONE, "612 480 915", "+34612480915"),
    ],
)
def test_what_people_type_is_understood(kind: FieldType, typed: str, kept: str) -> None:
    """The form's own way of writing a value leads back to the value."""
    assert normalise(spec(kind), typed) == kept


def test_a_case_is_found_by_words_without_accents_and_numbers_without_separators() -> None:
    """What stands in the register for searching."""
    words = words_of("DOV-2026-000016", ["Núñez Peña", "+34612480915", "Calle San Vicente, 3-B"])
    assert words.split() == (
        "dov 2026 000016 dov2026000016 nunez pena 34612480915 calle san vicente 3 b 3b 612480915".split()
    )
