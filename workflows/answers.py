"""What is done when a citizen is asked for something and answers: load the case, ask the domain, save the case."""

from __future__ import annotations

from dataclasses import dataclass, replace

from temporalio import activity

from casework import asking
from casework.case import Case, LetterKind
from casework.deadlines import Calendar
from casework.journey import Actor, Event, Status
from casework.procedure import Procedure
from workflows.activities import CaseActivities, PaperActivities
from workflows.judgement import once
from workflows.messages import AnswerRef, AskingRef, CaseRef, CaseState, Moment, Receipt, state_of


@dataclass(frozen=True)
class AnswerActivities:
    """The loop of art. 68: ask, receive, extend, join an answer, weigh it, or let the term lapse. Safe to repeat."""

    cases: CaseActivities
    papers: PaperActivities

    @activity.defn
    def ask(self, ref: AskingRef) -> CaseState:
        """Write the requirement that a clerk approved and leave the case to the citizen."""
        case, asked = self._load(ref.number), ref.asking
        if any((event.what, event.at, event.by) == ("asked_citizen", asked.at, asked.by) for event in case.events):
            return self._state(case)
        asking.check_asking(case, asked)
        return self._save(self._with_letter(asking.asked(case, asked, self._calendar(case))))

    @activity.defn
    def received(self, receipt: Receipt) -> CaseState:
        """Note when the citizen received it: the ten days run, and the term of the case stands still."""
        case = self._load(receipt.number)
        if case.requirement is not None and case.requirement.notified_on == receipt.day:
            return self._state(case)
        noted = asking.notified(case, receipt.day, self._calendar(case))
        return self._save(self._then(noted, "received_by_citizen", by=receipt.by, detail=receipt.day.isoformat()))

    @activity.defn
    def opened(self, receipt: Receipt) -> CaseState:
        """Note the day that the electronic office proves, where nobody has noted one yet."""
        case = self._load(receipt.number)
        asked = case.requirement
        if asked is None or not asked.is_open or asked.notified_on is not None:
            return self._state(case)
        return self.received(receipt)

    @activity.defn
    def extend(self, receipt: Receipt) -> CaseState:
        """Give the citizen five working days more."""
        case = self._load(receipt.number)
        procedure = self._procedure(case)
        longer = asking.extended(
            case, self._calendar(case), competitive=procedure is not None and procedure.competitive
        )
        if longer == case:
            return self._state(case)
        return self._save(self._then(longer, "answer_extended", by=receipt.by))

    @activity.defn
    def join(self, ref: AnswerRef) -> CaseState:
        """Make what was sent part of the case, each document inside a message for itself."""
        case = self._load(ref.number)
        opened = once(tuple(inner for document in ref.answer.documents for inner in self.cases.opened(document)))
        return self._save(asking.joined(case, replace(ref.answer, documents=opened), self._calendar(case)))

    @activity.defn
    def weigh(self, ref: CaseRef) -> CaseState:
        """See what the answer brought: pages, values that were missing, papers; then what is still to come."""
        case = self._load(ref.number)
        if case.events[-1].what != "answered":  # weighed already
            return self._state(case)
        weighed = asking.weighed(self.cases.validated(self._understood(case)), self.cases.now())
        return self._save(self._with_letter(weighed) if weighed.status is Status.ASKED else weighed)

    def _understood(self, case: Case) -> Case:
        """The case with the kinds of the new pages, and the values they give for what was asked or is not known."""
        hashes = [case.readings[new.sha256] for new in asking.new_documents(case) if new.sha256 in case.readings]
        readings = tuple(self.cases.readings.load(sha256) for sha256 in hashes)
        if not readings:
            return case
        told = self.cases.understanding.classify(readings)
        known = replace(case.classification, parts=(*case.classification.parts, *told.parts))
        case = replace(case, classification=known)
        procedure = self._procedure(case)
        if procedure is None:
            return case
        found = self.cases.understanding.extract(readings, replace(told, kind=procedure.id), procedure)
        asked = {defect.field for defect in case.requirement.missing} if case.requirement else set()
        better = tuple(value for value in found if value.name in asked or not case.values.get(value.name))
        names = {value.name for value in better}
        return replace(case, fields=(*(value for value in case.fields if value.name not in names), *better))

    @activity.defn
    def lapse(self, moment: Moment) -> CaseState:
        """After the last day, leave a draft of the withdrawal to a person; nothing is closed (R-14)."""
        case = self._load(moment.number)
        lapsed = asking.lapsed(case, moment.at)
        if lapsed is case:
            return self._state(case)
        return self._save(self.papers.written(lapsed, LetterKind.WITHDRAWAL))

    @activity.defn
    def recount(self, ref: CaseRef) -> CaseState:
        """Count every day anew by the calendar in force."""
        case = self._load(ref.number)
        if case.requirement is not None:
            case = asking.with_requirement(case, case.requirement.counted(self._calendar(case)))
        counted = self._timed(case)
        if counted == self._load(ref.number):
            return self._state(counted)
        return self._save(self._then(counted, "recounted"))

    def _load(self, number: str) -> Case:
        return self.cases.register.load(number)

    def _save(self, case: Case) -> CaseState:
        case = self._timed(case)
        self.cases.register.save(case)
        return self._state(case)

    def _state(self, case: Case) -> CaseState:
        return state_of(case, self._procedure(case))

    def _timed(self, case: Case) -> Case:
        return case.timed(asking.clock_of(case, self._procedure(case), self.cases.calendars))

    def _procedure(self, case: Case) -> Procedure | None:
        return self.cases.procedures.get(case.kind)

    def _calendar(self, case: Case) -> Calendar:
        return self.cases.calendars.where(case.town)

    def _with_letter(self, case: Case) -> Case:
        return self.papers.written(case, case.requirement.letter) if case.requirement else case

    def _then(self, case: Case, what: str, *, by: str = "", detail: str = "") -> Case:
        actor = Actor.CLERK if by else Actor.ROBOT
        event = Event(at=self.cases.now(), stage=case.stage, actor=actor, what=what, detail=detail, by=by)
        return case.then(case.stage, event)
