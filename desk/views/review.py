"""The validation table: the paper on the left, its fields on the right, and only the doubtful ask for a touch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from casework.application import NUMBER
from casework.case import Case
from casework.errors import DovTechError, LockedDocument
from casework.findings import Finding
from casework.journey import Event, Status
from casework.procedure import Procedure
from casework.reading import Page
from casework.unlocking import locked_documents
from desk import work
from desk.access import may_decide, roles_of, sight_of
from desk.accounts import people
from desk.lines import Line, by_asking, check, lines_of, missing_of, place_of, title_of, with_others
from desk.models import Decision
from desk.refusals import said
from desk.setup import given_ports
from desk.sheets import Sheet, sheets_of
from desk.views.gate import clerk, member, seen_case
from desk.words import in_language, word

# A case that the citizen was asked about takes a clerk's word too.
ANSWERABLE = frozenset({Status.WAITING, Status.ASKED})
_TWIN = "POSSIBLE_DUPLICATE"
_OFFERED = 100  # of the latest forwardings
_AT_ONCE = 3  # pages whose pictures are asked for with the page; the others come when they are turned to
_OF_FIELDS = frozenset({"FIELD_DOUBTFUL", "FIELD_INVALID", "TICKS_CONFLICT", "FIELD_MISSING", "FIELD_ILLEGIBLE"})


@require_GET
@member
def review(request: HttpRequest, number: str) -> HttpResponse:
    """The table of one case; who may decide has it open from now on, unless somebody else has."""
    case = seen_case(request, number)
    if case.status in ANSWERABLE and may_decide(roles_of(request.user)):
        work.claim(number, request.user.get_username())
    return review_page(request, case)


def review_page(
    request: HttpRequest,
    case: Case,
    *,
    error: DovTechError | None = None,
    form: Mapping[str, str] | None = None,
    unopened: Mapping[str, LockedDocument] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; after a refusal with what was refused, what changed meanwhile, and everything the clerk had typed.

    `unopened` says by its hash why a locked document was not opened.
    """
    ports = given_ports()
    sight = sight_of(request.user, ports.procedures)
    procedure = ports.procedures.get(case.kind)
    lines = [with_others(case, _retyped(line, form)) for line in lines_of(case, procedure)]
    asking, settled = by_asking(lines)
    held = work.holder(case.number)
    waits = case.status in ANSWERABLE and may_decide(roles_of(request.user))
    context = {
        "case": case,
        "title": title_of(case.kind),
        "asking": asking,
        "settled": settled,
        "missing": missing_of(case, procedure),
        "labels": {line.name: line.label for line in lines},
        "sheets": sheets_of(case),
        "crops": {line.name: crop for line in lines if (crop := _crop(line, sheets_of(case)))} if asking else {},
        "notices": _notices(case),
        "locked": locked_documents(case),
        "unopened": {sha256: said(why) for sha256, why in (unopened or {}).items()},
        "procedures": {name: known for name, known in ports.procedures.items() if name not in sight.hidden},
        "title_of": title_of,
        "unit": in_language(procedure.unit_name) if procedure else "",
        "units": units_of(ports.procedures),
        "held": held if held and held.who != request.user.get_username() else None,
        "waits": waits,
        "acts": may_decide(roles_of(request.user)),
        "deciding": waits and not (held and held.who != request.user.get_username()),
        "moving": case.status is Status.RUNNING,
        "at_once": _AT_ONCE,
        "error": error,
        "faulty": _faulty(case, lines) if form else "",
        "refusal": _refusal(error, procedure) if error else "",
        "changes": _since(case, form),
        "typed": form or {},
        "twin": next(iter(NUMBER.findall(" ".join(found.es for found in case.findings if found.code == _TWIN))), ""),
        "people": people() if waits else [],
        "bodies": _bodies() if waits else {},
    }
    return render(request, "review.html", context, status=status)


def _faulty(case: Case, lines: Sequence[Line]) -> str:
    """The first field with a value that cannot be kept; empty where there is none."""
    return next((line.name for line in lines if line.typed and not check(case, line.spec, line.typed).good), "")


def _refusal(error: DovTechError, procedure: Procedure | None) -> str:
    """What was refused, in the reader's language, fields and types by the names that stand on the page."""
    text = str(error)
    for name, spec in procedure.fields.items() if procedure else ():
        label = f"«{in_language(spec.label())}»"
        text = text.replace(f"{name!r} is no valid {spec.type}", f"{label} is no valid {word(f'type_{spec.type}')}")
        text = text.replace(f" {name!r}", f" {label}")
    return said(text)


def _bodies() -> dict[str, str]:
    """The administrations that cases were forwarded to, as clerks called them, the latest first, with their codes."""
    told = Decision.objects.exclude(destination="").order_by("-pk").values_list("destination", "destination_code")
    bodies: dict[str, str] = {}
    for name, code in told[:_OFFERED]:
        bodies[name] = bodies.get(name) or code
    return bodies


def units_of(procedures: Mapping[str, Procedure]) -> dict[str, str]:
    """The council's units by code, as people call them."""
    return {known.unit: in_language(known.unit_name) for known in procedures.values()}


@dataclass(frozen=True, slots=True)
class Crop:
    """The stretch of a page that a value stands on: which page, and the window on it in points."""

    sheet: Sheet
    x: float
    y: float
    width: float
    height: float


def _crop(line: Line, sheets: Sequence[Sheet]) -> Crop | None:
    read, box = line.reading, place_of(line.reading)
    sheet = next((one for one in sheets if read and (one.document, one.number) == (read.document, read.page)), None)
    if box is None or sheet is None:
        return None
    width = min(max(box.width, 150.0), sheet.width - box.x0)  # a short value is not blown up beyond recognition
    return Crop(sheet, box.x0, box.y0, width, box.height)


def _retyped(line: Line, form: Mapping[str, str] | None) -> Line:
    """The line with what the clerk had typed before they were refused."""
    typed = (form or {}).get(f"field-{line.name}")
    return line if typed is None else replace(line, typed=typed)


def _notices(case: Case) -> list[Finding]:
    """What is said of the case as a whole; each field says its own."""
    return [found for found in case.findings if found.code not in _OF_FIELDS]


def _since(case: Case, form: Mapping[str, str] | None) -> list[Event]:
    """What happened after the revision that a form was made on: each change of a case is one event."""
    known = (form or {}).get("revision", "")
    passed = case.revision - int(known) if known.isdecimal() else 0
    return list(case.events[-passed:]) if passed > 0 else []


@require_POST
@clerk
def check_value(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """What the desk says of a value while it is typed; the case stays with who types."""
    case = seen_case(request, number, what="")
    procedure = given_ports().procedures.get(request.POST.get("kind") or case.kind)
    if procedure is None or name not in procedure.fields:
        raise Http404
    work.claim(number, request.user.get_username())
    checked = check(case, procedure.fields[name], request.POST.get(f"field-{name}", ""))
    return render(request, "check.html", {"checked": checked})


@require_GET
@member
def words(request: HttpRequest, number: str, sha256: str, page: int) -> HttpResponse:
    """The words of a page with their boxes in points, so that one can be chosen on the picture."""
    case = seen_case(request, number, what="see_page")
    if sha256 not in case.readings:
        raise Http404
    pages = given_ports().pages(case.readings[sha256])
    if not 1 <= page <= len(pages):
        raise Http404
    return JsonResponse({"words": _words(pages[page - 1])})


def _words(page: Page) -> list[list[object]]:
    return [
        [word.text, *(round(edge, 1) for edge in (word.box.x0, word.box.y0, word.box.x1, word.box.y1))]
        for line in page.lines()
        for word in line
    ]


@require_POST
@clerk
def take_over(request: HttpRequest, number: str) -> HttpResponse:
    """Take a case from who has it open."""
    seen_case(request, number)
    work.take_over(number, request.user.get_username())
    return redirect("review", number=number)
