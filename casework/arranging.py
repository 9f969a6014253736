"""A case's pages put in another order within the case: the originals are kept, what a clerk made of them is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from casework.application import Document
from casework.case import Case
from casework.errors import DecisionRefused
from casework.journey import Actor, Event

ARRANGED = "arranged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranging:
    """A clerk's word on which documents a case is to be read as, in their order, as it stood at `revision`.

    Those that the case does not hold yet are made of its pages; those that it holds and that are not named held them.
    """

    by: str
    at: datetime
    revision: int
    documents: tuple[Document, ...]


def arranged(case: Case, arranging: Arranging) -> Case:
    """The case with its documents as told: whatever was read of the others is forgotten, their bytes are kept.

    What nobody could read stays where it was. Raises DecisionRefused where the case has changed, nobody says so, or
    nothing would be another.
    """
    if arranging.revision != case.revision:
        raise DecisionRefused("the case has changed since", remedy="reload it and arrange its pages again")
    if not arranging.by.strip():
        raise DecisionRefused("a decision needs to say who took it", remedy="sign in")
    asked = {document.sha256 for document in arranging.documents}
    if tuple(one for one in case.application.documents if one.sha256 in case.readings) == arranging.documents:
        raise DecisionRefused("the pages stand like that already", remedy="change their order, turn or documents")
    left = {sha256 for sha256 in case.readings if sha256 not in asked}
    rest = tuple(
        replace(one, container=one.container or one.sha256 in left)
        for one in case.application.documents
        if one.sha256 not in asked
    )
    event = Event(
        at=arranging.at, stage=case.stage, actor=Actor.CLERK, what=ARRANGED, by=arranging.by,
        detail=str(len(arranging.documents)),
    )  # fmt: skip
    return replace(
        case,
        application=replace(case.application, documents=(*rest, *arranging.documents)),
        readings={sha256: reading for sha256, reading in case.readings.items() if sha256 in asked},
        findings=tuple(found for found in case.findings if found.document not in left),
    ).then(case.stage, event)


def was_arranged(case: Case, arranging: Arranging) -> bool:
    """Whether the case holds that word already: what is done twice is done once."""
    return any((event.what, event.at, event.by) == (ARRANGED, arranging.at, arranging.by) for event in case.events)
