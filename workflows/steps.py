"""How every step of a case is taken and shown, whoever asks for it: the journey, a clerk, a clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ActivityError, ApplicationError, WorkflowAlreadyStartedError
from temporalio.workflow import ParentClosePolicy

with workflow.unsafe.imports_passed_through():
    from casework.journey import Stage, Status
    from workflows import details, policies, search
    from workflows.letters import LetterWorkflow, letter_id
    from workflows.messages import Block, CaseRef, CaseState, LetterRef


class CaseSteps:
    """Where one case stands, and the lock under which people change it."""

    def __init__(self, case: CaseRef) -> None:
        self._case = case
        self._state = CaseState(
            number=case.number, stage=Stage.RECEIVE, status=Status.RUNNING, revision=0, kind="unknown", language="es"
        )
        self._paused = ""
        self._stuck = False
        self._deciding = asyncio.Lock()
        self._story: list[str] = []
        self._posted: set[str] = set()

    async def _do(
        self,
        what: Callable[..., Any],
        argument: Any,
        summary: str,
        *,
        queue: str = policies.CASES,
        limit: timedelta = policies.LIGHT,
        retry: RetryPolicy = policies.PATIENT,
    ) -> CaseState:
        state: CaseState = await workflow.execute_activity_method(
            what,
            argument,
            task_queue=queue,
            summary=details.Caption(summary),
            start_to_close_timeout=limit,
            heartbeat_timeout=policies.HEARTBEAT if limit > policies.LIGHT else None,
            retry_policy=retry,
        )
        for csv in state.letters:
            if csv not in self._posted:
                await self._post(csv)
        return state

    async def _post(self, csv: str) -> None:
        """Have a letter sent by a workflow of its own: mail that is away for days keeps no case from going on."""
        self._posted.add(csv)
        with suppress(WorkflowAlreadyStartedError):  # this run began anew from an earlier point
            await workflow.start_child_workflow(
                LetterWorkflow.run,
                LetterRef(number=self._case.number, csv=csv),
                id=letter_id(self._case.number, csv),
                task_queue=policies.CASES,
                parent_close_policy=ParentClosePolicy.ABANDON,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                static_summary=details.Caption(f"letter {csv[-6:]} of {self._case.number}"),
            )

    def _block_of(self, error: ActivityError, stage: Stage | None = None) -> Block:
        """The coded reason of a step that cannot be taken."""
        cause = error.cause
        code = (cause.type if isinstance(cause, ApplicationError) else None) or "UNEXPECTED"
        message = getattr(cause, "message", "")
        return Block(number=self._case.number, stage=stage or self._state.stage, code=code, message=message)

    def _show(self, state: CaseState) -> None:
        """Remember where the case stands and tell it to the administrator's screens."""
        self._story.append(details.line(workflow.now(), state))
        self._state = state
        self._describe()

    def _describe(self) -> None:
        attention = "person" if self._stuck else details.attention(self._state, self._paused)
        workflow.upsert_search_attributes(search.attributes_of(self._state, attention))
        workflow.set_current_details(details.page(self._state, attention, self._story))


def refused(message: str) -> ApplicationError:
    """What a person hears whose word does not fit the case; it never enters history."""
    return ApplicationError(message, type="DECISION_REFUSED")
