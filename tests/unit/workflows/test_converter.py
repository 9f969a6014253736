"""The data converter keeps shapes, hides texts, and puts what is large into the document store."""

from __future__ import annotations

from datetime import date

from fakes.office import RING
from fakes.ports import MOMENT, MemoryStore
from temporalio.api.failure.v1 import Failure
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.converter import DataConverter
from temporalio.exceptions import ApplicationError

from casework.decision import Decision, Verdict
from casework.journey import Stage, Status
from casework.procedure import Target
from workflows.converter import INLINE_LIMIT, data_converter
from workflows.details import Caption
from workflows.messages import CaseState

STATE = CaseState(
    number="DOV-2026-000001",
    stage=Stage.FILL,
    status=Status.WAITING,
    revision=7,
    kind="P08",
    language="ca",
    due=date(2027, 2, 23),
    doubts=("KIND_DOUBTFUL",),
    targets=(Target(system="town", entry="case_file"),),
)
DECISION = Decision(
    by="clerk", at=MOMENT, verdict=Verdict.CORRECT, revision=7, corrections={"iban": None, "applicant_id": "48576231R"}
)


async def test_dataclasses_come_back_as_they_went() -> None:
    """With their dates, enumerations, tuples and mappings."""
    converter = data_converter(RING, MemoryStore())
    payloads = await converter.encode([STATE, DECISION])
    assert await converter.decode(payloads, [CaseState, Decision]) == [STATE, DECISION]


async def test_small_payloads_stay_in_history_encrypted() -> None:
    """The store is not asked for small facts."""
    store = MemoryStore()
    [payload] = await data_converter(RING, store).encode([DECISION])
    assert (store.kept, payload.metadata["encoding"]) == ({}, b"binary/encrypted")
    assert b"48576231R" not in payload.SerializeToString()


async def test_captions_of_the_ui_stay_readable_without_the_key() -> None:
    """A step's summary and the page of details, but not the same words as anything else's value."""
    told = WorkflowMetadata(current_details="receive ✓ → **read**")
    converter = data_converter(RING, MemoryStore())
    summary, page, text = await converter.encode([Caption("read every page"), told, "read every page"])
    plain = DataConverter.default
    assert await plain.decode([summary, page], [str, WorkflowMetadata]) == ["read every page", told]
    assert text.metadata["encoding"] == b"binary/encrypted"


async def test_large_payloads_go_to_the_store_encrypted() -> None:
    """History holds a reference, the store the sealed bytes, and both together the value."""
    store, text = MemoryStore(), "48576231R" * INLINE_LIMIT
    converter = data_converter(RING, store)
    [payload] = await converter.encode([text])
    [(sha256, kept)] = store.kept.items()
    assert payload.ByteSize() < 1000
    assert sha256.encode() in payload.SerializeToString()
    assert b"48576231R" not in kept
    assert await converter.decode([payload]) == [text]


async def test_a_failures_message_is_encrypted() -> None:
    """Message and stack trace are for those who hold the key."""
    converter, failure = data_converter(RING, MemoryStore()), Failure()
    error = ApplicationError("there is another record of Amparo", type="ENTRY_REFUSED", non_retryable=True)
    await converter.encode_failure(error, failure)
    assert (failure.message, failure.application_failure_info.type) == ("Encoded failure", "ENTRY_REFUSED")
    assert b"Amparo" not in failure.SerializeToString()
    assert str(await converter.decode_failure(failure)) == "ENTRY_REFUSED: there is another record of Amparo"
