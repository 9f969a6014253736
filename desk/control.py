"""The figures of the control view: each a table, some drawn as well."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from casework.journey import Status
from desk import samples
from desk.models import Application, Decision, FieldValue, Filing

Row = tuple[str | int | float | None, ...]
_OPEN = [status.value for status in Status if not status.ended]
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Span:
    """The cases that may be seen and the days looked at, today the last."""

    cases: QuerySet[Application]
    days: int

    @property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def since(self) -> datetime:
        """Midnight of the first day."""
        first = self.today - timedelta(days=self.days - 1)
        return timezone.make_aware(datetime.combine(first, datetime.min.time()))


def volumes(span: Span) -> list[Row]:
    """By day: applications received, and cases filed."""
    received = _by_day(span.cases.filter(received_at__gte=span.since), "received_at")
    filed = _by_day(_filed(span), "filed")
    days = [span.today - timedelta(days=back) for back in reversed(range(span.days))]
    return [(day.isoformat(), received.get(day, 0), filed.get(day, 0)) for day in days]


def kinds(span: Span) -> list[Row]:
    """By kind: filed, how many of them without a clerk, and the hours from arrival to the last entry (median, 9 of 10).

    The rate of those without a clerk is given as a share.
    """
    told: dict[str, list[float]] = {}
    unseen: Counter[str] = Counter()
    decided = Exists(Decision.objects.filter(case_id=OuterRef("pk")))
    for kind, received, filed, touched in (
        _filed(span).annotate(touched=decided).values_list("kind", "received_at", "filed", "touched")
    ):
        told.setdefault(kind, []).append((filed - received).total_seconds() / _HOUR)
        unseen[kind] += not touched
    return [
        (kind, len(hours), unseen[kind], unseen[kind] / len(hours), round(statistics.median(hours), 2), _most(hours))
        for kind, hours in sorted(told.items())
    ]


def corrections(span: Span) -> list[Row]:
    """By field: how often clerks saw it and how often they changed it, the share; the most changed first."""
    changed: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    decisions = Decision.objects.filter(at__gte=span.since, case__in=span.cases)
    for kind, fields in decisions.values_list("case__kind", "corrections"):
        changed.update((kind, name) for name in fields)
    numbers = decisions.values("case_id")
    for kind, name, count in (
        FieldValue.objects.filter(case_id__in=numbers).values_list("case__kind", "name").annotate(count=Count("pk"))
    ):
        seen[kind, name] = count
    return [
        (kind, name, max(seen[kind, name], count), count, count / max(seen[kind, name], count))
        for (kind, name), count in sorted(changed.items(), key=lambda one: (-one[1], one[0]))
    ]


def errors(span: Span) -> list[Row]:
    """By field, of the blind sample: asked, found wrong, the true rate and its interval."""
    found = samples.rates(list(span.cases.order_by().values_list("kind", flat=True).distinct()))
    return [
        (one.kind, one.field, one.rate.asked, one.rate.wrong, one.rate.rate, one.rate.low, one.rate.high)
        for one in found
    ]


def due(span: Span) -> list[Row]:
    """How many open cases end their term when."""
    counts = Counter(
        _bucket((day - span.today).days if day else None)
        for day in span.cases.filter(status__in=_OPEN).order_by().values_list("due", flat=True)
    )
    return [(name, counts[name]) for name in ("overdue", "in_5", "in_15", "later", "no_term")]


def robots(span: Span) -> list[Row]:
    """By system: entries made, how many of them were there already, and the last one."""
    rows: list[Row] = []
    made = Filing.objects.filter(filed_at__gte=span.since, case__in=span.cases).order_by()
    for system in sorted(set(made.values_list("system", flat=True))):
        mine = made.filter(system=system)
        last = mine.order_by("-filed_at").values_list("filed_at", flat=True)[0]
        when = timezone.localtime(last).isoformat(timespec="minutes")
        rows.append((system, mine.count(), mine.filter(found=True).count(), when))
    return rows


TABLES: Mapping[str, tuple[Callable[[Span], Sequence[Row]], tuple[str, ...]]] = {
    "volumes": (volumes, ("day", "received_count", "filed_count")),
    "kinds": (kinds, ("kind", "filed_count", "unseen_count", "unseen_rate", "hours_median", "hours_p90")),
    "corrections": (corrections, ("kind", "field", "seen_count", "changed_count", "changed_rate")),
    "errors": (errors, ("kind", "field", "asked_count", "wrong_count", "error_rate", "low", "high")),
    "due": (due, ("term", "open_count")),
    "robots": (robots, ("system", "entries", "was_there_count", "last_entry")),
}


def _filed(span: Span) -> QuerySet[Application]:
    """Cases of which the last entry was made within the span, with the moment of the first one as `filed`."""
    first = Filing.objects.filter(filed_at__gte=span.since).order_by().values("case_id").annotate(at=Min("filed_at"))
    cases = span.cases.filter(status=Status.FILED, number__in=first.values("case_id"))
    moment = Filing.objects.filter(case_id=OuterRef("pk")).order_by("filed_at").values("filed_at")[:1]
    return cases.annotate(filed=moment).order_by()


def _by_day(cases: QuerySet[Application], moment: str) -> dict[date, int]:
    rows = cases.order_by().annotate(day=TruncDate(moment)).values_list("day").annotate(count=Count("pk"))
    return dict(rows)


def _most(hours: Sequence[float]) -> float:
    """The hours within which nine of ten were done."""
    return round(sorted(hours)[max(0, -(-len(hours) * 9 // 10) - 1)], 2)


def _bucket(days: int | None) -> str:
    if days is None:
        return "no_term"
    return "overdue" if days < 0 else "in_5" if days <= 5 else "in_15" if days <= 15 else "later"
