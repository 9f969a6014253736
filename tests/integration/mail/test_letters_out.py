"""Letters leave by a real SMTP server and over real HTTP; what is unsure is looked up in a real mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fakes import ports
from fakes.dovecot import Dovecot
from fakes.notifier import TOKEN, ElectronicOffice, electronic_office
from fakes.ports import MADRID, MOMENT, MemoryRegister, MemoryStore
from fakes.smtp import SENDER, Inbox, smtp_server

from bots.correspondence import automatic
from bots.mailing import MailWriter
from bots.notifications import RestNotifier
from bots.smtp import SmtpPost
from casework.application import Channel
from casework.case import Case, Letter
from casework.errors import MailRefused, MaybeSent, Misconfigured, Unavailable
from casework.fields import Classification, FieldReading
from casework.linking import Linked, Said, linked
from casework.requirement import Link
from casework.verification import letter_reference

SECRET = b"only for tests"
TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
ASKED = b"From: Ana <ana@example.org>\r\nSubject: hola\r\nMessage-ID: <ask-1@example.org>\r\n\r\nSolicito algo"
PDF = b"%PDF-1.7 a letter"
LETTER = Letter(kind="L1", language="es", csv="DOV7Q2M9XKD44TBHA3FF", sha256="0" * 64, written_at=MOMENT)


class Office:
    """A case that came by e-mail, and what writes to its sender."""

    def __init__(self, message: bytes = ASKED, language: str = "es") -> None:
        self.store, self.register = MemoryStore(), MemoryRegister()
        self.store.put(message)
        number = self.register.case_of(ports.document(message, "message.eml"), channel=Channel.EMAIL)
        told = Classification(kind="P08", confidence=1, language=language)
        self.case: Case = replace(self.register.load(number), classification=told)
        self.writer = MailWriter(
            templates=TEMPLATES, sender=SENDER, verification_page="https://mesa.example.org/csv",
            official_time=MADRID, procedures={"P08": ports.procedure(mailbox_entry=True)},
            reference=lambda number: letter_reference(number, SECRET), documents=self.store.get,
        )  # fmt: skip


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def post(inbox: Inbox) -> Iterator[SmtpPost]:
    with smtp_server(inbox) as settings:
        yield SmtpPost(settings, Office().writer)


def sent(post: SmtpPost, office: Office) -> tuple[str, list[str]]:
    """The server's answer, and `left` once for each time the mail was about to leave."""
    left: list[str] = []
    answer = replace(post, writer=office.writer).send(office.case, LETTER, PDF, lambda: left.append("left"))
    return answer, left


@pytest.mark.parametrize(("language", "words"), [
    ("es", ["no tiene fecha de entrada", "OAC Gastón Castelló", "art. 14.2"]),
    ("ca", ["no té data d'entrada", "OAC Gastón Castelló", "art. 14.2"]),
])  # fmt: skip
def test_the_citizen_who_wrote_is_answered_with_the_valid_channels(
    post: SmtpPost, inbox: Inbox, language: str, words: list[str]
) -> None:
    """In the citizen's language, to the address that wrote, in its thread, with the letter attached."""
    office = Office(language=language)
    assert sent(post, office) == ("250 queued as 1", ["left"])
    [mail] = inbox.mails
    body = mail.get_body(("plain",))
    assert body is not None
    assert [word for word in words if word not in " ".join(body.get_content().split())] == []
    assert (mail["To"], mail["In-Reply-To"], inbox.envelopes[0].rcpt_tos) == (
        "ana@example.org", "<ask-1@example.org>", ["ana@example.org"],
    )  # fmt: skip
    [attached] = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (f"L1-{office.case.number}.pdf", PDF)


def test_a_mailbox_that_gives_an_entry_gets_the_receipt(post: SmtpPost, inbox: Inbox) -> None:
    """What was presented is answered with its receipt and no word of other channels."""
    office = Office()
    office.case = replace(office.case, application=replace(office.case.application, mailbox_entry=True))
    sent(post, office)
    [mail] = inbox.mails
    assert mail["Subject"].startswith("Justificante de registro [")
    body = mail.get_body(("plain",))
    assert body is not None
    assert "no tiene fecha de entrada" not in body.get_content()


ALERT = replace(LETTER, kind="L9")


def alert_for(language: str, **given: str) -> tuple[Office, Case]:
    """A case whose citizen, or their representative, gave an address on the form."""
    office = Office(language=language)
    fields = tuple(
        FieldReading(name=name, value=value, raw="", confidence=1, method="test", accepted=True)
        for name, value in given.items()
    )
    return office, replace(office.case, fields=fields)


@pytest.mark.parametrize(("language", "subject", "words"), [
    ("es", "Aviso: tiene una comunicación en la sede electrónica",
     ["https://sedeelectronica.alicante.es", "no es una notificación", "art. 41.6", "diez días", "No responda"]),
    ("ca", "Avís: teniu una comunicació en la seu electrònica",
     ["https://sedeelectronica.alicante.es", "no és una notificació", "art. 41.6", "deu dies", "No respongueu"]),
])  # fmt: skip
def test_an_alert_goes_to_the_address_that_was_given_for_it_and_says_its_words(
    post: SmtpPost, inbox: Inbox, language: str, subject: str, words: list[str]
) -> None:
    """The mail alone is enough to act on; it answers nobody, and tells nothing of whom or what it is about."""
    name = "María Sanz Llorca"
    office, case = alert_for(language, applicant_email="avisos@example.org", applicant_name=name)
    replace(post, writer=office.writer).send(case, ALERT, PDF, lambda: None)
    [mail], [envelope] = inbox.mails, inbox.envelopes
    body = mail.get_body(("plain",))
    assert body is not None
    said = " ".join(body.get_content().split())
    assert [word for word in words if word not in said] == []
    assert [private for private in ("Sanz", "Propuesta", "Proposta", "avisos@") if private in said] == []
    assert (mail["To"], envelope.rcpt_tos) == ("avisos@example.org", ["avisos@example.org"])
    assert (mail["In-Reply-To"], mail["Auto-Submitted"]) == (None, "auto-generated")
    assert mail["Subject"] == f"{subject} [{letter_reference(case.number, SECRET)}]"


def test_an_alert_goes_to_the_representative_or_to_who_wrote(post: SmtpPost) -> None:
    """The one who acts is the one who is told; without any other address, the one that wrote to us."""
    both = {"applicant_email": "ana@example.org", "representative_email": "gestor@example.org"}
    for given, whom in ((both, "gestor@example.org"), ({}, "ana@example.org")):
        office, case = alert_for("es", **given)
        assert office.writer.recipient(case, ALERT) == whom
    office, case = alert_for("es", applicant_email=SENDER)
    with pytest.raises(MailRefused):
        office.writer.recipient(case, ALERT)


def test_an_answer_to_the_mail_finds_its_case_by_subject_and_by_thread(post: SmtpPost, inbox: Inbox) -> None:
    """Each alone is enough: both carry the reference that we signed."""
    office = Office()
    office.register.save(office.case)
    sent(post, office)
    [mail] = inbox.mails
    for said, link in (
        (Said(subject=f"RE: {mail['Subject']}"), Link.REFERENCE),
        (Said(answers=(mail["Message-ID"],)), Link.THREAD),
    ):
        assert linked(said, office.register, SECRET) == Linked(number=office.case.number, link=link)


def test_the_same_letter_is_the_same_mail_and_machines_leave_it_alone(post: SmtpPost, inbox: Inbox) -> None:
    """A second look at it finds the first by its id, and our own watcher takes it for what it is."""
    office = Office()
    for _ in range(2):
        sent(post, office)
    first, second = (envelope.content for envelope in inbox.envelopes)
    assert first == second
    assert isinstance(first, bytes)
    told = automatic(first)
    assert told is not None
    assert told.code == "AUTO_REPLY"


@pytest.mark.parametrize("message", [
    b"Subject: hola\r\n\r\nx",
    b"From: ana@example.org, eva@example.org\r\n\r\nx",
    b'From: "a b"@@\r\n\r\nx',
    b"From: Registro <" + SENDER.encode() + b">\r\n\r\nx",
    b"",
])  # fmt: skip
def test_who_cannot_be_told_is_not_written_to(post: SmtpPost, inbox: Inbox, message: bytes) -> None:
    """Nobody, two people, no address, or ourselves."""
    with pytest.raises(MailRefused):
        sent(post, Office(message))
    assert inbox.envelopes == []


def test_a_message_that_is_gone_from_the_store_is_answered_to_nobody(post: SmtpPost) -> None:
    """What cannot be read names no sender."""
    office = Office()
    office.store.kept.clear()
    with pytest.raises(MailRefused):
        sent(post, office)


def test_words_that_cannot_be_written_name_their_folder(tmp_path: Path) -> None:
    """A missing template is a misconfiguration."""
    office = Office()
    (tmp_path / "mail").mkdir()
    for name in ("mail/titles.yaml", "letters/council.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text((TEMPLATES / name).read_text("utf-8"), "utf-8")
    with pytest.raises(Misconfigured, match="templates/mail"):
        replace(office.writer, templates=tmp_path).mail(office.case, LETTER, PDF)


def test_an_id_of_the_citizens_program_that_is_unsound_is_not_repeated(post: SmtpPost, inbox: Inbox) -> None:
    """What stands in a header of ours is ours."""
    sent(post, Office(b"From: ana@example.org\r\nMessage-ID: no angle brackets\r\n\r\nx"))
    assert inbox.mails[0]["In-Reply-To"] is None


@pytest.mark.parametrize(("answer", "error"), [("451 later", Unavailable), ("554 spam", MailRefused)])
def test_a_no_after_the_message_is_a_no(
    post: SmtpPost, inbox: Inbox, answer: str, error: type[Exception]
) -> None:  # fmt: skip
    """It was heard, so nothing is unsure."""
    inbox.answers = [answer]
    with pytest.raises(error) as caught:
        sent(post, Office())
    assert caught.type is error


def test_an_unknown_recipient_is_refused_before_anything_leaves(post: SmtpPost, inbox: Inbox) -> None:
    """The server said no at the address."""
    inbox.refused = ("ana@example.org",)
    left: list[str] = []
    with pytest.raises(MailRefused, match="550"):
        post.send(Office().case, LETTER, PDF, lambda: left.append("left"))
    assert left == []


def test_a_server_that_dies_after_the_message_leaves_a_doubt(post: SmtpPost, inbox: Inbox) -> None:
    """It has the message, and nobody heard so."""
    inbox.deaf = True
    with pytest.raises(MaybeSent):
        sent(post, Office())
    assert len(inbox.envelopes) == 1


def test_a_server_that_is_away_leaves_no_doubt() -> None:
    """Nothing was handed over."""
    with smtp_server(Inbox()) as settings:
        post = SmtpPost(settings, Office().writer)
    left: list[str] = []
    with pytest.raises(Unavailable, match="does not answer"):
        post.send(Office().case, LETTER, PDF, lambda: left.append("left"))
    assert left == []


def test_a_login_that_the_server_does_not_know_is_said(inbox: Inbox) -> None:
    """A server without logins refuses one."""
    with smtp_server(inbox) as settings, pytest.raises(Unavailable):
        sent(SmtpPost(replace(settings, user="registro", password="x"), Office().writer), Office())


def test_the_copy_in_the_councils_mailbox_says_that_a_mail_left(inbox: Inbox, dovecot: Dovecot) -> None:
    """The copy goes with the same handing over, so where it is, the citizen's is too."""
    office = Office()
    with smtp_server(inbox) as settings:
        post = SmtpPost(replace(settings, copy_to="copias@ayto.example.org"), office.writer, dovecot.settings())
        assert not post.kept(office.case, LETTER)
        sent(post, office)
        [envelope] = inbox.envelopes
        assert envelope.rcpt_tos == ["ana@example.org", "copias@ayto.example.org"]
        assert isinstance(envelope.content, bytes)
        assert b"copias@" not in envelope.content
        dovecot.deliver(envelope.content)
        assert post.kept(office.case, LETTER)
        assert not post.kept(office.case, replace(LETTER, csv="OTHER"))
    assert not replace(post, copies=None).kept(office.case, LETTER)


@pytest.fixture
def place() -> Iterator[ElectronicOffice]:
    with electronic_office() as running:
        yield running


def company(name: str = "applicant_id") -> Case:
    nif = FieldReading(name=name, value="P0301400H", raw="", confidence=1, method="test", accepted=True)
    return replace(Office().case, fields=(nif,))


def test_a_notification_is_put_once_and_followed_by_its_code(place: ElectronicOffice) -> None:
    """Asked for again it is the same, and the day on which it was opened is told."""
    notifier = RestNotifier(place.address, TOKEN)
    first, second = (notifier.put(company(), LETTER, PDF) for _ in range(2))
    assert (first, second, first.day, len(place.there)) == (second, first, None, 1)
    body = place.there[LETTER.csv]["sent"]
    assert (body["nif"], body["language"]) == ("P0301400H", "es")
    place.opened(LETTER.csv, "2026-11-25")
    seen = notifier.look(LETTER.csv)
    assert (seen.opened, seen.day) == (True, date(2026, 11, 25))
    place.opened(LETTER.csv, "2026-12-03", "expired")
    seen = notifier.look(LETTER.csv)
    assert (seen.opened, seen.day) == (False, date(2026, 12, 3))


@pytest.mark.parametrize(("status", "error"), [(503, Unavailable), (401, Unavailable), (422, MailRefused)])
def test_what_the_office_answers_decides_whether_to_try_again(
    place: ElectronicOffice, status: int, error: type[Exception]
) -> None:
    """A wrong token and a busy office can be mended; a refused letter is a person's."""
    place.status = status
    with pytest.raises(error):
        RestNotifier(place.address, TOKEN).put(company(), LETTER, PDF)


def test_an_office_that_forgot_or_speaks_otherwise_is_tried_again(place: ElectronicOffice) -> None:
    """Nothing is made of an answer that nobody understands."""
    notifier = RestNotifier(place.address, TOKEN)
    with pytest.raises(Unavailable):
        notifier.look("UNKNOWN")
    place.body = b"<html>"
    with pytest.raises(Unavailable, match="nobody understands"):
        notifier.put(company(), LETTER, PDF)
    with pytest.raises(Unavailable):
        RestNotifier("http://127.0.0.1:1", TOKEN).look("CSV")


def test_a_letter_without_a_sure_addressee_is_a_persons(place: ElectronicOffice) -> None:
    """No number that somebody vouches for: nothing is put anywhere."""
    with pytest.raises(MailRefused):
        RestNotifier(place.address, TOKEN).put(Office().case, LETTER, PDF)
    assert place.there == {}
