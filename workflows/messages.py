"""What passes between workflow, activities and people: references and small facts, never page texts or bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.case import Case
from casework.decision import Decision
from casework.journey import Stage, Status
from casework.procedure import Procedure, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRef:
    """The case an activity works on; `asked` says that a person has it and keeps it, whatever is found anew."""

    number: str
    asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FillRef:
    """One entry of one case into one back-office."""

    number: str
    target: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stage that cannot go on without a person, and the coded reason."""

    number: str
    stage: Stage
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRef:
    """A clerk's decision on one case; personal data, encrypted on its way and in history."""

    number: str
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The end of a case by a person's hand, outside the journey."""

    number: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """Where a case stands, as small facts that say nothing about the citizen."""

    number: str
    stage: Stage
    status: Status
    revision: int
    kind: str
    language: str
    unit: str = ""
    due: date | None = None
    doubts: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    summary: str = ""

    @property
    def ended(self) -> bool:
        return self.status.ended

    @property
    def waiting(self) -> bool:
        return self.status is Status.WAITING


def state_of(case: Case, procedure: Procedure | None = None) -> CaseState:
    """The facts of a case that may stand in history and in search attributes."""
    return CaseState(
        number=case.number,
        stage=case.stage,
        status=case.status,
        revision=case.revision,
        kind=case.kind,
        language=case.language,
        unit=case.unit,
        due=case.due,
        doubts=tuple(dict.fromkeys(found.code for found in case.doubts)),
        targets=procedure.targets if procedure else (),
        summary=case.events[-1].what if case.events else "",
    )
