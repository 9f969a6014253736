"""Two awkward systems, configured by files alone: a portal of scripts and a desk of incidents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.awkward_apps import Held, awkward_apps

from bots.filling.config import lint
from bots.filling.once import fill
from bots.filling.systems import BackOffices, build_backoffices
from casework.errors import EntryRefused
from casework.filing import Entry, filing_key

pytestmark = pytest.mark.robot
ENTRIES = Path(__file__).parent / "awkward_entries"
SECRETS = {"ROBOT_USER": "robot", "ROBOT_PASSWORD": "secreto"}


@pytest.fixture(scope="module")
def apps() -> Iterator[tuple[str, Held]]:
    with awkward_apps() as running:
        yield running


@pytest.fixture(scope="module")
def held(apps: tuple[str, Held]) -> Held:
    return apps[1]


@pytest.fixture(scope="module")
def robots(apps: tuple[str, Held]) -> Iterator[BackOffices]:
    settings = {"AWKWARD_ADDRESS": apps[0], "CHROMIUM": "/usr/bin/chromium", "CHROMEDRIVER": "/usr/bin/chromedriver"}
    built = build_backoffices(ENTRIES, settings, lambda name: SECRETS[name], lambda _: b"%PDF")
    yield built
    built.close()


def request(number: str, **changes: str) -> Entry:
    """A request as its template would render it."""
    values = {
        "nif": "12345678Z", "nombre": "Ana Soler Mas", "iban": "ES9121000418450200051332",
        "barrio": "San Blas - Santo Domingo", "fecha": "03/11/2026", "modalidad": "Temporal", "avisos": "true",
        "motivo": "Primera línea\nSegunda", "documento": f"{'a' * 64}/doc.pdf",
    }  # fmt: skip
    key = filing_key(number, "portal", "request")
    return Entry(key=key, system="portal", name="request", version="1", values={**values, **changes})


def incident(number: str, **changes: str) -> Entry:
    """An incident as its template would render it."""
    values = {"asunto": "Ruido", "nif": "12345678Z", "interesado": "Ana Soler Mas", "categoria": "Limpieza",
              "fecha": "16/11/2026", "etiquetas": "vía pública", "texto": "Uno\nDos"}  # fmt: skip
    key = filing_key(number, "incident_desk", "incident")
    return Entry(key=key, system="incident_desk", name="incident", version="1", values={**values, **changes})


@pytest.mark.parametrize("system", ["portal", "incident_desk"])
def test_their_files_are_in_order(system: str) -> None:
    """The linter knows every step they use."""
    assert lint(ENTRIES / system) == []


def test_a_wizard_of_scripts_is_filled_and_found_again_in_a_list_without_search(
    held: Held, robots: BackOffices
) -> None:
    """Masks, a list that holds only what is in sight, a calendar to leaf through, cards, a hidden file field."""
    wanted = request("awkward-1")
    proof = fill(robots["portal"], wanted)
    [one] = [one for one in held.requests if one["key"] == wanted.key]
    assert (proof.record.id, proof.found, one["number"]) == ("2026/00001", False, "2026/00001")
    assert (one["barrio"], one["date"], one["kind"], one["mails"], one["file"]) == (
        "San Blas - Santo Domingo", "03/11/2026", "Temporal", True, "doc.pdf:4",
    )  # fmt: skip
    assert proof.before is not None
    assert proof.after is not None
    held.requests += [{"key": f"other {place}", "name": "x", "number": str(place)} for place in range(9)]
    assert fill(robots["portal"], wanted).found is True


def test_what_the_server_refuses_after_its_toast_is_a_refusal(held: Held, robots: BackOffices) -> None:
    """The toast said that it was saved."""
    before = len(held.requests)
    with pytest.raises(EntryRefused, match="portal: No hay plazas en ese barrio"):
        fill(robots["portal"], request("awkward-2", barrio="San Blas"))
    assert len(held.requests) == before


def test_a_session_that_ends_within_the_wizard_ends_in_one_record(held: Held, robots: BackOffices) -> None:
    """A box says so; the robot logs in, looks, and begins again."""
    wanted = request("awkward-3")
    held.plan.append("session ends at validate")
    fill(robots["portal"], wanted)
    assert held.plan == []
    assert len([one for one in held.requests if one["key"] == wanted.key]) == 1


def test_a_desk_with_a_window_to_choose_in_and_a_page_to_confirm_is_filled(held: Held, robots: BackOffices) -> None:
    """A menu under the pointer, a window that closes by itself, an editor in a frame, a list behind a hidden one."""
    wanted = incident("awkward-4")
    proof = fill(robots["incident_desk"], wanted)
    [one] = [one for one in held.incidents if one["ref"] == wanted.key]
    assert (one["whoid"], one["cat"], one["date"], one["tags"]) == (
        "12345678Z",
        "Limpieza",
        "16/11/2026",
        "vía pública",
    )
    assert (proof.record.values["interesado"], proof.found) == ("Ana Soler Mas", False)


@pytest.mark.parametrize("fault", ["token gone", "answer lost", "session ends at new", "session ends at confirm"])
def test_what_goes_wrong_while_saving_ends_in_one_incident(held: Held, robots: BackOffices, fault: str) -> None:
    """A form that is too old, an answer that never came, a session that was over."""
    wanted = incident(f"awkward-5 {fault}")
    held.plan.append(fault)
    fill(robots["incident_desk"], wanted)
    assert held.plan == []
    assert len([one for one in held.incidents if one["ref"] == wanted.key]) == 1
