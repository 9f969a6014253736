"""Histories of this and earlier releases are replayed by today's workflow."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.earlier import LetterForFiledCasesOnly
from fakes.office import RING
from fakes.ports import MemoryStore
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from workflows.application import ApplicationWorkflow
from workflows.converter import data_converter
from workflows.sandbox import sandbox
from workflows.undoing import UndoingWorkflow

HISTORIES = sorted((Path(__file__).parents[2] / "histories").glob("*.json"))


def history(name: str) -> WorkflowHistory:
    """An exported history."""
    path = next(path for path in HISTORIES if path.stem == name)
    return WorkflowHistory.from_json("DOV-2026-900001", path.read_text(encoding="utf-8"))


def replayer(workflow: type[ApplicationWorkflow] = ApplicationWorkflow) -> Replayer:
    """Replays with the product's own converter and sandbox."""
    return Replayer(
        workflows=[workflow, UndoingWorkflow],
        data_converter=data_converter(RING, MemoryStore()),
        workflow_runner=sandbox(),
    )


def test_every_journey_has_its_history() -> None:
    """Those of this release, and those from before each patch."""
    assert [path.stem for path in HISTORIES] == [
        "arranged", "blocked", "forwarded", "returned", "returned_before_letter_for_every_ended_case", "reviewed",
        "straight_through", "straight_through_before_letter_for_every_ended_case", "undo_refused", "undone",
        "undone_while_waiting", "unlocked",
    ]  # fmt: skip


@pytest.mark.parametrize("name", [path.stem for path in HISTORIES])
async def test_a_history_is_replayed(name: str) -> None:
    """The workflow asks for the same steps in the same order."""
    result = await replayer().replay_workflow(history(name))
    assert result.replay_failure is None


async def test_a_changed_order_of_steps_is_noticed() -> None:
    """Replay is a check that can fail: the workflow from before the patch does not fit a history with it."""
    result = await replayer(LetterForFiledCasesOnly).replay_workflow(history("returned"), raise_on_replay_failure=False)
    assert isinstance(result.replay_failure, NondeterminismError)
