"""The register's memory of how letters were sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from casework.delivery import Dispatch, Standing, Step, Way
from casework.errors import DecisionRefused
from desk import audit, models
from desk.register import with_connection


class DjangoDispatches:
    """Plays `Dispatches`, and tells the desk what waits for the printer or for a person."""

    @with_connection
    def plan(self, dispatch: Dispatch) -> Dispatch:
        """Keep the plan of a letter's sending; where one is kept already, that one."""
        row, _ = models.Dispatch.objects.get_or_create(csv=dispatch.csv, defaults=_columns(dispatch))
        return dispatch_of(row)

    @with_connection
    def move(self, before: Dispatch, after: Dispatch) -> bool:
        """Keep `after` where `before` still stands; each step is noted in the audit with it."""
        with transaction.atomic():
            row = models.Dispatch.objects.select_for_update().filter(pk=before.csv).first()
            if row is None or dispatch_of(row) != before:
                return False
            for name, value in _columns(after).items():
                setattr(row, name, value)
            row.save()
            last = after.steps[-1]
            detail = " ".join(filter(None, (after.kind, after.way, last.standing, last.reason)))
            audit.record(last.by or audit.ROBOT, "letter", after.number, detail)
        return True


def of_case(number: str) -> tuple[Dispatch, ...]:
    """How the letters of a case were sent, in the order in which that began."""
    found = map(dispatch_of, models.Dispatch.objects.filter(number=number))
    return tuple(sorted(found, key=lambda dispatch: dispatch.steps[0].at))


def standing_at(standing: Standing) -> tuple[Dispatch, ...]:
    """Every letter that stands so, the oldest first."""
    found = map(dispatch_of, models.Dispatch.objects.filter(standing=standing.value))
    return tuple(sorted(found, key=lambda dispatch: dispatch.steps[0].at))


def printed(letters: Sequence[Dispatch], batch: str, by: str, at: datetime) -> None:
    """Note that these letters were put into one PDF; raises DecisionRefused, and notes nothing, where one was since."""
    with transaction.atomic():
        for dispatch in letters:
            done = dispatch.then(Standing.PRINTED, at, by=by)
            facts = {**_columns(done), "batch": batch}
            queued = models.Dispatch.objects.filter(pk=dispatch.csv, standing=Standing.QUEUED.value)
            if not queued.update(**facts):
                raise DecisionRefused("somebody else has printed some of these letters", remedy="load the page again")
        audit.record(by, "printed", "", f"{len(letters)} letters {batch[:12]}")


def batches_by(who: str, limit: int = 10) -> list[tuple[str, datetime, int]]:
    """The latest PDFs for the printer that somebody made: hash, moment, number of letters."""
    found: dict[str, list[Dispatch]] = {}
    for row in models.Dispatch.objects.exclude(batch=""):
        found.setdefault(row.batch, []).append(dispatch_of(row))
    made = [(batch, letters[0].steps[-1].at, len(letters)) for batch, letters in found.items()
            if letters[0].steps[-1].by == who]  # fmt: skip
    return sorted(made, key=lambda one: one[1], reverse=True)[:limit]


def dispatch_of(row: models.Dispatch) -> Dispatch:
    """The dispatch that a row holds."""
    return Dispatch(
        csv=row.csv, number=row.number, kind=row.kind, way=Way(row.way), proof=row.proof, batch=row.batch,
        steps=tuple(_step(told) for told in row.steps),
    )  # fmt: skip


def _step(told: dict[str, str]) -> Step:
    at = timezone.localtime(datetime.fromisoformat(told["at"]))
    return Step(at=at, standing=Standing(told["standing"]), reason=told["reason"], by=told["by"])


def _columns(dispatch: Dispatch) -> dict[str, object]:
    return {
        "number": dispatch.number,
        "kind": dispatch.kind,
        "way": dispatch.way.value,
        "standing": dispatch.standing.value,
        "steps": [*_steps(dispatch.steps)],
        "proof": dispatch.proof,
        "batch": dispatch.batch,
    }


def _steps(steps: Iterable[Step]) -> Iterable[dict[str, str]]:
    for step in steps:
        yield {"at": step.at.isoformat(), "standing": step.standing.value, "reason": step.reason, "by": step.by}
