"""Values as they stand on paper become the catalogue's normal forms."""

from __future__ import annotations

import pytest
from papers import spec

from casework.procedure import FieldType
from nlp.normalise import normalise

VECTORS = [
    (FieldType.DATE, "23/11/2026", "2026-11-23"),
    (FieldType.DATE, "23-XI-2026", "2026-11-23"),
    (FieldType.DATE, "3.4.26", "2026-04-03"),
    (FieldType.DATE, "a veintitrés de noviembre de dos mil veintiséis", "2026-11-23"),
    (FieldType.DATE, "vint-i-tres de novembre de 2026", "2026-11-23"),
    (FieldType.DATE, "16 d'abril del 2026", "2026-04-16"),
    (FieldType.DATE, "10de novembrede2026", "2026-11-10"),
    (FieldType.DATE, "31/02/2026", None),
    (FieldType.AMOUNT, "14.788,93euros", "14788.93"),
    (FieldType.AMOUNT, "1.234,50 €", "1234.50"),
    (FieldType.AMOUNT, "1,234.50", "1234.50"),
    (FieldType.AMOUNT, "1234'50 euros", "1234.50"),
    (FieldType.AMOUNT, "mil doscientos euros", "1200.00"),
    (FieldType.NUMBER, "33 %", "33"),
    (FieldType.NUMBER, "12,50 m", "12.5"),
    (FieldType.PHONE, "965 14 91 00", "+34965149100"),
    (FieldType.PHONE, "902 100 000", None),
    (FieldType.TAX_ID, "48.576.231-R", "48576231R"),
    (FieldType.TAX_ID, "1234567L", "01234567L"),
    (FieldType.IBAN, "ES91 2100 0418 4502 0005 1332", "ES9121000418450200051332"),
    (FieldType.IBAN, "2100 0418 45 0200051332", "ES9121000418450200051332"),
    (FieldType.PLATE, "1234-BCD", "1234BCD"),
    (FieldType.CADASTRAL_REFERENCE, "9872023 VH5797S 0001 WX", "9872023VH5797S0001WX"),
    (FieldType.SOCIAL_SECURITY, "28/01234567/42", "280123456742"),
    (FieldType.POSTAL_CODE, "53001", None),
    (FieldType.EMAIL, "Ana@Example.COM", "ana@example.com"),
    (FieldType.PERSON, "LÓPEZ SÁNCHEZ, MARÍA", "María López Sánchez"),
    (FieldType.PERSON, "D.ª Ana de la Torre", "Ana de la Torre"),
    (FieldType.PERSON, "REFORMAS CABO, S.L.", "Reformas Cabo, S.L."),
    (FieldType.ADDRESS, "C/ Mayor, nº 12, 3º-B, 03001 Alicante", "Calle Mayor 12, 3º B"),
    (FieldType.ADDRESS, "c/Mayor 12 piso 3 puerta B", "Calle Mayor 12, 3º B"),
    (FieldType.ADDRESS, "Gran Vía Ramón y Cajal, nº 158 - 1º B", "Gran Vía Ramón y Cajal 158, 1º B"),
    (FieldType.ADDRESS, "CUESTA de la Fábrica 3", "Cuesta de la Fábrica 3"),
    (FieldType.ADDRESS, "en Ptda. Verdegás 160 - bajo", "Partida Verdegás 160, bajo"),
    (FieldType.ADDRESS, "carrer Bailèn, núm. 16, 3r, porta 7", "Carrer Bailèn 16, 3r 7"),
    (FieldType.PERSON, "Mel de la Carrasqueta, SCV", "Mel de la Carrasqueta, SCV"),
    (FieldType.PERSON, "Verticals Mediterrani, SLL (NIF B42855197", "Verticals Mediterrani, SLL"),
    (FieldType.PERSON, "Firmado digitalmente por ANA GIL", "Ana Gil"),
    (FieldType.PERSON, "Daniel Gil", "Daniel Gil"),
    (FieldType.CODE, "41.685", "41.685"),
    (FieldType.CODE, "amb el núm", None),
    (FieldType.CODE, "971.2", "971.2"),
    (FieldType.CODE, " 2026 / 00417 ", "2026/00417"),
    (FieldType.TEXT, "ropa  de\nniño .......", "ropa de niño"),
    (FieldType.CHECKBOX, "Sí", "true"),
]


@pytest.mark.parametrize(("kind", "raw", "expected"), VECTORS)
def test_paper_becomes_the_normal_form(kind: FieldType, raw: str, expected: str | None) -> None:
    """Each way of writing has one normal form, and what is no value has none."""
    value = normalise(spec("field", kind), raw)
    assert (value.text if value else None) == expected


def test_a_registers_number_loses_its_thousands_point() -> None:
    value = normalise(spec("deed_number", FieldType.CODE), "3.406")
    assert value is not None
    assert value.text == "3406"


def test_a_repair_is_flagged() -> None:
    """One confused character with one possible repair is mended, and says so."""
    value = normalise(spec("field", FieldType.TAX_ID), "4B576231R")
    assert value is not None
    assert (value.text, "repaired" in value.passed) == ("48576231R", True)


def test_an_account_code_says_where_its_iban_comes_from() -> None:
    """The IBAN of an old account code is computed and marked."""
    value = normalise(spec("field", FieldType.IBAN), "21000418450200051332")
    assert value is not None
    assert value.passed == ("iban_from_ccc", "iban")
