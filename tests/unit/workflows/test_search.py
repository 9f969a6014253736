"""Search attributes describe a case by small facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from casework.journey import Stage, Status
from workflows import search
from workflows.messages import CaseState

STATE = CaseState(
    number="DOV-2026-000001",
    stage=Stage.REVIEW,
    status=Status.WAITING,
    revision=4,
    kind="P08",
    language="es",
    unit="participation",
    due=date(2027, 2, 23),
)


def test_a_case_is_found_by_kind_stage_unit_term_and_attention() -> None:
    """Each attribute has its value."""
    updates = {update.key.name: update.value for update in search.attributes_of(STATE, "person")}
    assert updates == {
        "DovKind": "P08",
        "DovStage": "review",
        "DovAttention": "person",
        "DovUnit": "participation",
        "DovDue": datetime(2027, 2, 23, tzinfo=UTC),
    }


def test_what_a_case_no_longer_has_is_unset() -> None:
    """A case that turns out to be no procedure is not found under its former unit and term."""
    updates = {u.key.name: u.value for u in search.attributes_of(replace(STATE, unit="", due=None), "none")}
    assert (updates["DovUnit"], updates["DovDue"]) == (None, None)


def test_the_types_are_those_of_the_keys() -> None:
    """What is registered with the server is what the workflow writes."""
    keys = (search.KIND, search.STAGE, search.UNIT, search.DUE, search.ATTENTION)
    names = {key.name: key.indexed_value_type.name.title() for key in keys}
    assert names == search.TYPES
