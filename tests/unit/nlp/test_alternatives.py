"""What else a field could say is valid, near, and never the council's own."""

from __future__ import annotations

from datetime import date

from casework.fields import FieldReading
from casework.procedure import FieldSpec, FieldType
from casework.reading import Box, Page, Source, Word
from nlp.alternatives import MOST, alternatives

TODAY = date(2026, 11, 23)
NIF = FieldSpec(name="applicant_id", type=FieldType.TAX_ID, labels={"es": ("NIF",)})
BIRTH = FieldSpec(name="birth_date", type=FieldType.DATE, labels={"es": ("Fecha",)}, maximum="today")


def page(*lines: str, number: int = 1) -> Page:
    """A page of lines, 20 points apart, each word 50 points wide."""
    words = [
        Word(text=text, box=Box(50 * x, 20 * y, 50 * x + 48, 20 * y + 12), confidence=0.9, source=Source.OCR)
        for y, line in enumerate(lines)
        for x, text in enumerate(line.split())
    ]
    return Page(number=number, width=595, height=842, source=Source.OCR, words=tuple(words))


def read(spec: FieldSpec, value: str, raw: str = "", box: Box | None = None) -> FieldReading:
    """A doubtful reading on page 1."""
    return FieldReading(
        name=spec.name, value=value, raw=raw or value, confidence=0.6, method="ocr", document="d", page=1, box=box
    )


def test_a_letter_that_looks_like_another_is_offered_where_the_check_letter_agrees() -> None:
    """Of all the look-alikes of 48576231R only those that pass the letter are told; the value itself is not."""
    found = alternatives([], NIF, read(NIF, "4857623IR"), today=TODAY)
    assert found == ("48576231R",)


def test_other_values_of_the_type_on_the_page_are_offered_the_nearest_first() -> None:
    """Two persons on one sheet: the one that stands nearer to the field comes first."""
    sheet = page("NIF 48576231R", "", "", "", "", "Representante X1234567L")
    near_the_end = read(NIF, "99999999X", box=Box(50, 110, 98, 122))
    assert alternatives([sheet], NIF, near_the_end, today=TODAY) == ("X1234567L", "48576231R")


def test_the_council_itself_is_no_applicant() -> None:
    """The number printed in the header of every form is never offered (trap 5)."""
    assert alternatives([page("P0301400H 48576231R")], NIF, None, today=TODAY) == ("48576231R",)


def test_what_the_field_refuses_is_not_offered() -> None:
    """A date of tomorrow is no date of birth."""
    sheet = page("23 de noviembre de 2026", "24 de noviembre de 2026")
    assert alternatives([sheet], BIRTH, None, today=TODAY) == ("2026-11-23",)


def test_running_text_has_no_alternatives_but_its_own_letters() -> None:
    """Any word would do, so that none is worth a choice."""
    text = FieldSpec(name="statement", type=FieldType.TEXT, labels={"es": ("Expone",)})
    assert alternatives([page("uno dos tres")], text, read(text, "uno"), today=TODAY) == ()


def test_a_clerk_chooses_among_few() -> None:
    """Never more than four."""
    dates = page(*(f"{day:02d}/11/2026" for day in range(1, 12)))
    assert len(alternatives([dates], BIRTH, None, today=TODAY)) == MOST
