"""One real Temporal server for all journeys of this folder, with the product's own converter and attributes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from fakes import ports
from fakes.office import RING, Office, Starting
from fakes.ports import MemoryStore
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from workflows import search
from workflows.converter import data_converter


@pytest.fixture(scope="session")
def payloads() -> MemoryStore:
    """Where payloads that are too large for history are kept."""
    return MemoryStore()


@pytest.fixture(scope="session")
async def temporal(temporal_binary: str, payloads: MemoryStore) -> AsyncIterator[Client]:
    """A client of a server of its own."""
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=temporal_binary,
        dev_server_log_level="error",
        data_converter=data_converter(RING, payloads),
        search_attributes=[search.KIND, search.STAGE, search.UNIT, search.DUE, search.ATTENTION],
    ) as environment:
        yield environment.client


@pytest.fixture
def first(request: pytest.FixtureRequest) -> int:
    """The ordinal of the test's first case: one server remembers the numbers of all tests."""
    return 1 + 10 * request.session.items.index(request.node)


@pytest.fixture
def office_of(first: int) -> Starting:
    """Makes offices whose numbers are this test's own."""

    def make(**parts: object) -> Office:
        register = ports.MemoryRegister(first=first)
        return Office(register=register, **parts)  # type: ignore[arg-type]

    return make


@pytest.fixture
def doubtful(office_of: Starting) -> Office:
    """An office whose reading of the values is not sure enough."""
    return office_of(understanding=ports.SureUnderstanding(value_confidence=0.5))
