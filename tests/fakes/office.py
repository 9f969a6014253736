"""A whole office of fakes around the real workflow, on a real Temporal server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass, field

from temporalio.client import Client
from temporalio.worker import Worker

from casework.application import Channel, Document
from casework.deadlines import Calendar
from casework.procedure import Procedure
from fakes import ports
from workflows import policies
from workflows.activities import CaseActivities, FillingActivities, PaperActivities, ReadingActivities
from workflows.application import ApplicationWorkflow
from workflows.gateway import Cases
from workflows.interceptor import ErrorTranslation
from workflows.sandbox import sandbox


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
    unpacker: ports.Unpacked = field(default_factory=ports.Unpacked)

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
            calendar=Calendar(frozenset()),
            now=ports.now,
        )

    def activities(self) -> list[Callable[..., object]]:
        """Every activity over the fakes."""
        light = self.light()
        papers = PaperActivities(
            register=self.register,
            procedures=self.procedures,
            letters=ports.PlainLetters(),
            archiver=self.archive,
            store=self.store,
            verification_code=lambda number, kind: f"{number}-{kind}",
            now=ports.now,
        )
        filling = FillingActivities(
            register=self.register,
            procedures=self.procedures,
            entries=ports.MemoryEntries(),
            fillers={"town": self.filler},
            store=self.store,
            now=ports.now,
            beating=nullcontext,
        )
        reading = ReadingActivities(register=self.register, readings=self.readings, beating=nullcontext, now=ports.now)
        return [
            light.receive, light.classify, light.extract, light.validate, light.review, light.decide, light.block,
            light.settle, light.cancel, papers.notify, papers.archive, filling.fill, reading.read,
        ]  # fmt: skip

    def admit(self, data: bytes = b"an application", channel: Channel = Channel.COUNTER) -> str:
        """Admit one document and give the case's number."""
        self.store.put(data)
        return self.register.case_of(ports.document(data), channel=channel)

    def admit_documents(self, *documents: Document) -> str:
        """Admit documents as one case and give its number."""
        return self.register.case_of(*documents)

    @asynccontextmanager
    async def open(self, client: Client) -> AsyncIterator[Cases]:
        """Serve all queues with the fakes until the block ends."""
        activities = self.activities()
        async with AsyncExitStack() as stack:
            for queue in (policies.CASES, policies.READING, policies.ROBOTS):
                worker = Worker(
                    client,
                    task_queue=queue,
                    workflows=[ApplicationWorkflow] if queue == policies.CASES else [],
                    activities=activities,
                    activity_executor=ThreadPoolExecutor(4),
                    workflow_runner=sandbox(),
                    interceptors=[ErrorTranslation()],
                )
                await stack.enter_async_context(worker)
            yield Cases(client)
