"""The nine stages of an application, and the words for where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """The same nine verbs everywhere: in code, logs, screens and documents."""

    RECEIVE = "receive"
    READ = "read"
    CLASSIFY = "classify"
    EXTRACT = "extract"
    VALIDATE = "validate"
    REVIEW = "review"
    FILL = "fill"
    NOTIFY = "notify"
    ARCHIVE = "archive"


class Status(StrEnum):
    """How a case stands: under way, waiting for a clerk or for what the citizen was asked for, or ended.

    A case that was asked for something also waits for a clerk's word, who may let it go on without.
    """

    RUNNING = "running"
    WAITING = "waiting"
    ASKED = "asked"
    PAUSED = "paused"
    FILED = "filed"
    RETURNED = "returned"
    DUPLICATE = "duplicate"
    FORWARDED = "forwarded"
    REFUSED = "refused"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        return self not in {Status.RUNNING, Status.WAITING, Status.ASKED, Status.PAUSED}


class Actor(StrEnum):
    """The four marks of origin on a timeline."""

    CITIZEN = "citizen"
    ROBOT = "robot"
    CLERK = "clerk"
    REGISTER = "register"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a case's timeline: what happened, in the past tense, by whom; no personal data."""

    at: datetime
    stage: Stage
    actor: Actor
    what: str
    detail: str = ""
    by: str = ""
