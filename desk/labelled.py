"""What clerks said of values: the decisions that a model can learn from. Nothing is kept twice.

The labelled set is read from the register and the document store each time it is wanted. Whatever is erased there, is
erased here.
"""

from __future__ import annotations

from datetime import datetime

from casework.acceptance import sure_fields
from casework.case import Case
from casework.decision import Verdict
from casework.fields import BY_CLERK
from casework.procedure import Procedure
from desk.models import Application, Decision


def decided(limit: int, *, since: datetime | None = None) -> list[str]:
    """Numbers of the cases that a clerk let go on, received since then, newest first."""
    approved = Decision.objects.filter(verdict=Verdict.APPROVE).values("case_id")
    cases = Application.objects.filter(pk__in=approved)
    if since is not None:
        cases = cases.filter(received_at__gte=since)
    return list(cases.order_by("-number").values_list("number", flat=True)[:limit])


def said_by_clerk(case: Case, procedure: Procedure) -> tuple[str, dict[str, str | None]]:
    """Who let a case go on, and each value that they gave or had to confirm; nobody and nothing where nobody did.

    A value that was sure enough was not asked about: that it stayed says nothing.
    """
    approved = [one for one in case.decisions if one.verdict is Verdict.APPROVE]
    if not approved:
        return "", {}
    given = {name for one in case.decisions for name in one.corrections}
    sure = sure_fields(procedure, case.fields)
    said: dict[str, str | None] = {
        field.name: field.value
        for field in case.fields
        if field.name in given or field.checks_failed or (field.method != BY_CLERK and field.name not in sure)
    }
    said.update(dict.fromkeys(case.told_empty - said.keys()))
    return approved[-1].by, said
