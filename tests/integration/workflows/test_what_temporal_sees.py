"""What Temporal stores and shows says nothing about the citizen."""

from __future__ import annotations

import base64
import json
import logging
import re

import pytest
from fakes import ports
from fakes.office import Office
from temporalio.api.enums.v1 import EventType
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import Client

from casework.decision import Decision, Verdict
from casework.journey import Status

SECRETS = ("48576231R", "00000001R", "instancia-amparo.pdf", "Amparo Gisbert", "another record of that person")


def spoken(text: str) -> str:
    """The text with everything in it that is only disguised as base64, again and again."""
    found = [text]
    for word in re.findall(r"[A-Za-z0-9+/=]{8,}", text):
        try:
            inner = base64.b64decode(word, validate=True).decode("utf-8", "replace")
        except ValueError:
            continue
        found.append(inner)
    return "\n".join(found)


@pytest.fixture(scope="module")
async def seeded(temporal: Client, caplog_text: list[str]) -> tuple[str, Office]:
    """A case full of personal data that was blocked, corrected, decided and filed."""
    office = Office(
        register=ports.MemoryRegister(first=800_001),
        understanding=ports.SureUnderstanding(value_confidence=0.5),
        filler=ports.RefusingFiller(),
    )
    data = b"an application of Amparo Gisbert"
    office.store.put(data)
    number = office.admit_documents(ports.document(data, "instancia-amparo.pdf"))
    async with office.open(temporal) as cases:
        await cases.start(number)
        for corrections in ({"applicant_id": "00000001R"}, {}):
            waiting = await cases.settled(number)
            await cases.decide(
                number,
                Decision(
                    by="clerk", at=ports.MOMENT, verdict=Verdict.APPROVE, revision=waiting.revision,
                    reason="Amparo Gisbert was here", corrections=corrections,
                ),
            )  # fmt: skip
            office.filler.refuses = bool(corrections)  # type: ignore[attr-defined]
        assert (await cases.result(number)).status is Status.FILED
    return number, office


@pytest.fixture(scope="module")
def caplog_text() -> list[str]:
    """Collects what is logged during the seeded case."""
    lines: list[str] = []

    class Collecting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Collecting(logging.INFO)
    logging.getLogger().addHandler(handler)
    return lines


async def test_history_holds_no_personal_data(temporal: Client, seeded: tuple[str, Office]) -> None:
    """Neither in clear nor disguised; what it holds opens only with the key."""
    history = await temporal.get_workflow_handle(seeded[0]).fetch_history()
    text, raw = spoken(history.to_json()), b"".join(event.SerializeToString() for event in history.events)
    assert [secret for secret in SECRETS if secret in text or secret.encode() in raw] == []
    assert "binary/encrypted" in text
    assert [event.event_type for event in history.events].count(
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED
    ) == 4  # two looks at where the case stands, two decisions


async def test_an_administrator_reads_what_each_step_is_about(temporal: Client, seeded: tuple[str, Office]) -> None:
    """The summaries of the timeline stand in history in words, without the key."""
    history = await temporal.get_workflow_handle(seeded[0]).fetch_history()
    told = [
        json.loads(event.user_metadata.summary.data) for event in history.events if event.user_metadata.summary.data
    ]
    assert told == [
        f"application {seeded[0]}",
        "take in what arrived", "read every page", "tell what is asked for", "find the fields with their evidence",
        "check against the procedure and the law", f"legal clock of {seeded[0]}",
        "settle it, or ask a clerk", "approve by a clerk",
        "enter case_file in town", "ask a clerk: ENTRY_REFUSED", "approve by a clerk", "enter case_file in town",
        "note that every entry is proven", "write the receipt", f"letter {seeded[0][-3:]}-L1 of {seeded[0]}",
        "archive the file with its checksums",
    ]  # fmt: skip


async def test_the_log_holds_no_personal_data(seeded: tuple[str, Office], caplog_text: list[str]) -> None:
    """A back-office's own words are for the clerk alone."""
    said = "\n".join(caplog_text)
    assert "ENTRY_REFUSED in fill" in said
    assert [secret for secret in SECRETS if secret in said] == []


async def test_a_case_is_found_by_its_search_attributes(temporal: Client, seeded: tuple[str, Office]) -> None:
    """Kind, stage, unit, term and attention, and nothing else of ours."""
    described = await temporal.get_workflow_handle(seeded[0]).describe()
    found = {pair.key.name: pair.value for pair in described.typed_search_attributes}
    ours = {name: str(value) for name, value in found.items() if name.startswith("Dov")}
    assert ours == {
        "DovKind": "P08", "DovStage": "archive", "DovUnit": "participation", "DovAttention": "none",
        "DovDue": "2027-02-23 00:00:00+00:00",
    }  # fmt: skip


async def test_the_page_in_the_ui_tells_the_story(temporal: Client, seeded: tuple[str, Office]) -> None:
    """Stage by stage, with what was doubtful, without the citizen."""
    number, office = seeded
    async with office.open(temporal):
        metadata = await temporal.get_workflow_handle(number).query(
            "__temporal_workflow_metadata", result_type=WorkflowMetadata
        )
    page = metadata.current_details
    assert page.startswith("receive ✓ → read ✓ → classify ✓ → extract ✓ → validate ✓ → review ✓ → fill ✓ → notify ✓")
    assert "**P08** · filed · due 23/02/2027" in page
    assert [line.split("** ")[1] for line in page.splitlines() if line.startswith("- ")] == [
        "opened", "read", "classified", "extracted", "validated", "asked", "decided_approve", "blocked",
        "decided_approve", "entered", "filed", "notified", "archived",
    ]  # fmt: skip
    assert [secret for secret in SECRETS if secret in page] == []
