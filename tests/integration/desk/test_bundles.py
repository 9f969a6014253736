"""Pages of one delivery become a case of their own: chosen, ordered and turned by a clerk."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from django.test import Client
from fakes.desk import Office, waiting_case
from PIL import Image

from bots.arranging import Leaf, arranged
from casework.case import Case
from casework.errors import UnreadableDocument


@pytest.fixture
def case(office: Office) -> Case:
    """A case of one page."""
    return waiting_case(office)


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


def test_chosen_pages_become_a_case_and_both_say_so(office: Office, case: Case, ana: Client) -> None:
    """The port gets document, page and turn; the timeline of each names the other."""
    other = waiting_case(office, key="made")
    office.number = other.number
    [sha256] = case.readings
    answer = ana.post(f"/cases/{case.number}/bundle", {"pick-0": "1", "order-0": "1", "turn-0": "180"})
    assert answer.headers["Location"] == f"/cases/{other.number}/arrived"
    assert office.taken == [(case.number, [(sha256, 1, 180)])]
    assert f"Páginas separadas en {other.number}" in ana.get(f"/cases/{case.number}").content.decode()
    assert f"Páginas que venían en {case.number}" in ana.get(f"/cases/{other.number}").content.decode()


def test_each_page_says_what_it_was_taken_for(case: Case, ana: Client) -> None:
    """A copy of an identity document and the form of a procedure, side by side."""
    from dataclasses import replace

    from casework.fields import Part
    from desk.register import DjangoRegister

    [sha256] = case.readings
    for kind, said in (("id_document", "DNI o NIE"), ("P08", "Propuesta ciudadana")):
        told = replace(case.classification, parts=(Part(document=sha256, pages=(1,), kind=kind),))
        case = replace(case, classification=told, revision=case.revision + 1)
        DjangoRegister().save(case)
        assert f'<small lang="es">{said}</small>' in ana.get(f"/cases/{case.number}/bundle").content.decode()


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"order-0": "1", "turn-0": "0"},
        {"pick-0": "1", "order-0": "first"},
        {"pick-0": "1", "order-0": "1", "turn-0": "45"},
        {"pick-7": "1", "order-0": "1"},
        {"do": "arrange"},
        {"do": "arrange", "order-0": "1", "turn-0": "45"},
    ],
)
def test_a_choice_that_makes_no_case_is_refused_on_the_form(
    office: Office, case: Case, ana: Client, form: dict[str, str]
) -> None:
    """No page, no number, no right angle, a page that is not there."""
    answer = ana.post(f"/cases/{case.number}/bundle", form)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert (office.taken, office.arranged) == ([], [])


def test_pages_are_put_in_order_within_the_case(office: Office, ana: Client) -> None:
    """By their numbers; a document begins where it is said, so that two are joined or one is parted."""
    case = of_two_documents(office)
    one, two = case.readings
    shown = ana.get(f"/cases/{case.number}/bundle").content.decode()
    assert [f'name="{name}" value="1" checked' in shown for name in ("start-0", "start-1", "pick-0")] == [
        True, True, False,
    ]  # fmt: skip
    form = {"do": "arrange", "revision": str(case.revision), "order-0": "2", "order-1": "1", "turn-1": "90"}
    answer = ana.post(f"/cases/{case.number}/bundle", form)
    assert answer.headers["Location"] == f"/cases/{case.number}/review"
    ana.post(f"/cases/{case.number}/bundle", form | {"start-0": "1", "revision": "none"})
    assert office.arranged == [
        (case.number, [[(two, 1, 90), (one, 1, 0)]], case.revision, "ana"),
        (case.number, [[(two, 1, 90)], [(one, 1, 0)]], -1, "ana"),
    ]


def test_an_order_that_was_refused_is_told_and_kept_on_the_form(office: Office, ana: Client) -> None:
    """What a clerk wrote is not lost."""
    case = of_two_documents(office)
    office.refusal = "the pages stand like that already"
    form = {"do": "arrange", "order-0": "2", "order-1": "1", "turn-1": "90", "pick-1": "1"}
    answer = ana.post(f"/cases/{case.number}/bundle", form)
    text = answer.content.decode()
    assert (answer.status_code, "Las páginas ya están así" in text) == (409, True)
    assert 'name="order-0" inputmode="numeric" value="2"' in text
    assert 'name="pick-1" value="1" checked' in text
    assert '<option value="90" selected>' in text


def of_two_documents(office: Office) -> Case:
    """A case of two documents of one page."""
    from dataclasses import replace

    from fakes import ports

    from desk.register import DjangoRegister

    case = waiting_case(office, key="two")
    other = ports.document(b"another page", "dni.pdf")
    documents = (*case.application.documents, other)
    case = replace(
        case,
        application=replace(case.application, documents=documents),
        readings={**case.readings, other.sha256: "s" * 64},
        revision=case.revision + 1,
    )
    DjangoRegister().save(case)
    return case


def pdf_of(*widths: int) -> bytes:
    """A PDF with a page of each width."""
    made, out = pikepdf.new(), BytesIO()
    for width in widths:
        made.add_blank_page(page_size=(width, 800))
    made.save(out)
    return out.getvalue()


def test_pages_stand_in_their_new_order_turned_as_told() -> None:
    """From several documents, a photograph among them; the same choice gives the same bytes."""
    photograph = BytesIO()
    Image.new("RGB", (200, 100), "white").save(photograph, "PNG")
    leaves = [
        Leaf(pdf_of(300, 400), 2, 90),
        Leaf(photograph.getvalue(), 1),
        Leaf(pdf_of(300, 400), 1),
    ]
    data = arranged(leaves)
    with pikepdf.open(BytesIO(data)) as made:
        shapes = [(round(float(page.mediabox[2])), int(page.get("/Rotate", 0))) for page in made.pages]
    assert shapes == [(400, 90), (72, 0), (300, 0)]
    assert arranged(leaves) == data


@pytest.mark.parametrize("leaf", [Leaf(pdf_of(300), 2), Leaf(b"%PDF-1.7 broken", 1), Leaf(b"plain text", 1)])
def test_what_has_no_such_page_is_refused(leaf: Leaf) -> None:
    """A page too many, a broken file, a file without pages."""
    with pytest.raises(UnreadableDocument):
        arranged([leaf])
