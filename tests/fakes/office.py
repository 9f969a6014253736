"""A whole office of fakes around the real workflow, on a real Temporal server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from temporalio.client import Client
from temporalio.worker import Worker

from casework.application import Channel, Document
from casework.deadlines import Calendar, Calendars
from casework.procedure import Procedure
from fakes import ports
from workflows import policies
from workflows.activities import CaseActivities, PaperActivities, ReadingActivities
from workflows.answers import AnswerActivities
from workflows.application import ApplicationWorkflow
from workflows.arranging import ArrangingActivities
from workflows.clock import LegalClockWorkflow
from workflows.codec import KeyRing
from workflows.filling import FillingActivities
from workflows.gateway import Cases
from workflows.interceptor import ErrorTranslation
from workflows.letters import LetterWorkflow
from workflows.sandbox import sandbox
from workflows.sending import SendingActivities
from workflows.undoing import Undoer, UndoingActivities, UndoingWorkflow
from workflows.watching import ClockActivities

QUEUES = (policies.CASES, policies.READING, policies.ROBOTS)
RING = KeyRing(current="tests", keys={"tests": bytes(range(32))})  # never changed: exported histories open with it


@dataclass
class Office:
    """Everything a case touches, in memory."""

    register: ports.MemoryRegister = field(default_factory=ports.MemoryRegister)
    store: ports.MemoryStore = field(default_factory=ports.MemoryStore)
    readings: ports.PlainReadings = field(default_factory=ports.PlainReadings)
    understanding: ports.SureUnderstanding = field(default_factory=ports.SureUnderstanding)
    procedures: dict[str, Procedure] = field(default_factory=lambda: {"P08": ports.procedure()})
    filler: ports.MemoryFiller = field(default_factory=ports.MemoryFiller)
    archive: ports.MemoryArchive = field(default_factory=ports.MemoryArchive)
    letters: ports.PlainLetters = field(default_factory=ports.PlainLetters)
    answering: ports.MemoryAnswering = field(default_factory=ports.MemoryAnswering)
    dispatches: ports.MemoryDispatches = field(default_factory=ports.MemoryDispatches)
    post: ports.MemoryPost | None = None
    notifier: ports.MemoryNotifier | None = None
    unpacker: ports.Unpacked = field(default_factory=ports.Unpacked)
    calendars: Calendars = field(default_factory=lambda: Calendars(council=Calendar(frozenset())))
    now: Callable[[], datetime] = ports.now
    look_again: timedelta = timedelta(hours=6)
    undoers: dict[str, Undoer] | None = None

    def light(self) -> CaseActivities:
        """The light activities over the fakes."""
        return CaseActivities(
            register=self.register,
            archivist=self.register,
            store=self.store,
            unpacker=self.unpacker,
            readings=self.readings,
            understanding=self.understanding,
            procedures=self.procedures,
            calendars=self.calendars,
            now=self.now,
        )

    def reading(self) -> ReadingActivities:
        """The reading of pages over the fakes."""
        return ReadingActivities(
            register=self.register,
            readings=self.readings,
            beating=nullcontext,
            now=self.now,
            case_of_letter=self.register.case_of_letter,
        )

    def filling(self) -> FillingActivities:
        """The filling of one back-office over the fakes."""
        return FillingActivities(
            register=self.register,
            modes=self.register,
            procedures=self.procedures,
            entries=ports.MemoryEntries(),
            fillers={"town": self.filler},
            store=self.store,
            model=lambda: "fake-1",
            now=self.now,
            beating=nullcontext,
        )

    def papers(self) -> PaperActivities:
        """Letters and archive over the fakes."""
        return PaperActivities(
            register=self.register,
            procedures=self.procedures,
            letters=self.letters,
            answering=self.answering,
            archiver=self.archive,
            store=self.store,
            verification_code=lambda number, kind: f"{number}-{kind}",
            now=self.now,
        )

    def arranging(self) -> ArrangingActivities:
        """The order of pages over the fakes."""
        return ArrangingActivities(register=self.register, procedures=self.procedures)

    def answers(self) -> AnswerActivities:
        """Asking the citizen and hearing the answer, over the fakes."""
        return AnswerActivities(cases=self.light(), papers=self.papers())

    def clocks(self) -> ClockActivities:
        """The legal clock over the fakes."""
        return ClockActivities(
            register=self.register, reminders=self.register, procedures=self.procedures, calendars=self.calendars,
            official_time=ports.MADRID,
        )  # fmt: skip

    def undoing(self) -> UndoingActivities:
        """The undoing of filings over the fakes."""
        return UndoingActivities(
            register=self.register,
            procedures=self.procedures,
            undoers={"town": self.filler} if self.undoers is None else self.undoers,
            now=self.now,
            beating=nullcontext,
        )

    def sending(self) -> SendingActivities:
        """The sending of letters over the fakes."""
        return SendingActivities(
            register=self.register, dispatches=self.dispatches, store=self.store, post=self.post,
            notifier=self.notifier, now=self.now, look_again=self.look_again,
        )  # fmt: skip

    def activities(self) -> list[Callable[..., object]]:
        """Every activity over the fakes."""
        light, papers, filling, reading = self.light(), self.papers(), self.filling(), self.reading()
        answers, clocks, undoing, sending = self.answers(), self.clocks(), self.undoing(), self.sending()
        return [
            light.receive, light.classify, light.extract, light.validate, light.review, light.decide, light.block,
            light.settle, light.cancel, papers.notify, papers.inform, papers.archive, filling.fill, reading.read,
            reading.read_again, reading.read_more, answers.ask, answers.received, answers.extend, answers.join,
            answers.weigh, papers.acknowledge, undoing.ask_undo, undoing.undo, undoing.leave_filed,
            answers.lapse, answers.recount, answers.opened, clocks.look, clocks.stop, sending.send, sending.hear,
            sending.follow, self.arranging().arrange, self.arranging().unlock,
        ]  # fmt: skip

    def admit(self, data: bytes = b"an application", channel: Channel = Channel.COUNTER) -> str:
        """Admit one document and give the case's number."""
        self.store.put(data)
        return self.register.case_of(ports.document(data), channel=channel)

    def admit_documents(self, *documents: Document) -> str:
        """Admit documents as one case and give its number."""
        return self.register.case_of(*documents)

    @asynccontextmanager
    async def open(
        self,
        client: Client,
        queues: Sequence[str] = QUEUES,
        *,
        workflow: type[ApplicationWorkflow] = ApplicationWorkflow,
    ) -> AsyncIterator[Cases]:
        """Serve the queues with the fakes until the block ends."""
        activities, ours = self.activities(), [workflow, LegalClockWorkflow, LetterWorkflow, UndoingWorkflow]
        async with AsyncExitStack() as stack:
            threads = stack.enter_context(ThreadPoolExecutor(4))
            for queue in queues:
                worker = Worker(
                    client,
                    task_queue=queue,
                    workflows=ours if queue == policies.CASES else [],
                    activities=activities,
                    activity_executor=threads,
                    workflow_runner=sandbox(),
                    interceptors=[ErrorTranslation()],
                    max_cached_workflows=100,
                    disable_eager_activity_execution=True,  # one in the air kept 3 of 55 workers from ending
                )
                await stack.enter_async_context(worker)
            yield Cases(client)


Starting = Callable[..., Office]
