"""Terms that still run, with the last thing that the legal clock told of each: what must be resolved next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.db.models.lookups import In

from casework.clock import RESOLVED
from casework.deadlines import Silence
from casework.journey import Status
from casework.ports import Reminder
from casework.procedure import Procedure
from desk import models
from desk.access import Sight
from desk.queries import Beside, visible

MOST = 200  # cases on the page; those that end later come when others are resolved
_RUNNING = [status for status in Status if status is Status.FILED or not status.ended]


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A case whose term runs: its last day, what was told of it last, and what silence will mean."""

    number: str
    kind: str
    unit: str
    status: str
    due: date
    code: str
    silence: Silence


def running(sight: Sight, procedures: Mapping[str, Procedure]) -> list[Running]:
    """What people were told of and nobody has resolved, for the term as it stands now.

    Where silence grants what was asked for comes first (art. 24.1), then what ends first.
    """
    cases = visible(sight).filter(
        In(Beside(F("status")), _RUNNING), In(Beside(F("kind")), list(procedures)), told=True, due__isnull=False
    )
    rows = cases.order_by("due", "number").values_list("number", "kind", "unit", "status", "due")[:MOST]
    lasts = _last({number: due for number, *_, due in rows if due})
    found = [
        Running(
            number=number, kind=kind, unit=unit, status=status, due=due, code=lasts[number][0], silence=lasts[number][1]
        )
        for number, kind, unit, status, due in rows
        if due and number in lasts
    ]  # fmt: skip
    return sorted(found, key=lambda case: (case.silence is not Silence.POSITIVE, case.due, case.number))


def _last(dues: Mapping[str, date]) -> dict[str, tuple[str, Silence]]:
    """What was told last of each case for its term as it stands."""
    rows = models.Reminder.objects.filter(number__in=dues).order_by("day", "code")
    told = rows.values_list("number", "due", "code", "silence")
    return {number: (code, Silence(silence)) for number, due, code, silence in told if due == dues[number]}


def is_resolved(told: tuple[Reminder, ...]) -> bool:
    """Whether somebody said that the case was resolved."""
    return any(reminder.code == RESOLVED for reminder in told)
