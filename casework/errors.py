"""Everything that can go wrong, as one tree.

    DovTechError
    ├── WrongUse               the caller asked for something that does not exist            exit 2
    │   └── UnknownCase        no application has that number
    ├── Refused                the file or case cannot be processed; a person must act       exit 3
    │   ├── UnreadableDocument the bytes cannot be read as any supported document
    │   │   └── LockedDocument its password is needed, or another one
    │   ├── TooLarge           the file is beyond the limits of size, pages or pixels
    │   ├── DecisionRefused    the clerk's decision does not fit the case as it stands now
    │   ├── EntryRefused       a back-office refused the entry for a reason of substance
    │   ├── FileByHand         the council has people file this, not robots
    │   ├── ConfirmFiling      the entry is typed and waits for a person's word
    │   ├── ReadBackDiffers    what was read back is not what was written: an incident
    │   └── MailRefused        the mail server takes no mail for that address, or not this one
    ├── Misconfigured          a procedure, an entry or a setting is wrong                   exit 2
    └── Unavailable            a service is not there now; trying again can help             exit 4
        ├── BackOfficeDown     time-out, 5xx, connection refused
        ├── PageChanged        a label, button or page the entry names is not there
        ├── WrongKey           stored payloads cannot be opened with the keys at hand
        └── MaybeSent          a letter was handed over and no answer came: it is looked up, never sent twice

A message never holds personal data: it names numbers, fields, codes and places, not values.
"""

from __future__ import annotations

from typing import ClassVar


class DovTechError(Exception):
    """Root of all expected failures: what happened, in one line, and what to do next.

    `code` is stable and is what findings, logs and JSON output carry; `remedy` is the next step for the person
    who reads it; `retryable` says whether the same call may succeed later; `exit_code` is that of the command line.
    """

    code: ClassVar[str] = "UNEXPECTED"
    retryable: ClassVar[bool] = False
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message} — {self.remedy}" if self.remedy else message


class WrongUse(DovTechError):
    """The caller asked for something that does not exist or does not make sense; correct the call."""

    code = "WRONG_USE"
    exit_code = 2


class UnknownCase(WrongUse):
    """No application has that number; look it up with `dovtech status`."""

    code = "UNKNOWN_CASE"


class Refused(DovTechError):
    """The file or case cannot be processed as it is; a person must act, trying again does not help."""

    code = "REFUSED"
    exit_code = 3


class UnreadableDocument(Refused):
    """The bytes cannot be read as any supported document; ask the citizen for a readable copy."""

    code = "UNREADABLE_DOCUMENT"


class LockedDocument(UnreadableDocument):
    """The document asks for a password; ask the citizen for it, or for a copy without one."""

    code = "LOCKED_DOCUMENT"


class TooLarge(Refused):
    """The file is beyond the limits of size, pages or pixels; ask for it in parts."""

    code = "TOO_LARGE"


class DecisionRefused(Refused):
    """The clerk's decision does not fit the case as it stands now; reload the case and decide again."""

    code = "DECISION_REFUSED"


class EntryRefused(Refused):
    """A back-office refused the entry for a reason of substance; a clerk reads its message and decides."""

    code = "ENTRY_REFUSED"


class FileByHand(Refused):
    """The council has people file this procedure in this system; file it there by hand, then approve the case."""

    code = "FILE_BY_HAND"


class ConfirmFiling(Refused):
    """The entry was typed and not saved; look at what would be written, then approve the case."""

    code = "CONFIRM_FILING"


class ReadBackDiffers(Refused):
    """What was read back from a back-office is not what was written; a clerk compares both before going on."""

    code = "READ_BACK_DIFFERS"


class MailRefused(Refused):
    """The mail server takes no mail for that address, or not this one; a clerk sends the letter another way."""

    code = "MAIL_REFUSED"


class Misconfigured(DovTechError):
    """A procedure, an entry or a setting is wrong; mend the named file and line."""

    code = "MISCONFIGURED"
    exit_code = 2


class Unavailable(DovTechError):
    """A service is not there now; start it, or wait: the work goes on by itself once it is back."""

    code = "UNAVAILABLE"
    retryable = True
    exit_code = 4


class BackOfficeDown(Unavailable):
    """A back-office does not answer; the filing is tried again until it does.

    `again` says that it answers and only wants to be entered anew: once looked at, the work may begin again at once.
    `unanswered` says that it was asked and may be at work on it still.
    """

    code = "BACK_OFFICE_DOWN"
    again: ClassVar[bool] = False
    unanswered: ClassVar[bool] = False


class PageChanged(Unavailable):
    """A back-office's page no longer has what the entry names; mend the entry, then let the system go on."""

    code = "PAGE_CHANGED"


class WrongKey(Unavailable):
    """Stored payloads cannot be opened with the keys at hand; give the worker the key it was started with."""

    code = "WRONG_KEY"


class MaybeSent(Unavailable):
    """A letter was handed over and no answer came; see whether it arrived before it is sent again."""

    code = "MAYBE_SENT"
