"""What the tray shows: cases by filter, counted by stage."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When

from casework.journey import Stage, Status
from desk.access import Sight
from desk.mapping import folded
from desk.models import Application

PAGE_SIZE = 50
_ENDED = [status.value for status in Status if status.ended]
# First those that wait for a person, then those under way, then those that have ended.
_URGENCY = Case(
    When(status=Status.WAITING, then=Value(0)),
    When(status__in=_ENDED, then=Value(2)),
    default=Value(1),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What someone looks for: a text, a stage, a status, a kind, a unit; empty means any."""

    text: str = ""
    stage: str = ""
    status: str = ""
    kind: str = ""
    unit: str = ""


def visible(sight: Sight) -> QuerySet[Application]:
    """Every case that may be seen."""
    cases = Application.objects.exclude(kind__in=sight.hidden)
    return cases if sight.units is None else cases.filter(unit__in=["", *sight.units])


def found(wanted: Filter, sight: Sight) -> QuerySet[Application]:
    """The cases that fit and may be seen, the most urgent first: those that wait, then by due date and age."""
    cases = visible(sight)
    for name in ("stage", "status", "kind", "unit"):
        value = getattr(wanted, name)
        cases = cases.filter(**{name: value}) if value else cases
    for piece in folded(wanted.text).split():
        cases = cases.filter(search__contains=piece)
    return cases.order_by(_URGENCY, F("due").asc(nulls_last=True), "-number")


def page_of(cases: QuerySet[Application], number: str) -> Page[Application]:
    """One page of the tray; a number that is none gives the first or the last."""
    return Paginator(cases, PAGE_SIZE).get_page(number)


def stage_counts(sight: Sight) -> dict[str, int]:
    """How many open cases stand at each stage."""
    rows = visible(sight).exclude(status__in=_ENDED).values_list("stage").annotate(count=Count("pk"))
    counts = dict(rows)
    return {stage.value: counts.get(stage.value, 0) for stage in Stage}


def waiting(sight: Sight) -> int:
    """How many cases wait for a person."""
    return visible(sight).filter(status=Status.WAITING).count()
