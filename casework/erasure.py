"""What of a case may be suppressed, and what the law keeps (arts. 5.1.e and 17.3 RGPD; Ley 4/2005 of archives).

Working copies (what was read, pictures of screens) are made by robots to do the work and have a short life. The
documents as they came, the register entry with its values, the decisions and the letters are the record and stay.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from casework.case import Case
from casework.errors import Refused
from casework.journey import Actor, Event


def working_copies(case: Case) -> frozenset[str]:
    """The hashes of the case's readings and pictures, never one of an original or a letter."""
    derived = {*case.readings.values(), *case.pictures}
    return frozenset(derived - recorded(case))


def recorded(case: Case) -> frozenset[str]:
    """The hashes of what must stay: originals and letters."""
    originals = (document.sha256 for document in case.application.documents)
    return frozenset((*originals, *(letter.sha256 for letter in case.letters)))


def check_erasable(case: Case) -> None:
    """Refuse a case whose work still needs its working copies: raises Refused."""
    if not case.status.ended:
        raise Refused(f"{case.number} has not ended", remedy="let it end, or cancel it, then erase")


def erased(case: Case, *, at: datetime, by: str) -> Case:
    """The case without its derived data: readings, pictures, the text as it was read, the words that decided.

    A case that holds none any more comes back as it is. Raises Refused while the case has not ended.
    """
    check_erasable(case)
    bare = replace(
        case,
        readings={},
        classification=replace(case.classification, because=()),
        fields=tuple(replace(field, raw="") for field in case.fields),
        filings=tuple(replace(filing, screenshot="", before="") for filing in case.filings),
        rehearsals=(),
    )
    if bare == case:
        return case
    return bare.then(case.stage, Event(at=at, stage=case.stage, actor=Actor.CLERK, what="erased", by=by))
