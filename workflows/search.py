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
        UNIT.value_set(state.unit) if state.unit else UNIT.value_unset(),
    ]
    due = datetime.combine(state.due, time.min, tzinfo=UTC) if state.due else None
    return [*updates, DUE.value_unset() if due is None else DUE.value_set(due)]
