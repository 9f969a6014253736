"""A clerk gives the password of a document that could not be opened without it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from fakes import paper
from fakes.desk import Office, clerk, waiting_case
from fakes.ports import document

from casework.case import Case
from casework.findings import finding
from casework.journey import Status
from casework.ports import Register

PASSWORD = "Contraseña-de-Amparo-7"
FIELD = 'name="password"'


def register() -> Register:
    """The desk's own; its tables can only be named once the desk stands."""
    from desk.register import DjangoRegister

    return DjangoRegister()


@pytest.fixture
def case(office: Office) -> Case:
    """A case that waits with a document that was read, and one that asks for its password."""
    plain = waiting_case(office)
    data = paper.locked(paper.proposal(1), PASSWORD)
    office.store.put(data)
    known = plain.application
    locked = replace(
        plain,
        application=replace(known, documents=(*known.documents, document(data, "dni.pdf"))),
        findings=(*plain.findings, finding("DOCUMENT_LOCKED", document=document(data).sha256)),
        revision=plain.revision + 1,
    )
    register().save(locked)
    return locked


def place(case: Case) -> str:
    """Where the password is given."""
    return f"/cases/{case.number}/documents/{case.application.documents[-1].sha256}/unlock"


def shown(client: Client, path: str) -> str:
    """A page as it is read."""
    return client.get(path).content.decode()


def test_who_decides_is_asked_for_the_password_of_that_document(case: Case) -> None:
    """On the validation table, on the case and at the counter, in three languages; who only looks is not."""
    pages = [f"/cases/{case.number}{page}" for page in ("/review", "", "/arrived")]
    ana = clerk()
    assert [shown(ana, page).count(FIELD) for page in pages] == [1, 1, 1]
    assert "Contraseña de «dni.pdf»" in shown(ana, pages[0])
    assert "protegido con contraseña" in shown(ana, pages[2])
    assert "Contrasenya de «dni.pdf»" in shown(clerk("marta", language="ca"), pages[1])
    assert "Password of «dni.pdf»" in shown(clerk("ann", language="en"), pages[1])
    register().save(replace(case, status=Status.RETURNED, revision=case.revision + 1))
    assert [FIELD in shown(ana, page) for page in pages] == [False, False, False]


def test_the_right_one_has_the_document_read(office: Office, case: Case) -> None:
    """As it was typed; where the case waits no longer, its story is shown."""
    ana = clerk()
    assert ana.post(place(case), {"password": PASSWORD}).headers["Location"] == f"/cases/{case.number}/review"
    assert office.unlocked == [(case.number, case.application.documents[-1].sha256, "ana")]
    register().save(replace(case, status=Status.RUNNING, revision=case.revision + 1))
    assert ana.post(place(case), {"password": PASSWORD}).headers["Location"] == f"/cases/{case.number}"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "Esta contraseña no abre el documento — compruebe mayúsculas y acentos o pídala de nuevo."),
        ("ca", "Esta contrasenya no obri el document — comproveu majúscules i accents o demaneu-la de nou."),
        ("en", "this password does not open the document — check capitals and accents, or ask for it again."),
    ],
)
def test_a_wrong_one_is_told_beside_its_field_and_nothing_is_lost(
    office: Office, case: Case, language: str, sentence: str
) -> None:
    """Neither the page nor the audit nor the register repeats what was typed."""
    from desk.models import AuditEntry

    answer = clerk(language=language).post(place(case), {"password": "otra-clave-91"})
    text = answer.content.decode()
    assert (answer.status_code, sentence in text, text.count(FIELD)) == (409, True, 1)
    assert (office.unlocked, register().load(case.number)) == ([], case)
    assert "otra-clave-91" not in text + " ".join(f"{entry.what} {entry.detail}" for entry in AuditEntry.objects.all())


def test_a_document_that_is_not_locked_and_a_case_of_somebody_else_are_refused(office: Office, case: Case) -> None:
    """And who may not decide gets nowhere."""
    from django.contrib.auth.models import Group, User

    ana, luis = clerk(), clerk("luis")
    read = case.application.documents[0].sha256
    answer = ana.post(f"/cases/{case.number}/documents/{read}/unlock", {"password": PASSWORD})
    assert (answer.status_code, "Ese documento no pide contraseña" in answer.content.decode()) == (409, True)
    ana.get(f"/cases/{case.number}/review")
    answer = luis.post(place(case), {"password": PASSWORD})
    assert (answer.status_code, "ana tiene abierto este expediente" in answer.content.decode()) == (409, True)
    User.objects.get(username="luis").groups.set(Group.objects.filter(name="dpo"))
    assert luis.post(place(case), {"password": PASSWORD}).status_code == 403
    assert office.unlocked == []
