"""A clerk's decision, from the form to the running case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from casework.application import NUMBER
from casework.case import Case
from casework.decision import Decision, Verdict
from casework.errors import DecisionRefused, DovTechError
from casework.procedure import Procedure
from desk import work
from desk.access import Sight, sight_of
from desk.lines import understood
from desk.queries import visible
from desk.setup import given_ports
from desk.views.gate import clerk, seen_again, seen_case
from desk.views.review import review_page

VALUE, KEEP, ABSENT = "field-", "keep-", "absent-"
ILLEGIBLE = "illegible"
_REFUSED = 409
_LONGEST = 200  # characters of an administration's name


@require_POST
@clerk
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Hand a decision to the running case; a refusal is shown with the case as it stands now and what was typed."""
    case = seen_case(request, number)
    user, form = request.user.get_username(), request.POST.dict()
    try:
        work.require_free(number, user)
        sight = sight_of(request.user, given_ports().procedures)
        decision = decision_of(form, case, by=user, sight=sight)
        given_ports().decide(number, decision)
    except DovTechError as error:
        return review_page(request, seen_again(request, number), error=error, form=form, status=_REFUSED)
    if decision.verdict is Verdict.CORRECT:
        return redirect("review", number=number)
    work.release(number, user)
    return redirect("case", number=number)


def decision_of(form: Mapping[str, str], case: Case, *, by: str, sight: Sight) -> Decision:
    """The decision a form states: values that differ from what was read, and those a clerk vouches for.

    Raises DecisionRefused where the form names no verdict, or a twin that this person knows nothing of.
    """
    verdict, revision, kind = _verdict(form), form.get("revision", ""), form.get("kind", "")
    procedure = given_ports().procedures.get(kind or case.kind)
    corrections = dict(_corrections(form, case, procedure)) if procedure else {}
    return Decision(
        by=by,
        at=timezone.localtime(),
        verdict=verdict,
        revision=int(revision) if revision.isdecimal() else -1,
        reason=form.get("reason", "").strip(),
        kind=kind if kind not in {"", case.kind} else None,
        corrections=corrections,
        duplicate_of=_twin(form, sight) if verdict is Verdict.DUPLICATE else "",
        illegible=tuple(name for name in corrections if form.get(f"{ABSENT}{name}") == ILLEGIBLE),
        destination=form.get("destination", "").strip()[:_LONGEST] if verdict is Verdict.FORWARD else "",
        destination_code=_code(form) if verdict is Verdict.FORWARD else "",
    )


def _verdict(form: Mapping[str, str]) -> Verdict:
    named = form.get("verdict", "")
    if named not in set(Verdict):
        raise DecisionRefused("the form names no verdict", remedy="choose one of the buttons")
    return Verdict(named)


def _corrections(form: Mapping[str, str], case: Case, procedure: Procedure) -> Iterator[tuple[str, str | None]]:
    """Values by field name, None where the paper holds none; another procedure leaves behind what it does not ask."""
    known = case.values
    typed = {name.removeprefix(VALUE): text for name, text in form.items() if name.startswith(VALUE)}
    if form.get("add-name") and form.get("add-value", "").strip():
        typed[form["add-name"]] = form["add-value"]
    for name, text in typed.items():
        spec = procedure.fields.get(name)
        if spec is None and form.get("kind") not in {"", None, case.kind}:
            continue  # the other procedure asks for no such field
        value = understood(spec, text) if spec else text.strip()
        if form.get(f"{ABSENT}{name}") or not value:
            if name in known or form.get(f"{ABSENT}{name}"):
                yield name, None
        elif form.get(f"{KEEP}{name}") or not _same(text, value, known.get(name)):
            yield name, value


def _same(text: str, value: str, known: str | None) -> bool:
    """Whether a field was left as it was: browsers send line ends their own way, and what was read may not be valid."""
    return known is not None and known.strip() in {value, text.replace("\r\n", "\n").strip()}


def _code(form: Mapping[str, str]) -> str:
    """The administration's code as the directory writes it: capital letters, no spaces."""
    return "".join(form.get("destination_code", "").split()).upper()[:_LONGEST]


def _twin(form: Mapping[str, str], sight: Sight) -> str:
    """The other case's number; of one that may not be seen it is not even said that it exists."""
    number = form.get("duplicate_of", "").strip().upper()
    if not NUMBER.fullmatch(number) or not visible(sight).filter(pk=number).exists():
        raise DecisionRefused("no other case has that number", remedy="write it as DOV-2026-000001")
    return number
