"""The counter and what is asked of citizens: files in, a proposal, a slip; a letter approved, received, answered."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from fakes.desk import Office, waiting_case

from casework.case import Case
from casework.findings import finding
from casework.journey import Stage, Status

MISSING = finding("FIELD_MISSING", field="applicant_id", label={"es": "NIF", "ca": "NIF"})
POOR = finding("PAGE_POOR", page=1, label={"es": "1 (borrosa)", "ca": "1 (borrosa)"})


@pytest.fixture
def case(office: Office) -> Case:
    """A case that waits, with something missing and a poor page."""
    from desk.register import DjangoRegister

    found = replace(waiting_case(office, name="Vicent"), findings=(MISSING, POOR), revision=2)
    DjangoRegister().save(found)
    return found


@pytest.fixture
def ana(case: Case) -> Client:
    """A clerk's browser."""
    from django.contrib.auth.models import Group, User

    from desk.accounts import ensure_groups

    ensure_groups()
    user = User.objects.create_user("ana", password="una clave bien larga 7")
    user.groups.set(Group.objects.filter(name="clerk"))
    client = Client(headers={"accept-language": "es"})
    client.force_login(user)
    return client


def paper(name: str, data: bytes = b"one") -> io.BytesIO:
    """A file as a browser sends it."""
    file = io.BytesIO(data)
    file.name = name
    return file


def text_of(client: Client, address: str) -> str:
    """What a page says."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_files_and_photographs_of_one_person_are_one_application(office: Office, ana: Client) -> None:
    """Whatever field they came by."""
    ana.post("/submit", {"files": [paper("a.pdf")], "photos": [paper("b.jpg", b"two")]})
    assert [files for files, _ in office.submissions] == [[("a.pdf", b"one"), ("b.jpg", b"two")]]


def test_a_pile_becomes_an_application_for_each_file(office: Office, ana: Client, case: Case) -> None:
    """And its page tells how far each has come."""
    answer = ana.post("/submit", {"files": [paper("a.pdf"), paper("b.pdf", b"two")], "each": "1"})
    assert [files for files, _ in office.submissions] == [[("a.pdf", b"one")], [("b.pdf", b"two")]]
    assert answer.headers["Location"] == f"/arrivals?number={case.number}&number={case.number}"
    whole = text_of(ana, f"/arrivals?number={case.number}&number=x")
    assert "1 de 1 listas" in whole
    assert "hx-get" not in whole


def test_a_pile_that_is_under_way_asks_again_by_itself(ana: Client, case: Case) -> None:
    """Only the part that changes is sent again."""
    from desk.register import DjangoRegister

    DjangoRegister().save(replace(case, status=Status.RUNNING, stage=Stage.READ))
    part = ana.get(f"/arrivals?number={case.number}", headers={"hx-request": "true"}).content.decode()
    assert part.startswith('<div id="pile" hx-get=')
    assert "0 de 1 listas" in part


def test_too_much_at_once_is_told_before_anything_is_kept(
    office: Office, ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit is said, and nothing was submitted."""
    from desk.views import uploads

    monkeypatch.setattr(uploads, "UPLOAD_LIMIT", 2)
    answer = ana.post("/submit", {"files": [paper("a.pdf")]})
    assert answer.status_code == 413
    assert office.submissions == []


@pytest.mark.parametrize(("count", "told"), [(0, "Elija antes un archivo"), (201, "no se ha presentado ninguno")])
def test_what_cannot_be_taken_is_told_and_nothing_of_it_is_lost(
    office: Office, ana: Client, count: int, told: str
) -> None:
    """No file, or a pile of which some would be left out."""
    answer = ana.post("/submit", {"files": [paper(f"{place}.pdf") for place in range(count)], "each": "1"})
    assert 400 <= answer.status_code < 500
    assert told in answer.content.decode()
    assert office.submissions == []


def test_the_proposal_says_what_to_scan_again_and_what_to_ask_for(ana: Client, case: Case) -> None:
    """While the citizen is still there."""
    told = text_of(ana, f"/cases/{case.number}/arrived")
    assert "Escanee otra vez antes de devolver el papel" in told
    assert "Conviene escanear de nuevo la página 1 (borrosa)." in told
    assert "Falta un dato obligatorio: NIF." in told
    assert "Propuesta ciudadana" in told


def test_a_case_under_way_shows_how_far_it_is(ana: Client, case: Case) -> None:
    """No proposal before there is one."""
    from desk.register import DjangoRegister

    DjangoRegister().save(replace(case, status=Status.RUNNING, stage=Stage.READ))
    told = text_of(ana, f"/cases/{case.number}/arrived")
    assert "Se está mirando: leer" in told
    assert '<progress id="progress" value="2" max="6">' in told
    assert "Escanee otra vez" not in told


def test_the_slip_names_each_document_by_its_fingerprint(ana: Client, case: Case) -> None:
    """Number, moment and SHA-256, ready to print."""
    told = text_of(ana, f"/cases/{case.number}/receipt")
    assert case.number in told
    assert f"SHA-256 {case.application.documents[0].sha256}" in told


def test_every_defect_is_chosen_already_and_the_clerk_approves_the_list(
    office: Office, ana: Client, case: Case
) -> None:
    """With one in the clerk's own words, in both languages; what is unticked is not asked."""
    form = text_of(ana, f"/cases/{case.number}/ask")
    assert '<input type="checkbox" name="defect" value="0" checked>' in form
    assert "Falta un dato obligatorio: NIF. Indíquelo en su respuesta." in form
    own = {"own-es": "Aporte un plano.", "own-ca": "Aporteu un plànol."}
    answer = ana.post(f"/cases/{case.number}/ask", {"revision": "2", "defect": ["0", "7", "x"], "handed": "1", **own})
    assert answer.headers["Location"] == f"/cases/{case.number}"
    [(number, asking)] = office.asked
    assert (number, asking.by, asking.revision, asking.electronic) == (case.number, "ana", 2, False)
    assert [(defect.code, defect.ca) for defect in asking.defects] == [
        ("FIELD_MISSING", "Falta una dada obligatòria: NIF. Indiqueu-la en la vostra resposta."),
        ("OTHER", "Aporteu un plànol."),
    ]
    assert asking.notified_on is not None


def test_a_case_that_somebody_else_has_open_is_not_asked_about(office: Office, ana: Client, case: Case) -> None:
    """The refusal stands on the form, with what was written."""
    from desk import work

    work.claim(case.number, "luis")
    form = {"revision": "2", "own-es": "Aporte un plano.", "handed": "1"}
    answer = ana.post(f"/cases/{case.number}/ask", form)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "luis tiene abierto este expediente" in page
    assert office.asked == []
    assert ">Aporte un plano.</textarea>" in page  # what was written and ticked is as it was sent
    assert 'name="handed" value="1" checked' in page
    assert 'name="defect" value="0">' in page


def test_the_day_of_the_proof_is_noted_once_it_has_come(office: Office, ana: Client, case: Case) -> None:
    """No day, or one in the future, is refused."""
    from django.utils import timezone

    today = timezone.localdate()
    for wrong in ("", "ayer", (today + timedelta(days=1)).isoformat()):
        assert ana.post(f"/cases/{case.number}/received", {"day": wrong}).status_code == 409
    ana.post(f"/cases/{case.number}/received", {"day": today.isoformat()})
    ana.post(f"/cases/{case.number}/extend")
    assert office.told == [(f"received {today} ana", case.number), ("extended ana", case.number)]


def test_what_the_citizen_brings_becomes_part_of_the_case(office: Office, ana: Client, case: Case) -> None:
    """Files go to the running case; none is refused."""
    assert ana.post(f"/cases/{case.number}/answer", {}).status_code == 409
    ana.post(f"/cases/{case.number}/answer", {"files": [paper("dni.pdf")]})
    assert office.answers == [(case.number, [("dni.pdf", b"one")])]


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "Declaración de accesibilidad"), ("ca", "Declaració d'accessibilitat"), ("en", "Accessibility statement")],
)
def test_anyone_can_read_the_accessibility_statement(office: Office, language: str, words: str) -> None:
    """In three languages, without an account."""
    answer = Client(headers={"accept-language": language}).get("/accessibility")
    assert words in answer.content.decode()
