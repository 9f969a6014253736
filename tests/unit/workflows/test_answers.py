"""Asking, receiving, answering and lapsing: each taken twice leaves the same case, and only a person ends one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from fakes import ports
from fakes.office import Office
from fakes.walking import run, walked

from casework.application import Channel
from casework.asking import decided_meanwhile, defects_of, joined, new_documents, weighed
from casework.case import Case
from casework.deadlines import Calendar, Calendars, Silence, Term, TermUnit
from casework.errors import DecisionRefused
from casework.journey import Stage, Status
from casework.requirement import Answer, Asking, Defect, Ending
from workflows.messages import AnswerRef, AskingRef, CaseRef, CaseState, Moment, Receipt, Resolution

OWN = Defect(es="Aclare qué pide.", ca="Aclariu què demaneu.")
DAY = date(2026, 11, 23)
EVERY_DAY = Calendar(frozenset())


def empty() -> Office:
    """An office whose applications come without the person's number."""
    return Office(understanding=ports.SureUnderstanding(values={}))


def asking(case: Case, **changes: object) -> Asking:
    """A clerk's word on the case as it stands."""
    plain = Asking(
        by="clerk", at=ports.MOMENT, revision=case.revision, defects=defects_of(case) or (OWN,), notified_on=DAY
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def asked(office: Office, **changes: object) -> str:
    """A case that waits for the citizen."""
    case = walked(office, Stage.REVIEW)
    run(office.answers().ask, AskingRef(number=case.number, asking=asking(case, **changes)))
    return case.number


def answer(office: Office, number: str, day: int = 2, data: bytes = b"answer", **changes: object) -> Case:
    """What came, joined, read and weighed, each step twice."""
    office.store.put(data)
    plain = Answer(
        key=f"{data!r}", received_at=ports.MOMENT + timedelta(days=day), channel=Channel.COUNTER,
        documents=(ports.document(data),),
    )  # fmt: skip
    ref = AnswerRef(number=number, answer=replace(plain, **changes))  # type: ignore[arg-type]
    twice: list[tuple[Callable[..., CaseState], object]] = [
        (office.answers().join, ref),
        (office.reading().read_more, CaseRef(number=number)),
        (office.answers().weigh, CaseRef(number=number)),
    ]
    for act, argument in twice:
        first = run(act, argument)
        assert run(act, argument) == first
    return office.register.load(number)


def test_every_step_taken_twice_leaves_the_same_case() -> None:
    """A worker may die after the work and before it could say so."""
    office = empty()
    case = walked(office, Stage.REVIEW)
    number = case.number
    answers, moment = office.answers(), Moment(number=number, at=datetime(2026, 12, 8, tzinfo=UTC))
    receipt = Receipt(number=number, day=DAY, by="clerk")
    steps: list[tuple[Callable[..., CaseState], object]] = [
        (answers.ask, AskingRef(number=number, asking=asking(case, notified_on=None))),
        (answers.received, receipt),
        (answers.extend, receipt),
        (answers.recount, CaseRef(number=number)),
        (answers.lapse, moment),
        (answers.lapse, replace(moment, at=moment.at + timedelta(days=7))),
        (office.papers().inform, CaseRef(number=number)),
    ]
    for act, argument in steps:
        first = run(act, argument)
        known = office.register.load(number)
        assert run(act, argument) == first
        assert office.register.load(number) == known
    assert [letter.kind for letter in known.letters] == ["L3", "L8", "L2"]
    assert [letter.draft for letter in known.letters] == [False, True, False]
    assert (known.status, known.requirement and known.requirement.due) == (Status.WAITING, date(2026, 12, 14))


def test_a_competition_is_not_extended() -> None:
    """Who competes has ten days (art. 68.2)."""
    office = empty()
    office.procedures["P08"] = ports.procedure(competitive=True)
    number = asked(office)
    with pytest.raises(DecisionRefused, match="in a competition"):
        run(office.answers().extend, Receipt(number=number, day=DAY, by="clerk"))


def test_asking_on_another_revision_is_refused() -> None:
    """The domain looks again: the case may have changed on its way."""
    office = empty()
    case = walked(office, Stage.REVIEW)
    with pytest.raises(DecisionRefused, match="the case has changed"):
        run(office.answers().ask, AskingRef(number=case.number, asking=asking(case, revision=0)))


def test_asking_again_goes_on_with_the_same_term_and_begins_anew_after_it() -> None:
    """The rest is asked for until the same day; past that day there is a new requirement."""
    office = empty()
    number = asked(office)
    case = office.register.load(number)
    run(office.answers().ask, AskingRef(number=number, asking=asking(case, by="another", notified_on=None)))
    case = office.register.load(number)
    assert [requirement.due for requirement in case.requirements] == [date(2026, 12, 7)]
    late = ports.MOMENT + timedelta(days=30)
    run(office.answers().ask, AskingRef(number=number, asking=asking(case, at=late, notified_on=late.date())))
    first, second = office.register.load(number).requirements
    assert (first.ended, second.due) == (Ending.LIFTED, date(2027, 1, 6))


def test_what_only_a_person_can_judge_waits_for_one_and_never_lapses() -> None:
    """Something has come: no draft says that nothing did."""
    office = empty()
    number = asked(office, defects=(OWN,))
    case = answer(office, number)
    assert (case.status, "ANSWER_CAME" in [found.code for found in case.doubts]) == (Status.WAITING, True)
    run(office.answers().lapse, Moment(number=number, at=ports.MOMENT + timedelta(days=60)))
    assert office.register.load(number) == case


def test_an_answer_to_nothing_waits_for_a_person() -> None:
    """Papers that nobody asked for are part of the case all the same."""
    office = empty()
    number = walked(office, Stage.REVIEW).number
    case = answer(office, number)
    assert (case.status, [reply.late for reply in case.replies]) == (Status.WAITING, [False])


def test_one_who_must_be_electronic_is_entered_on_the_day_of_the_electronic_presentation() -> None:
    """By another way, a person looks; by the electronic office, the entry moves and both days are kept (R-02)."""
    office = empty()
    number = asked(office, electronic=True, defects=(OWN,))
    assert [letter.kind for letter in office.register.load(number).letters] == ["L4"]
    by_hand = answer(office, number)
    assert (by_hand.presented_at, by_hand.status) == (ports.MOMENT, Status.WAITING)
    case = answer(office, number, 3, b"electronic", channel=Channel.API)
    assert case.presented_at.date() == date(2026, 11, 26)
    assert case.application.received_at == ports.MOMENT
    assert [event.detail for event in case.events if event.what == "entry_moved"] == ["2026-11-23"]


def test_an_unreadable_answer_brings_nothing() -> None:
    """What is missing is still asked for, and the file that cannot be read is found."""
    office = empty()
    number = asked(office)
    office.readings = ports.NothingReadable()
    case = answer(office, number)
    assert (case.status, case.requirement and len(case.requirement.missing)) == (Status.ASKED, 1)
    assert "DOCUMENT_UNREADABLE" in [found.code for found in case.findings]


def test_a_case_of_no_known_procedure_takes_answers_too() -> None:
    """It has no fields to fill and no clock."""
    office = Office(understanding=ports.SureUnderstanding(kind="unknown"))
    number = asked(office, defects=(OWN,))
    case = answer(office, number)
    assert (case.due, case.fields, len(case.application.documents)) == (None, (), 2)


def test_a_recount_of_a_case_that_asks_nothing_moves_its_term() -> None:
    """The last day became a free one."""
    office = empty()
    number = walked(office, Stage.REVIEW).number
    office.calendars = Calendars(council=Calendar(frozenset({date(2027, 2, 23)})))
    run(office.answers().recount, CaseRef(number=number))
    case = office.register.load(number)
    assert (case.due, case.events[-1].what) == (date(2027, 2, 24), "recounted")


def test_the_last_day_of_a_filed_case_follows_the_calendar() -> None:
    """Its journey is over: the clock that still watches it moves the day that people see."""
    office = empty()
    number = walked(office, Stage.REVIEW).number
    office.register.save(replace(office.register.load(number), status=Status.FILED, archived="2026/1"))
    office.calendars = Calendars(council=Calendar(frozenset({date(2027, 2, 23)})))
    face = run(office.clocks().look, Moment(number=number, at=datetime(2026, 12, 3, 9, tzinfo=UTC)))  # type: ignore[arg-type]
    assert (face.due, office.register.load(number).due) == (date(2027, 2, 24), date(2027, 2, 24))  # type: ignore[attr-defined]


def test_pure_functions_leave_alone_what_is_none_of_theirs() -> None:
    """A case that asks nothing, and one without replies."""
    case = walked(empty(), Stage.REVIEW)
    assert decided_meanwhile(case, DAY) is case
    assert new_documents(case) == ()
    reply = Answer(key="k", received_at=ports.MOMENT, channel=Channel.COUNTER, documents=())
    once = joined(case, reply, EVERY_DAY)
    assert joined(once, reply, EVERY_DAY) is once
    assert weighed(once, ports.MOMENT).status is Status.WAITING


def test_the_clock_looks_at_every_sort_of_case() -> None:
    """It watches what has a term, looks again tomorrow at what may get one, and leaves what is over."""
    office = empty()
    clocks, morning = office.clocks(), datetime(2026, 12, 3, 9, tzinfo=UTC)
    number = walked(office, Stage.REVIEW).number
    face = run(clocks.look, Moment(number=number, at=morning))  # type: ignore[arg-type]
    assert (face.due, face.inform) == (date(2027, 2, 23), True)  # type: ignore[attr-defined]
    mail = walked(office, Stage.REVIEW, channel=Channel.EMAIL).number
    face = run(clocks.look, Moment(number=mail, at=morning))  # type: ignore[arg-type]
    assert face.wake == datetime(2026, 12, 4, tzinfo=ports.MADRID)  # type: ignore[attr-defined]
    for status in (Status.FILED, Status.RETURNED):
        office.register.save(replace(office.register.load(mail), status=status))
        assert run(clocks.look, Moment(number=mail, at=morning)).wake is None  # type: ignore[arg-type, attr-defined]
    run(clocks.stop, Resolution(number=number, day=DAY, by="clerk"))  # type: ignore[arg-type]
    told = office.register.reminders(number)
    assert [(one.code, one.by) for one in told] == [("NOTICE_NEAR", ""), ("RESOLVED", "clerk")]


def test_what_silence_means_goes_with_the_reminder() -> None:
    """A positive silence must be seen in time (R-12)."""
    office = empty()
    office.procedures["P08"] = ports.procedure(term=Term(1, TermUnit.MONTHS, Silence.POSITIVE))
    number = walked(office, Stage.REVIEW).number
    run(office.clocks().look, Moment(number=number, at=datetime(2026, 12, 24, 9, tzinfo=UTC)))  # type: ignore[arg-type]
    last = office.register.reminders(number)[-1]
    assert (last.code, last.silence) == ("TERM_OVER", Silence.POSITIVE)


def test_a_defect_speaks_both_languages_and_an_unreceived_letter_has_no_last_day() -> None:
    """Ten days begin with its receipt."""
    office = empty()
    number = asked(office, notified_on=None)
    run(office.answers().extend, Receipt(number=number, day=DAY, by="clerk"))
    requirement = office.register.load(number).requirement
    assert requirement is not None
    assert (requirement.due, requirement.days, OWN.sentence("es"), OWN.sentence("ca")) == (
        None, 15, "Aclare qué pide.", "Aclariu què demaneu.",
    )  # fmt: skip


def test_a_late_answer_is_marked_whether_or_not_the_term_was_told_over() -> None:
    """The last day was over when it came; a person decides (art. 73.3)."""
    office = empty()
    number = asked(office)
    case = answer(office, number, 20)
    assert ([reply.late for reply in case.replies], case.status) == ([True], Status.WAITING)
    assert case.requirement is not None
    assert (case.requirement.ended, "LATE_ANSWER" in [found.code for found in case.doubts]) == (Ending.EXPIRED, True)


def test_the_day_of_a_notification_means_nothing_where_nothing_was_asked() -> None:
    office = Office()
    number = office.admit()
    before = office.register.load(number)
    office.answers().opened(Receipt(number=number, day=date(2026, 11, 24), by=""))
    assert office.register.load(number) == before
