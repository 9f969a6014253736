"""The blind sample as a person answers it: first what stands on the paper, only then what the machine read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from casework.case import Case
from casework.errors import DovTechError
from casework.fields import FieldReading
from desk import samples
from desk.access import sight_of
from desk.models import Sample
from desk.register import DjangoRegister
from desk.setup import given_ports
from desk.views.control import label_of
from desk.views.gate import clerk, seen_case


@require_http_methods(["GET", "POST"])
@clerk
def ask(request: HttpRequest) -> HttpResponse:
    """Show the next question, or take an answer; where both differ, the person says which one the paper holds."""
    sight = sight_of(request.user, given_ports().procedures)
    question = samples.next_for(request.user.get_username(), sight)
    if question is None:
        return render(request, "sample.html", {"question": None})
    if request.method == "POST" and request.POST.get("question") == str(question.pk):
        return _answered(request, question)
    return _asked(request, question, seen_case(request, question.case_id, what="sample"))


def _answered(request: HttpRequest, question: Sample) -> HttpResponse:
    case = DjangoRegister().load(question.case_id)
    read = _read(case, question.field)
    typed, judged = request.POST.get("value", "").strip(), request.POST.get("judged", "")
    if request.POST.get("do") == "illegible":
        wrong: bool | None = None
    elif read is not None and _alike(case, question.field, typed, read.value):
        wrong = False
    elif judged in {"mine", "machine"}:
        wrong = judged == "mine"
    else:
        return _asked(request, question, case, typed=typed, read=read)
    samples.settle(question, by=request.user.get_username(), answer=judged or request.POST.get("do", ""), wrong=wrong)
    return redirect("sample")


def _alike(case: Case, field: str, typed: str, read: str) -> bool:
    """Whether what was typed is the value in its normal form, or differs in letters' size and spaces alone."""
    procedure = given_ports().procedures.get(case.kind)
    spec = procedure.fields.get(field) if procedure else None
    normal = given_ports().normalise(spec, typed) if spec and typed else None
    plain = ["".join(text.split()).casefold() for text in (typed, normal or typed, read)]
    return bool(typed) and plain[2] in plain[:2]


def _read(case: Case, field: str) -> FieldReading | None:
    return next((one for one in case.fields if one.name == field), None)


def _asked(
    request: HttpRequest, question: Sample, case: Case, *, typed: str = "", read: FieldReading | None = None
) -> HttpResponse:
    place = _read(case, question.field)
    context = {
        "question": question,
        "label": label_of(case.kind, question.field),
        "place": place,
        "size": _size(case, place),
        "typed": typed,
        "machine": read.value if read else "",
        "differ": bool(read) and request.method == "POST",
    }
    return render(request, "sample.html", context)


def _size(case: Case, place: FieldReading | None) -> tuple[float, float] | None:
    """The page's size in points, where its reading is still there."""
    if place is None or place.document not in case.readings:
        return None
    try:
        page = given_ports().pages(case.readings[place.document])[place.page - 1]
    except (DovTechError, IndexError):
        return None
    return page.width, page.height
