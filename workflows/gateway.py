"""What clerks, the watcher and the desk may do with a running case, in their words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from temporalio.client import (
    Client,
    WorkflowExecutionStatus,
    WorkflowFailureError,
    WorkflowHandle,
    WorkflowUpdateFailedError,
    WorkflowUpdateHandle,
    WorkflowUpdateStage,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ActivityError, ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from casework.arranging import Arranging
from casework.decision import Decision
from casework.errors import DecisionRefused, Unavailable, UnknownCase
from casework.requirement import Answer, Asking
from casework.undoing import Undoing
from casework.unlocking import Unlocking
from workflows import policies
from workflows.application import ApplicationWorkflow
from workflows.clock import CLOCK, LegalClockWorkflow, clock_id, number_of_clock
from workflows.details import Caption
from workflows.letters import LetterWorkflow, letter_id
from workflows.mail_account import every_night
from workflows.mailbox import MailboxWorkflow, mailbox_id
from workflows.messages import CaseRef, CaseState, ClockFace, LetterRef, LetterWord, Receipt, Resolution, UndoRef
from workflows.undoing import UndoingWorkflow, undo_id

_PATIENCE = 10.0  # seconds a person waits for an answer that may also come later
_Answer = WorkflowUpdateHandle[CaseState] | WorkflowHandle[Any, CaseState]


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

    async def watch_mailbox(self, name: str) -> None:
        """Have the mailbox of that name watched from now on; where it is already, nothing changes."""
        try:
            await self.client.start_workflow(
                MailboxWorkflow.run,
                name,
                id=mailbox_id(name),
                task_queue=policies.MAIL,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                static_summary=Caption(f"mailbox {name}".rstrip()),
            )
        except RPCError as error:
            raise _unavailable(error) from error

    async def account_nightly(self) -> None:
        """Have the mailboxes' messages accounted for every night; where they are already, nothing changes."""
        try:
            await every_night(self.client)
        except RPCError as error:
            raise _unavailable(error) from error

    async def decide(self, number: str, decision: Decision) -> CaseState:
        """Hand a clerk's decision to the case; raises DecisionRefused, UnknownCase or Unavailable."""
        return await self._update(number, ApplicationWorkflow.decide, decision)

    async def arrange(self, number: str, arranging: Arranging) -> CaseState:
        """Have a case's pages read in another order; raises DecisionRefused, UnknownCase or Unavailable."""
        return await self._update(number, ApplicationWorkflow.arrange, arranging)

    async def unlock(self, number: str, unlocking: Unlocking) -> None:
        """Have a document read that was opened; returns when it is, or after a while: the case will tell.

        Raises DecisionRefused, UnknownCase or Unavailable.
        """
        update = ApplicationWorkflow.unlock
        await self._heard(
            number, self._handle(number).start_update(update, unlocking, wait_for_stage=WorkflowUpdateStage.ACCEPTED)
        )

    async def ask_citizen(self, number: str, asking: Asking) -> CaseState:
        """Have what is missing written to the citizen; raises DecisionRefused, UnknownCase or Unavailable."""
        return await self._update(number, ApplicationWorkflow.ask_citizen, asking)

    async def citizen_received(self, number: str, day: date, by: str) -> CaseState:
        """Note the day on which the letter reached the citizen, from which the ten days run."""
        receipt = Receipt(number=number, day=day, by=by)
        return await self._update(number, ApplicationWorkflow.citizen_received, receipt)

    async def extend_answer(self, number: str, by: str) -> CaseState:
        """Give the citizen five working days more."""
        return await self._update(number, ApplicationWorkflow.extend_answer, by)

    async def take_answer(self, number: str, answer: Answer) -> CaseState:
        """Make what a citizen sent part of the case; the same answer again changes nothing."""
        return await self._update(number, ApplicationWorkflow.take_answer, answer)

    async def undo(self, number: str, undoing: Undoing) -> None:
        """Have a filing undone; returns with the answer, or after a while without it: the case will tell.

        Raises DecisionRefused, UnknownCase or Unavailable.
        """
        await self._heard(number, self._undoing(UndoRef(number=number, undoing=undoing)))

    async def _heard(self, number: str, begun: Awaitable[_Answer]) -> None:
        """Wait a while for the answer; raises what it says."""
        try:
            answer = await begun
            await asyncio.wait_for(answer.result(), _PATIENCE)
        except TimeoutError:
            return  # it goes on by itself
        except (WorkflowUpdateFailedError, WorkflowFailureError) as error:
            raise DecisionRefused(_reason(error)) from error
        except RPCError as error:
            raise _translated(error, number) from error

    async def _undoing(self, ref: UndoRef) -> _Answer:
        """Begun by the journey itself, or by a run of its own where that is over."""
        try:
            return await self._handle(ref.number).start_update(
                ApplicationWorkflow.undo, ref, wait_for_stage=WorkflowUpdateStage.ACCEPTED
            )
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
        return await self.client.start_workflow(
            UndoingWorkflow.run,
            ref,
            id=undo_id(ref.number, ref.undoing.key),
            task_queue=policies.CASES,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            static_summary=Caption(f"undo an entry of {ref.number}"),
        )

    async def recount(self, number: str) -> None:
        """Have every day of a case counted anew, where it still runs or its term is still watched."""
        for watched in (number, clock_id(number)):
            with suppress(UnknownCase):
                await self._signal(number, LegalClockWorkflow.recount.__name__, watched=watched)

    async def watched(self) -> tuple[str, ...]:
        """Numbers of the cases whose term is watched, also of those whose journey is over."""
        running = f"WorkflowType = '{CLOCK}' AND ExecutionStatus = 'Running'"
        try:
            return tuple([number_of_clock(found.id) async for found in self.client.list_workflows(running)])
        except RPCError as error:
            raise _unavailable(error) from error

    async def resolve(self, number: str, day: date, by: str) -> None:
        """Note that the council has answered; its term is no longer watched. Raises UnknownCase."""
        resolution = Resolution(number=number, day=day, by=by)
        await self._signal(number, LegalClockWorkflow.resolve.__name__, resolution, watched=clock_id(number))

    async def say_of_letter(self, word: LetterWord) -> None:
        """Hand a person's word on a held letter to the workflow that sends it; raises UnknownCase or Unavailable."""
        await self._signal(
            word.number, LetterWorkflow.say.__name__, word, watched=letter_id(word.number, word.csv)
        )  # fmt: skip

    async def hold_letter(self, letter: LetterRef) -> None:
        """Have a letter that came back wait for a person's word; twice changes nothing.

        Where its sending has ended a new run begins. One that goes on is told, as it may be about to end: Temporal lets
        no run end that has not heard a signal.
        """
        try:
            await self.client.start_workflow(
                LetterWorkflow.run,
                letter,
                id=letter_id(letter.number, letter.csv),
                task_queue=policies.CASES,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                start_signal=LetterWorkflow.came_back.__name__,
                static_summary=Caption(f"letter {letter.csv[-6:]} of {letter.number}, which came back"),
            )
        except RPCError as error:
            raise _unavailable(error) from error

    async def clock(self, number: str) -> ClockFace:
        """What the legal clock of a case shows; raises UnknownCase where none was ever started."""
        try:
            return await self.client.get_workflow_handle(clock_id(number)).query(LegalClockWorkflow.face)
        except RPCError as error:
            raise _translated(error, number) from error

    async def _update(self, number: str, update: Any, argument: object) -> CaseState:
        try:
            state: CaseState = await self._handle(number).execute_update(update, argument)
        except WorkflowUpdateFailedError as error:
            raise DecisionRefused(_reason(error)) from error
        except RPCError as error:
            raise _translated(error, number) from error
        return state

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

    async def _signal(self, number: str, signal: str, *arguments: object, watched: str = "") -> None:
        """Signal the case, or the workflow of its number that `watched` names."""
        try:
            await self._handle(watched or number).signal(signal, args=arguments)
        except RPCError as error:
            raise _translated(error, number) from error

    def _handle(self, number: str) -> WorkflowHandle[ApplicationWorkflow, CaseState]:
        return self.client.get_workflow_handle_for(ApplicationWorkflow.run, number)


def _reason(error: WorkflowUpdateFailedError | WorkflowFailureError) -> str:
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
