"""Asking a citizen for what is missing, and what an answer changes: pure functions over cases (arts. 22, 68 and 73)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from casework.application import Channel, Document
from casework.case import Case
from casework.clock import Clock, Pause
from casework.deadlines import Calendar, Calendars
from casework.errors import DecisionRefused
from casework.findings import Finding, Severity, finding
from casework.journey import Actor, Event, Status
from casework.procedure import Procedure
from casework.requirement import Answer, Asking, Defect, Ending, Reply, Requirement, key_of

# A machine can tell that these have come.
JUDGED = frozenset({"FIELD_MISSING", "FIELD_ILLEGIBLE", "NOT_SIGNED", "PAPER_MISSING"})
OF_ANSWERS = frozenset({"NO_ANSWER", "ANSWER_CAME", "LATE_ANSWER"})
_WAITING = frozenset({Status.ASKED, Status.WAITING})
_LAW = "art. 22.1.a Ley 39/2015"
_HOW = {
    "FIELD_MISSING": {"es": "Indíquelo en su respuesta.", "ca": "Indiqueu-la en la vostra resposta."},
    "FIELD_ILLEGIBLE": {
        "es": "Indíquelo de nuevo, a máquina o con letra clara.",
        "ca": "Indiqueu-ho de nou, a màquina o amb lletra clara.",
    },
    "NOT_SIGNED": {"es": "Preséntela firmada.", "ca": "Presenteu-la signada."},
    "PAPER_MISSING": {"es": "Basta una copia legible.", "ca": "N'hi ha prou amb una còpia llegible."},
    "BLANK_FORM": {"es": "Rellénelo y preséntelo de nuevo.", "ca": "Empleneu-lo i presenteu-lo de nou."},
    "DOCUMENT_UNREADABLE": {
        "es": "Preséntelo otra vez, por ejemplo en PDF.",
        "ca": "Presenteu-lo una altra vegada, per exemple en PDF.",
    },
    # Not the password itself: our letters say that nobody will ever ask for one.
    "DOCUMENT_LOCKED": {
        "es": "Preséntelo otra vez sin contraseña.",
        "ca": "Presenteu-lo una altra vegada sense contrasenya.",
    },
    "DOCUMENT_TOO_LARGE": {"es": "Preséntelo en varias partes.", "ca": "Presenteu-lo en diverses parts."},
}


def defects_of(case: Case) -> tuple[Defect, ...]:
    """What only the citizen can give, in the citizen's words, ready for a clerk to choose from."""
    return tuple(
        dict.fromkeys(_defect(found) for found in case.findings if found.severity is Severity.DEFECT)
    )  # fmt: skip


def _defect(found: Finding) -> Defect:
    how = _HOW.get(found.code, {})
    return Defect(
        code=found.code,
        es=f"{found.es} {how.get('es', '')}".strip(),
        ca=f"{found.ca} {how.get('ca', '')}".strip(),
        field=found.field,
        law=found.law,
    )


def check_asking(case: Case, asking: Asking) -> None:
    """Refuse to ask for nothing, in nobody's name, or on a case that has changed: raises DecisionRefused."""
    if asking.revision != case.revision:
        raise DecisionRefused("the case has changed since", remedy="reload the case and ask again")
    if not asking.by.strip():
        raise DecisionRefused("a requirement needs to say who approved it", remedy="sign in")
    if not asking.defects or any(not defect.es.strip() or not defect.ca.strip() for defect in asking.defects):
        raise DecisionRefused(
            "a requirement lists exactly what is missing, in both languages (art. 68.1)", remedy="choose the defects"
        )


def asked(case: Case, asking: Asking, calendar: Calendar) -> Case:
    """The case with its requirement, waiting for the citizen.

    While the term of a requirement runs, asking again is for the rest of it: that term goes on and does not begin anew.
    """
    known, before = case.requirement, case.requirements
    if known is not None and known.is_open and (known.due is None or asking.at.date() <= known.due):
        requirement, before = replace(known, defects=asking.defects), before[:-1]
    else:
        if known is not None and known.is_open:
            before = (*before[:-1], known.closed(Ending.LIFTED, known.due))
        letter = "L4" if asking.electronic else "L3"
        requirement = Requirement(asked_at=asking.at, by=asking.by, defects=asking.defects, letter=letter)
    if asking.notified_on is not None:
        requirement = requirement.notified(asking.notified_on, calendar)
    event = Event(at=asking.at, stage=case.stage, actor=Actor.CLERK, what="asked_citizen",
                  detail=str(len(asking.defects)), by=asking.by)  # fmt: skip
    settled = _without(replace(case, requirements=(*before, requirement)), OF_ANSWERS)
    return settled.then(case.stage, event, status=Status.ASKED)


def notified(case: Case, day: date, calendar: Calendar) -> Case:
    """The case whose requirement was received on `day`: its ten days run, and the case's term stands still.

    Raises DecisionRefused where nothing is asked, or the day lies before the asking.
    """
    requirement = _open(case)
    if day < requirement.asked_at.date():
        raise DecisionRefused("a letter is not received before it is written", remedy="check the day of the proof")
    return with_requirement(case, requirement.notified(day, calendar))


def extended(case: Case, calendar: Calendar, *, competitive: bool) -> Case:
    """The case with five working days more for the citizen (art. 68.2); raises DecisionRefused in a competition."""
    requirement = _open(case)
    if competitive:
        raise DecisionRefused("in a competition the term is not extended (art. 68.2)", remedy="leave it as it is")
    return with_requirement(case, requirement.extended(calendar))


def _open(case: Case) -> Requirement:
    requirement = case.requirement
    if requirement is None or not requirement.is_open:
        raise DecisionRefused(f"{case.number} asks the citizen for nothing now", remedy="see the case")
    return requirement


def with_requirement(case: Case, requirement: Requirement) -> Case:
    return replace(case, requirements=(*case.requirements[:-1], requirement))


def joined(case: Case, answer: Answer, calendar: Calendar) -> Case:
    """The case with the answer's documents as its own; the same answer again changes nothing.

    The reply keeps when it came and the legal moment of its presentation (arts. 31.2 and 73.3).
    """
    if any(reply.key == answer.key for reply in case.replies):
        return case
    known = {document.sha256 for document in case.application.documents}
    new = tuple(document for document in answer.documents if document.sha256 not in known)
    presented = calendar.presented_at(answer.received_at.astimezone(case.presented_at.tzinfo))
    due = case.requirement.due if case.requirement else None
    reply = Reply(
        key=answer.key,
        received_at=answer.received_at,
        presented_at=presented,
        channel=answer.channel,
        documents=tuple(document.sha256 for document in answer.documents),
        linked_by=answer.linked_by,
        late=due is not None and presented.date() > due,
    )
    event = Event(at=answer.received_at, stage=case.stage, actor=Actor.CITIZEN, what="answered", detail=str(len(new)))
    application = replace(case.application, documents=(*case.application.documents, *new))
    return replace(case, application=application, replies=(*case.replies, reply)).then(case.stage, event)


def new_documents(case: Case) -> tuple[Document, ...]:
    """The documents of the last reply that can be read."""
    brought = case.replies[-1].documents if case.replies else ()
    return tuple(
        document for document in case.application.documents if document.sha256 in brought and not document.container
    )


def weighed(case: Case, at: datetime) -> Case:
    """The case after its findings were found again with what the last reply brought.

    All that was asked has come: the requirement ends on the day of presentation, and a case without doubts goes on.
    A machine can tell what is missing: the citizen is still asked for that alone. Else a person looks. A late answer
    is accepted, and a person looks.
    """
    reply, requirement = case.replies[-1], case.requirement
    case = _without(case, OF_ANSWERS)
    if requirement is None or not (requirement.is_open or reply.late):
        return _to_a_person(case, "ANSWER_CAME", at)
    if requirement.letter == "L4" and reply.channel is not Channel.API:
        return _to_a_person(case, "ANSWER_CAME", at)  # it did not come by the electronic office: only a person can say
    still = frozenset(key_of(defect) for defect in defects_of(case))
    unjudged = frozenset(key_of(one) for one in requirement.missing if one.code not in JUDGED)
    if requirement.letter == "L4":  # presented by the electronic office: that was all that was asked
        still, unjudged = frozenset(), frozenset()
    left = requirement.without(still | unjudged)
    if reply.late:
        late = left.closed(Ending.EXPIRED, left.due)
        return _to_a_person(with_requirement(case, late), "LATE_ANSWER", at)
    if not left.missing:
        return _met(case, left, reply, at)
    if unjudged:
        return _to_a_person(with_requirement(case, left), "ANSWER_CAME", at)
    event = Event(at=at, stage=case.stage, actor=Actor.ROBOT, what="answered_in_part", detail=str(len(left.missing)))
    return with_requirement(case, left).then(case.stage, event, status=Status.ASKED)


def _met(case: Case, requirement: Requirement, reply: Reply, at: datetime) -> Case:
    moved = requirement.letter == "L4"
    case = with_requirement(case, requirement.closed(Ending.MET, reply.presented_at.date()))
    if moved:  # the date of entry is that of the electronic presentation (art. 68.4); the first one stays in the event
        event = Event(at=at, stage=case.stage, actor=Actor.REGISTER, what="entry_moved",
                      detail=case.presented_at.date().isoformat())  # fmt: skip
        case = replace(case, presented_at=reply.presented_at).then(case.stage, event)
    event = Event(at=at, stage=case.stage, actor=Actor.ROBOT, what="mended")
    return case.then(case.stage, event, status=Status.WAITING if case.needs_review else Status.RUNNING)


def _to_a_person(case: Case, code: str, at: datetime) -> Case:
    event = Event(at=at, stage=case.stage, actor=Actor.ROBOT, what="answer_to_look_at", detail=code)
    return case.with_findings(finding(code)).then(case.stage, event, status=Status.WAITING)


def lapsed(case: Case, at: datetime) -> Case:
    """The case whose requirement nobody answered in time: a person decides on it, never a machine (arts. 68.1, R-14).

    Before the last day is over, the case as it is.
    """
    until, requirement = answer_until(case), case.requirement
    if until is None or requirement is None or at < until:
        return case
    event = Event(at=at, stage=case.stage, actor=Actor.ROBOT, what="lapsed", detail=f"{requirement.due}")
    closed = with_requirement(case, requirement.closed(Ending.EXPIRED, requirement.due))
    return closed.with_findings(finding("NO_ANSWER")).then(case.stage, event, status=Status.WAITING)


def answer_until(case: Case) -> datetime | None:
    """The first moment after the last day of what was asked, in official time; None where nobody waits for it.

    Once something has come that a person must look at, no draft says that nothing did.
    """
    requirement = case.requirement
    if requirement is None or not requirement.is_open or requirement.due is None or case.status is not Status.ASKED:
        return None
    return datetime.combine(requirement.due + timedelta(days=1), time.min, tzinfo=case.presented_at.tzinfo)


def decided_meanwhile(case: Case, day: date) -> Case:
    """The case that a clerk let go on, or ended, while the citizen was still asked: the asking ends that day."""
    requirement = case.requirement
    if requirement is None or not requirement.is_open or case.status in _WAITING:
        return case
    return with_requirement(case, requirement.closed(Ending.LIFTED, day))


def clock_of(case: Case, procedure: Procedure | None, calendars: Calendars) -> Clock | None:
    """The legal clock of a case that has an entry date; None for all others, and where no procedure is known."""
    if procedure is None or not case.has_entry(procedure):
        return None
    spans = ((requirement.letter, requirement.span()) for requirement in case.requirements)
    asked_for = tuple(
        Pause(since=span[0], until=span[1], why=letter, law=_LAW) for letter, span in spans if span is not None
    )
    return Clock(
        term=procedure.term,
        started=case.presented_at.date(),
        calendar=calendars.where(case.town),
        pauses=(*case.pauses, *asked_for),
    )


def _without(case: Case, codes: frozenset[str]) -> Case:
    return replace(case, findings=tuple(found for found in case.findings if found.code not in codes))
