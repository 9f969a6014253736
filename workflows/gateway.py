"""What clerks, the watcher and the desk may do with a running case, in their words."""

from __future__ import annotations

from dataclasses import dataclass

from temporalio.client import (
    Client,
    WorkflowExecutionStatus,
    WorkflowFailureError,
    WorkflowHandle,
    WorkflowUpdateFailedError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ActivityError, ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from casework.decision import Decision
from casework.errors import DecisionRefused, Unavailable, UnknownCase
from workflows import policies
from workflows.application import ApplicationWorkflow
from workflows.details import Caption
from workflows.messages import CaseRef, CaseState


@dataclass(frozen=True)
class Cases:
    """Starts cases and speaks to running ones; a number is one workflow for ever."""

    client: Client

    async def start(self, number: str) -> None:
        """Start the journey of an admitted application; starting it again changes nothing."""
        try:
            await self.client.start_workflow(
                ApplicationWorkflow.run,
                CaseRef(number=number),
                id=number,
                task_queue=policies.CASES,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                static_summary=Caption(f"application {number}"),
            )
        except WorkflowAlreadyStartedError:
            return
        except RPCError as error:
            raise _unavailable(error) from error

    async def decide(self, number: str, decision: Decision) -> CaseState:
        """Hand a clerk's decision to the case; raises DecisionRefused, UnknownCase or Unavailable."""
        try:
            return await self._handle(number).execute_update(ApplicationWorkflow.decide, decision)
        except WorkflowUpdateFailedError as error:
            raise DecisionRefused(_reason(error)) from error
        except RPCError as error:
            raise _translated(error, number) from error

    async def state(self, number: str) -> CaseState:
        """Where a case stands, from the workflow itself."""
        try:
            return await self._handle(number).query(ApplicationWorkflow.state)
        except RPCError as error:
            raise _translated(error, number) from error

    async def settled(self, number: str) -> CaseState:
        """Where a case stands once it has ended or waits for a person."""
        try:
            return await self._handle(number).execute_update(ApplicationWorkflow.settled)
        except WorkflowUpdateFailedError:  # the run was ended over its head, by `temporal workflow terminate`
            return await self.result(number)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:  # a run that is over takes no updates; it has its result
                return await self.result(number)
            raise _translated(error, number) from error

    async def result(self, number: str) -> CaseState:
        """Wait for the end of a case."""
        try:
            return await self._handle(number).result()
        except RPCError as error:
            raise _translated(error, number) from error
        except WorkflowFailureError as error:
            raise DecisionRefused(f"{number} was cancelled or could not end", remedy="see it in the UI") from error

    async def running(self, number: str) -> bool:
        """Whether a workflow of that number is open."""
        try:
            return (await self._handle(number).describe()).status is WorkflowExecutionStatus.RUNNING
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False
            raise _unavailable(error) from error

    async def pause(self, number: str, note: str) -> None:
        """Hold a case before its next stage."""
        await self._signal(number, ApplicationWorkflow.pause.__name__, note)

    async def resume(self, number: str) -> None:
        """Let a paused case go on."""
        await self._signal(number, ApplicationWorkflow.resume.__name__)

    async def retry(self, number: str) -> None:
        """Try a blocked stage again."""
        await self._signal(number, ApplicationWorkflow.retry.__name__)

    async def cancel(self, number: str) -> None:
        """End a case by a person's hand."""
        try:
            await self._handle(number).cancel()
        except RPCError as error:
            raise _translated(error, number) from error

    async def _signal(self, number: str, signal: str, *arguments: str) -> None:
        try:
            await self._handle(number).signal(signal, args=arguments)
        except RPCError as error:
            raise _translated(error, number) from error

    def _handle(self, number: str) -> WorkflowHandle[ApplicationWorkflow, CaseState]:
        return self.client.get_workflow_handle_for(ApplicationWorkflow.run, number)


def _reason(error: WorkflowUpdateFailedError) -> str:
    cause = error.cause
    while isinstance(cause, ActivityError) and cause.cause is not None:
        cause = cause.cause
    return cause.message if isinstance(cause, ApplicationError) else "the case could not take the decision"


def _translated(error: RPCError, number: str) -> UnknownCase | Unavailable:
    if error.status is RPCStatusCode.NOT_FOUND:
        return UnknownCase(f"no running case has the number {number}", remedy="see `dovtech status`")
    return _unavailable(error)


def _unavailable(error: RPCError) -> Unavailable:
    return Unavailable(f"Temporal does not answer ({error.status.name})", remedy="start it with `dovtech up`")
