"""Asking the citizen for what is missing: a clerk approves the list, notes the receipt, takes the answer in."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from casework.asking import defects_of
from casework.case import Case
from casework.errors import DecisionRefused, DovTechError
from casework.requirement import Asking, Defect
from desk import audit, work
from desk.lines import title_of
from desk.setup import given_ports
from desk.views.gate import clerk, seen_again, seen_case
from desk.views.uploads import given_files

_REFUSED = 409
_LONGEST = 1000  # characters of a defect that a clerk words


@require_http_methods(["GET", "POST"])
@clerk
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Choose what the citizen must mend, everything found being chosen already; then have it written."""
    case = seen_case(request, number)
    if request.method == "GET":
        return _page(request, case)
    try:
        work.require_free(number, request.user.get_username())
        given_ports().ask_citizen(number, asking_of(request.POST, case, by=request.user.get_username()))
    except DovTechError as error:
        return _page(request, seen_again(request, number), error=error, form=request.POST)
    work.release(number, request.user.get_username())
    return redirect("case", number=number)


def _page(
    request: HttpRequest, case: Case, *, error: DovTechError | None = None, form: QueryDict | None = None
) -> HttpResponse:
    """The list; after a refusal as it was sent, unless what it was chosen from has changed."""
    same = form is not None and form.get("revision") == str(case.revision)
    context: dict[str, object] = {
        "typed": form or {},
        "chosen": form.getlist("defect") if form is not None and same else None,
        "case": case,
        "title": title_of(case.kind),
        "defects": defects_of(case),
        "electronic": any(found.code == "MUST_BE_ELECTRONIC" for found in case.findings),
        "today": timezone.localdate(),
        "error": error,
    }
    return render(request, "ask.html", context, status=_REFUSED if error else 200)


def asking_of(form: QueryDict, case: Case, *, by: str) -> Asking:
    """What the form asks for: the chosen defects by their place, and one in the clerk's own words in both languages.

    Raises DecisionRefused for a day that is none.
    """
    known = dict(enumerate(defects_of(case)))
    chosen = [known[int(place)] for place in form.getlist("defect") if place.isdecimal() and int(place) in known]
    own = {language: form.get(f"own-{language}", "").strip()[:_LONGEST] for language in ("es", "ca")}
    if any(own.values()):
        chosen.append(Defect(es=own["es"], ca=own["ca"]))
    revision = form.get("revision", "")
    return Asking(
        by=by,
        at=timezone.localtime(),
        revision=int(revision) if revision.isdecimal() else -1,
        defects=tuple(chosen),
        electronic="electronic" in form,
        notified_on=timezone.localdate() if "handed" in form else None,
    )


@require_POST
@clerk
def received(request: HttpRequest, number: str) -> HttpResponse:
    """Note the day on which the letter reached the citizen: the ten days run from it."""
    seen_case(request, number)
    given_ports().citizen_received(number, day_of(request.POST.get("day", "")), request.user.get_username())
    return redirect("case", number=number)


@require_POST
@clerk
def extend(request: HttpRequest, number: str) -> HttpResponse:
    """Give the citizen five working days more (art. 68.2)."""
    seen_case(request, number)
    given_ports().extend_answer(number, request.user.get_username())
    return redirect("case", number=number)


@require_POST
@clerk
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Take in at the counter what the citizen brings for a case under way."""
    seen_case(request, number, what="take_answer")
    files = given_files(request)
    if not files:
        raise DecisionRefused("no file was given", remedy="choose what the citizen brought")
    given_ports().take_answer(number, files)
    audit.record(request.user.get_username(), "took_answer", number)
    return redirect("case", number=number)


def day_of(text: str) -> date:
    """The day a browser's date field gives; raises DecisionRefused where it is none, or has not come yet."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise DecisionRefused("no day was given", remedy="choose the day on the proof") from None
    if day > timezone.localdate():
        raise DecisionRefused("that day has not come yet", remedy="check the day on the proof")
    return day
