"""What a clerk and an administrator do with running cases."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowExecutionStatus

from casework.decision import Decision, Verdict
from casework.procedure import FieldSpec, FieldType, Target
from fakes import ports
from fakes.office import Office
from workflows.messages import CaseState


def decision(state: CaseState, verdict: Verdict = Verdict.APPROVE, **changes: object) -> Decision:
    """A clerk's word on the case as it stands."""
    plain = Decision(by="clerk", at=ports.MOMENT, verdict=verdict, revision=state.revision)
    return replace(plain, **changes)  # type: ignore[arg-type]


async def events(temporal: Client, number: str) -> list[int]:
    """The types of all events of a case's history."""
    return [event.event_type async for event in temporal.get_workflow_handle(number).fetch_history_events()]


async def status(temporal: Client, number: str) -> WorkflowExecutionStatus | None:
    """How Temporal says the run ended."""
    return (await temporal.get_workflow_handle(number).describe()).status


DATE = FieldSpec(name="signature_date", type=FieldType.DATE, labels={"es": ("Fecha",), "ca": ("Data",)})


COURSE = ports.procedure(
    id="P09",
    unit="training",
    fields={"signature_date": DATE},
    targets=(Target(system="town", entry="course"), Target(system="town", entry="list")),
)


def with_courses(office: Office, **told: object) -> Office:
    """The office with a second procedure, which has another unit, other fields and two entries."""
    office.procedures["P09"] = COURSE
    values = {"applicant_id": "48576231R", "signature_date": "2026-11-20"}
    office.understanding = replace(office.understanding, values=values, **told)  # type: ignore[arg-type]
    return office


async def admitted(temporal: Client, number: str) -> None:
    """Wait until an update has entered the case's history."""

    async def seen() -> bool:
        return EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED in await events(temporal, number)

    await until(seen)


async def until(seen: Callable[[], Awaitable[bool]]) -> None:
    """Look again and again: the server is another process."""
    while not await seen():  # noqa: ASYNC110 - nothing here could set an event
        await asyncio.sleep(0.02)


async def until_so(seen: Callable[[], bool]) -> None:
    """The same for what stands in this process."""

    async def looked() -> bool:
        return seen()

    await until(looked)
