"""What people meet at the desk: who gets in, what is shown, and what a decision becomes."""

from __future__ import annotations

import pytest
from django.test import Client
from fakes.desk import EVIL, Office, waiting_case

from casework.application import Channel
from casework.case import Case
from casework.decision import Verdict
from casework.errors import Unavailable

PASSWORD = "una clave bien larga 7"
ESCAPED = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"


@pytest.fixture
def case(office: Office) -> Case:
    """One case that waits for a clerk."""
    return waiting_case(office)


def browser(*roles: str, name: str = "ana") -> Client:
    """A browser in which somebody with those roles is signed in, reading Spanish."""
    from django.contrib.auth.models import Group, User

    from desk.accounts import ensure_groups

    ensure_groups()
    user = User.objects.create_user(name, password=PASSWORD)
    user.groups.set(Group.objects.filter(name__in=roles))
    client = Client(headers={"accept-language": "es"})
    client.force_login(user)
    return client


def page(client: Client, address: str) -> str:
    """The text of a page that is there."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def looks(number: str) -> list[tuple[str, str]]:
    """Who did what to a case, as the audit has it."""
    from desk.models import AuditEntry

    entries = AuditEntry.objects.filter(number=number).exclude(who="dovtech").order_by("sequence")
    return list(entries.values_list("who", "what"))


@pytest.mark.parametrize("address", ["/", "/submit", "/cases/DOV-2026-000001", "/cases/DOV-2026-000001/documents/a"])
def test_nobody_gets_in_without_signing_in(office: Office, address: str) -> None:
    """Every page with a case on it leads to the sign-in page first."""
    assert Client().get(address).headers["Location"] == f"/sign-in?next={address}"


def test_an_account_without_a_role_opens_nothing(case: Case) -> None:
    """A role is given by an administrator; signing in is not enough."""
    client = browser()
    assert [client.get(path).status_code for path in ("/", f"/cases/{case.number}", "/submit")] == [403, 403, 403]


def test_signing_in_leads_to_the_tray(case: Case) -> None:
    """Name and password open the desk."""
    browser("clerk")
    client = Client()
    answer = client.post("/sign-in", {"username": "ana", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert case.number in answer.content.decode()


def test_every_answer_allows_nothing_but_our_own(office: Office) -> None:
    """The content policy, no guessing of types, no frames, no cache."""
    headers = Client().get("/sign-in").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
    assert "no-store" in headers["Cache-Control"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("?q=dov-2026-000001", True),
        ("?q=climent+vicent", True),
        ("?q=VICÉNT", True),
        ("?q=nobody", False),
        ("?status=waiting&stage=review&kind=P08&unit=participation", True),
        ("?status=filed", False),
        ("?kind=P01", False),
        ("?page=99", True),
    ],
)
def test_the_tray_finds_by_text_and_by_facts(office: Office, query: str, found: bool) -> None:  # noqa: FBT001
    """Number, name in any order, small letters and accents make no difference; facts narrow it down."""
    number = waiting_case(office, name="Vicent Ferrer i Climent").number
    assert (f'href="/cases/{number}"' in page(browser("clerk"), f"/{query}")) is found


def test_the_tray_shows_what_waits_before_what_has_ended(office: Office) -> None:
    """A person sees first what only a person can do."""
    from dataclasses import replace

    from casework.journey import Status
    from desk.register import DjangoRegister

    ended, waiting = (waiting_case(office, key=key) for key in "ab")
    DjangoRegister().save(replace(ended, status=Status.FILED))
    text = page(browser("clerk"), "/")
    assert text.index(waiting.number) < text.index(ended.number)
    assert "Esperan a una persona <b>1</b>" in text


def test_what_a_citizen_wrote_is_shown_and_never_run(case: Case) -> None:
    """Names, values and file names are text, on the tray and on the case."""
    client = browser("clerk")
    for address in ("/", f"/cases/{case.number}", f"/cases/{case.number}/review"):
        text = page(client, address)
        assert ESCAPED in text
        assert EVIL not in text


def test_a_case_shows_each_value_with_how_sure_it_is_and_where_it_stands(case: Case) -> None:
    """The frame on the page and the field lead to each other, in points of the page."""
    text = page(browser("clerk"), f"/cases/{case.number}/review")
    assert '<svg viewBox="0 0 595 842"' in text
    assert '<rect id="place-applicant_id" x="98.0" y="118.0" width="84.0" height="16.0"' in text
    assert 'href="#place-applicant_id"' in text
    assert "485 76231-R" in text
    assert "dudoso" in text
    assert "La lectura es segura al 61 % y este dato pide al menos el 98 %." in text
    assert 'data-fill="48576231R"' in text
    run = f"http://127.0.0.1:8233/namespaces/default/workflows/{case.number}"
    assert run in page(browser("head", name="marta"), f"/cases/{case.number}")


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "Aprobar y continuar"), ("ca", "Aprovar i continuar"), ("en", "Approve and go on")],
)
def test_the_desk_speaks_three_languages(case: Case, language: str, words: str) -> None:
    """The language chosen once stays chosen."""
    client = browser("clerk")
    client.post("/language/setlang/", {"language": language, "next": "/"})
    assert words in page(client, f"/cases/{case.number}/review")


def test_every_look_at_a_case_is_noted(case: Case) -> None:
    """Opening a case and downloading from it stand in the audit (R-28)."""
    client = browser("dpo")
    client.get(f"/cases/{case.number}")
    client.get(f"/cases/{case.number}/documents/{case.application.documents[0].sha256}")
    assert looks(case.number) == [("ana", "see"), ("ana", "download")]


def test_a_restricted_case_is_hidden_and_the_denied_look_is_noted(office: Office) -> None:
    """A clerk neither finds nor opens it (R-25)."""
    case = waiting_case(office, kind="P05")
    client = browser("clerk")
    document = f"/cases/{case.number}/documents/{case.application.documents[0].sha256}"
    assert case.number not in page(client, "/")
    assert "Teleasistencia" not in page(client, "/")
    for address in (f"/cases/{case.number}", document):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "No tiene permiso para ver este expediente." in answer.content.decode()
    assert looks(case.number) == [("ana", "denied"), ("ana", "denied")]


def test_a_restricted_case_is_shown_to_those_who_may(office: Office) -> None:
    """The group `restricted` opens it."""
    case = waiting_case(office, kind="P05")
    assert case.number in page(browser("clerk", "restricted"), f"/cases/{case.number}")


def test_approving_hands_over_what_was_changed_and_nothing_else(office: Office, case: Case) -> None:
    """Values left as they were are no corrections; an emptied one is not on the paper; one may be added."""
    form = {
        "revision": "1",
        "verdict": "approve",
        "kind": "P08",
        "field-applicant_id": " 48576231R ",
        "field-signature_date": "2026-11-20",
        "field-applicant_name": "",
        "add-name": "applicant_phone",
        "add-value": "+34965123456",
    }
    answer = browser("clerk").post(f"/cases/{case.number}/decide", form)
    assert answer.headers["Location"] == f"/cases/{case.number}"
    [(number, decision)] = office.decisions
    assert (number, decision.by, decision.verdict, decision.revision) == (case.number, "ana", Verdict.APPROVE, 1)
    assert decision.kind is None
    assert decision.corrections == {
        "applicant_id": "48576231R",
        "applicant_name": None,
        "applicant_phone": "+34965123456",
    }


def test_another_kind_and_a_reason_are_part_of_the_decision(office: Office, case: Case) -> None:
    """Reclassifying is a decision like any other."""
    form = {"revision": "1", "verdict": "correct", "kind": "P05", "reason": " es otra cosa "}
    browser("head").post(f"/cases/{case.number}/decide", form)
    [(_, decision)] = office.decisions
    assert (decision.kind, decision.reason, decision.verdict) == ("P05", "es otra cosa", Verdict.CORRECT)


def test_a_duplicate_names_a_case_that_exists(office: Office, case: Case) -> None:
    """A number that is none is refused before it leaves the desk."""
    client, other = browser("clerk"), waiting_case(office, key="other")
    form = {"revision": "1", "verdict": "duplicate", "duplicate_of": "../../x"}
    assert client.post(f"/cases/{other.number}/decide", form).status_code == 409
    client.post(f"/cases/{other.number}/decide", form | {"duplicate_of": case.number.lower()})
    assert [decision.duplicate_of for _, decision in office.decisions] == [case.number]


def test_a_refused_decision_is_told_with_the_case_as_it_stands(office: Office, case: Case) -> None:
    """The clerk reads why, and what to do next, on the same page."""
    office.refusal = "the case has changed since"
    answer = browser("clerk").post(f"/cases/{case.number}/decide", {"revision": "0", "verdict": "approve"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "El expediente ha cambiado entretanto — vuelva a cargarlo y decida de nuevo" in text
    assert 'name="revision" value="1"' in text


@pytest.mark.parametrize("form", [{}, {"verdict": "sell"}, {"verdict": "duplicate", "revision": "x"}])
def test_a_form_that_nobody_could_send_is_refused(office: Office, case: Case, form: dict[str, str]) -> None:
    """No verdict, an unknown one, no number: a message, no failure."""
    assert browser("clerk").post(f"/cases/{case.number}/decide", form).status_code == 409
    assert office.decisions == []


def test_the_data_protection_officer_looks_but_does_not_decide(office: Office, case: Case) -> None:
    """Reading and deciding are different roles."""
    client = browser("dpo")
    assert 'name="verdict"' not in page(client, f"/cases/{case.number}/review")
    assert client.post(f"/cases/{case.number}/decide", {"verdict": "approve"}).status_code == 403
    assert office.decisions == []


def test_an_original_is_downloaded_under_a_name_that_says_nothing(case: Case) -> None:
    """What a citizen sent is never shown by our own address, nor named as they named it."""
    sha256 = case.application.documents[0].sha256
    answer = browser("clerk").get(f"/cases/{case.number}/documents/{sha256}")
    assert answer.content == b"an application"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{case.number}-{sha256[:8]}.pdf"'


def test_a_document_is_only_given_with_its_own_case(office: Office, case: Case) -> None:
    """Knowing a hash opens nothing."""
    foreign = office.store.put(b"of somebody else")
    client = browser("clerk")
    for sort in ("documents", "letters", "proofs"):
        assert client.get(f"/cases/{case.number}/{sort}/{foreign}").status_code == 404
    assert client.get(f"/cases/{case.number}/pages/{foreign}/1").status_code == 404


def test_a_page_is_shown_as_a_picture(case: Case) -> None:
    """The page's picture comes from the port, finer where the page is enlarged."""
    [sha256] = case.readings
    client = browser("clerk")
    answer, finer = (client.get(f"/cases/{case.number}/pages/{sha256}/1{how}") for how in ("", "?enlarged"))
    assert (answer.headers["Content-Type"], answer.content[:4]) == ("image/png", b"\x89PNG")
    assert len(finer.content) > len(answer.content)


def test_what_is_brought_to_the_counter_becomes_a_case(office: Office, case: Case) -> None:
    """Files go through the port together, and the clerk sees the new case."""
    import io

    files = [io.BytesIO(b"one"), io.BytesIO(b"two")]
    for place, file in enumerate(files):
        file.name = f"{place}.pdf"
    answer = browser("clerk").post("/submit", {"files": files})
    assert answer.headers["Location"] == f"/cases/{case.number}/arrived"
    assert office.submissions == [([("0.pdf", b"one"), ("1.pdf", b"two")], Channel.COUNTER)]


def test_a_service_that_is_away_is_told_as_such(office: Office, case: Case) -> None:
    """An expected failure is a page with the next step, and the status says that trying again can help."""
    import io
    from dataclasses import replace

    from django.conf import settings

    def away(*_: object) -> str:
        raise Unavailable("Temporal does not answer (UNAVAILABLE)", remedy="start it with `dovtech up`")

    settings.DESK_PORTS = replace(office.ports(), submit=away)
    file = io.BytesIO(b"one")
    file.name = "a.pdf"
    answer = browser("clerk").post("/submit", {"files": [file]})
    assert answer.status_code == 503
    assert "espere un momento o avise a administración; no se ha perdido nada" in answer.content.decode()


def test_an_unknown_number_is_a_page_of_its_own(office: Office) -> None:
    """A mistyped address says that there is no such case."""
    assert browser("clerk").get("/cases/DOV-2026-009999").status_code == 404


def test_health_says_that_the_database_answers(office: Office) -> None:
    """What the supervisor and a load balancer ask."""
    assert Client().get("/salud").json() == {"status": "ok"}


def test_anyone_can_check_the_code_of_a_letter(office: Office, case: Case) -> None:
    """A code in groups is the same code; a wrong one is said to be wrong; nothing else is told (art. 27.3.c)."""
    from dataclasses import replace

    from fakes.ports import MOMENT

    from casework.case import Letter
    from desk.register import DjangoRegister

    letter = Letter(kind="L1", language="es", csv="DOV7Q2M9XKD44TBHA3FF", sha256="e" * 64, written_at=MOMENT)
    DjangoRegister().save(replace(case, letters=(letter,)))
    good, bad = (Client().get(f"/csv?csv={code}").content.decode() for code in ("dov7-q2m9-xkd4-4tbh-a3ff", "DOV1"))
    assert "e" * 64 in good
    assert case.number not in good
    assert "e" * 64 not in bad


def test_only_an_administrator_session_opens_payloads(office: Office) -> None:
    """The codec endpoint asks whose browser it is; a changed password ends the session there too."""
    from django.contrib.auth.models import User

    from desk.server import is_administrator

    clerk = browser("clerk")
    chief = Client()
    user = User.objects.create_superuser("chief", password=PASSWORD)
    chief.force_login(user)
    cookies = [f"sessionid={client.cookies['sessionid'].value}" for client in (clerk, chief)]
    assert [is_administrator(cookie) for cookie in ("", "sessionid=x", *cookies)] == [False, False, False, True]
    user.set_password("otra clave larga 8")
    user.save()
    assert not is_administrator(cookies[1])


def test_every_page_is_compiled_before_somebody_asks_for_it(office: Office) -> None:
    """The first page of its kind waits for nothing that the second does not."""
    from django.template import engines

    from desk.rendering import prepare_pages

    kept = engines["jinja2"].env.cache
    kept.clear()
    prepare_pages()
    compiled = {name for _, name in kept}
    assert {"tray.html", "review.html", "case.html", "mfa/index.html"} <= compiled


def test_styles_are_served_without_a_web_server_in_front(office: Office) -> None:
    """The one style sheet comes whole."""
    answer = Client().get("/static/desk/desk.css")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, 'text/css; charset="utf-8"')
    assert answer.content.startswith(b"/* One design")


@pytest.mark.parametrize(
    ("threshold", "told"), [(0.97, "97 %"), (0.9736, "98 %"), (0.9969, "99,7 %"), (0.99996, "99,9 %"), (1.0, "100 %")]
)
def test_no_threshold_below_all_of_it_is_told_as_all_of_it(office: Office, threshold: float, told: str) -> None:
    """A clerk would else be told that a field wants a hundred per cent, which no reading ever has."""
    from django.utils import translation

    from desk.lines import _percent

    with translation.override("es"):
        assert _percent(threshold, up=True) == told


def test_a_norm_is_named_in_the_readers_language(office: Office) -> None:
    """Findings name it in Spanish."""
    from django.utils import translation

    from desk.rendering import _law

    for language, told in (("es", "art. 66.1 Ley 39/2015"), ("ca", "art. 66.1 Llei 39/2015")):
        with translation.override(language):
            assert _law("art. 66.1 Ley 39/2015") == told
