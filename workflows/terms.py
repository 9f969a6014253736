"""What the legal clock asks of a running case: the notice of art. 21.4 in time, and every day counted anew."""

from __future__ import annotations

from temporalio import workflow
from temporalio.workflow import ParentClosePolicy

with workflow.unsafe.imports_passed_through():
    from workflows import details, policies
    from workflows.activities import PaperActivities
    from workflows.answers import AnswerActivities
    from workflows.clock import LegalClockWorkflow, clock_id
    from workflows.steps import CaseSteps


class CountsTerms(CaseSteps):
    """Starts the case's clock, which outlives it, and hears it."""

    @workflow.signal
    async def inform(self) -> None:
        """Tell the citizen the term and the effect of silence while the case still waits (art. 21.4)."""
        async with self._deciding:
            if self._state.waiting:
                self._show(await self._do(PaperActivities.inform, self._case, "tell the citizen the term"))

    @workflow.signal
    async def recount(self) -> None:
        """Count every day anew: the calendar has changed."""
        async with self._deciding:
            if self._state.waiting:
                self._show(await self._do(AnswerActivities.recount, self._case, "the calendar has changed"))

    async def _start_clock(self) -> None:
        """Let the term be watched from now on, also after the journey is over."""
        if workflow.patched("legal-clock") and not self._state.ended:
            await workflow.start_child_workflow(
                LegalClockWorkflow.run,
                self._case,
                id=clock_id(self._case.number),
                task_queue=policies.CASES,
                parent_close_policy=ParentClosePolicy.ABANDON,
                static_summary=details.Caption(f"legal clock of {self._case.number}"),
            )
