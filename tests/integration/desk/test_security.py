"""What hostile papers, pages and colleagues try on the desk, by OWASP's list: at every address, not at some of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from fakes.desk import Office, waiting_case
from fakes.ports import MOMENT, document

from casework.case import Case, Letter
from casework.decision import Decision, Verdict
from casework.fields import FieldReading
from casework.filing import Filing
from casework.findings import Finding, Severity
from casework.journey import Actor, Event, Stage
from casework.procedure import Procedure
from dovtech.procedures import load_procedures

ATTACKS = (
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    "</textarea></title></script><iframe srcdoc=x>",
    "javascript:alert(1)",
    "{{ 191 * 7 }}{% raise %}",
)
ALL = " ".join(ATTACKS)
HEADER = 'x\r\nSet-Cookie: owned=1\r\n\r\n<script>alert(1)</script>".html'
PATHS = ("../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%00", "%0d%0aSet-Cookie:%20owned=1", "x" * 5000)
OWN_SCRIPTS = re.compile(r"/static/[\w/.-]+\.js")
OWN_LINKS = re.compile(r"(?:/|\?|#|http://127\.0\.0\.1:8233/|http://testserver/|otpauth://|data:image/svg)[^\r\n]*|")


class Page(HTMLParser):
    """Notes whatever on a page could run: scripts that are not ours, handlers, links that are code, frames."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.live: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        given = {name: value or "" for name, value in attrs}
        if tag in {"iframe", "object", "embed", "base"} or (
            tag == "script" and not OWN_SCRIPTS.fullmatch(given.get("src", ""))
        ):
            self.live.append(tag)
        self.live += [name for name in given if name.startswith("on") or name in {"srcdoc", "style"}]
        self.live += [
            given[name]
            for name in ("href", "src", "action", "xlink:href")
            if name in given and not OWN_LINKS.fullmatch(given[name])
        ]


@pytest.fixture(scope="module")
def procedures(project: Path) -> dict[str, Procedure]:
    """The council's procedures."""
    return load_procedures(project / "procedures")


@pytest.fixture
def office(sqlite: str, procedures: dict[str, Procedure]) -> Iterator[Office]:
    """The rest of the office, behind an empty register."""
    from django.conf import settings

    made = Office()
    settings.DESK_PORTS = made.ports(procedures)
    yield made
    settings.DESK_PORTS = None


def browser(*roles: str, units: tuple[str, ...] = (), name: str = "ana", csrf: bool = False) -> Client:
    """A browser in which somebody with those roles is signed in."""
    from django.contrib.auth.models import User

    from desk.accounts import ensure_groups, place

    ensure_groups()
    user = User.objects.create_user(name)
    place(user, list(roles), list(units))
    client = Client(headers={"accept-language": "es"}, enforce_csrf_checks=csrf)
    client.force_login(user)
    return client


def addresses(values: dict[str, str]) -> Iterator[str]:
    """Every address there is, with those values in the places of its route."""
    for route in _routes(get_resolver().url_patterns):
        yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values.get(found[1], "x"), route)


def _routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern).lstrip("^").rstrip("$")
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route


def values_of(case: Case) -> dict[str, str]:
    """What stands for each part of a route, of a case that has everything."""
    [sha256, *_] = case.readings
    return {"number": case.number, "sha256": sha256, "page": "1", "form": "eni", "pk": "1", "name": "applicant_id"}


def full_of_attacks(office: Office, kind: str, procedures: dict[str, Procedure]) -> Case:
    """A case in which everything that comes from outside is an attack."""
    from desk import work
    from desk.register import DjangoRegister

    case = waiting_case(office, key=kind, kind=kind, name=ALL)
    [sha256] = case.readings
    read = {"raw": ALL, "confidence": 0.4, "method": ALL, "document": sha256, "page": 1}
    office.store.put(b"%PDF-1.7 a letter")
    letter = Letter(
        kind="L1", language="es", csv="DOV7Q2M9", sha256=office.store.put(b"%PDF-1.7 a letter"), written_at=MOMENT
    )
    filing = Filing(
        key="k", system=ALL, entry=ALL, entry_version="e", record=ALL, address="javascript:alert(1)", account=ALL,
        filed_at=MOMENT, read_back={ALL: ALL},
    )  # fmt: skip
    decision = Decision(by=ALL, at=MOMENT, verdict=Verdict.CORRECT, revision=1, reason=ALL, corrections={ALL: ALL})
    made = replace(
        case,
        fields=tuple(FieldReading(name=name, value=ALL, **read) for name in procedures[kind].fields),
        findings=(Finding(code="X", severity=Severity.DEFECT, es=ALL, ca=ALL, field="applicant_id", law=ALL),),
        decisions=(decision,), filings=(filing,), letters=(letter,), unit=procedures[kind].unit,
    )  # fmt: skip
    event = Event(at=MOMENT, stage=Stage.REVIEW, actor=Actor.CLERK, what="decided_correct", by=ALL, detail=ALL)
    told = Event(at=MOMENT, stage=Stage.REVIEW, actor=Actor.ROBOT, what=ALL, detail=ALL)
    made = made.then(made.stage, event).then(made.stage, told)
    DjangoRegister().save(made)
    work.remark(case.number, ALL[:100], ALL)
    return made


def test_nothing_a_paper_says_ever_runs(office: Office, procedures: dict[str, Procedure]) -> None:
    """Every field of every procedure, file names, reasons, notes, records: on every page, text and nothing else."""
    ana = browser("clerk", "head", "administrator", "dpo", "restricted")
    ana.post("/searches", {"name": ALL[:80], "query": "q=x"})
    pages = 0
    for kind in procedures:
        case = full_of_attacks(office, kind, procedures)
        for address in addresses(values_of(case)) if kind == "P08" else (
            f"/cases/{case.number}", f"/cases/{case.number}/review", f"/cases/{case.number}/ask", f"/?q={case.number}",
        ):  # fmt: skip
            if "sign-out" in address or address.endswith("pulse"):
                continue
            answer = ana.get(address)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                text = answer.content.decode()
                assert Page(text).live == [], address
                assert "1337" not in text, address
                pages += 1
    assert pages > 4 * len(procedures)


def test_the_page_that_looks_for_attacks_sees_them() -> None:
    """Else the story above could not fail."""
    seen = {"script": 1, "onload": 1, "onerror": 1, "iframe": 1, "srcdoc": 1}
    assert {live: 1 for live in Page("<p>" + ALL).live if live in seen} == seen
    assert Page('<a href="javascript:alert(1)">').live == ["javascript:alert(1)"]


def test_no_form_is_taken_from_another_site(office: Office, case_of_participation: Case) -> None:
    """Every address refuses a POST without our token, whoever sends it; programs show a token of their own instead."""
    chief = browser("clerk", "head", "administrator", "dpo", "restricted", csrf=True)
    taken = {
        address: status
        for address in addresses(values_of(case_of_participation))
        if not address.startswith("/api/") and (status := chief.post(address, {"x": "1"}).status_code) not in {403, 404}
    }
    assert taken == {}
    assert chief.post("/api/v1/cases").status_code == 401


@pytest.fixture
def case_of_participation(office: Office, procedures: dict[str, Procedure]) -> Case:
    """A case of the unit `participation`, with everything a case may have."""
    return full_of_attacks(office, "P08", procedures)


@pytest.mark.parametrize("role", ["clerk", "head"])
def test_another_units_case_answers_at_no_address(case_of_participation: Case, role: str) -> None:
    """Whatever the address and the way, the answer is that it may not be seen, and the audit knows."""
    from desk.models import AuditEntry

    other, number = browser(role, units=("markets",)), case_of_participation.number
    of_cases = [one for one in addresses(values_of(case_of_participation)) if one.startswith("/cases/")]
    answers = {one: {other.get(one).status_code, other.post(one).status_code} - {405} for one in of_cases}
    assert len(of_cases) > 20
    assert {one: codes for one, codes in answers.items() if codes != {403}} == {}
    denied = AuditEntry.objects.filter(number=number, who="ana").values_list("what", flat=True)
    assert set(denied) == {"denied"}
    assert len(denied) >= len(of_cases)


@pytest.mark.parametrize("action", ["mine", "hand_over", "put_off", "take_up", "retry"])
def test_a_batch_reaches_no_other_units_case(office: Office, case_of_participation: Case, action: str) -> None:
    """Neither by number nor as one of several."""
    answer = browser("clerk", units=("markets",)).post(
        "/batch", {"number": case_of_participation.number, "action": action}
    )
    assert answer.status_code == 403
    assert office.told == []


@pytest.mark.parametrize("taker", [{"person": "nadie"}, {"to_unit": "../x"}])
def test_a_batch_hands_nothing_to_nobody(office: Office, taker: dict[str, str]) -> None:
    """Neither to a name nor to a unit that is not there."""
    from desk.models import Work

    number = waiting_case(office).number
    answer = browser("clerk").post("/batch", {"number": number, "action": "hand_over", **taker})
    assert f"{number}</a>: " in answer.content.decode()
    assert not Work.objects.exists()


def test_pages_of_others_are_closed_to_a_clerk(office: Office) -> None:
    """What heads, administrators and the data protection officer look after."""
    ana = browser("clerk")
    closed = ["/control", "/control/volumes.csv", "/rules", "/rules/P08", "/privacy", "/privacy/looks.csv", "/accounts"]
    assert {one: ana.get(one).status_code for one in closed} == dict.fromkeys(closed, 403)
    posts = ["/control/trust/1", "/rules/mode", "/rules/robot", "/accounts", "/accounts/1"]
    assert {one: ana.post(one).status_code for one in posts} == dict.fromkeys(posts, 403)


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_out_of_the_desk(office: Office, case_of_participation: Case, path: str) -> None:
    """What stands in the place of a number, a hash or a name is looked up, never opened."""
    ana = browser("clerk", "head", "administrator", "dpo")
    values = values_of(case_of_participation)
    for place in ("number", "sha256", "form", "name"):
        for address in addresses({**values, place: path}):
            if path not in address or "pulse" in address:
                continue
            answer = ana.get(address)
            assert answer.status_code in {401, 403, 404, 405}, address
            assert "owned" not in answer.cookies, address
            assert b"root:" not in answer.content


@pytest.mark.parametrize("name", [HEADER, "../../../etc/cron.d/x", "a\0b.pdf", 'x"; filename="y.html'])
def test_a_files_name_reaches_no_header(office: Office, procedures: dict[str, Procedure], name: str) -> None:
    """A download has a name of ours."""
    from desk.register import DjangoRegister

    case = waiting_case(office)
    sha256 = office.store.put(b"<script>alert(1)</script>")
    paper = replace(document(b"<script>alert(1)</script>", name), media_type="text/html")
    DjangoRegister().save(replace(case, application=replace(case.application, documents=(paper,)), revision=2))
    answer = browser("clerk").get(f"/cases/{case.number}/documents/{sha256}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{case.number}-{sha256[:8]}.bin"'
    assert "owned" not in answer.cookies


POLYGLOTS = {
    "page.html": b"<!doctype html><script>alert(1)</script>",
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "both.pdf": b"<html><!--%PDF-1.7\n--><script>alert(1)</script>",
    "both.gif": b"GIF89a/*<svg onload=alert(1)>*/=1;alert(1)",
    "both.jpg": b"\xff\xd8\xff\xfe<script>alert(1)</script>",
}


@pytest.mark.parametrize("name", POLYGLOTS)
@pytest.mark.parametrize(
    "media_type", ["text/html", "image/svg+xml", "application/pdf", "image/jpeg", "application/xhtml+xml"]
)
def test_what_came_in_is_only_ever_a_download(office: Office, name: str, media_type: str) -> None:
    """Whatever it says it is, a browser neither shows it as a page of ours nor guesses what it might be."""
    from desk.register import DjangoRegister

    case, data = waiting_case(office), POLYGLOTS[name]
    sha256 = office.store.put(data)
    paper = replace(document(data, name), media_type=media_type)
    DjangoRegister().save(replace(case, application=replace(case.application, documents=(paper,)), revision=2))
    answer = browser("clerk").get(f"/cases/{case.number}/documents/{sha256}")
    assert answer.content == data
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")


def test_pictures_run_nothing_even_where_they_are_opened_alone(office: Office, case_of_participation: Case) -> None:
    """Pages of papers are drawn by us, and still open in a box."""
    [sha256] = case_of_participation.readings
    answer = browser("clerk").get(f"/cases/{case_of_participation.number}/pages/{sha256}/1")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_hostile_uploads_are_taken_by_the_whole_name_and_kept_from_the_disk(office: Office) -> None:
    """The counter hands names and bytes on; a name is never a path."""
    waiting_case(office)
    ana = browser("clerk")
    files = [SimpleUploadedFile(f"../../{name}", data) for name, data in POLYGLOTS.items()]
    assert ana.post("/submit", {"files": files}).status_code == 302
    [(taken, _)] = office.submissions
    assert [(name, data) for name, data in taken] == list(POLYGLOTS.items())


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_no_form_sends_people_elsewhere(office: Office, target: str) -> None:
    """Neither the language's nor the sign-in's `next` leads off the desk."""
    from django.contrib.auth.models import User

    User.objects.create_user("eva", password="una clave bien larga 7")
    client = Client()
    spoken = client.post("/language/setlang/", {"language": "ca", "next": target})
    signed = client.post(
        f"/sign-in?next={target}", {"username": "eva", "password": "una clave bien larga 7", "next": target}
    )
    assert [answer.headers["Location"] for answer in (spoken, signed)] == ["/", "/"]


def test_a_pile_of_two_hundred_is_taken_whole(office: Office) -> None:
    """The guard against floods of files lets pass what the counter promises."""
    waiting_case(office)
    files = [SimpleUploadedFile(f"{index}.pdf", b"%PDF-1.7") for index in range(200)]
    assert browser("clerk").post("/submit", {"files": files, "each": "1"}).status_code == 302
    assert len(office.submissions) == 200
