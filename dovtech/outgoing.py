"""How letters leave this installation: the mail server, the electronic office and the printer, as the settings say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bots.letter_facts import LANGUAGES
from bots.smtp import SmtpPost, SmtpSettings
from casework.delivery import Dispatch, known
from casework.errors import Misconfigured
from dovtech.mailboxes import named, token
from dovtech.settings import Settings

if TYPE_CHECKING:
    from bots.mailing import MailWriter
    from bots.notifications import RestNotifier
    from bots.printing import Sheet
    from dovtech.wiring import Parts


def post(settings: Settings, secret: Callable[[str], str], writer: Callable[[str], MailWriter]) -> SmtpPost | None:
    """The mail server that letters leave by; None where none is named. Raises Misconfigured where it is not whole."""
    host, sender = settings.value("DOVTECH_SMTP_HOST"), settings.value("DOVTECH_SMTP_SENDER")
    if not host:
        return None
    if "@" not in sender:
        raise Misconfigured("letters need an address to come from", remedy="give DOVTECH_SMTP_SENDER")
    port = settings.value("DOVTECH_SMTP_PORT", "587")
    if not port.isdigit():
        raise Misconfigured("DOVTECH_SMTP_PORT is no number", remedy="give the port of SMTP, as 587")
    copies = settings.value("DOVTECH_SMTP_COPY_MAILBOX")
    return SmtpPost(
        settings=SmtpSettings(
            host=host,
            sender=sender,
            port=int(port),
            user=settings.value("DOVTECH_SMTP_USER"),
            password=secret("DOVTECH_SMTP_PASSWORD"),
            token=token("DOVTECH_SMTP", settings, secret),
            tls=settings.value("DOVTECH_SMTP_TLS", "0") == "1",
            starttls=settings.value("DOVTECH_SMTP_STARTTLS", "1") == "1",
            ca_file=settings.value("DOVTECH_SMTP_CA_FILE"),
            copy_to=settings.value("DOVTECH_SMTP_COPY"),
        ),
        writer=writer(sender),
        copies=named(copies, settings, secret).imap if copies else None,
    )


def notifier(settings: Settings, secret: Callable[[str], str]) -> RestNotifier | None:
    """The electronic office's notifications; None where no address is given."""
    from bots.notifications import RestNotifier  # with the network's libraries, which not every command needs

    address = settings.value("DOVTECH_NOTIFIER_ADDRESS")
    if not address:
        return None
    return RestNotifier(address, secret("DOVTECH_NOTIFIER_TOKEN"), settings.value("DOVTECH_NOTIFIER_CA_FILE"))


def print_letters(parts: Parts, letters: Sequence[Dispatch]) -> str:
    """One PDF of these letters behind a cover list, in the document store; its SHA-256."""
    from bots.printing import printed_together
    from dovtech.wiring import now

    sheets = [_sheet(parts, letter) for letter in letters]
    office = parts.settings.language if parts.settings.language in LANGUAGES else "es"
    return parts.store.put(printed_together(sheets, parts.settings.templates / "letters", at=now(), language=office))


def _sheet(parts: Parts, dispatch: Dispatch) -> Sheet:
    from bots.printing import Sheet

    case = parts.register.load(dispatch.number)
    letter = next(letter for letter in case.letters if letter.csv == dispatch.csv)
    whose = "representative" if known(case, "representative_name") else "applicant"  # letters to the representative
    return Sheet(
        number=case.number,
        kind=letter.kind,
        csv=letter.csv,
        name=known(case, f"{whose}_name"),
        address=known(case, f"{whose}_address") or known(case, "applicant_address"),
        pdf=parts.store.get(letter.sha256),
    )
