"""The alert of a notification goes out once by real mail, and the notification never waits for it (art. 41.6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fakes import ports
from fakes.clerk import until_so
from fakes.notifier import TOKEN, ElectronicOffice, electronic_office
from fakes.office import Office, Starting
from fakes.smtp import SENDER, Inbox, smtp_server
from temporalio.client import Client

from bots.mailing import MailWriter
from bots.notifications import RestNotifier
from bots.smtp import SmtpPost
from casework.application import Channel
from casework.case import Case, Letter
from casework.delivery import Dispatch, Standing, Verdict
from casework.errors import Unavailable
from casework.journey import Status
from casework.procedure import FieldSpec, FieldType
from workflows.gateway import Cases
from workflows.letters import LetterWorkflow, letter_id
from workflows.messages import LetterWord

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
EMAIL = "avisos@example.org"
PERSON = {"applicant_id": "48576231R", "applicant_email": EMAIL}


@dataclass
class Forgetful(ports.MemoryDispatches):
    """The process dies once, after the other side has the letter and before that is noted."""

    dies_at: tuple[str, Standing] | None = None
    died: list[str] = field(default_factory=list)

    def move(self, before: Dispatch, after: Dispatch) -> bool:
        if (after.kind, after.standing) == self.dies_at and not self.died:
            self.died.append(after.csv)
            raise Unavailable("the process is no more")
        return super().move(before, after)


@dataclass(frozen=True)
class CopiedPost(SmtpPost):
    """Looks for copies in what the server took."""

    inbox: Inbox | None = None

    def kept(self, case: Case, letter: Letter) -> bool:
        wanted = self.writer.message_id(case, letter)
        return self.inbox is not None and any(mail["Message-ID"] == wanted for mail in self.inbox.mails)


@pytest.fixture
def place() -> Iterator[ElectronicOffice]:
    with electronic_office() as running:
        yield running


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def office(office_of: Starting, place: ElectronicOffice, inbox: Inbox) -> Iterator[Office]:
    """A council with a mail server and an electronic office, and a citizen who left an address."""
    given = {name: FieldSpec(name=name, type=kind, labels={"es": (name,), "ca": (name,)})
             for name, kind in (("applicant_id", FieldType.TAX_ID), ("applicant_email", FieldType.EMAIL))}  # fmt: skip
    procedures = {"P08": ports.procedure(fields=given)}
    with smtp_server(inbox) as settings:
        made = office_of(
            procedures=procedures,
            understanding=ports.SureUnderstanding(values=PERSON),
            notifier=RestNotifier(place.address, TOKEN),
            dispatches=Forgetful(),
        )
        writer = MailWriter(
            templates=TEMPLATES, sender=SENDER, verification_page="https://mesa.example.org/csv",
            official_time=ports.MADRID, procedures=procedures, reference=lambda number: number,
            documents=made.store.get,
        )  # fmt: skip
        made.post = CopiedPost(settings, writer, inbox=inbox)  # type: ignore[assignment]
        yield made


async def filed(office: Office, cases: Cases) -> tuple[str, str]:
    """The codes of the receipt of a case that went through by itself, and of its alert."""
    number = office.admit(channel=Channel.API)
    await cases.start(number)
    assert (await cases.result(number)).status is Status.FILED
    first, second = office.register.load(number).letters
    assert (first.kind, second.kind) == ("L1", "L9")
    return first.csv, second.csv


def number_of(office: Office) -> str:
    """The number of the only case."""
    [number] = office.register.cases
    return number


def stands(office: Office, csv: str) -> Standing | None:
    known = office.dispatches.kept.get(csv)
    return known.standing if known else None


@pytest.mark.parametrize("dies_at", [None, ("L1", Standing.SENT), ("L9", Standing.LEAVING), ("L9", Standing.SENT)])
async def test_the_alert_arrives_once_wherever_the_process_dies(
    temporal: Client, office: Office, place: ElectronicOffice, inbox: Inbox, dies_at: tuple[str, Standing] | None
) -> None:
    """After the notification was put, before the alert leaves, and after it left: one notification, one mail."""
    assert isinstance(office.dispatches, Forgetful)
    office.dispatches.dies_at = dies_at
    async with office.open(temporal) as cases:
        letter, alert = await filed(office, cases)
        number = number_of(office)
        await until_so(lambda: stands(office, alert) is Standing.SENT)
        ended = await temporal.get_workflow_handle_for(LetterWorkflow.run, letter_id(number, alert)).result()
        assert ended.standing is Standing.SENT
    assert len(office.dispatches.died) == (dies_at is not None)
    assert (list(place.there), stands(office, letter)) == ([letter], Standing.SENT)
    [mail] = inbox.mails
    assert (mail["To"], inbox.envelopes[0].rcpt_tos) == (EMAIL, [EMAIL])


async def test_a_notification_that_is_not_there_yet_is_not_announced(
    temporal: Client, office: Office, place: ElectronicOffice, inbox: Inbox
) -> None:
    """The electronic office is away and so is our process; another one puts the letter, then tells."""
    place.status = 503
    async with office.open(temporal) as cases:
        letter, alert = await filed(office, cases)
        await until_so(lambda: stands(office, letter) is Standing.READY)
    assert (inbox.mails, stands(office, alert)) == ([], None)
    place.status = 0
    async with office.open(temporal):
        await until_so(lambda: stands(office, alert) is Standing.SENT)
    assert (list(place.there), len(inbox.mails)) == ([letter], 1)


async def test_an_alert_that_cannot_be_delivered_holds_nothing_and_a_person_lets_it_be(
    temporal: Client, office: Office, place: ElectronicOffice, inbox: Inbox
) -> None:
    """The address is refused: the notification holds and is followed, the alert waits on the desk, then for nobody."""
    inbox.refused = (EMAIL,)
    async with office.open(temporal) as cases:
        letter, alert = await filed(office, cases)
        number = number_of(office)
        await until_so(lambda: stands(office, alert) is Standing.HELD)
        handle = temporal.get_workflow_handle_for(LetterWorkflow.run, letter_id(number, letter))
        assert (await handle.query(LetterWorkflow.state)).followed
        await cases.say_of_letter(LetterWord(number=number, csv=alert, verdict=Verdict.UNSENT, by="clerk"))
        ended = await temporal.get_workflow_handle_for(LetterWorkflow.run, letter_id(number, alert)).result()
    assert (ended.standing, stands(office, letter), list(place.there)) == (Standing.UNSENT, Standing.SENT, [letter])
    steps = [(step.standing, step.reason, step.by) for step in office.dispatches.kept[alert].steps]
    assert steps[1:] == [(Standing.HELD, "MAIL_REFUSED", ""), (Standing.UNSENT, "", "clerk")]
    assert inbox.mails == []
