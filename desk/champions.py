"""Which model understands papers here: challengers made of clerks' decisions, the one in force, and who chose it.

A model is a released one, by name and version, or a released one with lessons: `papers-1.2.0` and `papers-1.2.0+3`.
A change of the released model leaves the lessons of the one before: they were measured on another ground.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework.errors import Refused, WrongUse
from desk import audit
from desk.models import ModelChange, ModelVersion

ACCEPT, ROLLBACK = "accept", "rollback"


@dataclass(frozen=True, slots=True)
class Model:
    """A model by its version; `lessons` is empty for a released one, `told` tells its making and comparison."""

    version: str
    lessons: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)
    made_at: datetime | None = None
    made_by: str = ""

    @property
    def reasons(self) -> list[str]:
        """Why it may not come into force; none for one that may."""
        return list(self.told.get("reasons", ()))


@dataclass(frozen=True, slots=True)
class Change:
    """Who brought which model into force, and why."""

    version: str
    what: str
    by: str
    at: datetime
    reason: str


def keep(base: str, lessons: Mapping[str, Any], told: Mapping[str, Any], *, by: str) -> Model:
    """Keep a challenger under the next version of its released model."""
    with transaction.atomic():
        numbers = [int(one.rpartition("+")[2]) for one in _made(base).values_list("version", flat=True)]
        version = f"{base}+{max(numbers, default=0) + 1}"
        row = ModelVersion.objects.create(
            version=version, base=base, made_at=timezone.now(), made_by=by, lessons=dict(lessons), told=dict(told)
        )
        audit.record(by, "model_made", detail=f"{version} {' '.join(told.get('reasons', ()))}".strip())
    return _model(row)


def made(base: str) -> list[Model]:
    """The challengers made on a released model, newest first."""
    return [_model(row) for row in _made(base).order_by("-made_at", "-pk")]


def model(base: str, version: str) -> Model:
    """A model by its version; raises WrongUse where there is none."""
    if version == base:
        return Model(base)
    row = _made(base).filter(pk=version).first()
    if row is None:
        raise WrongUse(f"there is no model {version}", remedy="see `dovtech model list`")
    return _model(row)


def champion(base: str) -> Model:
    """The model in force: the last one chosen on this released model, else the released one itself."""
    last = ModelChange.objects.filter(base=base).order_by("-pk").first()
    return model(base, last.version) if last else Model(base)


def history(base: str) -> list[Change]:
    """Every change of the model in force, newest first."""
    return [
        Change(row.version, row.what, row.by, timezone.localtime(row.at), row.reason)
        for row in ModelChange.objects.filter(base=base).order_by("-pk")
    ]


def accept(base: str, version: str, *, by: str, reason: str) -> Model:
    """Bring a challenger into force.

    Raises Refused where its comparison speaks against it, or was made with another champion than the one in force.
    """
    chosen = model(base, version)
    if chosen.reasons:
        raise Refused(f"{version} was refused: {', '.join(chosen.reasons)}", remedy="train again with more decisions")
    compared_with = chosen.told.get("champion", base)
    if version != base and compared_with != champion(base).version:
        raise Refused(
            f"{version} was compared with {compared_with}, which is no longer in force", remedy="run `dovtech train`"
        )
    return _choose(base, chosen, ACCEPT, by=by, reason=reason)


def rollback(base: str, *, by: str, reason: str) -> Model:
    """Bring the model that was in force before back; raises Refused where the released one is."""
    stack = [base]
    for row in ModelChange.objects.filter(base=base).order_by("pk"):
        stack = stack[:-1] if row.what == ROLLBACK else [*stack, row.version]
    if len(stack) == 1:
        raise Refused("the released model is in force; there is nothing to go back to", remedy="leave it as it is")
    return _choose(base, model(base, stack[-2]), ROLLBACK, by=by, reason=reason)


def _choose(base: str, chosen: Model, what: str, *, by: str, reason: str) -> Model:
    if not by.strip() or not reason.strip():
        raise WrongUse("a change of the model needs who and why", remedy="give --by and --reason")
    with transaction.atomic():
        ModelChange.objects.create(
            version=chosen.version, base=base, what=what, by=by, at=timezone.now(), reason=reason.strip()
        )
        audit.record(by, f"model_{what}", detail=chosen.version)
    return chosen


def _made(base: str) -> Any:
    return ModelVersion.objects.filter(base=base)


def _model(row: ModelVersion) -> Model:
    return Model(row.version, row.lessons, row.told, timezone.localtime(row.made_at), row.made_by)
