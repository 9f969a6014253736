"""What stands in history are small facts about the work."""

from __future__ import annotations

from dataclasses import replace

from fakes.ports import MemoryRegister, document, procedure

from casework.findings import finding
from casework.journey import Stage, Status
from casework.procedure import Target
from workflows.messages import state_of


def test_a_state_tells_each_doubt_once_and_no_values() -> None:
    """Codes, not sentences; targets where the procedure is known."""
    register = MemoryRegister()
    case = register.load(register.case_of(document()))
    doubtful = case.with_findings(*(finding("FIELD_DOUBTFUL", field=name) for name in ("applicant_id", "iban")))
    state = state_of(doubtful, procedure())
    assert (state.doubts, state.targets, state.summary) == (
        ("FIELD_DOUBTFUL",), (Target(system="town", entry="case_file"),), "received",
    )  # fmt: skip
    assert (state.stage, state.ended, state.waiting) == (Stage.RECEIVE, False, False)


def test_a_case_without_history_has_no_summary() -> None:
    """Nothing has happened, and no procedure is known."""
    register = MemoryRegister()
    case = replace(register.load(register.case_of(document())), events=(), status=Status.WAITING)
    state = state_of(case)
    assert (state.summary, state.targets, state.waiting) == ("", (), True)
