"""The workflow as earlier releases ran it, for histories that must go on being replayed."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from casework.journey import Status
    from workflows import policies
    from workflows.activities import CaseActivities, PaperActivities, ReadingActivities
    from workflows.application import ApplicationWorkflow
    from workflows.messages import CaseRef, CaseState


@workflow.defn(name="Application")
class LetterForFiledCasesOnly(ApplicationWorkflow):
    """Before `letter-for-every-ended-case`: a case that was given back got no letter."""

    @workflow.init
    def __init__(self, case: CaseRef) -> None:
        super().__init__(case)

    @workflow.run
    async def run(self, case: CaseRef) -> CaseState:
        """Receive, read, classify, extract, validate, review, fill, notify, archive."""
        await self._step(CaseActivities.receive, case, "take in what arrived")
        await self._step(ReadingActivities.read, case, "read every page", queue=policies.READING,
                         limit=policies.READING_LIMIT)  # fmt: skip
        await self._step(CaseActivities.classify, case, "tell what is asked for")
        await self._step(CaseActivities.extract, case, "find the fields with their evidence")
        await self._step(CaseActivities.validate, case, "check against the procedure and the law")
        await self._review()
        await self._fill()
        if self._state.status is Status.FILED:
            await self._always(PaperActivities.notify, case, "write the receipt")
        await self._always(PaperActivities.archive, case, "archive the file with its checksums")
        await self._end()
        return self._state
