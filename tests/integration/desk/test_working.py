"""Who works on a case: claims, taking over, handing over, putting off; and what is told when two decide."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from fakes.desk import Office, printed_page, waiting_case
from fakes.ports import MOMENT

from casework.case import Case
from casework.decision import Decision, Verdict
from casework.findings import finding
from casework.journey import Actor, Event, Stage, Status

PASSWORD = "una clave bien larga 7"


@pytest.fixture
def case(office: Office) -> Case:
    """One case that waits for a clerk."""
    return waiting_case(office)


def clerk(name: str, *more: str) -> Client:
    """A browser in which that clerk is signed in."""
    from django.contrib.auth.models import Group, User

    from desk.accounts import ensure_groups

    ensure_groups()
    user = User.objects.create_user(name, password=PASSWORD)
    user.groups.set(Group.objects.filter(name__in=["clerk", *more]))
    client = Client(headers={"accept-language": "es"})
    client.force_login(user)
    return client


def saved(case: Case) -> None:
    """The case, kept in the register."""
    from desk.register import DjangoRegister

    DjangoRegister().save(case)


def text_of(client: Client, address: str) -> str:
    """What a page says."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_opens_a_case_has_it_and_the_next_one_is_told(office: Office, case: Case) -> None:
    """The second clerk sees who has it and no form; their decision is refused."""
    ana, luis = clerk("ana"), clerk("luis")
    assert 'name="verdict"' in text_of(ana, f"/cases/{case.number}/review")
    seen = text_of(luis, f"/cases/{case.number}/review")
    assert "<b>ana</b> tiene abierto este expediente hasta las" in seen
    assert 'name="verdict"' not in seen
    refused = luis.post(f"/cases/{case.number}/decide", {"verdict": "approve", "revision": "1"})
    assert refused.status_code == 409
    assert "ana tiene abierto este expediente" in refused.content.decode()
    assert office.decisions == []


def test_a_claim_ends_by_itself(case: Case) -> None:
    """A clerk who went home keeps nobody waiting."""
    from django.utils import timezone

    from desk import work
    from desk.models import Work

    work.claim(case.number, "ana")
    Work.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert work.holder(case.number) is None
    assert work.claim(case.number, "luis").who == "luis"


def test_a_case_can_be_taken_over_and_that_is_noted(case: Case) -> None:
    """By the button, never by accident."""
    from desk.models import AuditEntry

    clerk("ana").get(f"/cases/{case.number}/review")
    luis = clerk("luis")
    luis.post(f"/cases/{case.number}/review/take-over")
    assert 'name="verdict"' in text_of(luis, f"/cases/{case.number}/review")
    assert AuditEntry.objects.filter(who="luis", what="take_over", number=case.number, detail="ana").exists()


def test_a_decision_leaves_the_case_free(office: Office, case: Case) -> None:
    """Who is done with a case does not have it any more."""
    from desk import work

    ana = clerk("ana")
    ana.get(f"/cases/{case.number}/review")
    ana.post(f"/cases/{case.number}/decide", {"verdict": "approve", "revision": "1"})
    assert work.holder(case.number) is None


def test_a_stale_form_is_told_what_happened_meanwhile_and_keeps_what_was_typed(office: Office, case: Case) -> None:
    """The page names the events since, and the clerk's typing is still there."""
    from desk.register import DjangoRegister

    event = Event(at=MOMENT, stage=case.stage, actor=Actor.CLERK, what="decided_correct", by="luis")
    DjangoRegister().save(case.then(case.stage, event))
    office.refusal = "the case has changed since"
    form = {"verdict": "approve", "revision": "1", "field-applicant_id": "X1234567L", "reason": "visto el padrón"}
    answer = clerk("ana").post(f"/cases/{case.number}/decide", form)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Mientras tanto ha pasado esto" in text
    assert "Corregido · luis" in text
    assert 'value="X1234567L"' in text
    assert 'value="visto el padrón"' in text
    assert 'name="revision" value="2"' in text


def test_a_refused_value_is_told_by_its_fields_name_and_looked_at_first(office: Office, case: Case) -> None:
    """Not by the program's name for it; the fold that holds it is open, what was typed stays and is checked again."""
    office.refusal = "the value for 'applicant_id' is no valid tax_id"
    form = {"revision": "1", "verdict": "correct", "field-applicant_id": "1234"}
    page = clerk("ana").post(f"/cases/{case.number}/decide", form).content.decode()
    assert "El valor de «NIF» no es válido: se espera un dato de tipo «NIF o NIE»" in page
    assert 'data-begin="applicant_id"' in page
    assert 'value="1234"' in page
    assert "applicant_id&#39;" not in page


def test_what_is_no_procedure_cannot_be_approved(office: Office, case: Case) -> None:
    """The page asks which procedure it is, and does not say that nothing is in doubt."""
    saved(replace(case, classification=replace(case.classification, kind="unreadable"), revision=case.revision + 1))
    page = text_of(clerk("ana"), f"/cases/{case.number}/review")
    assert "Elija qué trámite es" in page
    assert 'value="approve"' not in page
    assert "Ningún dato es dudoso" not in page


def test_a_case_that_is_still_read_says_so_and_comes_by_itself(office: Office, case: Case) -> None:
    """Nothing is said of fields that nobody has read yet."""
    saved(replace(case, status=Status.RUNNING, fields=(), revision=case.revision + 1))
    page = text_of(clerk("ana"), f"/cases/{case.number}/review")
    assert "todavía lo están leyendo" in page
    assert 'data-reload="yes"' in page
    assert "Ningún dato es dudoso" not in page


def test_pages_far_down_a_pile_are_drawn_when_they_are_looked_at(office: Office, case: Case) -> None:
    """The first three come with the page; the others by a script, or by a link where none runs."""
    from django.conf import settings

    pages = [replace(printed_page(), number=number) for number in range(1, 6)]
    with override_settings(DESK_PORTS=replace(settings.DESK_PORTS, pages=lambda _reading: pages)):
        page = text_of(clerk("ana"), f"/cases/{case.number}/review")
    shown = re.findall(r"<image (data-)?href=", page.partition("data-review")[0])
    assert shown == ["", "", "", "data-", "data-"]
    assert page.count("<noscript>") == 2


def test_what_a_clerk_vouches_for_or_cannot_find_is_part_of_the_decision(office: Office, case: Case) -> None:
    """A value that is right as read is the clerk's from then on; an illegible one is said to be so."""
    form = {
        "verdict": "correct",
        "revision": "1",
        "field-signature_date": "20/11/2026",
        "keep-signature_date": "1",
        "field-applicant_id": "whatever",
        "absent-applicant_id": "illegible",
    }
    answer = clerk("ana").post(f"/cases/{case.number}/decide", form)
    assert answer.headers["Location"] == f"/cases/{case.number}/review"
    [(_, decision)] = office.decisions
    assert decision.corrections == {"signature_date": "2026-11-20", "applicant_id": None}
    assert (decision.illegible, decision.reason) == (("applicant_id",), "")


def test_what_cannot_be_made_out_is_shown_and_offered_to_ask_for(office: Office, case: Case) -> None:
    """On the table, in the story of the case and, chosen already, among what the citizen is asked for."""
    from desk.register import DjangoRegister

    told = {"corrections": {"applicant_id": None}, "illegible": ("applicant_id",)}
    decision = Decision(by="ana", at=MOMENT, verdict=Verdict.CORRECT, revision=1, **told)
    decided = case.decided(decision, office.ports().procedures)
    found = finding("FIELD_ILLEGIBLE", field="applicant_id", label={"es": "NIF", "ca": "NIF"})
    event = Event(at=MOMENT, stage=Stage.REVIEW, actor=Actor.CLERK, what="decided_correct", by="ana", detail="1")
    DjangoRegister().save(replace(decided, findings=(found,)).then(Stage.REVIEW, event))
    ana = clerk("ana")
    table = ana.get(f"/cases/{case.number}/review").content.decode()
    assert "ilegible en el papel" in table.partition('id="field-applicant_id"')[2].partition("</div>")[2]
    assert "<b>Ilegible en el papel</b>" in ana.get(f"/cases/{case.number}").content.decode()
    asked = ana.get(f"/cases/{case.number}/ask").content.decode()
    assert 'checked><span lang="es">No se puede leer en el papel: NIF. Indíquelo de nuevo' in asked


def test_a_case_of_another_administration_is_forwarded_by_its_name(office: Office, case: Case) -> None:
    """Without a name nothing is sent on; once named, it is offered the next time and told on the case."""
    from desk.register import DjangoRegister

    ana, form = clerk("ana"), {"verdict": "forward", "revision": "1"}
    named = {"destination": " Generalitat Valenciana ", "destination_code": "a1000 2983"}
    ana.post(f"/cases/{case.number}/decide", form | named)
    [(_, decision)] = office.decisions
    assert (decision.verdict, decision.destination) == (Verdict.FORWARD, "Generalitat Valenciana")
    assert decision.destination_code == "A10002983"
    decided = case.decided(decision, office.ports().procedures)
    event = Event(at=MOMENT, stage=Stage.REVIEW, actor=Actor.CLERK, what="decided_forward", by="ana", detail="0")
    DjangoRegister().save(decided.then(Stage.REVIEW, event, status=Status.FORWARDED))
    assert "Remitido a otra administración: Generalitat Valenciana" in ana.get(f"/cases/{case.number}").content.decode()
    other = waiting_case(office, key="other")
    offered = ana.get(f"/cases/{other.number}/review").content.decode()
    assert '<option value="Generalitat Valenciana">' in offered
    assert '<option value="A10002983">Generalitat Valenciana</option>' in offered


def test_a_date_left_as_people_write_it_is_no_correction(office: Office, case: Case) -> None:
    """The form shows 20/11/2026 for 2026-11-20; sending it back changes nothing."""
    form = {"verdict": "approve", "revision": "1", "field-signature_date": "20/11/2026"}
    clerk("ana").post(f"/cases/{case.number}/decide", form)
    assert office.decisions[0][1].corrections == {}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("48.576.231-r", "Correcto; se guarda como 48576231R"),
        ("48576231R", "Correcto"),
        ("48576231T", "La letra o el dígito de control no corresponde al número."),
        ("", "Es obligatorio: vacío cuenta como defecto de la solicitud."),
    ],
)
def test_a_value_is_checked_while_it_is_typed(case: Case, typed: str, told: str) -> None:
    """By the same rules as the case, in one sentence."""
    answer = clerk("ana").post(f"/cases/{case.number}/review/check/applicant_id", {"field-applicant_id": typed})
    assert told in answer.content.decode()


def test_a_field_of_another_procedure_is_not_checked(case: Case) -> None:
    """There is no such field."""
    assert clerk("ana").post(f"/cases/{case.number}/review/check/iban", {}).status_code == 404


def test_the_words_of_a_page_come_with_their_places(case: Case) -> None:
    """So that one can be chosen on the picture; of a page that is not there, none."""
    [sha256] = case.readings
    ana = clerk("ana")
    words = ana.get(f"/cases/{case.number}/words/{sha256}/1").json()["words"]
    assert words == [["NIF", 40, 120, 80, 132], ["48576231R", 100, 120, 180, 132]]
    assert ana.get(f"/cases/{case.number}/words/{sha256}/2").status_code == 404
    assert ana.get(f"/cases/{case.number}/words/{'f' * 64}/1").status_code == 404


def test_a_case_is_handed_to_a_person_with_a_word(case: Case) -> None:
    """It is then theirs, and the word stands in what happened."""
    clerk("luis")
    ana = clerk("ana")
    ana.post(f"/cases/{case.number}/hand-over", {"person": "luis", "note": "es vecino mío"})
    told = text_of(ana, f"/cases/{case.number}")
    assert "Pasado a luis" in told
    assert "es vecino mío" in told
    assert case.number in text_of(ana, "/?who=luis")
    assert case.number not in text_of(ana, "/?who=nobody")


@pytest.mark.parametrize("to", [{"person": "nadie"}, {"unit": "nowhere"}])
def test_a_case_goes_only_to_who_may_have_it(case: Case, to: dict[str, str]) -> None:
    """A name that is nobody's and a unit that does not exist are refused."""
    assert clerk("ana").post(f"/cases/{case.number}/hand-over", to).status_code == 409


def test_a_case_handed_to_another_unit_is_seen_there(office: Office, case: Case) -> None:
    """Until then it is not; of a restricted kind it never is."""
    from django.contrib.auth.models import User

    from desk import work
    from desk.models import Seat

    other = clerk("eva")
    Seat.objects.create(user=User.objects.get(username="eva"), unit="sports")
    assert other.get(f"/cases/{case.number}").status_code == 403
    work.hand_over(case.number, "ana", unit="sports")
    assert case.number in text_of(other, "/")
    assert other.get(f"/cases/{case.number}").status_code == 200
    hidden = waiting_case(office, key="hidden", kind="P05")
    work.hand_over(hidden.number, "ana", unit="sports")
    assert other.get(f"/cases/{hidden.number}").status_code == 403


def test_putting_off_holds_the_workflow_until_somebody_goes_on(office: Office, case: Case) -> None:
    """The workflow is told, the case leaves the queue, and the reason is kept."""
    ana = clerk("ana")
    assert ana.post(f"/cases/{case.number}/put-off", {"note": " "}).status_code == 409
    ana.post(f"/cases/{case.number}/put-off", {"note": "falta el informe"})
    assert ana.get("/next").headers["Location"] == "/"
    assert "falta el informe" in text_of(ana, f"/cases/{case.number}")
    assert case.number in text_of(ana, "/?who=off")
    ana.post(f"/cases/{case.number}/take-up")
    assert office.told == [("pause", case.number), ("resume", case.number)]
    assert ana.get("/next").headers["Location"] == f"/cases/{case.number}/review"


def test_the_next_case_is_one_that_nobody_else_has(office: Office, case: Case) -> None:
    """Two clerks who work through the queue do not meet on one case."""
    from desk import work

    other = waiting_case(office, key="other", name="Otra")
    ana, luis = clerk("ana"), clerk("luis")
    first = ana.get("/next").headers["Location"]
    ana.get(first)
    second = luis.get("/next").headers["Location"]
    assert {first, second} == {f"/cases/{each.number}/review" for each in (case, other)}
    work.hand_over(other.number, "ana", person="ana")
    work.hand_over(case.number, "ana", person="ana")
    assert luis.get("/next").headers["Location"] == "/"


def test_a_batch_is_done_case_by_case_and_says_which_were_not(office: Office, case: Case) -> None:
    """One that another clerk has open stays theirs; the others are done."""
    from desk import work
    from desk.models import Work

    other = waiting_case(office, key="other")
    work.claim(case.number, "luis")
    form = {"number": [case.number, other.number, "DOV-2026-009999", "../x"], "action": "mine"}
    text = clerk("ana").post("/batch", form).content.decode()
    assert "Expedientes hechos: 1." in text
    assert f"{case.number}</a>: luis tiene abierto este expediente" in text
    assert "DOV-2026-009999</a>: Ninguna solicitud tiene el número" in text
    assert list(Work.objects.filter(person="ana").values_list("pk", flat=True)) == [other.number]


@pytest.mark.parametrize(
    ("action", "told"), [("put_off", "pause"), ("take_up", "resume"), ("retry", "retry"), ("sell", None)]
)
def test_a_batch_speaks_to_the_running_cases(office: Office, case: Case, action: str, told: str | None) -> None:
    """Each action is one word to the workflow; what is no action does nothing."""
    clerk("ana").post("/batch", {"number": [case.number], "action": action, "note": "falta el plano"})
    assert office.told == ([(told, case.number)] if told else [])


def test_a_batch_is_not_put_off_without_a_reason(office: Office, case: Case) -> None:
    """As one case is not."""
    page = clerk("ana").post("/batch", {"number": [case.number], "action": "put_off"}).content.decode()
    assert "Dejar un expediente para después pide un motivo" in page
    assert office.told == []


def test_a_search_is_kept_under_a_name_and_forgotten(case: Case) -> None:
    """It is one more view of the tray, of this person alone."""
    ana = clerk("ana")
    answer = ana.post("/searches", {"name": "Las mías", "query": "who=me&kind=P08&evil=1"})
    assert answer.headers["Location"] == "/?kind=P08&who=me"
    assert "Las mías" in text_of(ana, "/")
    assert "Las mías" not in text_of(clerk("luis"), "/")
    ana.post("/searches", {"name": "Las mías", "forget": "1"})
    assert "Las mías" not in text_of(ana, "/")


async def test_a_page_hears_of_a_change_as_it_happens(office: Office, case: Case) -> None:
    """The stream beats while nothing happens, and ends with the word that something did."""
    from asgiref.sync import sync_to_async
    from django.test import AsyncClient

    from desk.register import DjangoRegister
    from desk.views import live

    user = await sync_to_async(clerk)("ana")
    client = AsyncClient()
    client.cookies = user.cookies
    told = await client.get(f"/cases/{case.number}/pulse?revision=0")
    assert [part async for part in told.streaming_content] == [b"event: changed\ndata: 1\n\n"]
    waiting = await client.get(f"/cases/{case.number}/pulse?revision=1")
    beats = aiter(waiting.streaming_content)
    assert await anext(beats) == b": still the same\n\n"
    event = Event(at=MOMENT, stage=case.stage, actor=Actor.CLERK, what="decided_correct", by="luis")
    await sync_to_async(DjangoRegister().save)(case.then(case.stage, event))
    assert await anext(beats) == b"event: changed\ndata: 2\n\n"
    assert live.PAUSE < 5


def test_the_story_is_told_in_plain_words(office: Office, case: Case) -> None:
    """What was decided, why, and which fields became what."""
    from casework.decision import Decision, Verdict
    from desk.register import DjangoRegister

    decision = Decision(
        by="ana", at=MOMENT, verdict=Verdict.CORRECT, revision=1, reason="visto el DNI",
        corrections={"applicant_id": "48576231R", "signature_date": None},
    )  # fmt: skip
    event = Event(at=MOMENT, stage=case.stage, actor=Actor.CLERK, what="decided_correct", by="ana", detail="2")
    decided = replace(case, decisions=(decision,)).then(case.stage, event)
    DjangoRegister().save(decided)
    text = text_of(clerk("luis"), f"/cases/{case.number}")
    assert "Se pidió una decisión a una persona; cosas por mirar: 1" in text
    assert "<blockquote>visto el DNI</blockquote>" in text
    assert "NIF</span>: <b>48576231R</b>" in text
    assert "Fecha</span>: <b>No consta en el papel</b>" in text


def test_a_case_is_exported_in_one_archive(case: Case) -> None:
    """By the standards there are, and no other."""
    import io
    import zipfile

    ana = clerk("ana")
    packed = ana.get(f"/cases/{case.number}/export/eni")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        assert archive.read("eni.xml") == case.number.encode()
    assert ana.get(f"/cases/{case.number}/export/doc").status_code == 404


def test_a_possible_twin_is_one_click_away(office: Office, case: Case) -> None:
    """The notice leads to the other case, and its number stands ready in the form."""
    from casework.findings import finding
    from desk.register import DjangoRegister

    other = waiting_case(office, key="other")
    twin = finding("POSSIBLE_DUPLICATE", label={"es": case.number, "ca": case.number})
    DjangoRegister().save(replace(other, findings=(twin,), revision=2))
    told = text_of(clerk("ana"), f"/cases/{other.number}/review")
    assert f'<a href="/cases/{case.number}/review">Ver el expediente {case.number}</a>' in told
    assert f'name="duplicate_of" value="{case.number}"' in told
