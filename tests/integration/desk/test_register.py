"""The register gives numbers, keeps cases as they are, and finds those that look alike."""

from __future__ import annotations

import hashlib
import logging
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from casework.application import Application, Channel, Document
from casework.case import Case, Letter
from casework.errors import Misconfigured, UnknownCase
from casework.fields import FieldReading
from casework.findings import finding
from casework.journey import Actor, Event, Stage, Status
from casework.modes import Mode, ModeChange, Rehearsal
from casework.ports import SetAside, Submission
from desk import setup

MADRID = ZoneInfo("Europe/Madrid")
MOMENT = datetime(2026, 11, 23, 9, 30, tzinfo=MADRID)
ROBOTS = 50


@pytest.fixture(autouse=True)
def _database(database: str) -> None:
    """Every test here runs on each database."""


def submission(key: str, *, data: bytes = b"", at: datetime = MOMENT) -> Submission:
    """One delivery of one document."""
    sha256 = hashlib.sha256(data or key.encode()).hexdigest()
    document = Document(sha256=sha256, name="instancia.pdf", media_type="application/pdf", size=9)
    return Submission(key=key, received_at=at, channel=Channel.COUNTER, documents=(document,))


def register():  # noqa: ANN201 - its module can only be imported once Django is configured
    """The register under test."""
    from desk.register import DjangoRegister

    return DjangoRegister()


def step(case: Case, what: str) -> Case:
    """The case one step on."""
    event = Event(at=MOMENT, stage=Stage.EXTRACT, actor=Actor.ROBOT, what=what)
    return case.at(Stage.EXTRACT, event)


def of_person(application: Application, kind: str = "P08") -> Case:
    """The case of a known person about a known procedure, saved."""
    case = register().load(application.number)
    fields = (FieldReading(name="applicant_id", value="48576231R", raw="", confidence=1.0, method="fake"),)
    case = step(replace(case, classification=replace(case.classification, kind=kind), fields=fields), "extracted")
    register().save(case)
    return case


def test_numbers_are_given_in_order_from_one_each_year() -> None:
    """The official time decides the year: an hour before midnight in Greenwich is already the next one here."""
    turn = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
    moments = (MOMENT, MOMENT, turn)
    numbers = [register().admit(submission(f"k{place}", at=at)).number for place, at in enumerate(moments)]
    assert numbers == ["DOV-2026-000001", "DOV-2026-000002", "DOV-2027-000001"]


def test_the_same_delivery_is_one_application() -> None:
    """A message seen twice keeps its number, however long its id is."""
    key = "message-id " * 50
    assert register().admit(submission(key)) == register().admit(submission(key))
    assert register().admit(submission("another")).number == "DOV-2026-000002"


def test_fifty_at_once_get_fifty_numbers_without_a_gap_in_the_order_of_entry() -> None:
    """Numbers are gapless, and who got the lower one was entered no later (art. 16.1)."""
    from django.db import connections

    from desk.models import Application as Row

    def admit(place: int) -> None:
        register().admit(submission(f"k{place // 2}"))  # each delivery arrives twice at the same time
        connections.close_all()

    robots = [threading.Thread(target=admit, args=(place,)) for place in range(2 * ROBOTS)]
    for robot in robots:
        robot.start()
    for robot in robots:
        robot.join()
    rows = list(Row.objects.order_by("number").values_list("number", "admitted_at"))
    assert [number for number, _ in rows] == [f"DOV-2026-{ordinal:06d}" for ordinal in range(1, ROBOTS + 1)]
    assert [at for _, at in rows] == sorted(at for _, at in rows)


def test_a_clock_set_back_does_not_turn_the_order_of_entry() -> None:
    """The moment of entry never falls from one number to the next."""
    from desk.models import Application as Row
    from desk.register import DjangoRegister

    ahead, behind = MOMENT, MOMENT - timedelta(hours=1)
    DjangoRegister(now=lambda: ahead).admit(submission("first"))
    DjangoRegister(now=lambda: behind).admit(submission("second"))
    assert list(Row.objects.order_by("number").values_list("admitted_at", flat=True)) == [ahead, ahead]


def test_a_case_is_loaded_in_official_time() -> None:
    """Terms count the days of Alicante: what came at 00:30 here did not come the day before."""
    admitted = register().admit(submission("k", at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC)))
    assert register().load(admitted.number).presented_at.date().isoformat() == "2026-07-02"


def test_a_new_case_stands_at_its_beginning() -> None:
    """An admitted application is a running case with one line on its timeline."""
    case = register().load(register().admit(submission("k")).number)
    assert (case.stage, case.status, case.revision) == (Stage.RECEIVE, Status.RUNNING, 0)
    assert [event.what for event in case.events] == ["received"]


def test_an_unknown_number_is_said_to_be_unknown() -> None:
    """Neither loading nor saving makes up a case that was never admitted."""
    case = register().load(register().admit(submission("k")).number)
    stranger = replace(case, application=replace(case.application, number="DOV-2026-000077"))
    with pytest.raises(UnknownCase):
        register().load("DOV-2026-000077")
    with pytest.raises(UnknownCase):
        register().save(stranger)


def test_a_letter_names_its_case() -> None:
    """By its code alone, as it stands on the paper; a code of nobody names none."""
    case = step(register().load(register().admit(submission("k")).number), "asked")
    letter = Letter(kind="L3", language="es", csv="DOV7Q2M9XKD44TBHA3FF", sha256="l", written_at=MOMENT)
    register().save(replace(case, letters=(letter,)))
    assert register().case_of_letter("DOV7Q2M9XKD44TBHA3FF") == case.number
    assert register().case_of_letter("DOV7Q2M9XKD44TBHA3FA") == ""


def test_an_older_revision_never_overwrites_a_newer_one(caplog: pytest.LogCaptureFixture) -> None:
    """A worker that was given up long ago comes back too late: its save is noted and left."""
    case = register().load(register().admit(submission("k")).number)
    late, newer = step(case, "extracted"), step(step(case, "extracted"), "extracted again")
    register().save(newer)
    with caplog.at_level(logging.WARNING):
        register().save(late.with_findings(finding("RESTRICTED")))
    assert register().load(case.number) == newer
    assert caplog.messages == [f"{case.number}: revision 1 came after 2, ignored"]


def test_saving_the_same_again_changes_nothing_and_is_not_noted() -> None:
    """A retry of an activity leaves no second trace."""
    from desk.models import AuditEntry

    case = step(register().load(register().admit(submission("k")).number), "extracted")
    register().save(case)
    before = AuditEntry.objects.count()
    register().save(case)
    assert AuditEntry.objects.count() == before
    assert register().load(case.number) == case


def test_open_cases_are_listed_oldest_first_and_ended_ones_are_not() -> None:
    """What is started again after a crash is what has not ended."""
    numbers = [register().admit(submission(f"k{place}")).number for place in range(3)]
    register().save(replace(step(register().load(numbers[1]), "filed"), status=Status.FILED))
    assert register().open_numbers() == [numbers[0], numbers[2]]


def test_the_same_bytes_make_a_twin_of_every_earlier_case() -> None:
    """The earlier case is named, the later one is not, and the first has none."""
    first, second = (register().admit(submission(key, data=b"same")).number for key in "ab")
    assert register().twins(register().load(second)) == (first,)
    assert register().twins(register().load(first)) == ()


def test_the_same_person_and_kind_within_thirty_days_make_a_twin() -> None:
    """Another procedure, or more than thirty days, make none."""
    old = of_person(register().admit(submission("old", at=MOMENT - timedelta(days=31))))
    near = of_person(register().admit(submission("near", at=MOMENT - timedelta(days=29))))
    of_person(register().admit(submission("other")), kind="P01")
    case = of_person(register().admit(submission("now")))
    assert register().twins(case) == (near.number,)
    assert register().twins(near) == (old.number,)


def test_a_cancelled_case_is_nobodys_twin() -> None:
    """What a person took back may be presented again."""
    first = of_person(register().admit(submission("first", data=b"same")))
    register().save(replace(step(first, "cancelled"), status=Status.CANCELLED))
    assert register().twins(of_person(register().admit(submission("again", data=b"same")))) == ()


def test_a_process_serves_one_register(database: str) -> None:
    """Being configured again for the same one changes nothing; for another it is refused."""
    setup.configure(database_url=database, secret_key="ignored")
    with pytest.raises(Misconfigured):
        setup.configure(database_url="sqlite:////tmp/another.sqlite3", secret_key="ignored")


def aside(key: str, code: str = "AUTO_REPLY") -> SetAside:
    """A message that became no case."""
    return SetAside(key=key, mailbox="info/INBOX", received_at=MOMENT, sha256="a" * 64, code=code)


def test_each_message_has_one_outcome() -> None:
    """Set aside twice is once and keeps its first code; a case stays a case; strangers have none."""
    from desk.models import SetAside as Row

    number = register().admit(submission("a case")).number
    for message in (aside("b"), aside("b", "SPAM"), aside("a case"), aside("long " * 50)):
        register().set_aside(message)
    keys = ["a case", "b", "long " * 50, *(f"stranger {place}" for place in range(1_200))]
    assert register().outcomes(keys) == {"a case": number, "b": "AUTO_REPLY", "long " * 50: "AUTO_REPLY"}
    assert Row.objects.count() == 2


def test_a_message_that_a_person_took_after_all_is_its_case() -> None:
    """The case outweighs the code it was once set aside with."""
    register().set_aside(aside("k"))
    number = register().admit(submission("k")).number
    assert register().outcomes({"k"}) == {"k": number}


def test_the_case_begins_with_its_findings_and_remembers_its_mailbox() -> None:
    """What is known on arrival stands in the register."""
    sent = replace(
        submission("k"), channel=Channel.EMAIL, mailbox="ora/INBOX", mailbox_entry=True, findings=("AUTOMATIC_MESSAGE",)
    )
    case = register().load(register().admit(sent).number)
    assert (case.application.mailbox, case.application.mailbox_entry) == ("ora/INBOX", True)
    assert [found.code for found in case.findings] == ["NO_ENTRY_DATE", "AUTOMATIC_MESSAGE"]


def test_the_last_mode_set_holds_and_every_change_is_kept() -> None:
    """Robots file alone until somebody says otherwise; who said so stands in the audit."""
    from desk.models import AuditEntry

    change = ModeChange(procedure="P08", system="town", mode=Mode.SHADOW, by="head", at=MOMENT, reason="first week")
    later = replace(change, mode=Mode.ASSIST, by="other", reason="")
    assert register().mode("P08", "town") is Mode.AUTO
    register().set_mode(change)
    register().set_mode(later)
    assert [register().mode(*pair) for pair in (("P08", "town"), ("P09", "town"), ("P08", "moon"))] == [
        Mode.ASSIST, Mode.AUTO, Mode.AUTO,
    ]  # fmt: skip
    assert register().mode_changes() == (later, change)
    audited = AuditEntry.objects.order_by("sequence").values_list("who", "what", "detail")
    assert list(audited) == [("head", "mode_shadow", "P08/town"), ("other", "mode_assist", "P08/town")]


def test_the_cases_that_a_robot_rehearsed_are_found_by_their_system() -> None:
    """Each once, oldest first."""
    numbers = [register().admit(submission(f"k{place}")).number for place in range(2)]
    one = Rehearsal(key="k", system="town", entry="e", entry_version="1", mode=Mode.SHADOW, at=MOMENT)
    for number in reversed(numbers):
        case = register().load(number).rehearsed(one).rehearsed(replace(one, key="l"))
        register().save(step(case, "rehearsed"))
    assert (register().compared("town"), register().compared("moon")) == (numbers, [])
