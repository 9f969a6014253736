"""A citizen's application and the documents it came with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

NUMBER = re.compile(r"DOV-[0-9]{4}-[0-9]{6}")


class Channel(StrEnum):
    """How an application reached the council."""

    COUNTER = "counter"
    EMAIL = "email"
    FOLDER = "folder"
    API = "api"

    @property
    def gives_entry_date(self) -> bool:
        """Whether arrival by this channel is a presentation (art. 16.4 Ley 39/2015: e-mail is not)."""
        return self is not Channel.EMAIL


class Language(StrEnum):
    """Languages a citizen is read and answered in; `ca` is written as Valencian."""

    ES = "es"
    CA = "ca"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The original bytes of one file, never changed, addressed by what they are.

    `sha256` is lower-case hexadecimal and finds the bytes in the document store; `name` is what the citizen
    called the file and is personal data; `size` is in bytes. A `container` (a message, an archive) only holds other
    documents: it is kept, but what is inside is read.
    """

    sha256: str
    name: str
    media_type: str
    size: int
    container: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One citizen's request as it was received: a number, a moment, a channel and its documents.

    `mailbox_entry` says that it came by a mailbox that the council gave out for presenting (art. 16.4 Ley 39/2015).
    """

    number: str
    received_at: datetime
    channel: Channel
    documents: tuple[Document, ...]
    mailbox: str = ""
    mailbox_entry: bool = False

    def __post_init__(self) -> None:
        if not NUMBER.fullmatch(self.number):
            message = "an application's number looks like DOV-2026-000001"
            raise ValueError(message)
        if self.received_at.tzinfo is None:
            message = "received_at needs a time zone"
            raise ValueError(message)


def application_number(year: int, ordinal: int) -> str:
    """The number of the year's `ordinal`-th application: numbers are gapless and ordered (art. 16.1)."""
    return f"DOV-{year:04d}-{ordinal:06d}"
