"""What a person decided about a case, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """The clerk's answers: go on, note corrections and look again, give back, another's copy, another body's."""

    APPROVE = "approve"
    CORRECT = "correct"
    REJECT = "reject"
    DUPLICATE = "duplicate"
    FORWARD = "forward"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision on the case as it stood at `revision`.

    `corrections` gives field values by name, normalised, None where the paper holds no such value. `kind` replaces
    the classifier's answer where the clerk knows better. `illegible` names those fields without a value that do stand
    on the paper, where nobody can make them out. `destination` is the administration that is competent (art. 14.1 Ley
    40/2015), as people call it, and `destination_code` its code in the common directory (DIR3), where that is known.
    A decision on an older revision is refused.
    """

    by: str
    at: datetime
    verdict: Verdict
    revision: int
    reason: str = ""
    kind: str | None = None
    corrections: Mapping[str, str | None] = field(default_factory=dict)
    duplicate_of: str = ""
    illegible: tuple[str, ...] = ()
    destination: str = ""
    destination_code: str = ""
