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
    answer = ana.post(f"/cases/{case.number}/bundle", {"order-0": "1", "turn-0": "180"})
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
        assert f"<small>{said}</small>" in ana.get(f"/cases/{case.number}/bundle").content.decode()


@pytest.mark.parametrize("form", [{}, {"order-0": "first"}, {"order-0": "1", "turn-0": "45"}, {"order-7": "1"}])
def test_a_choice_that_makes_no_case_is_refused_on_the_form(
    office: Office, case: Case, ana: Client, form: dict[str, str]
) -> None:
    """No page, no number, no right angle, a page that is not there."""
    answer = ana.post(f"/cases/{case.number}/bundle", form)
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert office.taken == []


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
