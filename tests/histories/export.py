"""Makes the histories of a release anew: `python tests/histories/export.py [NAME...]`.

A release leaves what it ran; what was exported before stays, since citizens' cases of that time are still replayed.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent)]

from fakes import ports  # noqa: E402
from fakes.clerk import with_courses  # noqa: E402
from fakes.earlier import LetterForFiledCasesOnly  # noqa: E402
from fakes.office import RING, Office  # noqa: E402
from temporalio.client import Client  # noqa: E402 - the folders of the project come first
from temporalio.testing import WorkflowEnvironment  # noqa: E402

from casework.arranging import Arranging  # noqa: E402
from casework.decision import Decision, Verdict  # noqa: E402
from casework.undoing import Undoing  # noqa: E402
from casework.unlocking import Unlocking  # noqa: E402
from dovtech.settings import load  # noqa: E402
from workflows import search  # noqa: E402
from workflows.application import ApplicationWorkflow  # noqa: E402
from workflows.converter import data_converter  # noqa: E402
from workflows.gateway import Cases  # noqa: E402
from workflows.undoing import undo_id  # noqa: E402

KEYS = (search.KIND, search.STAGE, search.UNIT, search.DUE, search.ATTENTION)
Journey = Callable[[Office, Cases, str], Awaitable[str | None]]


def _doubtful() -> Office:
    return Office(understanding=ports.SureUnderstanding(value_confidence=0.5))


async def _decide(office: Office, cases: Cases, number: str, verdict: Verdict, **what: object) -> None:
    state = await cases.settled(number)
    decision = Decision(
        by="clerk", at=ports.MOMENT, verdict=verdict, revision=state.revision, reason="falta la firma", **what
    )
    await cases.decide(number, decision)


async def _undo(office: Office, cases: Cases, number: str) -> str:
    """Undo the first filing; the id of the run that does it where the journey is over."""
    key = office.register.load(number).filings[0].key
    await cases.undo(number, Undoing(key=key, by="clerk", at=ports.MOMENT, reason="registrado dos veces"))
    return undo_id(number, key)


async def _nothing(office: Office, cases: Cases, number: str) -> None:
    """Nobody touches the case."""


async def _undone(office: Office, cases: Cases, number: str) -> str:
    await cases.result(number)
    return await _undo(office, cases, number)


async def _undone_while_waiting(office: Office, cases: Cases, number: str) -> None:
    await cases.settled(number)
    await _undo(office, cases, number)
    await _decide(office, cases, number, Verdict.REJECT)


async def _reviewed(office: Office, cases: Cases, number: str) -> None:
    await _decide(office, cases, number, Verdict.CORRECT, corrections={"applicant_id": "00000001R"})
    await _decide(office, cases, number, Verdict.APPROVE)


async def _returned(office: Office, cases: Cases, number: str) -> None:
    await _decide(office, cases, number, Verdict.REJECT)


async def _forwarded(office: Office, cases: Cases, number: str) -> None:
    await _decide(office, cases, number, Verdict.FORWARD, destination="Generalitat Valenciana")


async def _arranged(office: Office, cases: Cases, number: str) -> None:
    """Pages parted into two documents, then joined again and turned: two orders, each read anew, then approved."""
    for names in (("one", "other"), ("both",)):
        state = await cases.settled(number)
        made = tuple(ports.document(name.encode(), f"{name}.pdf") for name in names)
        for name in names:
            office.store.put(name.encode())
        await cases.arrange(number, Arranging(by="clerk", at=ports.MOMENT, revision=state.revision, documents=made))
    await _decide(office, cases, number, Verdict.APPROVE)


async def _unlocked(office: Office, cases: Cases, number: str) -> None:
    """The password of the only document is given: it is read, and the case goes on by itself."""
    await cases.settled(number)
    [locked] = office.register.load(number).application.documents
    office.store.put(b"what was in it")
    inside = ports.document(b"what was in it", f"{number}-1.pdf")
    await cases.unlock(number, Unlocking(by="clerk", at=ports.MOMENT, locked=locked.sha256, document=inside))


async def _blocked(office: Office, cases: Cases, number: str) -> None:
    await cases.settled(number)
    office.filler.refuses = False  # type: ignore[attr-defined]
    await cases.retry(number)


def _locked() -> Office:
    return Office(readings=ports.LockedReadings(locked=(ports.document(b"an application").sha256,)))


def _second_refused() -> Office:
    office = with_courses(Office(filler=ports.SecondRefused()))
    office.understanding = replace(office.understanding, kind="P09")
    return office


JOURNEYS: dict[str, tuple[Callable[[], Office], Journey, type[ApplicationWorkflow]]] = {
    "straight_through": (Office, _nothing, ApplicationWorkflow),
    "reviewed": (_doubtful, _reviewed, ApplicationWorkflow),
    "returned": (_doubtful, _returned, ApplicationWorkflow),
    "blocked": (lambda: Office(filler=ports.RefusingFiller()), _blocked, ApplicationWorkflow),
    "undone": (Office, _undone, ApplicationWorkflow),
    "undo_refused": (lambda: Office(filler=ports.NeverUndoing()), _undone, ApplicationWorkflow),
    "undone_while_waiting": (_second_refused, _undone_while_waiting, ApplicationWorkflow),
    "straight_through_before_letter_for_every_ended_case": (Office, _nothing, LetterForFiledCasesOnly),
    "returned_before_letter_for_every_ended_case": (_doubtful, _returned, LetterForFiledCasesOnly),
    "arranged": (_doubtful, _arranged, ApplicationWorkflow),
    "forwarded": (_doubtful, _forwarded, ApplicationWorkflow),
    "unlocked": (_locked, _unlocked, ApplicationWorkflow),
}


async def export(client: Client, name: str) -> None:
    """Take the named journey and keep its history."""
    make, journey, workflow = JOURNEYS[name]
    office = make()
    office.register.first = 900_001 + list(JOURNEYS).index(name)
    async with office.open(client, workflow=workflow) as cases:
        number = office.admit()
        await cases.start(number)
        told = await journey(office, cases, number)
        await cases.result(number)
    history = await client.get_workflow_handle(told or number).fetch_history()
    (HERE / f"{name}.json").write_text(history.to_json() + "\n", encoding="utf-8")


async def main(names: list[str]) -> None:
    """Start a server, export, stop it."""
    converter = data_converter(RING, ports.MemoryStore())
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=load().temporal_bin, data_converter=converter, search_attributes=KEYS
    ) as environment:
        for name in names or JOURNEYS:
            await export(environment.client, name)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
