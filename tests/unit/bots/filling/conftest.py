"""A case as it is when its entries are rendered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casework.application import Application, Channel, Document
from casework.case import Case, new_case
from casework.fields import Classification, FieldReading
from casework.journey import Actor, Event, Stage
from casework.procedure import Procedure
from dovtech.procedures import load_procedures

# Late on a Sunday in UTC is Monday at the council.
MOMENT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def procedures(project: Path) -> dict[str, Procedure]:
    return dict(load_procedures(project / "procedures"))


@pytest.fixture(scope="session")
def shipped(project: Path) -> Path:
    """The folder of the systems that are shipped."""
    return project / "templates/entries"


@pytest.fixture
def case_of() -> Callable[..., Case]:
    """Makes a case of a kind with the given values."""

    def make(kind: str, **values: str) -> Case:
        application = Application(
            number="DOV-2026-000042",
            received_at=MOMENT,
            channel=Channel.COUNTER,
            documents=(Document(sha256="0" * 64, name="a.pdf", media_type="application/pdf", size=1),),
        )
        event = Event(at=MOMENT, stage=Stage.RECEIVE, actor=Actor.CITIZEN, what="received")
        fields = tuple(
            FieldReading(name=name, value=value, raw=value, confidence=1.0, method="test", accepted=True)
            for name, value in values.items()
        )
        classification = Classification(kind=kind, confidence=1.0, language="es")
        return replace(new_case(application, MOMENT, event), classification=classification, fields=fields)

    return make
