"""The blind sample: values filed unseen are asked of a person, and a field that is too often wrong goes to review."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from casework.case import Case
from casework.journey import Status
from casework.sampling import ErrorRate, drawn
from desk import audit
from desk.access import Sight
from desk.models import Decision, FieldValue, Lowered, Sample

_FIELDS_ASKED = 6  # of one case: a person's time is dear, and each case tells of its own fields
_REOPENED = 500  # cases of a broken field that are asked about again
BY_CLERK = "clerk"


@dataclass(frozen=True, slots=True)
class FieldRate:
    """How one field of one kind fared in the sample."""

    kind: str
    field: str
    rate: ErrorRate


def draw(case: Case, before: str) -> None:
    """Put values of a case into the sample where it was filed unseen and is drawn; inside the case's save."""
    if case.status is not Status.FILED or before == Status.FILED or case.decisions:
        return
    if not drawn(case.number, settings.DESK_SAMPLE, settings.SECRET_KEY):
        return
    unseen = [field for field in case.fields if field.accepted and field.method != BY_CLERK and field.document]
    unseen.sort(key=lambda field: not drawn(f"{case.number} {field.name}", 0.5, settings.SECRET_KEY))
    now = timezone.now()
    Sample.objects.bulk_create(
        [
            Sample(case_id=case.number, kind=case.kind, field=field.name, method=field.method, drawn_at=now)
            for field in unseen[:_FIELDS_ASKED]
        ],
        ignore_conflicts=True,
    )


def next_for(user: str, sight: Sight, *, skip: Collection[int] = ()) -> Sample | None:
    """The question that waits longest and may be asked of this person: of no case they decided on themselves."""
    asked = Sample.objects.filter(answered_at=None).exclude(pk__in=skip).exclude(case__kind__in=sight.hidden)
    if sight.units is not None:
        asked = asked.filter(case__unit__in=["", *sight.units])
    own = Decision.objects.filter(by=user).values("case_id")
    return asked.exclude(case_id__in=own).order_by("-again", "drawn_at", "pk").first()


def settle(sample: Sample, *, by: str, answer: str, wrong: bool | None) -> Lowered | None:
    """Keep an answer, once; the field's fall to review where that breaks its promise."""
    with transaction.atomic():
        kept = Sample.objects.filter(pk=sample.pk, answered_at=None).update(
            answer=answer, by=by, answered_at=timezone.now(), wrong=wrong
        )
        if not kept:
            return None
        audit.record(by, "sample_wrong" if wrong else "sample_right", sample.case_id, sample.field)
        return _lower(sample.kind, sample.field) if wrong else None


def rates(kinds: Collection[str] | None = None) -> list[FieldRate]:
    """Every field that was asked about since it was last trusted anew, the worst first."""
    since = {(one.kind, one.field): one.ended_at for one in Lowered.objects.exclude(ended_at=None).order_by("ended_at")}
    told = Sample.objects.exclude(answered_at=None).exclude(wrong=None).filter(again=False)
    if kinds is not None:
        told = told.filter(kind__in=kinds)
    found = []
    for kind, field in told.values_list("kind", "field").distinct():
        mine = told.filter(kind=kind, field=field)
        if since.get((kind, field)):
            mine = mine.filter(drawn_at__gt=since[kind, field])
        counts = mine.aggregate(asked=Count("pk"), wrong=Count("pk", filter=Q(wrong=True)))
        found.append(FieldRate(kind, field, ErrorRate(counts["wrong"], counts["asked"])))
    return sorted(found, key=lambda one: (-one.rate.rate, -one.rate.asked, one.kind, one.field))


def lowered() -> frozenset[tuple[str, str]]:
    """The fields that always go to a person, as kind and field."""
    return frozenset(Lowered.objects.filter(ended_at=None).values_list("kind", "field"))


def trust_again(pk: int, *, by: str, reason: str) -> None:
    """Let a field be filed unseen again, by its threshold; what was asked before no longer counts."""
    with transaction.atomic():
        fallen = Lowered.objects.filter(pk=pk, ended_at=None)
        if fallen.update(ended_at=timezone.now(), ended_by=by, reason=reason):
            one = Lowered.objects.get(pk=pk)
            audit.record(by, "field_trusted", detail=f"{one.kind}/{one.field}")


def _lower(kind: str, field: str) -> Lowered | None:
    [mine] = [one for one in rates([kind]) if one.field == field] or [FieldRate(kind, field, ErrorRate(0, 0))]
    if not mine.rate.broken or Lowered.objects.filter(kind=kind, field=field, ended_at=None).exists():
        return None
    reopened = _reopen(kind, field)
    audit.record(audit.ROBOT, "field_lowered", detail=f"{kind}/{field}: {mine.rate.wrong} of {mine.rate.asked}")
    return Lowered.objects.create(
        kind=kind, field=field, at=timezone.now(), wrong=mine.rate.wrong, asked=mine.rate.asked, reopened=reopened
    )


def _reopen(kind: str, field: str) -> int:
    """Ask again about the latest cases in which the field was filed unseen; how many there are."""
    unseen = FieldValue.objects.filter(name=field, accepted=True, case__kind=kind, case__status=Status.FILED)
    unseen = unseen.exclude(method=BY_CLERK).exclude(case_id__in=Decision.objects.values("case_id"))
    unseen = unseen.exclude(case_id__in=Sample.objects.filter(field=field).values("case_id"))
    now = timezone.now()
    made = [
        Sample(case_id=number, kind=kind, field=field, method=method, drawn_at=now, again=True)
        for number, method in unseen.order_by("-case_id").values_list("case_id", "method")[:_REOPENED]
    ]
    Sample.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)
