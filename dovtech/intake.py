"""Taking an application in: bytes first, then a number, then the workflow."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from casework.application import Application, Channel, Document
from casework.ports import DocumentStore, Ledger, Message, Register, SetAside, Submission
from casework.requirement import Answer, Link
from dovtech.answering import Answers
from dovtech.returned import Returned

File = tuple[str, bytes]
DELIVERED = "message.eml"  # what a message is called that a mailbox gave


@dataclass(frozen=True)
class Intake:
    """Stores what arrives and gives it its number; nothing is lost from the first call on."""

    store: DocumentStore
    register: Register
    ledger: Ledger
    answers: Answers | None = None
    returned: Returned | None = None

    def take(
        self,
        files: Iterable[File],
        *,
        channel: Channel,
        received_at: datetime,
        key: str = "",
        mailbox: str = "",
        mailbox_entry: bool = False,
        findings: tuple[str, ...] = (),
    ) -> Application:
        """Keep the files of one delivery and admit them as one application.

        `key` is the same for the same delivery (a message seen twice); without one, each call is a delivery of its own.
        `findings` are codes that the case begins with.
        """
        documents = tuple(self._kept(name, data) for name, data in files)
        return self.register.admit(
            Submission(
                key=key or _fresh_key(documents, received_at),
                received_at=received_at,
                channel=channel,
                documents=documents,
                mailbox=mailbox,
                mailbox_entry=mailbox_entry,
                findings=findings,
            )
        )

    def answer(
        self, files: Iterable[File], *, channel: Channel, received_at: datetime, linked_by: Link = Link.CLERK
    ) -> Answer:
        """Keep the files of what a citizen sends for a case under way; each call is an answer of its own."""
        documents = tuple(self._kept(name, data) for name, data in files)
        key = _fresh_key(documents, received_at)
        return Answer(key=key, received_at=received_at, channel=channel, documents=documents, linked_by=linked_by)

    def set_aside(self, message: Message, *, mailbox: str, code: str) -> None:
        """Keep a message that is no application, whole and with the code that says why; twice is once."""
        self.ledger.set_aside(
            SetAside(
                key=message.key,
                mailbox=mailbox,
                received_at=message.received_at,
                sha256=self.store.put(message.data),
                code=code,
            )
        )

    def _kept(self, name: str, data: bytes) -> Document:
        return Document(sha256=self.store.put(data), name=name, media_type="application/octet-stream", size=len(data))


def _fresh_key(documents: tuple[Document, ...], received_at: datetime) -> str:
    digest = hashlib.sha256(received_at.isoformat(timespec="microseconds").encode())
    for document in documents:
        digest.update(document.sha256.encode())
    return digest.hexdigest()
