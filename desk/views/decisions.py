"""A clerk's decision, from the form to the running case."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from casework.application import NUMBER
from casework.case import Case
from casework.decision import Decision, Verdict
from casework.errors import DecisionRefused, DovTechError
from desk.models import Application
from desk.register import DjangoRegister
from desk.setup import given_ports
from desk.views.cases import case_page
from desk.views.gate import clerk, seen_case

_VALUE = "field-"
_REFUSED = 409


@require_POST
@clerk
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Hand a decision to the running case; a refusal is shown with the case as it stands now."""
    case = seen_case(request, number)
    try:
        decision = decision_of(request.POST.dict(), case, by=request.user.get_username())
        given_ports().decide(number, decision)
    except DovTechError as error:
        return case_page(request, DjangoRegister().load(number), error=error, status=_REFUSED)
    return redirect("case", number=number)


def decision_of(form: Mapping[str, str], case: Case, *, by: str) -> Decision:
    """The decision a form states: only the values that differ from what was read are corrections.

    Raises DecisionRefused where the form names no verdict, or a twin that does not exist.
    """
    verdict, revision, kind = _verdict(form), form.get("revision", ""), form.get("kind", "")
    return Decision(
        by=by,
        at=timezone.localtime(),
        verdict=verdict,
        revision=int(revision) if revision.isdecimal() else -1,
        reason=form.get("reason", "").strip(),
        kind=kind if kind not in {"", case.kind} else None,
        corrections=_corrections(form, case.values),
        duplicate_of=_twin(form) if verdict is Verdict.DUPLICATE else "",
    )


def _verdict(form: Mapping[str, str]) -> Verdict:
    named = form.get("verdict", "")
    if named not in set(Verdict):
        raise DecisionRefused("the form names no verdict", remedy="choose one of the buttons")
    return Verdict(named)


def _corrections(form: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str | None]:
    """Typed values by field name: None where a value was emptied; browsers send line ends their own way."""
    typed = {name.removeprefix(_VALUE): text for name, text in form.items() if name.startswith(_VALUE)}
    if form.get("add-name") and form.get("add-value", "").strip():
        typed[form["add-name"]] = form["add-value"]
    plain = {name: text.replace("\r\n", "\n").strip() for name, text in typed.items()}
    return {name: text or None for name, text in plain.items() if text != known.get(name, "").strip()}


def _twin(form: Mapping[str, str]) -> str:
    number = form.get("duplicate_of", "").strip().upper()
    if not NUMBER.match(number) or not Application.objects.filter(pk=number).exists():
        raise DecisionRefused("no other case has that number", remedy="write it as DOV-2026-000001")
    return number
