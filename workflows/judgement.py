"""What the activities decide about a case without touching anything: pure functions over cases."""

from __future__ import annotations

from dataclasses import replace

from casework.application import Document
from casework.asking import OF_ANSWERS
from casework.case import Case
from casework.decision import Decision, Verdict
from casework.errors import ConfirmFiling, FileByHand, LockedDocument, Refused, TooLarge
from casework.fields import Classification
from casework.filing import Filing
from casework.findings import Finding, finding
from casework.journey import Event, Stage, Status
from casework.unlocking import LOCKED

OF_READING = frozenset(
    (
        "DOCUMENT_REPAIRED DOCUMENT_UNREADABLE DOCUMENT_LOCKED DOCUMENT_TOO_LARGE PAGE_UNREADABLE PAGE_POOR "
        "TEXT_LAYER_DIFFERS FIELD_SHOWS_OTHER HIDDEN_TEXT HANDWRITTEN"
    ).split()
)
ASKED = frozenset({FileByHand.code, ConfirmFiling.code})
_OF_MAIL = frozenset(
    (
        "NO_ENTRY_DATE AUTOMATIC_MESSAGE POSSIBLE_ANSWER MESSAGE_ENCRYPTED MESSAGE_PARTIAL DOCUMENTS_LINKED INVOICE "
        "ANSWER_WITHHELD"
    ).split()
)
OF_ARRIVAL = OF_READING | OF_ANSWERS | _OF_MAIL


def of_arrival(case: Case, *, entry: bool) -> tuple[Finding, ...]:
    """The findings that no look at the fields changes; whether there is an entry date depends on the procedure too."""
    kept = tuple(found for found in case.findings if found.code in OF_ARRIVAL)
    if entry:
        return tuple(found for found in kept if found.code != "NO_ENTRY_DATE")
    return tuple(dict.fromkeys((*kept, finding("NO_ENTRY_DATE"))))


def unreadable(language: str) -> Classification:
    return Classification(kind="unreadable", confidence=1.0, language=language)


def approved(case: Case) -> bool:
    """Whether a clerk let the case go on with its doubts in sight: a word on an earlier stage is not enough."""
    return any(event.stage is Stage.REVIEW and event.what == f"decided_{Verdict.APPROVE}" for event in case.events)


def looked(case: Case, event: Event, *, asked: bool) -> Case:
    """The case after a look at its pages; one that a person has stays where it is and goes on waiting."""
    if asked:
        return case.at(case.stage, event, status=_waits(case))
    return case.at(event.stage, event, status=Status.RUNNING)


def status_after(decision: Decision, case: Case) -> Status:
    if decision.verdict is Verdict.REJECT:
        return Status.REFUSED if case.kind == "unreadable" else Status.RETURNED
    ends = {
        Verdict.APPROVE: Status.RUNNING,
        Verdict.DUPLICATE: Status.DUPLICATE,
        Verdict.FORWARD: Status.FORWARDED,
    }
    return ends.get(decision.verdict, _waits(case))


def _waits(case: Case) -> Status:
    """What a case waits for that a person has: what the citizen was asked for, or that person."""
    return Status.ASKED if case.status is Status.ASKED else Status.WAITING


def blocked_by(code: str, message: str) -> Finding:
    """Why a stage cannot go on: the code, and the words of the system or of the robot."""
    if code in ASKED:
        return finding(code, label={"es": message, "ca": message})
    system = code.replace("_", " ").lower()
    return replace(finding("STAGE_BLOCKED", label={"es": system, "ca": system}), code=code, law=message)


def unread(refused: Refused, document: Document) -> Finding:
    """Why a document was not read."""
    codes = {TooLarge: "DOCUMENT_TOO_LARGE", LockedDocument: LOCKED}
    return finding(codes.get(type(refused), "DOCUMENT_UNREADABLE"), document=document.sha256)


def answered(case: Case, entry: str) -> bool:
    """Whether a clerk let the case go on after the robot had asked about an entry."""
    asked = [place for place, event in enumerate(case.events) if event.what == "rehearsed" and event.detail == entry]
    later = case.events[asked[-1] :] if asked else ()
    return any(event.what == f"decided_{Verdict.APPROVE}" for event in later)


def once(documents: tuple[Document, ...]) -> tuple[Document, ...]:
    return tuple({document.sha256: document for document in documents}.values())


def first_receipt(case: Case, filing: Filing) -> Filing:
    """The receipt with the moment and the picture of the first one, where a try that was cut short left one."""
    for known in case.filings:
        if known.key == filing.key:
            return replace(
                filing,
                filed_at=known.filed_at,
                found=known.found,
                screenshot=known.screenshot or filing.screenshot,
                before=known.before or filing.before,
            )
    return filing
