"""What a person decided about a case, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """The clerk's answers: go on, note corrections and look again, give back, it is a copy of another."""

    APPROVE = "approve"
    CORRECT = "correct"
    REJECT = "reject"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision on the case as it stood at `revision`.

    `corrections` gives field values by name, normalised, None where the paper holds no such value. `kind` replaces
    the classifier's answer where the clerk knows better. A decision on an older revision is refused.
    """

    by: str
    at: datetime
    verdict: Verdict
    revision: int
    reason: str = ""
    kind: str | None = None
    corrections: Mapping[str, str | None] = field(default_factory=dict)
    duplicate_of: str = ""
