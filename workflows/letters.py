"""The way of one letter to its citizen, which outlives the journey that wrote it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from temporalio import workflow
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.workflow import ParentClosePolicy

with workflow.unsafe.imports_passed_through():
    from casework.delivery import Standing
    from workflows import details, policies
    from workflows.messages import LetterRef, LetterState, LetterWord, Receipt
    from workflows.search import ATTENTION
    from workflows.sending import SendingActivities


def letter_id(number: str, csv: str) -> str:
    """The id of the workflow that sends the letter with that code."""
    return f"{number}-letter-{csv[-6:]}"


@workflow.defn(name="Letter")
class LetterWorkflow:
    """Sends one letter, waits for a person where it is held, announces a notification and follows it till received."""

    @workflow.init
    def __init__(self, ref: LetterRef) -> None:
        self._ref = ref
        self._state = LetterState(csv=ref.csv, standing=Standing.READY)
        self._words: list[LetterWord] = []
        self._announced = False
        self._came_back = False

    @workflow.run
    async def run(self, ref: LetterRef) -> LetterState:
        """Send; then until nothing is left to do, hear a person or look at the electronic office again."""
        await self._do(SendingActivities.send, ref, f"send letter {ref.csv[-6:]}", retry=policies.UNTIL_BACK)
        while self._came_back or self._state.standing is Standing.HELD or self._state.followed:
            if self._came_back:
                self._came_back = False
                await self._do(SendingActivities.send, ref, "see that it came back", retry=policies.UNTIL_BACK)
            elif self._state.followed:
                await workflow.sleep(self._state.look_in)
                await self._do(SendingActivities.follow, ref, "see whether it was opened", retry=policies.UNTIL_BACK)
            else:
                await workflow.wait_condition(lambda: bool(self._words))
                await self._do(SendingActivities.hear, self._words.pop(0), "a person's word on it")
                await self._do(SendingActivities.send, ref, "send it as was said", retry=policies.UNTIL_BACK)
        await self._tell_the_case()
        return self._state

    @workflow.signal
    def say(self, word: LetterWord) -> None:
        """What a person says of the letter while it is held."""
        self._words.append(word)

    @workflow.signal
    def came_back(self) -> None:
        """The letter was given back: a run that was about to end looks once more at how it stands."""
        self._came_back = True

    @workflow.query
    def state(self) -> LetterState:
        """How far the letter has come."""
        return self._state

    async def _tell_the_case(self) -> None:
        """Let the ten days run from the day of receipt."""
        if self._state.began:
            receipt = Receipt(number=self._ref.number, day=date.fromisoformat(self._state.began), by="")
            with suppress(ApplicationError):  # the journey is over
                await workflow.get_external_workflow_handle(self._ref.number).signal("letter_received", receipt)

    async def _announce(self, csv: str) -> None:
        """Have the alert sent by a workflow of its own: whatever becomes of it, the notification holds (art. 41.6)."""
        self._announced = True
        with suppress(WorkflowAlreadyStartedError):  # told by an earlier run of this workflow
            await workflow.start_child_workflow(
                LetterWorkflow.run,
                LetterRef(number=self._ref.number, csv=csv),
                id=letter_id(self._ref.number, csv),
                parent_close_policy=ParentClosePolicy.ABANDON,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                static_summary=details.Caption(f"letter {csv[-6:]} of {self._ref.number}, an alert"),
            )

    async def _do(self, what: Callable[..., Any], argument: object, summary: str, **how: Any) -> None:
        self._state = await workflow.execute_activity_method(
            what,
            argument,
            task_queue=policies.CASES,
            summary=details.Caption(summary),
            start_to_close_timeout=policies.SENDING_LIMIT,
            retry_policy=how.get("retry", policies.PATIENT),
        )
        if self._state.alert and not self._announced:
            await self._announce(self._state.alert)
        waits = self._state.standing is Standing.HELD
        workflow.upsert_search_attributes([ATTENTION.value_set("person" if waits else "none")])
        workflow.set_current_details(f"**{self._state.standing}** {self._state.reason}".strip())
