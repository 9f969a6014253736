"""Undoing a filing at a clerk's word: within the journey where it still goes on, else in a short run of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from temporalio import activity, workflow
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from casework.errors import Misconfigured
    from casework.filing import Filing
    from casework.ports import Register
    from casework.procedure import Procedure
    from casework.undoing import asked, not_undone, undone
    from workflows import policies
    from workflows.activities import PaperActivities
    from workflows.messages import CaseRef, CaseState, UndoRef, state_of
    from workflows.steps import CaseSteps, refused


class Undoer(Protocol):
    """Undoes a filing exactly once, where its system allows it."""

    def undo(self, filing: Filing, reason: str) -> str:
        """Undo it, or find it undone; the record that undoes it, where it takes one of its own.

        Raises EntryRefused where it cannot be, in the system's own words.
        """
        ...


@dataclass(frozen=True)
class UndoingActivities:
    """The clerk's word noted, the filing undone, or the reason why it stands. Safe to repeat."""

    register: Register
    procedures: Mapping[str, Procedure]
    undoers: Mapping[str, Undoer]
    now: Callable[[], datetime]
    beating: Callable[[], AbstractContextManager[object]]

    @activity.defn
    def ask_undo(self, ref: UndoRef) -> CaseState:
        """Note who asks; refused where the word does not fit the case."""
        case = asked(self.register.load(ref.number), ref.undoing)
        self.register.save(case)
        return state_of(case, self.procedures.get(case.kind))

    @activity.defn
    def undo(self, ref: UndoRef) -> CaseState:
        """Undo it in its system and leave the trace on its receipt."""
        case = self.register.load(ref.number)
        filing = next(filing for filing in case.filings if filing.key == ref.undoing.key)
        if filing.system not in self.undoers:
            raise Misconfigured(f"there is no back-office {filing.system!r}", remedy="see `dovtech backoffice list`")
        with self.beating():
            record = self.undoers[filing.system].undo(filing, ref.undoing.reason)
        case = undone(self.register.load(ref.number), ref.undoing, self.now(), record)
        self.register.save(case)
        return state_of(case, self.procedures.get(case.kind))

    @activity.defn
    def leave_filed(self, ref: UndoRef) -> CaseState:
        """Tell the clerk why the filing stands as it was."""
        case = not_undone(self.register.load(ref.number), ref.undoing, self.now(), ref.because)
        self.register.save(case)
        return state_of(case, self.procedures.get(case.kind))


class UndoesFilings(CaseSteps):
    """What a journey does at that word; while it waits for a person nobody else changes the case."""

    @workflow.update
    async def undo(self, ref: UndoRef) -> CaseState:
        """Undo a filing, or say why it stands."""
        async with self._deciding:
            await self._undo(ref)
            return self._state

    @undo.validator
    def _check_undoing(self, ref: UndoRef) -> None:
        if not self._state.waiting:
            raise refused(f"{ref.number} is being worked on: ask again when it waits or has ended")

    async def _undo(self, ref: UndoRef) -> None:
        self._show(await self._do(UndoingActivities.ask_undo, ref, "a clerk asks to undo an entry"))
        try:
            self._show(
                await self._do(
                    UndoingActivities.undo,
                    ref,
                    "undo an entry",
                    queue=policies.ROBOTS,
                    limit=policies.FILLING_LIMIT,
                    retry=policies.WHILE_ASKED,
                )
            )
        except ActivityError as error:
            if is_cancelled_exception(error):
                raise
            failed = replace(ref, because=self._block_of(error).message)
            self._show(await self._do(UndoingActivities.leave_filed, failed, "tell why it stands"))


def undo_id(number: str, key: str) -> str:
    """The id of the run that undoes a filing of a case whose journey is over."""
    return f"{number}-undo-{key[:12]}"


@workflow.defn(name="Undoing")
class UndoingWorkflow(UndoesFilings):
    """A filing of an ended case undone, and the case archived anew with the trace."""

    @workflow.init
    def __init__(self, ref: UndoRef) -> None:
        super().__init__(CaseRef(number=ref.number))

    @workflow.run
    async def run(self, ref: UndoRef) -> CaseState:
        """Undo, then archive."""
        await self._undo(ref)
        self._show(await self._do(PaperActivities.archive, self._case, "archive the file with the trace"))
        return self._state

    def _describe(self) -> None:
        """Nothing: the administrator's lists show the case itself once."""
