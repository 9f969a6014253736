"""A procedure is filed as its mode says: by robots, after a clerk's word, or by a clerk with a robot beside."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import ports
from fakes.office import Office
from fakes.walking import TARGET, decide, run, walked

from casework.case import Case
from casework.errors import ConfirmFiling, FileByHand, Refused
from casework.filing import Record
from casework.journey import Stage, Status
from casework.modes import Mode, ModeChange
from workflows.messages import Block, FillRef


def office_in(mode: Mode) -> tuple[Office, str, str]:
    """An office in that mode, and the number and key of a case that has come to filling."""
    office = Office()
    change = ModeChange(procedure="P08", system="town", mode=mode, by="head", at=ports.MOMENT, reason="first week")
    office.register.set_mode(change)
    case = walked(office, Stage.REVIEW)
    key = ports.MemoryEntries().render(case, office.procedures["P08"], "town", "case_file").key
    return office, case.number, key


def asked(office: Office, number: str, error: type[Refused]) -> Case:
    """The case after the robot has asked, as the workflow leaves it to a clerk."""
    with pytest.raises(error, match="town/case_file") as refused:
        run(office.filling().fill, FillRef(number=number, target=TARGET))
    block = Block(number=number, stage=Stage.FILL, code=refused.value.code, message=str(refused.value))
    run(office.light().block, block)
    return office.register.load(number)


def filled(office: Office, number: str) -> Case:
    """The case after filling was tried again."""
    run(office.filling().fill, FillRef(number=number, target=TARGET))
    return office.register.load(number)


def test_what_people_file_waits_for_them() -> None:
    """The robot does nothing, asks once, asks again while nobody has answered, and believes the clerk."""
    office, number, key = office_in(Mode.OFF)
    case = asked(office, number, FileByHand)
    assert case.status is Status.WAITING
    assert [found.es for found in case.findings] == [
        "Este asiento se hace a mano: town/case_file. Al terminar, apruebe el expediente."
    ]
    assert [(one.key, one.mode, one.written, one.picture) for one in case.rehearsals] == [(key, Mode.OFF, {}, "")]
    asked(office, number, FileByHand)
    assert len(office.register.load(number).rehearsals) == 1
    decide(office, number)
    done = filled(office, number)
    assert (done.filings, done.status, done.events[-1].what, office.filler.writes) == (
        (), Status.RUNNING, "filed_by_hand", 0,
    )  # fmt: skip
    assert (done.rehearsals[0].record, done.rehearsals[0].compared_at) == ("", ports.MOMENT)


def test_a_shadow_writes_nothing_and_is_compared_with_the_clerk() -> None:
    """What it would have written is kept with its picture; the clerk's record is read and set beside it."""
    office, number, key = office_in(Mode.SHADOW)
    case = asked(office, number, FileByHand)
    assert office.store.get(case.rehearsals[0].picture) == f"a form for {key}".encode()
    assert (office.filler.writes, case.rehearsals[0].differences) == (0, ())
    office.filler.records[key] = Record(id="77", values={"number": f" {number} ", "applicant_id": "87654321X"})
    decide(office, number)
    [shadow] = filled(office, number).rehearsals
    assert (shadow.record, shadow.written["applicant_id"], shadow.by_hand["applicant_id"]) == (
        "77", "48576231R", "87654321X",
    )  # fmt: skip
    assert (shadow.differences, office.filler.writes) == (("applicant_id",), 0)


def test_a_record_that_shows_no_key_is_not_compared() -> None:
    """The clerk has filed it, and the robot cannot tell which record it is."""
    office, number, _ = office_in(Mode.SHADOW)
    asked(office, number, FileByHand)
    decide(office, number)
    [shadow] = filled(office, number).rehearsals
    assert (shadow.record, shadow.by_hand, shadow.differences, shadow.compared_at) == ("", {}, (), ports.MOMENT)


def test_an_assistant_files_after_the_clerks_word() -> None:
    """It types, shows, waits, and files once, whatever the mode has become meanwhile."""
    office, number, _ = office_in(Mode.ASSIST)
    asked(office, number, ConfirmFiling)
    assert office.filler.writes == 0
    change = ModeChange(procedure="P08", system="town", mode=Mode.OFF, by="head", at=ports.MOMENT)
    office.register.set_mode(change)
    decide(office, number)
    done = filled(office, number)
    assert ([filing.record for filing in done.filings], office.filler.writes) == (["1"], 1)
    assert [found.code for found in done.findings] == []


def test_an_answer_about_another_entry_is_none() -> None:
    """Each entry is asked about by itself."""
    office, number, _ = office_in(Mode.ASSIST)
    case = asked(office, number, ConfirmFiling)
    decide(office, number)
    other = [replace(event, detail="town/other") if event.what == "rehearsed" else event for event in case.events]
    later = office.register.load(number)
    office.register.save(replace(later, events=(*other, *later.events[len(other) :])))
    with pytest.raises(ConfirmFiling):
        filled(office, number)
