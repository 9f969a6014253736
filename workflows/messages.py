"""What passes between workflow, activities and people: references and small facts, never page texts or bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from casework.arranging import Arranging
from casework.asking import answer_until
from casework.case import Case, LetterKind
from casework.decision import Decision
from casework.delivery import Standing, Verdict
from casework.journey import Stage, Status
from casework.procedure import Procedure, Target
from casework.requirement import Answer, Asking
from casework.undoing import Undoing
from casework.unlocking import Unlocking


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
class ArrangingRef:
    """A clerk's word on a case's pages; what citizens called their files is encrypted on its way and in history."""

    number: str
    arranging: Arranging


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlockingRef:
    """A clerk's word that a document was opened; what the citizen called it is encrypted on its way and in history."""

    number: str
    unlocking: Unlocking


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingRef:
    """A clerk's word that the citizen be asked; personal data, encrypted on its way and in history."""

    number: str
    asking: Asking


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The day on which what was asked reached the citizen, as its proof says, and who entered it."""

    number: str
    day: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A case at a moment of the workflow's own clock."""

    number: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """That the council answered a case, on which day and noted by whom."""

    number: str
    day: date
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFace:
    """What the legal clock shows: the last day, the days it stood still, when it looks again, and whether L2 is due."""

    number: str
    due: date | None = None
    suspended: int = 0
    wake: datetime | None = None
    inform: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRef:
    """What a citizen sent for a case under way; personal data, encrypted on its way and in history."""

    number: str
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoRef:
    """A clerk's word that a filing be undone; the reason may be personal data, encrypted on its way and in history.

    `because` is why it could not be, in the system's own words.
    """

    number: str
    undoing: Undoing
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The end of a case by a person's hand, outside the journey."""

    number: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRef:
    """One letter of one case, by its code."""

    number: str
    csv: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWord:
    """What a person says of a letter that is held."""

    number: str
    csv: str
    verdict: Verdict
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterState:
    """How far a letter has come; `followed` while its opening is looked for, next after `look_in`.

    `began` is the day (ISO 8601) from which the days of what was asked run, empty where they do not run from this one.
    `alert` is the code of the letter that announces this one, once this one waits in the electronic office.
    """

    csv: str
    standing: Standing
    reason: str = ""
    followed: bool = False
    look_in: timedelta = timedelta(hours=6)
    began: str = ""
    alert: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseState:
    """Where a case stands, as small facts that say nothing about the citizen.

    `answer_until` is the first moment after the last day of what the citizen was asked for; `letters` the codes of
    those letters that go out as they are, without the alerts, which follow what they announce.
    """

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
    answer_until: datetime | None = None
    letters: tuple[str, ...] = ()

    @property
    def ended(self) -> bool:
        return self.status.ended

    @property
    def waiting(self) -> bool:
        """Whether a clerk's word is awaited, or would be heard while the citizen is asked."""
        return self.status in {Status.WAITING, Status.ASKED}


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
        answer_until=answer_until(case),
        letters=tuple(one.csv for one in case.letters if not one.draft and one.kind != LetterKind.ALERT),
    )
