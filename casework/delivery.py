"""How a letter reaches the citizen, by the law (arts. 14 and 41 to 43 Ley 39/2015), and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from casework.application import Channel
from casework.case import Case, Letter, LetterKind
from casework.identifiers import is_legal_person

_REQUIREMENTS = frozenset({LetterKind.REQUIREMENT, LetterKind.ELECTRONIC})

CAME_BACK = "CAME_BACK"


class Way(StrEnum):
    """By e-mail, which has no legal effect; by the electronic office, which has; on paper, printed with the day's."""

    EMAIL = "email"
    ELECTRONIC = "electronic"
    PAPER = "paper"


class Standing(StrEnum):
    """How far a letter has come.

    READY to go; LEAVING where it is in the other side's hands and we have no answer yet; SENT once the other side
    answered for it; RECEIVED once the citizen opened it, or the law holds it for notified; QUEUED for the printer and
    PRINTED; HELD where a person must act; UNSENT where a person let an alert be.
    """

    READY = "ready"
    LEAVING = "leaving"
    SENT = "sent"
    RECEIVED = "received"
    QUEUED = "queued"
    PRINTED = "printed"
    HELD = "held"
    UNSENT = "unsent"


class Verdict(StrEnum):
    """What a person says of a letter that is held: it did go out, send it again, put it on paper, or let it be.

    An alert has no sense on paper, and it alone may be let be: a notification holds without it (art. 41.6).
    """

    SENT = "sent"
    AGAIN = "again"
    PAPER = "paper"
    UNSENT = "unsent"


_AFTER = {
    Verdict.SENT: Standing.SENT,
    Verdict.AGAIN: Standing.READY,
    Verdict.PAPER: Standing.QUEUED,
    Verdict.UNSENT: Standing.UNSENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a letter on its way: when, how it stood then, why, and by whom where that was a person."""

    at: datetime
    standing: Standing
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """The record of one letter's sending; `csv` is the letter's code, and there is one dispatch for each.

    `proof` is what the other side answered (a mail server's line, the receipt of the electronic office), `batch` the
    hash of the PDF it was printed with.
    """

    csv: str
    number: str
    kind: str
    way: Way
    steps: tuple[Step, ...]
    proof: str = ""
    batch: str = ""

    @property
    def standing(self) -> Standing:
        return self.steps[-1].standing

    @property
    def reason(self) -> str:
        return self.steps[-1].reason

    @property
    def started(self) -> bool:
        """Whether the sending still has to be taken to its end by the program."""
        return self.standing in {Standing.READY, Standing.LEAVING}

    @property
    def waits(self) -> bool:
        """Whether a person must act."""
        return self.standing is Standing.HELD

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What a person may say of it while it is held."""
        return (Verdict.SENT, Verdict.AGAIN, Verdict.UNSENT if self.kind == LetterKind.ALERT else Verdict.PAPER)

    def then(
        self,
        standing: Standing,
        at: datetime,
        *,
        reason: str = "",
        by: str = "",
        proof: str = "",
        way: Way | None = None,
    ) -> Dispatch:
        """The dispatch one step on."""
        step = Step(at=at, standing=standing, reason=reason, by=by)
        return replace(self, steps=(*self.steps, step), proof=proof or self.proof, way=way or self.way)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Where a notification of the electronic office stands.

    `day` is that of the access, or the one on which the law takes it for rejected (ten natural days, art. 43.2).
    """

    receipt: str
    opened: bool = False
    day: date | None = None


def way_of(case: Case, letter: Letter) -> Way:
    """How the letter goes out.

    E-mail is for answers to e-mails and for alerts, never for what has effect (art. 41.1). Those obliged to electronic
    relation, and those who chose it, get the electronic office; so does the receipt of what was presented there.
    """
    if letter.kind == LetterKind.ALERT or (letter.kind == LetterKind.RECEIPT and _by(case, Channel.EMAIL)):
        return Way.EMAIL
    if letter.kind == LetterKind.ELECTRONIC or is_electronic(case):
        return Way.ELECTRONIC
    presented_there = letter.kind == LetterKind.RECEIPT and _by(case, Channel.API)
    return Way.ELECTRONIC if presented_there else Way.PAPER


def is_electronic(case: Case) -> bool:
    """Whether the citizen is obliged to electronic notification, or chose it; a doubtful value obliges nobody."""
    return is_legal_person(known(case, "applicant_id")) or known(case, "notification_channel") == "electronic"


def alert_address(case: Case) -> str:
    """The e-mail address given for alerts: the representative's where one is known, else the citizen's; or empty."""
    return known(case, "representative_email") or known(case, "applicant_email")


def is_announced(case: Case, letter: Letter) -> bool:
    """Whether an alert by e-mail tells that the letter waits in the electronic office (art. 41.6).

    Only who gave an address gets one, on the form or by writing from it.
    """
    reachable = bool(alert_address(case)) or _by(case, Channel.EMAIL)
    return reachable and not letter.draft and way_of(case, letter) is Way.ELECTRONIC


def alert_of(case: Case, csv: str) -> str:
    """The code of the alert that announces the letter with that code: it was written right after it; or empty."""
    pairs = zip(case.letters, case.letters[1:], strict=False)
    return next((after.csv for one, after in pairs if one.csv == csv and after.kind == LetterKind.ALERT), "")


def known(case: Case, name: str) -> str:
    """A value that somebody vouches for; empty where nobody does."""
    return next((field.value for field in case.fields if field.name == name and field.accepted), "")


def planned(case: Case, letter: Letter, at: datetime) -> Dispatch:
    """The dispatch of a letter that was just written."""
    way = way_of(case, letter)
    standing = Standing.QUEUED if way is Way.PAPER else Standing.READY
    step = Step(at=at, standing=standing)
    return Dispatch(csv=letter.csv, number=case.number, kind=letter.kind, way=way, steps=(step,))


def judged(dispatch: Dispatch, verdict: Verdict, by: str, at: datetime) -> Dispatch:
    """The dispatch after a person's word on it; one that is not held, or has no such way, stays as it is."""
    if dispatch.standing is not Standing.HELD or verdict not in dispatch.verdicts:
        return dispatch
    way = Way.PAPER if verdict is Verdict.PAPER else None
    return dispatch.then(_AFTER[verdict], at, by=by, way=way)


def came_back(dispatch: Dispatch, at: datetime) -> Dispatch:
    """The dispatch of a mail that a mail server gave back: a person must act, whether or not we knew that it left."""
    if dispatch.way is not Way.EMAIL or dispatch.standing not in {Standing.LEAVING, Standing.SENT, Standing.HELD}:
        return dispatch
    return dispatch if dispatch.reason == CAME_BACK else dispatch.then(Standing.HELD, at, reason=CAME_BACK)


def begins_term(case: Case, csv: str) -> bool:
    """Whether the receipt of this letter begins the days of what the citizen is asked for now."""
    asked = [letter.csv for letter in case.letters if letter.kind in _REQUIREMENTS]
    requirement = case.requirement
    waits = requirement is not None and requirement.is_open and requirement.notified_on is None
    return waits and asked[-1:] == [csv]


def _by(case: Case, channel: Channel) -> bool:
    return case.application.channel is channel
