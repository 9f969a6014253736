"""Letters go out by workflows of their own on a real Temporal server, and cases do not wait for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from fakes import ports
from fakes.clerk import decision, until_so
from fakes.office import Office, Starting
from temporalio.client import Client

from casework.application import Channel
from casework.asking import defects_of
from casework.delivery import Dispatch, Standing, Verdict, came_back
from casework.errors import MailRefused, Unavailable
from casework.journey import Status
from casework.requirement import Asking
from workflows.gateway import Cases
from workflows.letters import LetterWorkflow, letter_id
from workflows.messages import LetterRef, LetterState, LetterWord, Receipt


async def sent(client: Client, number: str, csv: str) -> LetterState:
    """How the letter's workflow ended."""
    return await client.get_workflow_handle_for(LetterWorkflow.run, letter_id(number, csv)).result()


async def filed(office: Office, cases: Cases, channel: Channel) -> tuple[str, str]:
    """A case that went through by itself, and its letter."""
    number = office.admit(channel=channel)
    await cases.start(number)
    assert (await cases.result(number)).status is Status.FILED
    return number, office.register.load(number).letters[0].csv


async def test_a_mail_server_that_is_away_holds_no_case_up(temporal: Client, office_of: Starting) -> None:
    """The case is archived; the letter goes when the server is back, once."""
    post = ports.MemoryPost(troubles=[Unavailable("away"), Unavailable("away")])
    office = office_of(post=post)
    office.procedures = {"P08": ports.procedure(mailbox_entry=True)}
    async with office.open(temporal) as cases:
        number = office.admit(channel=Channel.EMAIL)
        case = office.register.load(number)
        office.register.save(replace(case, findings=(), application=replace(case.application, mailbox_entry=True)))
        await cases.start(number)
        assert (await cases.result(number)).status is Status.FILED
        csv = office.register.load(number).letters[0].csv
        assert (await sent(temporal, number, csv)).standing is Standing.SENT
    assert post.mails == [csv]


async def test_an_email_without_entry_is_answered_at_once_and_only_once(temporal: Client, office_of: Starting) -> None:
    """The citizen need not wait for a clerk to hear of the valid channels; no robot files it alone."""
    post = ports.MemoryPost()
    office = office_of(post=post)
    async with office.open(temporal) as cases:
        number = office.admit(channel=Channel.EMAIL)
        await cases.start(number)
        state = await cases.settled(number)
        assert (state.status, state.doubts, office.filler.writes) == (Status.WAITING, ("NO_ENTRY_DATE",), 0)
        await until_so(lambda: len(post.mails) == 1)
        await cases.decide(number, decision(state))
        assert (await cases.result(number)).status is Status.FILED
        csv = office.register.load(number).letters[0].csv
        assert (await sent(temporal, number, csv)).standing is Standing.SENT
    assert (post.mails, len(office.register.load(number).letters)) == ([csv], 1)


async def test_a_notification_is_looked_at_until_it_was_opened(temporal: Client, office_of: Starting) -> None:
    """The day that the electronic office names reaches the case by itself; one that asked for nothing minds none."""
    office = office_of(
        understanding=ports.SureUnderstanding(values={}),
        notifier=ports.MemoryNotifier(),
        look_again=timedelta(milliseconds=50),
    )
    async with office.open(temporal) as cases:
        number = office.admit()
        await cases.start(number)
        state = await cases.settled(number)
        await temporal.get_workflow_handle(number).signal(
            "letter_received", Receipt(number=number, day=date(2026, 11, 23), by="")
        )
        asking = Asking(
            by="clerk", at=ports.MOMENT, revision=state.revision, electronic=True,
            defects=defects_of(office.register.load(number)),
        )  # fmt: skip
        await cases.ask_citizen(number, asking)
        csv = office.register.load(number).letters[-1].csv
        assert office.notifier is not None
        await until_so(lambda: csv in office.notifier.there)  # type: ignore[union-attr]
        office.notifier.there[csv] = replace(office.notifier.there[csv], opened=True, day=date(2026, 11, 24))
        assert (await sent(temporal, number, csv)).standing is Standing.RECEIVED
        await until_so(lambda: office.register.load(number).requirement.notified_on is not None)  # type: ignore[union-attr]
    assert office.register.load(number).requirement.notified_on == date(2026, 11, 24)  # type: ignore[union-attr]


@pytest.mark.parametrize("verdict", [Verdict.SENT, Verdict.AGAIN, Verdict.PAPER])
async def test_a_held_letter_waits_for_a_persons_word(temporal: Client, office_of: Starting, verdict: Verdict) -> None:
    """It was sent, it is sent again, or it is printed; the workflow ends with it."""
    office = office_of(notifier=ports.MemoryNotifier(refuses=True))
    async with office.open(temporal) as cases:
        number, csv = await filed(office, cases, Channel.API)
        handle = temporal.get_workflow_handle_for(LetterWorkflow.run, letter_id(number, csv))
        await until_so(lambda: csv in office.dispatches.kept and office.dispatches.kept[csv].standing is Standing.HELD)
        assert (await handle.query(LetterWorkflow.state)).standing in {Standing.HELD, Standing.READY}
        assert office.notifier is not None
        office.notifier.refuses = False
        await cases.say_of_letter(LetterWord(number=number, csv=csv, verdict=verdict, by="clerk"))
        if verdict is not Verdict.AGAIN:
            standing = (await sent(temporal, number, csv)).standing
            assert standing is (Standing.SENT if verdict is Verdict.SENT else Standing.QUEUED)
        else:
            await until_so(lambda: csv in office.notifier.there)  # type: ignore[union-attr]
            await handle.terminate()


async def test_a_letter_that_came_back_waits_for_a_person_and_goes_on_by_their_word(
    temporal: Client, office_of: Starting
) -> None:
    """Its sending had ended long before; told twice it waits once, and then it goes on paper."""
    office = office_of(post=ports.MemoryPost())
    async with office.open(temporal) as cases:
        number = office.admit(channel=Channel.EMAIL)
        await cases.start(number)
        await cases.settled(number)
        csv = office.register.load(number).letters[0].csv
        assert (await sent(temporal, number, csv)).standing is Standing.SENT
        office.dispatches.kept[csv] = came_back(office.dispatches.kept[csv], ports.MOMENT)
        for _ in range(2):
            await cases.hold_letter(LetterRef(number=number, csv=csv))
        await cases.say_of_letter(LetterWord(number=number, csv=csv, verdict=Verdict.PAPER, by="clerk"))
        assert (await sent(temporal, number, csv)).standing is Standing.QUEUED
        await cases.cancel(number)
    steps = [(step.standing.value, step.reason) for step in office.dispatches.kept[csv].steps]
    assert steps[2:] == [("sent", ""), ("held", "CAME_BACK"), ("queued", "")]


@dataclass
class Bouncing(ports.MemoryDispatches):
    """The mail comes back after it was noted as sent and before the sending workflow hears so."""

    hold: Callable[[LetterRef], None] = lambda _: None

    def move(self, before: Dispatch, after: Dispatch) -> bool:
        moved = super().move(before, after)
        if after.standing is Standing.SENT:
            self.kept[after.csv] = came_back(after, ports.MOMENT)
            self.hold(LetterRef(number=after.number, csv=after.csv))
        return moved


async def test_a_letter_that_comes_back_while_its_sending_ends_still_waits(
    temporal: Client, office_of: Starting
) -> None:
    """The run that is about to end with `sent` looks once more; a person's word finds somebody who hears it."""
    dispatches, loop = Bouncing(), asyncio.get_running_loop()
    office = office_of(post=ports.MemoryPost(), dispatches=dispatches)
    async with office.open(temporal) as cases:
        dispatches.hold = lambda ref: asyncio.run_coroutine_threadsafe(cases.hold_letter(ref), loop).result()
        number = office.admit(channel=Channel.EMAIL)
        await cases.start(number)
        await cases.settled(number)
        csv = office.register.load(number).letters[0].csv
        await until_so(lambda: csv in dispatches.kept and dispatches.kept[csv].standing is Standing.HELD)
        await cases.say_of_letter(LetterWord(number=number, csv=csv, verdict=Verdict.PAPER, by="clerk"))
        assert (await sent(temporal, number, csv)).standing is Standing.QUEUED
    steps = [(step.standing.value, step.reason) for step in dispatches.kept[csv].steps]
    assert steps[2:] == [("sent", ""), ("held", "CAME_BACK"), ("queued", "")]


async def test_the_day_of_a_notification_begins_the_ten_days(temporal: Client, office_of: Starting) -> None:
    """The electronic office proves the day; no clerk has to note it."""
    office = office_of(understanding=ports.SureUnderstanding(values={}), notifier=ports.MemoryNotifier())
    async with office.open(temporal) as cases:
        number = office.admit()
        await cases.start(number)
        state = await cases.settled(number)
        asking = Asking(
            by="clerk", at=ports.MOMENT, revision=state.revision, electronic=True,
            defects=defects_of(office.register.load(number)),
        )  # fmt: skip
        await cases.ask_citizen(number, asking)
        csv = office.register.load(number).letters[-1].csv
        await until_so(lambda: csv in office.dispatches.kept and office.dispatches.kept[csv].standing is Standing.SENT)
        assert office.notifier is not None
        office.notifier.there[csv] = replace(office.notifier.there[csv], opened=True, day=date(2026, 11, 24))
        seen = office.sending().follow(LetterRef(number=number, csv=csv))
        assert seen.began == "2026-11-24"
        case = temporal.get_workflow_handle(number)
        for _ in range(2):
            await case.signal("letter_received", Receipt(number=number, day=date(2026, 11, 24), by=""))
        await until_so(lambda: office.register.load(number).requirement.notified_on is not None)  # type: ignore[union-attr]
    requirement = office.register.load(number).requirement
    assert requirement is not None
    assert (requirement.notified_on, requirement.due) == (date(2026, 11, 24), date(2026, 12, 8))


async def test_a_refused_address_waits_for_a_person_and_the_case_is_archived(
    temporal: Client, office_of: Starting
) -> None:
    """The journey is over before anybody says anything."""
    office = office_of(notifier=ports.MemoryNotifier(refuses=True))
    async with office.open(temporal) as cases:
        number, csv = await filed(office, cases, Channel.API)
        assert number in office.archive.kept
        await until_so(lambda: csv in office.dispatches.kept and office.dispatches.kept[csv].standing is Standing.HELD)
        assert office.dispatches.kept[csv].reason == MailRefused.code
