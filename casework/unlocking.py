"""A document that asks for a password is opened by a clerk: the original is kept as it came, what was in it is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from casework.application import Document
from casework.case import Case
from casework.errors import DecisionRefused
from casework.journey import Actor, Event

LOCKED, UNLOCKED = "DOCUMENT_LOCKED", "unlocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocking:
    """A clerk's word that the document with the hash `locked` was opened, and that `document` was in it.

    The password is no part of it: it opens the document before the case hears of it, and is kept nowhere.
    """

    by: str
    at: datetime
    locked: str
    document: Document


def locked_documents(case: Case) -> tuple[Document, ...]:
    """Those that were not read because they ask for a password."""
    locked = {found.document for found in case.findings if found.code == LOCKED}
    return tuple(one for one in case.application.documents if one.sha256 in locked)


def check_locked(case: Case, sha256: str) -> None:
    """Raise DecisionRefused where no document of that hash waits for its password."""
    if all(one.sha256 != sha256 for one in locked_documents(case)):
        raise DecisionRefused("that document asks for no password", remedy="reload the case")


def unlocked(case: Case, unlocking: Unlocking) -> Case:
    """The case with what was in the locked document, which from now on only holds it, as a message does.

    Raises DecisionRefused where nobody says so, or that document asks for no password (any longer).
    """
    if not unlocking.by.strip():
        raise DecisionRefused("a decision needs to say who took it", remedy="sign in")
    check_locked(case, unlocking.locked)
    documents: dict[str, Document] = {}
    for one in case.application.documents:
        opened = one.sha256 == unlocking.locked
        for known in (replace(one, container=True), unlocking.document) if opened else (one,):
            documents.setdefault(known.sha256, known)
    event = Event(at=unlocking.at, stage=case.stage, actor=Actor.CLERK, what=UNLOCKED, by=unlocking.by)
    return replace(
        case,
        application=replace(case.application, documents=tuple(documents.values())),
        findings=tuple(found for found in case.findings if found.document != unlocking.locked),
    ).then(case.stage, event)


def was_unlocked(case: Case, unlocking: Unlocking) -> bool:
    """Whether the case holds that word already: what is done twice is done once."""
    return any((event.what, event.at, event.by) == (UNLOCKED, unlocking.at, unlocking.by) for event in case.events)
