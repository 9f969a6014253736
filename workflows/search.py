"""Search attributes: what an administrator filters cases by. Never personal data."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from temporalio.common import SearchAttributeKey, SearchAttributeUpdate

from workflows.messages import CaseState

KIND = SearchAttributeKey.for_keyword("DovKind")
STAGE = SearchAttributeKey.for_keyword("DovStage")
UNIT = SearchAttributeKey.for_keyword("DovUnit")
DUE = SearchAttributeKey.for_datetime("DovDue")
ATTENTION = SearchAttributeKey.for_keyword("DovAttention")

TYPES = {"DovKind": "Keyword", "DovStage": "Keyword", "DovUnit": "Keyword", "DovDue": "Datetime",
         "DovAttention": "Keyword"}  # fmt: skip


def attributes_of(state: CaseState, attention: str) -> list[SearchAttributeUpdate[Any]]:
    """The attributes that describe a case as it stands; `attention` says in one word what it waits for."""
    updates: list[SearchAttributeUpdate[Any]] = [
        KIND.value_set(state.kind),
        STAGE.value_set(state.stage.value),
        ATTENTION.value_set(attention),
    ]
    if state.unit:
        updates.append(UNIT.value_set(state.unit))
    if state.due:
        updates.append(DUE.value_set(datetime.combine(state.due, time.min, tzinfo=UTC)))
    return updates
