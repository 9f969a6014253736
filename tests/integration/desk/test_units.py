"""What one unit's people may open of another's: nothing, by no address."""

from __future__ import annotations

import pytest
from django.test import Client
from fakes.desk import Office, waiting_case

from casework.case import Case
from desk.access import Sight


@pytest.fixture
def case(office: Office) -> Case:
    """A case of the unit `participation`."""
    return waiting_case(office)


def browser(role: str, *units: str) -> Client:
    """A browser in which somebody with that role in those units is signed in."""
    from django.contrib.auth.models import Group, User

    from desk.accounts import ensure_groups
    from desk.models import Seat

    ensure_groups()
    user = User.objects.create_user(f"{role}-of-{'-'.join(units)}")
    user.groups.add(Group.objects.get(name=role))
    Seat.objects.bulk_create(Seat(user=user, unit=unit) for unit in units)
    client = Client(headers={"accept-language": "es"})
    client.force_login(user)
    return client


def addresses(case: Case) -> list[str]:
    """Every address that shows something of a case."""
    [sha256] = case.readings
    base = f"/cases/{case.number}"
    return [
        base,
        *(f"{base}/{what}/{sha256}" for what in ("documents", "letters", "proofs")),
        f"{base}/pages/{sha256}/1",
    ]


@pytest.mark.parametrize("role", ["clerk", "head"])
def test_another_units_case_is_closed_at_every_address(case: Case, role: str) -> None:
    """Neither page nor paper nor decision, and each try is noted."""
    from desk.models import AuditEntry

    client = browser(role, "markets")
    assert [client.get(address).status_code for address in addresses(case)] == [403] * 5
    answer = client.post(f"/cases/{case.number}/decide", {"revision": "1", "verdict": "approve"})
    assert answer.status_code == 403
    tries = AuditEntry.objects.filter(number=case.number).exclude(who="dovtech").values_list("what", flat=True)
    assert list(tries) == ["denied"] * 6


def test_another_units_case_is_not_in_the_tray_nor_counted(case: Case) -> None:
    """The tray tells nothing of it, searched for or not."""
    client = browser("clerk", "markets")
    for address in ("/", f"/?q={case.number}"):
        text = client.get(address).content.decode()
        assert f"/cases/{case.number}" not in text
        assert "Esperan a una persona <b>0</b>" in text


@pytest.mark.parametrize(
    ("role", "units"),
    [("clerk", ["participation"]), ("head", ["markets", "participation"]), ("clerk", []), ("dpo", ["markets"]),
     ("administrator", ["markets"])],
)  # fmt: skip
def test_those_whose_case_it_is_open_it(case: Case, role: str, units: list[str]) -> None:
    """Their own unit's people, the counter, and those who look after all units."""
    client = browser(role, *units)
    assert case.number in client.get("/").content.decode()
    assert client.get(f"/cases/{case.number}").status_code == 200


def test_a_case_without_a_unit_is_everybodys() -> None:
    """Somebody has to say whose it is; a hidden kind stays hidden."""
    sight = Sight(frozenset({"P05"}), frozenset({"markets"}))
    assert [sight.sees("unknown", ""), sight.sees("P02", "markets"), sight.sees("P08", "participation")] == [
        True,
        True,
        False,
    ]
    assert not sight.sees("P05", "markets")


def test_naming_another_units_case_as_the_first_one_tells_nothing_of_it(office: Office, case: Case) -> None:
    """The same answer as for a number that was never given; their own unit's is taken."""
    from dataclasses import replace

    from desk.register import DjangoRegister

    mine, sister = (waiting_case(office, key=key) for key in ("mine", "sister"))
    for own in (mine, sister):
        DjangoRegister().save(replace(own, unit="markets", revision=2))
    client = browser("clerk", "markets")
    form = {"revision": "2", "verdict": "duplicate"}
    answers = [
        client.post(f"/cases/{mine.number}/decide", form | {"duplicate_of": number})
        for number in (case.number, "DOV-2026-999999", sister.number)
    ]
    assert [answer.status_code for answer in answers] == [409, 409, 302]
    assert all("no other case" not in answer.content.decode() for answer in answers)
    said = [answer.content.decode().partition('role="alert"')[2].partition("</div>")[0] for answer in answers[:2]]
    assert said[0] == said[1] != ""


def test_a_twin_in_another_unit_is_told_without_its_number(office: Office) -> None:
    """That there is one is said; which one, nowhere on the case, not even after a refusal, but to who may see both."""
    from dataclasses import replace

    from casework.findings import finding
    from desk import work
    from desk.register import DjangoRegister

    mine, theirs = (waiting_case(office, key=key) for key in ("mine", "theirs"))
    twin = finding("POSSIBLE_DUPLICATE", label={"es": theirs.number, "ca": theirs.number})
    copy = replace(mine, unit="markets", findings=(twin,), duplicate_of=theirs.number, revision=2)
    DjangoRegister().save(copy)
    work.split(mine.number, theirs.number, "eva")
    base = f"/cases/{mine.number}"
    client, counter = browser("clerk", "markets"), browser("clerk")
    for page in (base, f"{base}/review", f"{base}/ask", f"{base}/bundle", f"{base}/arrived"):
        assert theirs.number not in client.get(page).content.decode(), page
    refused = client.post(f"{base}/decide", {"revision": "1", "verdict": "nonsense"})
    assert (refused.status_code, theirs.number in refused.content.decode()) == (409, False)
    told = "Puede ser un duplicado del expediente (número reservado: usted no puede verlo)."
    assert told in client.get(base).content.decode()
    assert f'href="/cases/{theirs.number}' in counter.get(f"{base}/review").content.decode()
    assert f"Páginas separadas en {theirs.number}" in counter.get(base).content.decode()
