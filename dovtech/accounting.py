"""Answers for a mailbox: every message in it is a case, set aside with a code, or missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from bots.mailbox import ImapMailbox
from casework.ports import Ledger
from dovtech.mailboxes import Watched
from workflows.mail_account import Counted

MISSING = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message: where it lies, its key, and what became of it; `outcome` is empty where nobody knows."""

    mailbox: str
    folder: str
    uid: str
    key: str
    outcome: str

    @property
    def is_case(self) -> bool:
        return self.outcome.startswith("DOV-")


def account(box: Watched, ledger: Ledger) -> list[Line]:
    """A line for every message of the watched folder and of the one where taken messages go; nothing is marked.

    Raises Unavailable where the server does not answer.
    """
    seen = list(_messages(box))
    outcomes = ledger.outcomes({key for _, _, key in seen if key})
    return [
        Line(mailbox=box.label, folder=folder, uid=uid, key=key, outcome=outcomes.get(key, MISSING))
        for folder, uid, key in seen
    ]


def _messages(box: Watched) -> Iterator[tuple[str, str, str]]:
    with closing(ImapMailbox(box.imap)) as inbox:
        yield from ((box.imap.folder, uid, key) for uid, key in inbox.every_key())
        if not inbox.has(box.imap.done_folder):
            return
    with closing(ImapMailbox(replace(box.imap, folder=box.imap.done_folder))) as taken:
        yield from ((box.imap.done_folder, uid, key) for uid, key in taken.every_key())


def counted(boxes: Sequence[Watched], ledger: Ledger) -> tuple[Counted, ...]:
    """How many messages of each mailbox are cases, set aside, or missing; raises Unavailable as `account` does."""
    return tuple(_sums(box.name, account(box, ledger)) for box in boxes)


def _sums(name: str, lines: Sequence[Line]) -> Counted:
    cases, missing = sum(line.is_case for line in lines), sum(line.outcome == MISSING for line in lines)
    return Counted(mailbox=name, cases=cases, aside=len(lines) - cases - missing, missing=missing)
