"""A citizen's document is locked: a clerk gives its password, and the case goes on as it would have without it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fakes import paper, ports
from fakes.clerk import decision
from fakes.office import RING, Office, Starting
from google.protobuf.json_format import ParseDict
from temporalio.api.common.v1 import Payload
from temporalio.client import Client, WorkflowHistory

from bots.locked import opened
from bots.reading.reader import DocumentReader
from casework.decision import Verdict
from casework.errors import DecisionRefused, LockedDocument
from casework.findings import finding
from casework.journey import Stage, Status
from casework.requirement import Asking, Defect
from casework.unlocking import Unlocking
from dovtech.desk_ports import unlock
from dovtech.readings import KeptReadings
from workflows.codec import EncryptionCodec
from workflows.gateway import Cases
from workflows.messages import CaseState, UnlockingRef

PASSWORD = "Contraseña-de-Amparo-7"
LOCKED, INSIDE = ports.document(b"an application", "instancia.pdf"), ports.document(b"inside", "inside.pdf")
UNLOCKING = Unlocking(by="ana", at=ports.MOMENT, locked=LOCKED.sha256, document=INSIDE)


def of_locked(office_of: Starting, *, sure: float = 0.99) -> Office:
    """An office to which a locked document comes; its values are sure, or not."""
    office = office_of(
        readings=ports.LockedReadings(locked=(LOCKED.sha256,)),
        understanding=ports.SureUnderstanding(value_confidence=sure),
    )
    office.store.put(b"inside")
    return office


async def admitted(office: Office, cases: Cases) -> tuple[str, CaseState]:
    """The number of a new case, and its state when it has come to rest."""
    number = office.admit()
    await cases.start(number)
    return number, await cases.settled(number)


class Asked:
    """Plays the desk's bridge: what a thread of the desk asks of the running cases."""

    def __init__(self, cases: Cases) -> None:
        self.cases, self.loop = cases, asyncio.get_running_loop()

    def ask(self, question: Callable[[Cases], Awaitable[object]]) -> object:
        """The answer, as the desk's thread waits for it."""

        async def asked() -> object:
            return await question(self.cases)

        return asyncio.run_coroutine_threadsafe(asked(), self.loop).result(60)


async def opened_history(history: WorkflowHistory) -> str:
    """Everything that history holds, with our key."""
    held: list[Payload] = []

    def walk(part: object) -> None:
        if isinstance(part, dict) and {"metadata", "data"} <= set(part):
            held.append(ParseDict(part, Payload()))
        elif isinstance(part, dict | list):
            for inner in part.values() if isinstance(part, dict) else part:
                walk(inner)

    walk(json.loads(history.to_json()))
    plain = await EncryptionCodec(RING).decode(held)
    return b"\n".join(payload.data for payload in plain).decode("utf-8", "replace")


async def test_the_password_opens_the_document_and_is_kept_nowhere(
    temporal: Client, office_of: Starting, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A real PDF, read by the real reader: the case is filed without anybody's word on it, the original is as it came.

    A wrong password changes nothing. Neither history, log, register, names nor stored files hold it.
    """
    caplog.set_level(logging.DEBUG)
    office, reader = office_of(), DocumentReader()
    office.readings = KeptReadings(  # type: ignore[assignment]  # the product's own in the place of the fake
        reader=reader, store=office.store, index=tmp_path, recipe=reader.recipe
    )
    data = paper.locked(paper.proposal(1), PASSWORD)
    parts = SimpleNamespace(store=office.store, opened=lambda sha256, key: opened(office.store.get(sha256), key))
    async with office.open(temporal) as cases:
        number = office.admit(data)
        await cases.start(number)
        waiting = await cases.settled(number)
        assert (waiting.status, waiting.doubts) == (Status.WAITING, ("DOCUMENT_LOCKED", "NOT_A_PROCEDURE"))
        case, asked = office.register.load(number), Asked(cases)
        [locked] = case.application.documents
        given = (cast("Any", parts), cast("Any", asked), case, locked.sha256)
        with pytest.raises(LockedDocument, match="this password does not open the document"):
            await asyncio.to_thread(unlock, *given, "another", "ana")
        assert office.register.load(number) == case
        await asyncio.to_thread(unlock, *given, PASSWORD, "ana")
        assert (await cases.result(number)).status is Status.FILED
    history = await temporal.get_workflow_handle(number).fetch_history()
    case = office.register.load(number)
    original, inside = case.application.documents
    assert (original, inside.name) == (replace(locked, container=True), f"{number}-1.pdf")
    assert office.store.get(original.sha256) == data
    [reading] = case.readings.values()
    assert len(office.readings.load(reading).text) > 100
    opened_text = await opened_history(history)
    names = [path.name for path in tmp_path.rglob("*")]  # noqa: ASYNC240 - a few files, at the test's end
    told = f"{opened_text} {history.to_json()} {case} {caplog.text} {names}"
    assert (inside.name in opened_text, PASSWORD in told) == (True, False)
    assert [kept for kept in office.store.kept.values() if PASSWORD.encode() in kept] == []


async def test_a_case_with_other_doubts_goes_on_waiting(temporal: Client, office_of: Starting) -> None:
    """They are the clerk's to settle, and the same document is not opened twice."""
    office = of_locked(office_of, sure=0.5)
    async with office.open(temporal) as cases:
        number, _ = await admitted(office, cases)
        await cases.unlock(number, UNLOCKING)
        state = await cases.state(number)
        assert (state.status, state.stage, state.doubts) == (Status.WAITING, Stage.REVIEW, ("FIELD_DOUBTFUL",))
        with pytest.raises(DecisionRefused, match="asks for no password"):
            await cases.unlock(number, replace(UNLOCKING, at=ports.MOMENT + timedelta(hours=1)))
        await cases.decide(number, decision(state))
        assert (await cases.result(number)).status is Status.FILED


async def test_a_citizen_who_was_asked_may_still_give_it(temporal: Client, office_of: Starting) -> None:
    """The document is read, and what was asked of the citizen stands until the clerk says that it is enough."""
    office = of_locked(office_of)
    async with office.open(temporal) as cases:
        number, waiting = await admitted(office, cases)
        defect = Defect(code="DOCUMENT_LOCKED", es="Sin contraseña.", ca="Sense contrasenya.")
        await cases.ask_citizen(
            number, Asking(by="ana", at=ports.MOMENT, revision=waiting.revision, defects=(defect,))
        )  # fmt: skip
        await cases.unlock(number, UNLOCKING)
        asked = await cases.state(number)
        assert (asked.status, asked.doubts) == (Status.ASKED, ())
        await cases.decide(number, decision(asked))
        assert (await cases.result(number)).status is Status.FILED


async def test_a_word_that_does_not_fit_never_enters_history(temporal: Client, office_of: Starting) -> None:
    """Nobody's, or on a case that waits for nobody."""
    office = of_locked(office_of)
    async with office.open(temporal) as cases:
        number, waiting = await admitted(office, cases)
        with pytest.raises(DecisionRefused, match="who took it"):
            await cases.unlock(number, replace(UNLOCKING, by=" "))
        assert await cases.state(number) == waiting
        await cases.pause(number, "")
        await cases.unlock(number, UNLOCKING)
        with pytest.raises(DecisionRefused, match=r"not waiting for a decision \(it is running\)"):
            await cases.unlock(number, UNLOCKING)
        await cases.resume(number)
        await cases.result(number)


async def test_what_was_in_it_may_be_unreadable_too(temporal: Client, office_of: Starting) -> None:
    """The case waits with that reason, and a clerk may give it back."""
    office = of_locked(office_of)
    office.readings.locked = (LOCKED.sha256, INSIDE.sha256)  # type: ignore[attr-defined]
    async with office.open(temporal) as cases:
        number, _ = await admitted(office, cases)
        await cases.unlock(number, UNLOCKING)
        state = await cases.state(number)
        assert (state.status, state.doubts) == (Status.WAITING, ("DOCUMENT_LOCKED", "NOT_A_PROCEDURE"))
        await cases.decide(number, decision(state, Verdict.REJECT, reason="no"))
        assert (await cases.result(number)).status is Status.REFUSED


def test_the_same_word_again_changes_nothing() -> None:
    """A step that is repeated because its answer was lost finds its work done."""
    office = of_locked(Office)
    number = office.admit()
    case = office.register.load(number)
    office.register.save(case.with_findings(finding("DOCUMENT_LOCKED", document=LOCKED.sha256)))
    ref = UnlockingRef(number=number, unlocking=UNLOCKING)
    once = office.arranging().unlock(ref)
    assert office.arranging().unlock(ref) == once
    assert len(office.register.load(number).application.documents) == 2
