"""Writes the mail that brings a letter, or the alert of one: the same letter gives the same mail, to the byte."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
import yaml

from bots.letter_facts import LANGUAGES, letter_language
from bots.replies import said
from casework.case import Case, Letter, LetterKind
from casework.dates import long_moment
from casework.delivery import alert_address
from casework.errors import MailRefused, Misconfigured, UnreadableDocument
from casework.procedure import Procedure
from casework.verification import letter_mark

_ADDRESS = re.compile(r"[^\s@<>\"(),:;\\]+@[^\s@<>\"(),:;\\]+\.[^\s@<>\"(),:;\\.]+")
_LINE = 76
_SOUND_ID = re.compile(r"<[!-;=?-~]{1,128}>")


@dataclass(frozen=True)
class MailWriter:
    """Mails from the council's address; `reference` signs a number so that an answer finds its case."""

    templates: Path
    sender: str
    verification_page: str
    official_time: tzinfo
    procedures: Mapping[str, Procedure]
    reference: Callable[[str], str]
    documents: Callable[[str], bytes]

    def message_id(self, case: Case, letter: Letter) -> str:
        """Always the same for the same letter: its case's signed reference, then what tells the letters apart."""
        return f"<{self.reference(case.number)}.{letter_mark(letter.csv)}@{self.sender.rpartition('@')[2]}>"

    def recipient(self, case: Case, letter: Letter) -> str:
        """Who wrote the message that the case came from; an alert goes to the address given for it, where one was.

        Raises MailRefused where nobody can be told.
        """
        given = alert_address(case) if _is_alert(letter) else ""
        recipient = given or said(self._message(case)).sender
        if not _ADDRESS.fullmatch(recipient) or recipient.casefold() == self.sender.casefold():
            raise MailRefused("the message names nobody to answer", remedy="send the letter another way")
        return recipient

    def mail(self, case: Case, letter: Letter, pdf: bytes) -> bytes:
        """The whole message as it goes over the wire, the letter attached."""
        language = letter_language(case)
        no_entry = letter.kind == LetterKind.RECEIPT and not case.has_entry(self.procedures.get(case.kind))
        title = self._titles.get("no_entry" if no_entry else letter.kind, self._titles["other"])[language]
        mail = EmailMessage(policy=SMTP.clone(max_line_length=_LINE))
        mail["From"] = f"{self._council['name'][language]} <{self.sender}>"
        mail["To"] = self.recipient(case, letter)
        mail["Subject"] = f"{title} [{self.reference(case.number)}]"
        mail["Date"] = format_datetime(letter.written_at.astimezone(self.official_time))
        mail["Message-ID"] = self.message_id(case, letter)
        answered = "" if _is_alert(letter) else self._answered(case)
        if answered:
            mail["In-Reply-To"] = mail["References"] = answered
        mail["Auto-Submitted"] = "auto-generated" if _is_alert(letter) else "auto-replied"  # RFC 3834
        mail["Content-Language"] = LANGUAGES[language]
        words = "alert" if _is_alert(letter) else "letter"
        mail.set_content(self._words(words, case, language, title=title, no_entry=no_entry), cte="quoted-printable")
        mail.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"{letter.kind}-{case.number}.pdf")
        mail.set_boundary(hashlib.sha256(letter.csv.encode()).hexdigest()[:32])
        return mail.as_bytes()

    def _words(self, name: str, case: Case, language: str, **facts: Any) -> str:
        page = urlsplit(self.verification_page)
        received = long_moment(case.application.received_at.astimezone(self.official_time), language)
        try:
            return self._environment.get_template(f"{name}.{language}.txt").render(
                facts, number=case.number, council=self._council, received=received,
                verification_address=page.netloc + page.path,
            )  # fmt: skip
        except jinja2.TemplateError as error:
            raise Misconfigured("the words of the mail cannot be written", remedy="mend templates/mail/") from error

    def _message(self, case: Case) -> bytes:
        """The message that the case came in: the first of its documents."""
        first = case.application.documents[:1]
        try:
            return self.documents(first[0].sha256) if first else b""
        except UnreadableDocument:
            return b""

    def _answered(self, case: Case) -> str:
        """The Message-ID of what is answered, where it has a sound one."""
        found = _SOUND_ID.fullmatch(said(self._message(case)).message_id)
        return found[0] if found else ""

    @cached_property
    def _environment(self) -> jinja2.Environment:
        return jinja2.Environment(
            loader=jinja2.FileSystemLoader(self.templates / "mail"),
            autoescape=False,  # noqa: S701 - plain text
            undefined=jinja2.StrictUndefined,
            keep_trailing_newline=True,
        )

    @cached_property
    def _titles(self) -> dict[str, dict[str, str]]:
        titles: dict[str, dict[str, str]] = yaml.safe_load((self.templates / "mail" / "titles.yaml").read_text("utf-8"))
        return titles

    @cached_property
    def _council(self) -> dict[str, Any]:
        council: dict[str, Any] = yaml.safe_load((self.templates / "letters" / "council.yaml").read_text("utf-8"))
        return council


def _is_alert(letter: Letter) -> bool:
    return letter.kind == LetterKind.ALERT
