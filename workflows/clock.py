"""The legal clock of one case, which goes on when the journey is over: it waits for the next day that matters."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from workflows import details, policies
    from workflows.messages import CaseRef, ClockFace, Moment, Resolution
    from workflows.watching import ClockActivities

_A_MOMENT = timedelta(seconds=1)  # a timer may fire a breath before midnight, when it is still the day before


CLOCK = "LegalClock"
_ENDING = "-clock"


def clock_id(number: str) -> str:
    """The id of the workflow that watches the case of that number."""
    return f"{number}{_ENDING}"


def number_of_clock(workflow_id: str) -> str:
    """The number of the case that the workflow of that id watches."""
    return workflow_id.removesuffix(_ENDING)


@workflow.defn(name=CLOCK)
class LegalClockWorkflow:
    """Warns people 30, 15 and 5 days before the last one and at 50, 80 and 100 % of the term (arts. 21, 22 and 24)."""

    @workflow.init
    def __init__(self, case: CaseRef) -> None:
        self._case = case
        self._face = ClockFace(number=case.number)
        self._news = False
        self._resolved: Resolution | None = None

    @workflow.run
    async def run(self, case: CaseRef) -> ClockFace:
        """Look, tell whoever must know, sleep until the next day that matters; end with the term or the resolution."""
        while self._resolved is None:
            self._news = False
            moment = Moment(number=case.number, at=workflow.now())
            self._face = await self._do(ClockActivities.look, moment, "look at the term")
            if self._face.inform:
                await self._have_the_citizen_told()
            if self._face.wake is None:
                return self._face
            with suppress(TimeoutError):
                await workflow.wait_condition(lambda: self._news, timeout=self._face.wake - workflow.now() + _A_MOMENT)
        self._face = await self._do(ClockActivities.stop, self._resolved, "the case was resolved")
        return self._face

    @workflow.signal
    def recount(self) -> None:
        """Look again: the calendar or the case has changed."""
        self._news = True

    @workflow.signal
    def resolve(self, resolution: Resolution) -> None:
        """The council has answered: nothing is left to watch."""
        self._resolved = resolution
        self._news = True

    @workflow.query
    def face(self) -> ClockFace:
        """What the clock shows."""
        return self._face

    async def _have_the_citizen_told(self) -> None:
        case = workflow.get_external_workflow_handle(self._case.number)
        with suppress(ApplicationError):  # the journey is over: its last letter told the term
            await case.signal("inform")

    async def _do(self, what: Callable[..., Any], argument: object, summary: str) -> ClockFace:
        face: ClockFace = await workflow.execute_activity_method(
            what,
            argument,
            task_queue=policies.CASES,
            summary=details.Caption(summary),
            start_to_close_timeout=policies.LIGHT,
            retry_policy=policies.PATIENT,
        )
        return face
