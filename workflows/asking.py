"""Asking the citizen for what is missing, within the journey: asked, received, answered, or out of time."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from casework.journey import Status
    from casework.requirement import Answer, Asking
    from workflows import policies
    from workflows.activities import CaseActivities, ReadingActivities
    from workflows.answers import AnswerActivities
    from workflows.messages import AnswerRef, AskingRef, CaseRef, CaseState, Moment, Receipt
    from workflows.steps import CaseSteps, refused

_NOTHING_LEFT = timedelta(0)
_A_MOMENT = timedelta(seconds=1)  # a timer may fire a breath before midnight, when the last day is not over


class AsksCitizens(CaseSteps):
    """What a clerk asks of the citizen, what comes back, and the durable timer of the ten days (art. 68.1)."""

    def __init__(self, case: CaseRef) -> None:
        super().__init__(case)
        self._watch: asyncio.Task[None] | None = None

    @workflow.update
    async def ask_citizen(self, asking: Asking) -> CaseState:
        """Write what is missing to the citizen as a clerk approved it; the case waits for the answer."""
        async with self._deciding:
            ref = AskingRef(number=self._case.number, asking=asking)
            self._show(await self._do(AnswerActivities.ask, ref, f"ask the citizen for {len(asking.defects)}"))
            self._mind_the_term()
            return self._state

    @ask_citizen.validator
    def _check_asking(self, asking: Asking) -> None:
        self._must_wait("ask")
        if asking.revision != self._state.revision:
            raise refused(f"{self._state.number} has changed since: reload it and ask again")

    @workflow.update
    async def citizen_received(self, receipt: Receipt) -> CaseState:
        """Note the day on which the letter reached the citizen: ten days run from it, and the case's term stops."""
        async with self._deciding:
            self._show(await self._do(AnswerActivities.received, receipt, "the letter was received"))
            self._mind_the_term()
            return self._state

    @citizen_received.validator
    def _check_receipt(self, receipt: Receipt) -> None:
        self._must_wait(f"note that the letter was received on {receipt.day}")

    @workflow.signal
    async def letter_received(self, receipt: Receipt) -> None:
        """The electronic office says on which day the citizen received what was asked (art. 43)."""
        async with self._deciding:
            if self._state.status is Status.ASKED:
                self._show(await self._do(AnswerActivities.opened, receipt, "the notification was received"))
                self._mind_the_term()

    @workflow.update
    async def extend_answer(self, by: str) -> CaseState:
        """Give the citizen five working days more (art. 68.2)."""
        async with self._deciding:
            receipt = Receipt(number=self._case.number, day=workflow.now().date(), by=by)
            self._show(await self._do(AnswerActivities.extend, receipt, "five days more"))
            return self._state

    @extend_answer.validator
    def _check_extension(self, by: str) -> None:
        self._must_wait("extend the term")
        if not by.strip():
            raise refused("an extension needs to say who gave it")

    @workflow.update
    async def take_answer(self, answer: Answer) -> CaseState:
        """Read what the citizen sent as part of this case; it goes on, asks for the rest, or waits for a person."""
        async with self._deciding:
            ref = AnswerRef(number=self._case.number, answer=answer)
            try:
                self._show(await self._do(AnswerActivities.join, ref, "an answer came"))
                self._show(await self._do(ReadingActivities.read_more, self._case, "read what came",
                                          queue=policies.READING, limit=policies.READING_LIMIT))  # fmt: skip
                self._show(await self._do(AnswerActivities.weigh, self._case, "see what is still missing"))
            except ActivityError as error:
                self._show(await self._do(CaseActivities.block, self._block_of(error), "ask a clerk about the answer"))
            return self._state

    @take_answer.validator
    def _check_answer(self, answer: Answer) -> None:
        self._must_wait(f"take an answer by {answer.channel}")

    def _must_wait(self, what: str) -> None:
        if not self._state.waiting:
            raise refused(f"cannot {what}: {self._state.number} is {self._state.status}")

    def _mind_the_term(self) -> None:
        """Have one durable timer run for the last day of what is asked."""
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._until_it_lapses())

    async def _until_it_lapses(self) -> None:
        """Wait for the last day to be over, however often it moves; then a draft goes to a person."""
        while (until := self._state.answer_until) is not None:
            left = until - workflow.now()
            if left > _NOTHING_LEFT:
                with suppress(TimeoutError):
                    await workflow.wait_condition(partial(self._has_moved, until), timeout=left + _A_MOMENT)
                continue
            async with self._deciding:
                moment = Moment(number=self._case.number, at=workflow.now())
                self._show(await self._do(AnswerActivities.lapse, moment, "the last day to answer is over"))

    def _has_moved(self, until: datetime) -> bool:
        return self._state.answer_until != until
