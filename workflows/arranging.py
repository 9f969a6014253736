"""A clerk orders the pages of a running case, or opens a locked document: they are read again as they stand now."""

from __future__ import annotations

from dataclasses import dataclass

from temporalio import activity, workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from casework.arranging import Arranging, arranged, was_arranged
    from casework.journey import Stage, Status
    from casework.ports import Register
    from casework.unlocking import Unlocking, unlocked, was_unlocked
    from workflows import policies
    from workflows.activities import CaseActivities, Procedures, ReadingActivities
    from workflows.messages import ArrangingRef, CaseRef, CaseState, UnlockingRef, state_of
    from workflows.steps import CaseSteps, refused


@dataclass(frozen=True)
class ArrangingActivities:
    """Takes a clerk's word on its documents into the case."""

    register: Register
    procedures: Procedures

    @activity.defn
    def arrange(self, ref: ArrangingRef) -> CaseState:
        """Name the documents that the case is read as from now on; the same word again changes nothing."""
        case = self.register.load(ref.number)
        if not was_arranged(case, ref.arranging):
            case = arranged(case, ref.arranging)
            self.register.save(case)
        return state_of(case, self.procedures.get(case.kind))

    @activity.defn
    def unlock(self, ref: UnlockingRef) -> CaseState:
        """Put what was in a locked document beside it; the same word again changes nothing."""
        case = self.register.load(ref.number)
        if not was_unlocked(case, ref.unlocking):
            case = unlocked(case, ref.unlocking)
            self.register.save(case)
        return state_of(case, self.procedures.get(case.kind))


class ArrangesPages(CaseSteps):
    """What a clerk may do with the pages of a case that waits for a person."""

    @workflow.update
    async def arrange(self, arranging: Arranging) -> CaseState:
        """Read the pages in their new order; the case stays where it is, and what a clerk has said of it stands."""
        async with self._deciding:
            ref = ArrangingRef(number=self._case.number, arranging=arranging)
            self._show(await self._do(ArrangingActivities.arrange, ref, "pages put in order by a clerk"))
            await self._read_again()
            return self._state

    @arrange.validator
    def _check_arranging(self, arranging: Arranging) -> None:
        if not self._state.waiting:
            raise refused(f"{self._state.number} is not waiting for a decision (it is {self._state.status})")
        if arranging.revision != self._state.revision:
            raise refused(f"{self._state.number} has changed since: reload it and decide again")

    @workflow.update
    async def unlock(self, unlocking: Unlocking) -> CaseState:
        """Read what was in a locked document; a case that waited for a clerk only because of it goes on by itself."""
        async with self._deciding:
            ref = UnlockingRef(number=self._case.number, unlocking=unlocking)
            self._show(await self._do(ArrangingActivities.unlock, ref, "a locked document opened by a clerk"))
            await self._read_again()
            if (self._state.stage, self._state.status, self._state.doubts) == (Stage.REVIEW, Status.WAITING, ()):
                self._show(await self._do(CaseActivities.review, self._case, "nothing is left to ask a clerk"))
            return self._state

    @unlock.validator
    def _check_unlocking(self, unlocking: Unlocking) -> None:
        if not self._state.waiting:
            raise refused(f"{self._state.number} is not waiting for a decision (it is {self._state.status})")
        if not unlocking.by.strip():
            raise refused("a decision needs to say who took it")

    async def _read_again(self) -> None:
        """Read the documents as they stand now, and say anew what they say; the case stays where it is."""
        asked = CaseRef(number=self._case.number, asked=True)
        try:
            self._show(await self._do(ReadingActivities.read_again, asked, "read them as they stand",
                                      queue=policies.READING, limit=policies.READING_LIMIT))  # fmt: skip
            self._show(await self._do(CaseActivities.classify, asked, "tell what is asked for"))
            self._show(await self._do(CaseActivities.extract, asked, "find the fields"))
            self._show(await self._do(CaseActivities.validate, asked, "check them"))
        except ActivityError as error:
            self._show(await self._do(CaseActivities.block, self._block_of(error), "ask a clerk about the pages"))
