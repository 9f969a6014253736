"""The one data converter of client, worker, replayer and tests."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from temporalio.api.common.v1 import Payload
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import (
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    ExternalStorage,
    StorageDriver,
    StorageDriverClaim,
    StorageDriverRetrieveContext,
    StorageDriverStoreContext,
)

from casework.ports import DocumentStore
from workflows.codec import EncryptionCodec, KeyRing, in_clear
from workflows.details import Caption

INLINE_LIMIT = 128 * 1024  # bytes; Temporal refuses payloads of 2 MB, and large ones make every replay slow


class CaptioningConverter(PydanticPayloadConverter):
    """Pydantic for shapes; the captions of the Temporal UI are marked to stay readable without the key.

    Those are the steps' summaries and the page of current details: fixed words and codes, never a citizen's data.
    """

    def to_payloads(self, values: Sequence[Any]) -> list[Payload]:
        """As the pydantic converter does, captions marked."""
        payloads = super().to_payloads(values)
        for value, payload in zip(values, payloads, strict=True):
            if isinstance(value, Caption | WorkflowMetadata):
                in_clear(payload)
        return payloads


class StoreDriver(StorageDriver):
    """Keeps large payloads, already encrypted, in the document store; history holds their hash."""

    def __init__(self, store: DocumentStore) -> None:
        self._store = store

    def name(self) -> str:
        """The driver's name in history."""
        return "dovtech-documents"

    async def store(self, context: StorageDriverStoreContext, payloads: Sequence[Payload]) -> list[StorageDriverClaim]:
        """Put each payload and claim it by its hash."""
        del context
        hashes = [await asyncio.to_thread(self._store.put, payload.SerializeToString()) for payload in payloads]
        return [StorageDriverClaim(claim_data={"sha256": sha256}) for sha256 in hashes]

    async def retrieve(
        self, context: StorageDriverRetrieveContext, claims: Sequence[StorageDriverClaim]
    ) -> list[Payload]:
        """Fetch the claimed payloads."""
        del context
        return [
            Payload.FromString(await asyncio.to_thread(self._store.get, claim.claim_data["sha256"])) for claim in claims
        ]


def data_converter(ring: KeyRing, store: DocumentStore) -> DataConverter:
    """Shapes by pydantic, secrecy by AES-GCM (failure texts included), what is large in the document store."""
    return DataConverter(
        payload_converter_class=CaptioningConverter,
        payload_codec=EncryptionCodec(ring),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
        external_storage=ExternalStorage(drivers=[StoreDriver(store)], payload_size_threshold=INLINE_LIMIT),
    )
