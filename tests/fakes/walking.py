"""Takes a case through the activities one by one, without Temporal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from temporalio.testing import ActivityEnvironment

from casework.application import Channel
from casework.case import Case
from casework.decision import Decision, Verdict
from casework.journey import Stage
from casework.procedure import FieldSpec, FieldType, Target
from fakes import ports
from fakes.office import Office
from workflows.messages import CaseRef, CaseState, DecisionRef, FillRef

DATE = FieldSpec(name="signature_date", type=FieldType.DATE, labels={"es": ("Fecha",), "ca": ("Data",)})


TARGET = Target(system="town", entry="case_file")


def two_procedures() -> dict[str, Any]:
    """The usual procedure, and one of another unit with one field in common."""
    other = ports.procedure(id="P09", unit="training", fields={"signature_date": DATE})
    return {"P08": ports.procedure(), "P09": other}


def run(act: Callable[..., CaseState], argument: object) -> CaseState:
    """Run an activity as a worker would."""
    state: CaseState = ActivityEnvironment().run(act, argument)
    return state


def walked(
    office: Office,
    until: Stage = Stage.ARCHIVE,
    *,
    channel: Channel = Channel.COUNTER,
    data: bytes = b"an application",
) -> Case:
    """A case that went through the stages up to one."""
    number = office.admit(data, channel)
    light, papers = office.light(), office.papers()
    steps: dict[Stage, Callable[[], CaseState]] = {
        Stage.RECEIVE: lambda: run(light.receive, CaseRef(number=number)),
        Stage.READ: lambda: run(office.reading().read, CaseRef(number=number)),
        Stage.CLASSIFY: lambda: run(light.classify, CaseRef(number=number)),
        Stage.EXTRACT: lambda: run(light.extract, CaseRef(number=number)),
        Stage.VALIDATE: lambda: run(light.validate, CaseRef(number=number)),
        Stage.REVIEW: lambda: run(light.review, CaseRef(number=number)),
        Stage.FILL: lambda: run(office.filling().fill, FillRef(number=number, target=TARGET)),
        Stage.NOTIFY: lambda: run(papers.notify, CaseRef(number=number)),
        Stage.ARCHIVE: lambda: run(papers.archive, CaseRef(number=number)),
    }
    for stage in Stage:
        steps[stage]()
        if stage is until:
            break
    return office.register.load(number)


def doubtful() -> Office:
    """An office whose reading of the values is not sure enough."""
    return Office(understanding=ports.SureUnderstanding(value_confidence=0.5), procedures=two_procedures())


def decide(office: Office, number: str, **changes: object) -> CaseState:
    """Decide on the case as it stands."""
    plain = Decision(
        by="clerk", at=ports.MOMENT, verdict=Verdict.APPROVE, revision=office.register.load(number).revision
    )
    decision = replace(plain, **changes)  # type: ignore[arg-type]
    return run(office.light().decide, DecisionRef(number=number, decision=decision))
