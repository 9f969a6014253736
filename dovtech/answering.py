"""Takes a message that answers a case to that case, exactly once; what is doubtful becomes a case of its own."""

from __future__ import annotations

from dataclasses import dataclass

from bots.correspondence import automatic
from bots.replies import said
from casework.application import NUMBER, Channel, Document
from casework.errors import DecisionRefused, UnknownCase
from casework.linking import AskedCases, Linked, linked
from casework.ports import DocumentStore, Ledger, Message
from casework.requirement import Answer, Link


@dataclass(frozen=True)
class Answers:
    """Knows answers by what they say; `secret` is what our references are signed with."""

    cases: AskedCases
    ledger: Ledger
    store: DocumentStore
    secret: bytes

    def link(self, message: Message) -> Linked | None:
        """The case that a message answers; None for new ones, for mail of machines and for what is a case already."""
        outcome = self.ledger.outcomes([message.key]).get(message.key, "")
        if outcome:
            return Linked(number=outcome) if NUMBER.fullmatch(outcome) and self.has(outcome, message) else None
        if automatic(message.data) is not None:
            return None
        return linked(said(message.data), self.cases, self.secret)

    def has(self, number: str, message: Message) -> bool:
        """Whether the case holds this answer: we may have been killed before we could say so."""
        return any(reply.key == message.key for reply in self.cases.load(number).replies)

    def of(self, message: Message, link: Linked) -> Answer:
        """The message, stored whole, as an answer."""
        sha256 = self.store.put(message.data)
        whole = Document(sha256=sha256, name="message.eml", media_type="message/rfc822", size=len(message.data))
        return Answer(
            key=message.key,
            received_at=message.received_at,
            channel=Channel.EMAIL,
            documents=(whole,),
            linked_by=link.link or Link.CLERK,
        )


REFUSED = (DecisionRefused, UnknownCase)  # the case takes no answers now: a clerk places the message
