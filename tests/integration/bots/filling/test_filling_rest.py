"""The demonstration back-office filled through its REST interface."""

from __future__ import annotations

import logging
import socket
import threading
from pathlib import Path

import pytest
from fakes.town import ACCOUNT, Town, case_file, entry, nif

from bots.filling.once import fill
from bots.filling.systems import BackOffices, build_backoffices
from casework.errors import BackOfficeDown, EntryRefused, Misconfigured
from casework.filing import Entry

pytestmark = pytest.mark.robot
SYSTEM = "municipal_rest"


def test_a_file_is_filed_once_and_read_back(town: Town, robots: BackOffices) -> None:
    """All values come back as written, the procedure's data one level down, and a second filling finds the first."""
    wanted = case_file("rest-1")
    proof = fill(robots[SYSTEM], wanted)
    record, found, picture = proof.record, proof.found, proof.after
    assert (dict(record.values), found, picture) == (dict(wanted.values), False, None)
    proof = fill(robots[SYSTEM], wanted)
    again, found = proof.record, proof.found
    assert (again, found) == (record, True)
    [held] = town.records("expedientes", external_key=wanted.key)
    assert held["numero"] == record.id
    assert held["datos"] == {"vehicle_plate": "1234BCD", "signed": "true"}
    assert record.address == f"{town.address}/admin/records/expediente/{held['id']}/change/"
    assert robots[SYSTEM].account == "robot-of-the-tests"


def test_an_entry_of_the_register_keeps_its_moment(town: Town, robots: BackOffices) -> None:
    """The moment of presentation is read back with its offset, long texts with their lines."""
    wanted = entry(
        "rest-2", SYSTEM, "registry_entry",
        fecha_presentacion="2026-11-16T09:05:00+01:00", canal="presencial", resumen="Instancia general",
        procedimiento="P00", interesado_nif=nif(20784519), interesado_nombre="Vicent Ferrer",
        unidad_destino="Participación", expone="Primera línia\n\nSegona línia", solicita="Més fanals",
    )  # fmt: skip
    fill(robots[SYSTEM], wanted)
    [held] = town.records("asientos", external_key=wanted.key)
    assert {name: held[name] for name in wanted.values} == dict(wanted.values)


def test_a_lost_answer_ends_in_one_record(town: Town, robots: BackOffices) -> None:
    """The server stores the record and answers 504: looking settles it."""
    wanted = case_file("rest-3")
    town.fail_next("timeout_after_write")
    proof = fill(robots[SYSTEM], wanted)
    found = proof.found
    assert found is False
    assert len(town.records("expedientes", external_key=wanted.key)) == 1


def test_a_server_error_is_retryable_and_writes_nothing(town: Town, robots: BackOffices) -> None:
    """A 500 is a system that is down; the next try files it."""
    wanted = case_file("rest-4")
    town.fail_next("500")
    with pytest.raises(BackOfficeDown, match="municipal_rest answered 500"):
        fill(robots[SYSTEM], wanted)
    assert town.records("expedientes", external_key=wanted.key) == []
    assert fill(robots[SYSTEM], wanted).found is False


def test_a_key_that_is_there_already_is_no_failure(town: Town, robots: BackOffices) -> None:
    """Two robots that looked at the same moment both end with the one record."""
    wanted = case_file("rest-5")
    robots[SYSTEM].write(wanted)
    robots[SYSTEM].write(wanted)
    assert len(town.records("expedientes", external_key=wanted.key)) == 1


def test_threads_that_fill_the_same_entry_make_one_record(town: Town, robots: BackOffices) -> None:
    """Each thread has its own session, and none writes twice."""
    wanted, ids = case_file("rest-6"), []
    threads = [threading.Thread(target=lambda: ids.append(fill(robots[SYSTEM], wanted).record.id)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 4
    assert len(set(ids)) == 1


def test_a_refusal_has_the_systems_words_and_nobodys_data(
    robots: BackOffices, caplog: pytest.LogCaptureFixture
) -> None:
    """What the clerk reads is the system's sentence; the value it refuses stands in no log and no message."""
    wrong = f"{12345678:08}A"
    with caplog.at_level(logging.DEBUG), pytest.raises(EntryRefused) as refused:
        fill(robots[SYSTEM], case_file("rest-7", interesado_nif=wrong))
    assert refused.value.args[0] == (
        "municipal_rest: El NIF no es correcto: la letra o dígito de control no corresponde."
    )
    assert wrong not in caplog.text
    assert ACCOUNT["BACKOFFICE_API_TOKEN"] not in caplog.text


def test_nothing_of_a_filling_is_logged(robots: BackOffices, caplog: pytest.LogCaptureFixture) -> None:
    """Even where an administrator has set everything to DEBUG."""
    with caplog.at_level(logging.DEBUG):
        fill(robots[SYSTEM], case_file("rest-8", interesado_nif=nif(53811647), interesado_nombre="Ximo Seguí Oculto"))
    assert nif(53811647) not in caplog.text
    assert "Seguí Oculto" not in caplog.text


def test_a_system_that_is_not_there_is_down(project: Path, town: Town) -> None:
    """A refused connection is retryable, and the message holds no address with its key."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        settings = {**town.settings, "MUNICIPAL_ADDRESS": f"http://127.0.0.1:{held.getsockname()[1]}"}
        robots = build_backoffices(project / "templates/entries", settings, lambda name: ACCOUNT[name])
        with pytest.raises(BackOfficeDown, match=r"^municipal_rest: ConnectionError$"):
            robots[SYSTEM].look(case_file("rest-9"))
        robots.close()


@pytest.mark.parametrize(("token", "told"), [("", "the secret BACKOFFICE_API_TOKEN is not set"), ("x" * 20, "refuses")])
def test_a_wrong_account_stops_at_once(project: Path, town: Town, token: str, told: str) -> None:
    """Trying again would not help: it says which secret to check."""
    secrets = {**ACCOUNT, "BACKOFFICE_API_TOKEN": token}
    robots = build_backoffices(project / "templates/entries", town.settings, lambda name: secrets[name])
    with pytest.raises(Misconfigured, match=told):
        robots[SYSTEM].look(case_file("rest-10"))
    robots.close()


def test_an_entry_of_another_system_is_misconfigured(robots: BackOffices) -> None:
    """A robot knows the entries of its own folder."""
    with pytest.raises(Misconfigured, match="there is no entry municipal_rest/moon"):
        robots[SYSTEM].look(Entry(key="k", system=SYSTEM, name="moon", version="1", values={}))
