"""Temporal clients that fail."""

from __future__ import annotations

from dataclasses import dataclass

from temporalio.service import RPCError, RPCStatusCode


@dataclass(frozen=True)
class DeadTemporal:
    """A client, and any handle it gives, whose every call ends with the same status."""

    status: RPCStatusCode = RPCStatusCode.UNAVAILABLE

    def get_workflow_handle_for(self, *_: object) -> DeadTemporal:
        """A handle that is as dead."""
        return self

    get_workflow_handle = get_workflow_handle_for

    def list_workflows(self, _query: str) -> DeadTemporal:
        """Workflows that nobody can list."""
        return self

    def __aiter__(self) -> DeadTemporal:
        return self

    async def _fail(self, *_: object, **__: object) -> None:
        raise RPCError("connection refused", self.status, b"")

    __anext__ = start_workflow = start_update = execute_update = query = result = describe = signal = cancel = _fail
    create_schedule = _fail
