"""What the tray shows: cases by filter, the most urgent first, counted by stage; quick with a hundred thousand."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Func, Max, Q, QuerySet
from django.db.models.lookups import Exact, In

from casework.journey import Stage, Status
from desk.access import Sight
from desk.models import Application, Work
from desk.searching import matching

PAGE_SIZE, LONG_PAGE = 50, 200
COUNTED = 1000  # beyond that nobody counts, and neither do we
_OPEN = [status.value for status in Status if not status.ended]  # named, not excluded: that is what an index answers
SORTS = {"": "urgency", "newest": "-number", "oldest": "number"}
DUES = {"late": 0, "soon": 5, "month": 30}
"""Ends of terms that are asked for, in days from today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What someone looks for; empty means any.

    `who` is `me`, `nobody`, `off` (put off) or a name; `due` one of DUES, `sort` one of SORTS, `size` is `long`
    for a page of as many cases as a batch takes.
    """

    text: str = ""
    stage: str = ""
    status: str = ""
    kind: str = ""
    unit: str = ""
    channel: str = ""
    who: str = ""
    due: str = ""
    sort: str = ""
    size: str = ""

    @property
    def page_size(self) -> int:
        return LONG_PAGE if self.size == "long" else PAGE_SIZE

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for at all."""
        return any(getattr(self, one.name) for one in fields(self) if one.name not in {"sort", "size"})


@dataclass(frozen=True, slots=True)
class Page:
    """Some cases in their order, and the places to go on from; empty where there are none before or after."""

    cases: list[Application]
    before: str
    after: str
    count: int

    @property
    def more_than_counted(self) -> bool:
        return self.count > COUNTED


@dataclass(frozen=True, slots=True)
class Tally:
    """How many open cases stand at each stage, how many of them wait for a person, and which is the newest."""

    stages: dict[str, int]
    waiting: int
    newest: str


class Beside(Func):
    """A column that is looked at in an index made for the order of the tray, not looked up in one of its own.

    Without statistics SQLite takes any index on a column that is compared for the best one, and then sorts all the
    cases with that value: a hundred thousand where fifty are wanted.
    """

    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        """Unary plus: the value as it is, out of the planner's sight."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


def visible(sight: Sight) -> QuerySet[Application]:
    """Every case that may be seen."""
    cases = Application.objects.exclude(kind__in=sight.hidden)
    if sight.units is None:
        return cases
    handed = Work.objects.filter(unit__in=sight.units).values("pk")  # by number: a join would read every case
    return cases.filter(Q(In(Beside(F("unit")), ["", *sight.units])) | Q(In(Beside(F("pk")), handed)))


def found(wanted: Filter, sight: Sight, *, me: str = "", today: date) -> QuerySet[Application]:
    """The cases that fit and may be seen, in no order yet."""
    cases = visible(sight)
    for name in ("stage", "status", "kind", "unit", "channel"):
        value = getattr(wanted, name)
        cases = cases.filter(Exact(Beside(F(name)), value)) if value else cases
    if wanted.due in DUES:
        until = today + timedelta(days=DUES[wanted.due])
        late = {"due__lt": today} if wanted.due == "late" else {"due__lte": until}
        cases = cases.filter(status__in=_OPEN, **late)
    return matching(_of_whom(cases, wanted.who, me), wanted.text)


def _of_whom(cases: QuerySet[Application], who: str, me: str) -> QuerySet[Application]:
    if who == "off":
        return cases.filter(work__paused=True)
    if who == "nobody":
        return cases.filter(Q(work=None) | Q(work__person="", work__holder=""))
    person = me if who == "me" else who
    theirs = Work.objects.filter(Q(person=person) | Q(holder=person)).values("pk")
    return cases.filter(pk__in=theirs) if person else cases


def page_of(
    cases: QuerySet[Application], sort: str, *, before: str = "", after: str = "", size: int = PAGE_SIZE
) -> Page:
    """One page from a place in the order on: a place is a value of the order itself, so that no page costs more.

    The order and the filters are answered by one index; only the cases of the page are then read whole.
    """
    order = SORTS.get(sort, SORTS[""])
    column, falling = order.removeprefix("-"), order.startswith("-")
    backwards = bool(before)
    asked, forward = cases, falling == backwards
    if before or after:
        asked = asked.filter(**{f"{column}__{'gt' if forward else 'lt'}": before or after})
    places = asked.order_by(column if forward else f"-{column}").values_list(column, flat=True)
    found_ones = list(places[: COUNTED + 1])  # the first page needs no second question to count them
    more, at = len(found_ones) > size, found_ones[:size]
    if backwards:
        at.reverse()
    rows = Application.objects.filter(**{f"{column}__in": at}).select_related("work").order_by(order)
    first, last = (at[0], at[-1]) if at else ("", "")
    return Page(
        cases=list(rows),
        before=first if (more if backwards else bool(after)) else "",
        after=last if (more or backwards) else "",
        count=cases.order_by()[: COUNTED + 1].count() if before or after else len(found_ones),
    )


def next_for(sight: Sight, me: str, *, now: object) -> str | None:
    """The number of the most urgent case that waits and that nobody else has."""
    waiting_ones = visible(sight).filter(status=Status.WAITING)
    free = waiting_ones.exclude(work__paused=True).exclude(Q(work__until__gt=now) & ~Q(work__holder=me))
    mine = free.filter(Q(work=None) | Q(work__person__in=["", me]))
    return mine.order_by("urgency").values_list("number", flat=True).first()


def tally_of(sight: Sight) -> Tally:
    """What stands open, from an index alone: whose it is and of which kind is looked at in sums, not case by case."""
    facts = ("status", "stage", "unit", "kind")  # in the order of the index
    opened = Application.objects.filter(status__in=_OPEN).order_by().values_list(*facts)
    sums = {"count": Count("*"), "newest": Max("number")}
    groups = [group for group in opened.annotate(**sums) if sight.sees(group[3], group[2])]
    if sight.units is not None:
        handed = visible(Sight(sight.hidden)).filter(work__unit__in=sight.units, status__in=_OPEN)
        others = handed.exclude(unit__in=["", *sight.units]).order_by().values_list(*facts)
        groups += list(others.annotate(**sums))
    stages, waits = dict.fromkeys(map(str, Stage), 0), 0
    for status, stage, _, _, count, _ in groups:
        stages[stage] += count
        waits += count if status == Status.WAITING else 0
    return Tally(stages, waits, max((group[5] for group in groups), default=""))
