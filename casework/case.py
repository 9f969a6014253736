"""An application with everything that has happened to it so far.

A case is never changed: each step of the journey gives a new one, and the register keeps the latest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from casework.application import NUMBER, Application, Language
from casework.clock import Clock, Pause
from casework.decision import Decision, Verdict
from casework.errors import DecisionRefused
from casework.fields import BY_CLERK, UNKNOWN, Classification, FieldReading, by_name
from casework.filing import Filing
from casework.findings import Finding, Severity, finding
from casework.identifiers import is_dir3
from casework.journey import Event, Stage, Status
from casework.modes import Rehearsal
from casework.procedure import Procedure
from casework.requirement import Reply, Requirement
from casework.validation import is_valid


class LetterKind(StrEnum):
    """The letters of the council, by the names the procedures use."""

    RECEIPT = "L1"
    NOTICE = "L2"
    REQUIREMENT = "L3"
    ELECTRONIC = "L4"
    GRANT = "L5"
    PAYMENT = "L6"
    FORWARDING = "L7"
    WITHDRAWAL = "L8"
    ALERT = "L9"


FOR_A_PERSON = frozenset({LetterKind.GRANT, LetterKind.FORWARDING, LetterKind.WITHDRAWAL})  # drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter that was written: its kind, language, verification code and the hash of its PDF.

    A `draft` is for a person to sign: it goes nowhere as it is (R-14, R-24).
    """

    kind: str
    language: str
    csv: str
    sha256: str
    written_at: datetime
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One application's whole state.

    `readings` maps a document's hash to the hash of its reading in the document store. `revision` counts the changes
    a clerk could see; a decision names the one it was made on. `archived` is the name of the archive folder.
    """

    application: Application
    presented_at: datetime
    stage: Stage = Stage.RECEIVE
    status: Status = Status.RUNNING
    revision: int = 0
    classification: Classification = field(
        default_factory=lambda: Classification(kind=UNKNOWN, confidence=0.0, language=Language.ES)
    )
    readings: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[FieldReading, ...] = ()
    findings: tuple[Finding, ...] = ()
    decisions: tuple[Decision, ...] = ()
    filings: tuple[Filing, ...] = ()
    rehearsals: tuple[Rehearsal, ...] = ()
    letters: tuple[Letter, ...] = ()
    events: tuple[Event, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    replies: tuple[Reply, ...] = ()
    pauses: tuple[Pause, ...] = ()
    duplicate_of: str = ""
    due: date | None = None
    unit: str = ""
    archived: str = ""

    @property
    def number(self) -> str:
        return self.application.number

    @property
    def kind(self) -> str:
        return self.classification.kind

    @property
    def language(self) -> str:
        return self.classification.language

    @property
    def values(self) -> dict[str, str]:
        return by_name(self.fields)

    @property
    def requirement(self) -> Requirement | None:
        """What the citizen was asked for last."""
        return self.requirements[-1] if self.requirements else None

    @property
    def town(self) -> str:
        """The citizen's own municipality, whose holidays count too (art. 30.6); empty where nobody vouches for it."""
        said = (field for field in self.fields if field.name == "applicant_municipality" and field.accepted)
        return next((field.value for field in said), "")

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """The findings a person must look at before the case goes on."""
        return tuple(found for found in self.findings if found.severity is not Severity.NOTE)

    def has_entry(self, procedure: Procedure | None) -> bool:
        """Whether arrival was a presentation: by e-mail only where the mailbox and the procedure both give a date.

        Art. 16.4 Ley 39/2015; without it the case is a pre-entry.
        """
        sent = self.application
        by_mailbox = sent.mailbox_entry and procedure is not None and procedure.mailbox_entry
        return sent.channel.gives_entry_date or by_mailbox

    @property
    def is_answered(self) -> bool:
        """Whether a letter may go out: what a machine sent gets none, so that machines never write to each other.

        Where it was filed, a person has said that it is an application.
        """
        return self.status is Status.FILED or all(found.code != "AUTOMATIC_MESSAGE" for found in self.findings)

    @property
    def needs_review(self) -> bool:
        return bool(self.doubts)

    def at(self, stage: Stage, event: Event, *, status: Status | None = None) -> Case:
        """The case one step on: at `stage`, with `event` on its timeline; a step taken again leaves one event."""
        if self.stage is stage and self.events and _same(self.events[-1], event):
            return replace(self, status=status or self.status)
        return self.then(stage, event, status=status)

    def then(self, stage: Stage, event: Event, *, status: Status | None = None) -> Case:
        """The case with one more event, whatever came before it: what a person does twice happened twice."""
        return replace(
            self,
            stage=stage,
            status=status or self.status,
            revision=self.revision + 1,
            events=(*self.events, event),
        )

    def with_findings(self, *found: Finding) -> Case:
        """The case with more findings; the same code about the same field and place stands once."""
        return replace(self, findings=tuple(dict.fromkeys((*self.findings, *found))))

    def timed(self, clock: Clock | None) -> Case:
        """The case with the last day of its term; none where no clock runs."""
        return replace(self, due=clock.due if clock else None)

    def filed(self, filing: Filing) -> Case:
        """The case with a filing added; a second receipt for the same key replaces the first."""
        others = tuple(known for known in self.filings if known.key != filing.key)
        return replace(self, filings=(*others, filing))

    def rehearsed(self, rehearsal: Rehearsal) -> Case:
        """The case with what a robot would have written; a second one for the same key replaces the first."""
        others = tuple(known for known in self.rehearsals if known.key != rehearsal.key)
        return replace(self, rehearsals=(*others, rehearsal))

    def rehearsal_of(self, key: str) -> Rehearsal | None:
        """What a robot would have written under a key, where that was asked for."""
        return next((known for known in self.rehearsals if known.key == key), None)

    @property
    def pictures(self) -> frozenset[str]:
        """The hashes of the pictures that robots took of back-offices."""
        filed = (sha256 for filing in self.filings for sha256 in (filing.before, filing.screenshot))
        return frozenset((*filed, *(one.picture for one in self.rehearsals))) - {""}

    @property
    def told_kind(self) -> str | None:
        """The kind that a clerk gave the case last; None where that was left to the classifier."""
        return next((decision.kind for decision in reversed(self.decisions) if decision.kind), None)

    @property
    def told_empty(self) -> frozenset[str]:
        """Names of the fields of which a clerk said last that the paper holds no value."""
        said: dict[str, str | None] = {}
        for decision in self.decisions:
            said.update(decision.corrections)
        return frozenset(name for name, value in said.items() if value is None)

    @property
    def told_illegible(self) -> frozenset[str]:
        """Names of the fields of which a clerk said last that the paper holds a value nobody can make out."""
        said: dict[str, bool] = {}
        for decision in self.decisions:
            said.update({name: name in decision.illegible for name in decision.corrections})
        return frozenset(name for name, illegible in said.items() if illegible)

    @property
    def destination(self) -> str:
        """The administration that a clerk named as the competent one; empty where none was named."""
        return next((decision.destination for decision in reversed(self.decisions) if decision.destination), "")

    @property
    def destination_code(self) -> str:
        """Its code in the common directory (DIR3); empty where nobody gave it."""
        return next((one.destination_code for one in reversed(self.decisions) if one.destination), "")

    def approved(self) -> Case:
        """The case with every value vouched for by the clerk who let it go on."""
        return replace(self, fields=tuple(replace(field, accepted=True) for field in self.fields))

    def decided(self, decision: Decision, procedures: Mapping[str, Procedure]) -> Case:
        """The case after a clerk's decision: the kind and the values it names are the clerk's.

        Raises DecisionRefused where the decision was made on another revision, names a field or kind that does not
        exist, or gives a value that its type refuses.
        """
        check_decision(self, decision, procedures)
        kind = decision.kind or self.kind
        known = procedures[kind].fields if kind in procedures else {}
        sure = replace(
            self.classification, kind=kind, confidence=1.0 if decision.kind else self.classification.confidence
        )
        return replace(
            self,
            classification=sure,
            fields=tuple(field for field in _corrected(self.fields, decision) if field.name in known),
            decisions=(*self.decisions, decision),
            duplicate_of=decision.duplicate_of or self.duplicate_of,
        )


def _same(known: Event, event: Event) -> bool:
    return replace(known, at=event.at) == event


def check_decision(case: Case, decision: Decision, procedures: Mapping[str, Procedure]) -> None:
    """Refuse a decision that does not fit the case as it stands: raises DecisionRefused saying which part."""
    if decision.revision != case.revision:
        raise DecisionRefused(
            f"the case has changed since (revision {case.revision}, decided on {decision.revision})",
            remedy="reload the case and decide again",
        )
    if not decision.by.strip():
        raise DecisionRefused("a decision needs to say who took it", remedy="sign in")
    procedure = procedures.get(decision.kind or case.kind)
    if decision.verdict is Verdict.APPROVE and procedure is None:
        raise DecisionRefused(
            f"{decision.kind or case.kind!r} is no procedure",
            remedy="choose a procedure, or give the case back",
        )
    if decision.verdict is Verdict.REJECT and not decision.reason.strip():
        raise DecisionRefused("giving an application back needs a reason", remedy="write the reason")
    if decision.verdict is Verdict.DUPLICATE and not _names_another(case, decision):
        raise DecisionRefused("a duplicate needs the number of the other application", remedy="name the first one")
    if decision.verdict is Verdict.FORWARD and not decision.destination.strip():
        raise DecisionRefused("forwarding needs the name of the other administration", remedy="write which one it is")
    if decision.destination_code and not is_dir3(decision.destination_code):
        raise DecisionRefused("the administration's code is none", remedy="write it as A10002983, or leave it empty")
    if decision.corrections and procedure is None:
        raise DecisionRefused("fields can only be corrected within a procedure", remedy="choose a procedure first")
    if procedure is not None:
        _check_corrections(case, decision, procedure)


def _names_another(case: Case, decision: Decision) -> bool:
    return bool(NUMBER.fullmatch(decision.duplicate_of)) and decision.duplicate_of != case.number


def _check_corrections(case: Case, decision: Decision, procedure: Procedure) -> None:
    if any(decision.corrections.get(name, "") is not None for name in decision.illegible):
        raise DecisionRefused("what nobody can make out has no value", remedy="leave the field empty")
    for name, value in decision.corrections.items():
        spec = procedure.fields.get(name)
        if spec is None:
            raise DecisionRefused(f"{procedure.id} has no field {name!r}", remedy="see `dovtech procedures show`")
        if value is not None and not is_valid(spec, value, today=case.presented_at.date()):
            raise DecisionRefused(
                f"the value for {name!r} is no valid {spec.type}", remedy="correct the value, or leave it out"
            )


def _corrected(fields: tuple[FieldReading, ...], decision: Decision) -> tuple[FieldReading, ...]:
    kept = tuple(known for known in fields if known.name not in decision.corrections)
    old = {known.name: known for known in fields}
    typed = tuple(
        _typed(old.get(name), name, value) for name, value in decision.corrections.items() if value is not None
    )
    return (*kept, *typed)


def _typed(old: FieldReading | None, name: str, value: str) -> FieldReading:
    if old is None:
        return FieldReading(name=name, value=value, raw="", confidence=1.0, method=BY_CLERK, accepted=True)
    return replace(old, value=value, confidence=1.0, method=BY_CLERK, accepted=True, checks_failed=())


def new_case(application: Application, presented_at: datetime, event: Event, *codes: str) -> Case:
    """The case of an application that was just received, with the findings of these codes."""
    notes = () if application.channel.gives_entry_date else (finding("NO_ENTRY_DATE"),)
    return Case(
        application=application, presented_at=presented_at, findings=(*notes, *map(finding, codes)), events=(event,)
    )
