"""A letter is handed over once, whatever fails around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from fakes import ports
from fakes.office import Office

from casework.application import Channel
from casework.case import Case, Letter
from casework.delivery import Dispatch, Notice, Standing, Verdict, came_back, planned
from casework.errors import DovTechError, MailRefused, MaybeSent, Unavailable
from casework.fields import FieldReading
from casework.requirement import Requirement
from workflows.messages import LetterRef, LetterState, LetterWord


def written(office: Office, kind: str = "L1", channel: Channel = Channel.EMAIL, company: str = "") -> LetterRef:
    """A case with one letter."""
    case = office.register.load(office.admit(channel=channel))
    letter = Letter(kind=kind, language="es", csv="CSV", sha256=office.store.put(b"%PDF"), written_at=ports.MOMENT)
    nif = FieldReading(name="applicant_id", value=company, raw="", confidence=1, method="test", accepted=True)
    office.register.save(replace(case, letters=(letter,), fields=(nif,) if company else ()))
    return LetterRef(number=case.number, csv="CSV")


def standings(office: Office) -> list[str]:
    return [step.standing.value for step in office.dispatches.kept["CSV"].steps]


def test_a_mail_is_sent_once_and_its_answer_kept() -> None:
    """Asked for again, nothing leaves any more."""
    office = Office(post=ports.MemoryPost())
    ref = written(office)
    states = [office.sending().send(ref) for _ in range(2)]
    assert states == [LetterState(csv="CSV", standing=Standing.SENT)] * 2
    assert (office.post and office.post.mails, office.dispatches.kept["CSV"].proof) == (["CSV"], "250 queued")
    assert standings(office) == ["ready", "leaving", "sent"]


def test_a_server_that_is_away_is_asked_again() -> None:
    """Before anything left, and after the server said that it takes it later, the letter is ready as before."""
    office = Office(post=ports.MemoryPost(troubles=[Unavailable("away")]))
    ref = written(office)
    with pytest.raises(Unavailable):
        office.sending().send(ref)
    assert standings(office) == ["ready"]
    assert office.sending().send(ref).standing is Standing.SENT


class LaterPost(ports.MemoryPost):
    """Says, once everything was handed over, that it takes it later."""

    def send(self, case: object, letter: Letter, pdf: bytes, leaving: object) -> str:
        leaving()  # type: ignore[operator]
        raise Unavailable("451 later")


def test_a_clear_no_after_the_handing_over_is_no_doubt() -> None:
    """The answer came, and it was no: the letter can be sent again."""
    office = Office(post=LaterPost())
    ref = written(office)
    with pytest.raises(Unavailable):
        office.sending().send(ref)
    assert standings(office) == ["ready"]


@pytest.mark.parametrize(("copies", "standing", "reason"), [
    (True, Standing.SENT, "COPY_CAME_BACK"), (False, Standing.HELD, "MAYBE_SENT"),
])  # fmt: skip
def test_a_lost_answer_never_means_a_second_mail(copies: bool, standing: Standing, reason: str) -> None:  # noqa: FBT001
    """The copy that came back says that it left; without one a person is asked."""
    office = Office(post=ports.MemoryPost(silent=True, copies=copies))
    ref = written(office)
    with pytest.raises(MaybeSent):
        office.sending().send(ref)
    state = office.sending().send(ref)
    assert (state.standing, state.reason) == (standing, reason)
    assert office.post is not None
    assert office.post.mails == ["CSV"]


def test_a_crash_between_sending_and_noting_is_the_same_doubt() -> None:
    """The record says that it was leaving, and nobody knows more."""
    office = Office(post=ports.MemoryPost())
    ref = written(office)
    case = office.register.load(ref.number)
    ready = planned(case, case.letters[0], ports.MOMENT)
    office.dispatches.kept["CSV"] = ready.then(Standing.LEAVING, ports.MOMENT)
    assert office.sending().send(ref).reason == "MAYBE_SENT"
    assert office.post is not None
    assert office.post.mails == []


class BouncingPost(ports.MemoryPost):
    """A mail server that gives the mail back before it says that it took it."""

    def __init__(self, dispatches: ports.MemoryDispatches) -> None:
        super().__init__()
        self.dispatches = dispatches

    def send(self, case: Case, letter: Letter, pdf: bytes, leaving: Callable[[], None]) -> str:
        answer = super().send(case, letter, pdf, leaving)
        self.dispatches.kept[letter.csv] = came_back(self.dispatches.kept[letter.csv], ports.MOMENT)
        return answer


def test_a_mail_that_comes_back_while_it_leaves_is_a_persons() -> None:
    """The bounce is quicker than the note that it was sent, and is not forgotten over it."""
    dispatches = ports.MemoryDispatches()
    office = Office(post=BouncingPost(dispatches), dispatches=dispatches)
    ref = written(office)
    assert [office.sending().send(ref).reason for _ in range(2)] == ["CAME_BACK"] * 2
    assert standings(office) == ["ready", "leaving", "held"]


class Overtaken(ports.MemoryDispatches):
    """Another process sends the letter while we get ready."""

    def move(self, before: Dispatch, after: Dispatch) -> bool:
        self.kept[before.csv] = before.then(Standing.SENT, ports.MOMENT, proof="theirs")
        return super().move(before, after)


def test_two_processes_send_one_mail() -> None:
    """Who comes second finds out before anything leaves."""
    office = Office(post=ports.MemoryPost(), dispatches=Overtaken())
    ref = written(office)
    with pytest.raises(Unavailable):
        office.sending().send(ref)
    assert office.sending().send(ref).standing is Standing.SENT
    assert office.post is not None
    assert office.post.mails == []


@pytest.mark.parametrize("kind", ["L1", "L4"])
def test_where_the_council_gave_no_way_a_person_sends(kind: str) -> None:
    """Without a mail server or an electronic office the letter waits and says so."""
    office = Office()
    state = office.sending().send(written(office, kind))
    assert (state.standing, state.reason) == (Standing.HELD, "NO_MAIL_SERVER" if kind == "L1" else "NO_NOTIFIER")


def test_a_refused_address_is_a_persons() -> None:
    """No retry helps."""
    office = Office(post=ports.MemoryPost(troubles=[MailRefused("550")]))
    assert office.sending().send(written(office)).reason == "MAIL_REFUSED"


def test_paper_waits_for_the_printer() -> None:
    """Nothing is sent, whatever is configured."""
    office = Office(post=ports.MemoryPost(), notifier=ports.MemoryNotifier())
    assert office.sending().send(written(office, "L3", Channel.COUNTER)).standing is Standing.QUEUED


def test_a_persons_word_is_taken() -> None:
    """On paper after all."""
    office = Office()
    ref = written(office)
    office.sending().send(ref)
    word = LetterWord(number=ref.number, csv="CSV", verdict=Verdict.PAPER, by="clerk")
    assert [office.sending().hear(word).standing for _ in range(2)] == [Standing.QUEUED] * 2
    assert standings(office) == ["ready", "held", "queued"]


def test_a_notification_is_followed_until_it_is_received() -> None:
    """Its day begins what the citizen was asked for."""
    notifier = ports.MemoryNotifier()
    office = Office(notifier=notifier)
    ref = written(office, "L4", company="P0301400H")
    case = office.register.load(ref.number)
    asked = Requirement(asked_at=ports.MOMENT, by="clerk", defects=(), letter="L4")
    office.register.save(replace(case, requirements=(asked,)))
    sending = office.sending()
    assert [sending.send(ref).followed, sending.follow(ref).followed] == [True, True]
    notifier.there["CSV"] = replace(notifier.there["CSV"], day=date(2026, 12, 3))
    states = [sending.follow(ref) for _ in range(2)]
    assert states == [
        LetterState(csv="CSV", standing=Standing.RECEIVED, reason="TAKEN_FOR_REJECTED", began="2026-12-03")
    ] * 2  # fmt: skip


def test_an_opened_notification_says_so_and_one_that_asks_for_nothing_begins_nothing() -> None:
    """A receipt that was opened is only noted."""
    notifier = ports.MemoryNotifier(there={"CSV": Notice(receipt="N-0", opened=True, day=date(2026, 11, 24))})
    office = Office(notifier=notifier)
    ref = written(office, "L1", Channel.API)
    office.sending().send(ref)
    state = office.sending().follow(ref)
    assert (state.reason, state.began) == ("OPENED", "")


def test_a_refused_notification_is_a_persons() -> None:
    """Nobody vouches for the addressee."""
    office = Office(notifier=ports.MemoryNotifier(refuses=True))
    assert office.sending().send(written(office, "L4")).reason == "MAIL_REFUSED"


@pytest.mark.parametrize("trouble", [MailRefused("x"), MaybeSent("x")])
def test_the_errors_say_what_to_do(trouble: DovTechError) -> None:
    """A refusal is final, a doubt is looked up."""
    assert trouble.retryable is isinstance(trouble, MaybeSent)


def announced(office: Office) -> LetterRef:
    """A letter for the electronic office and its alert."""
    ref = written(office, "L4", company="P0301400H")
    case = office.register.load(ref.number)
    alert = Letter(kind="L9", language="es", csv="L9", sha256=office.store.put(b"%PDF"), written_at=ports.MOMENT)
    office.register.save(replace(case, letters=(*case.letters, alert)))
    return ref


def test_the_alert_is_told_once_the_notification_is_there_and_not_after_it_was_opened() -> None:
    """However often it is looked at, it names the same one; a notification that was received needs none."""
    notifier = ports.MemoryNotifier()
    office = Office(notifier=notifier)
    ref, sending = announced(office), office.sending()
    assert [sending.send(ref).alert, sending.send(ref).alert, sending.follow(ref).alert] == ["L9"] * 3
    notifier.there["CSV"] = replace(notifier.there["CSV"], opened=True, day=date(2026, 12, 3))
    assert sending.follow(ref).alert == ""


def test_a_notification_that_a_person_made_available_is_announced_and_one_on_paper_is_not() -> None:
    """Without an electronic office that we reach, a person's word says where the letter is."""
    for verdict, alert in ((Verdict.SENT, "L9"), (Verdict.PAPER, "")):
        office = Office()
        ref = announced(office)
        assert office.sending().send(ref).alert == ""
        word = LetterWord(number=ref.number, csv="CSV", verdict=verdict, by="clerk")
        assert office.sending().hear(word).alert == alert
