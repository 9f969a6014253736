"""Every finding has its sentence in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from casework.findings import _KINDS, Severity, finding
from casework.reading import Box

LABEL = {"es": "Fecha {de}", "ca": "Data {de}"}


@pytest.mark.parametrize("code", _KINDS)
def test_each_code_speaks_both_languages(code: str) -> None:
    """Both sentences are whole, different, and name what they are told to name, even where that has braces."""
    found = finding(code, field="signature_date", label=LABEL)
    assert found.es != found.ca
    assert [sentence[-1] for sentence in (found.es, found.ca)] == [".", "."]
    assert "{label}" not in found.es + found.ca
    assert (LABEL["es"] in found.es) is (LABEL["ca"] in found.ca) is ("{label}" in _KINDS[code].es)


@pytest.mark.parametrize("code", _KINDS)
def test_a_defect_names_its_law(code: str) -> None:
    """What is asked of a citizen stands on a norm; sentences point at none by themselves."""
    found = finding(code)
    assert bool(found.law) or found.severity is not Severity.DEFECT


def test_a_finding_has_its_place() -> None:
    """Document, page and box are what they were given as; without a label the field's name is shown."""
    box = Box(1, 2, 3, 4)
    found = finding("FIELD_INVALID", field="iban", document="ab", page=2, box=box)
    assert (found.document, found.page, found.box, found.field) == ("ab", 2, box, "iban")
    assert (found.sentence("es"), found.sentence("ca")) == (
        "El valor de «iban» no es válido.", "El valor de «iban» no és vàlid.",
    )  # fmt: skip


def test_a_label_in_one_language_serves_both() -> None:
    """A label that has no Valencian is shown in Spanish."""
    assert finding("PAPER_MISSING", label={"es": "DNI"}).ca == "Falta un document: DNI."


def test_codes_that_no_table_holds_are_a_defect_of_the_program() -> None:
    """An unknown code is not passed over."""
    with pytest.raises(KeyError):
        finding("NO_SUCH_CODE")


def test_every_code_that_the_program_names_is_in_the_table(project: Path) -> None:
    """No part of the program asks for a finding that does not exist."""
    sources = [path for folder in ("casework", "workflows", "nlp", "bots", "desk", "dovtech") for path in
               (project / folder).rglob("*.py")]  # fmt: skip
    named = {
        code for path in sources for code in re.findall(r'\bfinding\(\s*"([A-Z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert named - set(_KINDS) == set()
