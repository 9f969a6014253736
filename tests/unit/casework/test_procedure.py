"""Whose fields a paper holds: its procedure's, or what all procedures ask for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import ports

from casework.procedure import FieldSpec, FieldType, asked_by

LABELS = {"es": ("algo",), "ca": ("alguna cosa",)}
ONE = ports.procedure()
OWN = FieldSpec(name="of_its_own", type=FieldType.TEXT, labels=LABELS)
KNOWN = {"P08": ONE, "P09": replace(ONE, id="P09", fields={**ONE.fields, OWN.name: OWN})}


def test_a_procedures_paper_holds_its_fields() -> None:
    """All of them."""
    assert asked_by("P09", KNOWN) is KNOWN["P09"]


@pytest.mark.parametrize("kind", ["supplement", "complaint", "data_protection_right", "other_administration"])
def test_somebody_who_wants_an_answer_is_known_by_what_all_ask_for(kind: str) -> None:
    """No procedure's own field among them."""
    asked = asked_by(kind, KNOWN)
    assert asked is not None
    assert asked.fields == ONE.fields


@pytest.mark.parametrize("kind", ["spam", "invoice", "blank_form", "unknown"])
def test_other_papers_hold_nobodys_fields(kind: str) -> None:
    """Nor does anything where no procedure is known."""
    assert asked_by(kind, KNOWN) is None
    assert asked_by("complaint", {}) is None
