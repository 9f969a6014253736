"""The journey of one application, stage by stage."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from casework.decision import Decision, Verdict
    from casework.journey import Stage, Status
    from casework.procedure import Target
    from workflows import policies
    from workflows.activities import CaseActivities, PaperActivities, ReadingActivities
    from workflows.arranging import ArrangesPages
    from workflows.asking import AsksCitizens
    from workflows.filling import FillingActivities
    from workflows.messages import CaseRef, CaseState, Closing, DecisionRef, FillRef
    from workflows.steps import refused
    from workflows.terms import CountsTerms
    from workflows.undoing import UndoesFilings


@workflow.defn(name="Application")
class ApplicationWorkflow(AsksCitizens, ArrangesPages, CountsTerms, UndoesFilings):
    """One citizen's application, from its arrival to the archive; its number is the workflow's id."""

    @workflow.init
    def __init__(self, case: CaseRef) -> None:
        super().__init__(case)
        self._retries = 0
        self._archived = False

    @workflow.run
    async def run(self, case: CaseRef) -> CaseState:
        """Receive, read, classify, extract, validate, review, fill, notify, archive."""
        try:
            await self._step(CaseActivities.receive, case, "take in what arrived")
            await self._step(ReadingActivities.read, case, "read every page", queue=policies.READING,
                             limit=policies.READING_LIMIT)  # fmt: skip
            await self._step(CaseActivities.classify, case, "tell what is asked for")
            await self._step(CaseActivities.extract, case, "find the fields with their evidence")
            await self._step(CaseActivities.validate, case, "check against the procedure and the law")
            await self._start_clock()
            if "NO_ENTRY_DATE" in self._state.doubts:
                await self._step(PaperActivities.acknowledge, case, "answer with the valid channels")
            await self._review()
            await self._fill()
            if self._state.status is Status.FILED or workflow.patched("letter-for-every-ended-case"):
                await self._always(PaperActivities.notify, case, "write the receipt")
            await self._always(PaperActivities.archive, case, "archive the file with its checksums")
        except (ActivityError, asyncio.CancelledError) as error:
            if is_cancelled_exception(error):
                await self._cancelled()
            await self._end()
            raise
        await self._end()
        return self._state

    # What people can do -------------------------------------------------------------------------------------------

    @workflow.update
    async def decide(self, decision: Decision) -> CaseState:
        """Take a clerk's decision; returns where the case stands after it."""
        async with self._deciding:
            known = self._state
            self._show(await self._do(CaseActivities.decide, DecisionRef(number=known.number, decision=decision),
                                      f"{decision.verdict} by a clerk"))  # fmt: skip
            if decision.verdict is Verdict.CORRECT and self._state.kind != known.kind:
                asked = CaseRef(number=known.number, asked=True)
                self._show(await self._do(CaseActivities.extract, asked, "find the fields of the new kind"))
                self._show(await self._do(CaseActivities.validate, asked, "check them"))
            return self._state

    @decide.validator
    def _check_decision(self, decision: Decision) -> None:
        if not self._state.waiting:
            raise refused(f"{self._state.number} is not waiting for a decision (it is {self._state.status})")
        if decision.revision != self._state.revision:
            raise refused(f"{self._state.number} has changed since: reload it and decide again")
        if not decision.by.strip():
            raise refused("a decision needs to say who took it")

    @workflow.update
    async def settled(self) -> CaseState:
        """Answer once the case has ended or waits for a person, with where it stands then."""
        await workflow.wait_condition(
            lambda: self._archived or self._stuck or (self._state.waiting and not self._deciding.locked())
        )
        return self._state

    @workflow.signal
    def pause(self, note: str) -> None:
        """Hold the case before its next stage."""
        self._paused = note or "paused"
        self._describe()

    @workflow.signal
    def resume(self) -> None:
        """Let a paused case go on."""
        self._paused = ""
        self._describe()

    @workflow.signal
    def retry(self) -> None:
        """Try the blocked stage again, as it is."""
        self._retries += 1

    @workflow.query
    def state(self) -> CaseState:
        """Where the case stands now."""
        return self._state

    # The stages that are more than one step -----------------------------------------------------------------------

    async def _review(self) -> None:
        await self._step(CaseActivities.review, self._case, "settle it, or ask a clerk")
        await workflow.wait_condition(lambda: not self._state.waiting and not self._deciding.locked())

    async def _fill(self) -> None:
        """Enter every target of the kind; where a clerk changes the kind of a blocked case, those of the new one."""
        entered: list[tuple[str, Target]] = []
        while left := self._left_to_enter(entered):
            kind, target = left[0]
            done = await self._try(
                FillingActivities.fill,
                FillRef(number=self._case.number, target=target),
                f"enter {target.entry} in {target.system}",
                queue=policies.ROBOTS,
                limit=policies.FILLING_LIMIT,
                retry=policies.UNTIL_BACK,
            )
            entered += [(kind, target)] if done else []
        await self._step(CaseActivities.settle, self._case, "note that every entry is proven")

    def _left_to_enter(self, entered: list[tuple[str, Target]]) -> list[tuple[str, Target]]:
        targets = self._state.targets if self._goes_on else ()
        return [(self._state.kind, target) for target in targets if (self._state.kind, target) not in entered]

    async def _cancelled(self) -> None:
        async with self._deciding:  # a decision under way is taken whole before the case ends
            closing = Closing(number=self._case.number, by="administrator")
            self._show(await self._do(CaseActivities.cancel, closing, "cancelled by a person"))

    async def _end(self) -> None:
        """Answer everyone who still waits for this run before it is over."""
        self._archived = True
        await workflow.wait_condition(workflow.all_handlers_finished)

    # How every step is taken --------------------------------------------------------------------------------------

    @property
    def _goes_on(self) -> bool:
        return not self._state.ended

    async def _step(self, what: Callable[..., Any], argument: Any, summary: str, **how: Any) -> None:
        """Take a step of a case that has not ended; where it cannot be taken, ask a person and try again."""
        while self._goes_on and not await self._try(what, argument, summary, **how):
            pass

    async def _always(self, what: Callable[..., Any], argument: Any, summary: str) -> None:
        """Take a step that every case gets, however it ended."""
        while not await self._try(what, argument, summary):
            pass

    async def _try(self, what: Callable[..., Any], argument: Any, summary: str, **how: Any) -> bool:
        """Take a step, once nobody holds the case; False where it was blocked and a person has answered since."""
        await workflow.wait_condition(lambda: not self._paused)
        try:
            self._show(await self._do(what, argument, summary, **how))
        except ActivityError as error:
            if is_cancelled_exception(error):
                raise
            await self._blocked(what, error)
            return False
        return True

    async def _blocked(self, what: Callable[..., Any], error: ActivityError) -> None:
        """Tell a person why the stage cannot go on, and wait for a decision or a plain retry."""
        stage = Stage(what.__name__) if what.__name__ in set(Stage) else self._state.stage
        block = self._block_of(error, stage)
        tries = self._retries
        self._show(await self._do(CaseActivities.block, block, f"ask a clerk: {block.code}"))
        self._stuck = self._state.ended  # nothing is left to decide, only to mend and to try again
        self._describe()
        await workflow.wait_condition(
            lambda: (self._retries > tries or not (self._state.waiting or self._stuck)) and not self._deciding.locked()
        )
        self._stuck = False
