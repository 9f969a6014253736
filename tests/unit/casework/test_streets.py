"""The council's street map: what lies in a street of the town, and what was perhaps meant."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes.ports import TODAY, procedure

from casework.errors import Misconfigured
from casework.fields import BY_CLERK, Classification, FieldReading
from casework.findings import Severity
from casework.procedure import FieldSpec, FieldType
from casework.streets import NO_STREETS, StreetMap, read
from casework.validation import validate

KIND = Classification(kind="P11", confidence=1.0, language="es")
LABELS = {"es": ("Dato",), "ca": ("Dada",)}
SPECS = [
    FieldSpec(name=name, type=kind, labels=LABELS)
    for name, kind in [
        ("applicant_address", FieldType.ADDRESS),
        ("works_address", FieldType.ADDRESS),
        ("applicant_municipality", FieldType.TEXT),
    ]
]
PROCEDURE = procedure(fields={one.name: one for one in SPECS})
LINES = "# Alicante; Alacant\nCalle Mayor\nCarrer 9 d'Octubre; Calle 9 de Octubre\nMAISONNAVE, AVENIDA DE\n\n"


@pytest.fixture
def streets(tmp_path: Path) -> StreetMap:
    path = tmp_path / "streets.txt"
    path.write_text(LINES, encoding="utf-8-sig")
    return read(path)


@pytest.mark.parametrize(
    ("address", "known", "near"),
    [
        ("Calle Mayor 12, 3º B", True, "Calle Mayor"),
        ("C/ MAYOR, 12", True, "Calle Mayor"),
        ("Carrer 9 d'Octubre 4", True, "Carrer 9 d'Octubre"),
        ("Avda. Maisonnave 3", True, "AVENIDA DE MAISONNAVE"),
        ("Calle Maior 12", False, "Calle Mayor"),
        ("Avenida Maisonave 3", False, "AVENIDA DE MAISONNAVE"),
        ("Calle Quevedo 1", False, ""),
    ],
)
def test_a_street_is_known_however_it_is_written(streets: StreetMap, address: str, *, known: bool, near: str) -> None:
    """Kind, accents, capitals and order do not matter; one letter does, and says what was meant."""
    assert streets.has(address) is known
    assert streets.near(address) == near


def test_whose_streets_they_are_is_said_in_either_language(streets: StreetMap) -> None:
    """Nothing is covered by a map that is not there."""
    assert streets.covers("Alacant")
    assert streets.covers("ALICANTE/ALACANT")
    assert not streets.covers("Elche")
    assert not NO_STREETS.covers("Alicante")


@pytest.mark.parametrize("text", ["", "Calle Mayor\nCalle Menor\n", "# Alicante\n\n", "#\nCalle Mayor\n"])
def test_a_map_of_nowhere_or_without_streets_is_refused(tmp_path: Path, text: str) -> None:
    """The remedy says how it begins."""
    path = tmp_path / "streets.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Misconfigured, match="whose it is"):
        read(path)


@pytest.mark.parametrize("data", [None, b"# Alicante\nCalle Col\xf3n\n"])
def test_a_map_that_cannot_be_read_is_named_by_its_setting(tmp_path: Path, data: bytes | None) -> None:
    """A file that is not there, or in another encoding."""
    path = tmp_path / "streets.txt"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(Misconfigured) as refused:
        read(path)
    assert "DOVTECH_STREETS" in refused.value.remedy


def _address(name: str, value: str, method: str = "cell") -> FieldReading:
    return FieldReading(name=name, value=value, raw=value, confidence=1.0, method=method)


@pytest.mark.parametrize(
    ("town", "home", "works", "found"),
    [
        ("Alicante", "Calle Mayor 12", "Calle Mayor 14", []),
        ("Alicante", "Calle Maior 12", "Calle Mayor 14", [("STREET_NEARLY", "applicant_address")]),
        ("Elche", "Calle Quevedo 12", "Calle Mayor 14", []),
        ("", "Calle Quevedo 12", "Calle Mayor 14", []),
        ("Elche", "Calle Mayor 12", "Calle Quevedo 3", [("STREET_UNKNOWN", "works_address")]),
    ],
)
def test_an_address_of_the_town_lies_in_one_of_its_streets(
    streets: StreetMap, town: str, home: str, works: str, found: list[tuple[str, str]]
) -> None:
    """What the matter is about lies in the town; who asks may live elsewhere, and without a town nobody knows."""
    fields = [
        _address("applicant_address", home), _address("works_address", works), _address("applicant_municipality", town),
    ]  # fmt: skip
    result = validate(PROCEDURE, KIND, tuple(f for f in fields if f.value), today=TODAY, streets=streets)
    told = [(one.code, one.field) for one in result.findings if one.code.startswith("STREET")]
    assert told == found
    assert {one.name for one in result.fields if not one.accepted} == {name for _, name in found}
    assert all(one.severity is Severity.NOTE for one in result.findings if one.code.startswith("STREET"))


def test_the_street_that_was_meant_is_told_and_a_persons_word_stands(streets: StreetMap) -> None:
    """A clerk who has looked is not asked again."""
    field = replace(_address("works_address", "Calle Maior 12"), method=BY_CLERK)
    result = validate(PROCEDURE, KIND, (field,), today=TODAY, streets=streets)
    [told] = [one for one in result.findings if one.code == "STREET_NEARLY"]
    assert "Calle Mayor" in told.es
    assert "Calle Mayor" in told.ca
    assert result.fields[0].accepted
