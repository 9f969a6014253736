"""The demonstration back-office filled through its pages by a real browser, verified through its REST read."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.town import ACCOUNT, Town, direct_debit, entry, nif, third_party

from bots.filling.once import fill
from bots.filling.systems import BackOffices, build_backoffices
from bots.filling.web import WebBackOffice
from casework.errors import BackOfficeDown, EntryRefused, Misconfigured, PageChanged

pytestmark = pytest.mark.robot
SYSTEM = "municipal_web"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def robot(robots: BackOffices) -> WebBackOffice:
    found = robots[SYSTEM]
    assert isinstance(found, WebBackOffice)
    return found


@pytest.fixture
def short_tmp() -> Iterator[Path]:
    """A folder whose path leaves room for a browser's socket."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        yield Path(folder)


def test_a_direct_debit_is_filed_once_and_read_back(town: Town, robot: WebBackOffice) -> None:
    """Lists, dates and texts come back as typed, with a picture; a second filling finds the first."""
    wanted = direct_debit("web-1")
    proof = fill(robot, wanted)
    record, found, picture = proof.record, proof.found, proof.after
    assert (dict(record.values), found) == (dict(wanted.values), False)
    assert picture is not None
    assert picture.startswith(PNG)
    proof = fill(robot, wanted)
    again, found = proof.record, proof.found
    assert (again.id, found) == (record.id, True)
    [held] = town.records("domiciliaciones", external_key=wanted.key)
    assert held["numero"] == record.id
    assert (held["tributo"], held["tipo_pago"], held["fecha_firma"]) == ("ibi", "unico", "2026-11-16")
    assert (held["deudor_nif"], held["iban"]) == (nif(21456083), "ES0721001640980200451837")


def test_a_line_of_the_census_is_filed(town: Town, robot: WebBackOffice) -> None:
    """A number of persons, an accented name and a value that is left out."""
    wanted = entry(
        "web-2", SYSTEM, "census",
        motivo="Cambio de domicilio", nombre="Àngela  Muñoz i Pérez", documento=nif(21398754),
        fecha_nacimiento="03/02/1980", domicilio="C/ Sant Vicent, 5, 2n A", codigo_postal="03004", personas="3",
    )  # fmt: skip
    fill(robot, wanted)
    [held] = town.records("padron", external_key=wanted.key)
    assert (held["motivo"], held["nombre"], held["numero_personas"]) == ("cambio_domicilio", "Àngela Muñoz i Pérez", 3)
    assert (held["fecha_nacimiento"], held["nacionalidad"]) == ("1980-02-03", "")


def test_a_third_party_is_filed(town: Town, robot: WebBackOffice) -> None:
    """Everything that is typed stands in the other side's read."""
    values = {"domicilio": "Calle Mayor 12, 3º B", "codigo_postal": "03001", "telefono": "+34612480915"}
    wanted = third_party("web-3", nif(30000001), "Ana Beltrán Ruiz", **values)
    fill(robot, wanted)
    [held] = town.records("terceros", external_key=wanted.key)
    assert {name: held[name] for name in wanted.values} == dict(wanted.values)


def test_somebody_the_council_knows_is_not_typed_again(town: Town, robot: WebBackOffice) -> None:
    """The same NIF and name is the same person, whoever wrote them and wherever they lived then."""
    town.create("terceros", nif=nif(30000002), nombre="Blai Soler Mas", municipio="Elda")
    proof = fill(robot, third_party("web-4", nif(30000002), "Blai Soler Mas", municipio="Alicante"))
    record, found = proof.record, proof.found
    assert found is True
    assert record.values["municipio"] == "Elda"
    assert len(town.records("terceros", nif=nif(30000002))) == 1


def test_a_nif_with_another_name_is_refused_in_the_pages_words(
    town: Town, robot: WebBackOffice, caplog: pytest.LogCaptureFixture
) -> None:
    """The clerk reads the page's own sentence; nothing is written, and nobody's data is logged."""
    town.create("terceros", nif=nif(30000003), nombre="Carme Vidal Pons")
    with caplog.at_level(logging.DEBUG), pytest.raises(EntryRefused) as refused:
        fill(robot, third_party("web-5", nif(30000003), "Carles Vidal Pons"))
    assert "municipal_web: Ya existe un tercero con este NIF" in refused.value.args[0]
    assert [held["nombre"] for held in town.records("terceros", nif=nif(30000003))] == ["Carme Vidal Pons"]
    for secret in (nif(30000003), "Vidal", ACCOUNT["BACKOFFICE_ROBOT_PASSWORD"]):
        assert secret not in caplog.text
        assert secret not in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"referencia": "9" * 41}, "referencia has 41 characters and «Referencia o número fijo» takes 40"),
        ({"tributo": "Tasa de luna"}, "the list «Tributo» does not offer the value of tributo"),
        ({"iban": "ES0021001640980200451837"}, "El IBAN no es correcto"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(
    town: Town, robot: WebBackOffice, changes: dict[str, str], told: str
) -> None:
    """A page that would cut or change a value gets none, and no record is made."""
    wanted = direct_debit("web-6", **changes)
    with pytest.raises(EntryRefused) as refused:
        fill(robot, wanted)
    assert told in refused.value.args[0]
    assert town.records("domiciliaciones", external_key=wanted.key) == []


def test_a_lost_answer_ends_in_one_record(town: Town, robot: WebBackOffice) -> None:
    """The form is stored and the page never says so: looking settles it."""
    wanted = direct_debit("web-7")
    town.fail_next("timeout_after_write")
    proof = fill(robot, wanted)
    found = proof.found
    assert found is False
    assert len(town.records("domiciliaciones", external_key=wanted.key)) == 1


def test_a_server_error_is_retryable_and_writes_nothing(town: Town, robot: WebBackOffice) -> None:
    """A page of status 500 is a system that is down; the next try files it."""
    wanted = direct_debit("web-8")
    town.fail_next("500")
    with pytest.raises(BackOfficeDown, match="the server answered 500"):
        fill(robot, wanted)
    assert town.records("domiciliaciones", external_key=wanted.key) == []
    assert fill(robot, wanted).found is False


def test_an_expired_session_is_renewed(town: Town, robot: WebBackOffice) -> None:
    """The robot logs in again when a page asks for it."""
    robot.warm()
    robot.forget_session()
    wanted = direct_debit("web-9")
    fill(robot, wanted)
    assert len(town.records("domiciliaciones", external_key=wanted.key)) == 1


def test_a_page_that_changed_is_told_by_its_label(project: Path, town: Town, tmp_path: Path) -> None:
    """A label that is not there stops the entry with its name, before anything is saved."""
    shutil.copytree(project / "templates/entries" / SYSTEM, tmp_path / SYSTEM)
    path = tmp_path / SYSTEM / "direct_debit.yaml"
    path.write_text(path.read_text().replace("NIF del deudor: deudor_nif", "Número del deudor: deudor_nif"))
    robots = build_backoffices(tmp_path, town.settings, lambda name: ACCOUNT[name])
    wanted = direct_debit("web-10")
    try:
        with pytest.raises(
            PageChanged, match=r"step 3 .fill.: there is no label «Número del deudor»; the page has .*«NIF del deudor»"
        ):
            fill(robots[SYSTEM], wanted)
    finally:
        robots.close()
    assert town.records("domiciliaciones", external_key=wanted.key) == []


def test_a_system_that_is_not_there_is_down(project: Path, town: Town) -> None:
    """A refused connection is retryable, and the next try starts with a fresh browser."""
    settings = {**town.settings, "MUNICIPAL_ADDRESS": "http://127.0.0.1:9"}
    robots = build_backoffices(project / "templates/entries", settings, lambda name: ACCOUNT[name])
    try:
        with pytest.raises(BackOfficeDown):
            robots[SYSTEM].look(direct_debit("web-11"))
    finally:
        robots.close()


@pytest.mark.parametrize("program", ["CHROMIUM", "CHROMEDRIVER"])
def test_a_missing_program_is_named(project: Path, town: Town, program: str) -> None:
    """The remedy names the packages."""
    settings = {**town.settings, program: "/usr/bin/no-such-program"}
    robots = build_backoffices(project / "templates/entries", settings, lambda name: ACCOUNT[name])
    with pytest.raises(Misconfigured, match="there is no program /usr/bin/no-such-program — install chromium"):
        robots[SYSTEM].look(direct_debit("web-11"))


def test_a_wrong_password_stops_at_once(project: Path, town: Town) -> None:
    """Trying again would lock the account: it is a matter of configuration."""
    secrets = {**ACCOUNT, "BACKOFFICE_ROBOT_PASSWORD": "wrong"}
    robots = build_backoffices(project / "templates/entries", town.settings, lambda name: secrets[name])
    try:
        with pytest.raises(Misconfigured, match="municipal_web does not let its account in"):
            robots[SYSTEM].look(direct_debit("web-11"))
    finally:
        robots.close()


def test_a_third_system_needs_files_only(town: Town, third_system: BackOffices) -> None:
    """Menus, a search field, a list that searches and a long text, by steps that name what a person sees."""
    town.create("terceros", nif=nif(30000004), nombre="Dolors Giner Sanz")
    wanted = entry(
        "web-12", "file_book", "linked_file",
        procedimiento="P00 - Instancia general", asunto="Más farolas", nif=nif(30000004), nombre="Dolors Giner Sanz",
        tercero=f"{nif(30000004)} Dolors Giner Sanz", entrada="16/11/2026",
        observaciones="Primera línea\nSegunda\tlínea",
    )  # fmt: skip
    fill(third_system["file_book"], wanted)
    [held] = town.records("expedientes", external_key=wanted.key)
    [person] = town.records("terceros", nif=nif(30000004))
    assert (held["tercero"], held["observaciones"]) == (person["id"], "Primera línea\nSegunda línea")


def test_a_list_that_offers_nothing_is_a_refusal(town: Town, third_system: BackOffices) -> None:
    """A person the list does not know is a matter for a clerk."""
    wanted = entry(
        "web-13", "file_book", "linked_file",
        procedimiento="P00 - Instancia general", asunto="a", nif=nif(30000005), nombre="b",
        tercero=f"{nif(30000005)} Nadie", entrada="16/11/2026",
    )  # fmt: skip
    with pytest.raises(EntryRefused, match="the list «Tercero» does not offer the value of tercero"):
        fill(third_system["file_book"], wanted)
    assert town.records("expedientes", external_key=wanted.key) == []


def test_a_worker_killed_after_the_write_leaves_one_record_and_no_browser(
    project: Path, town: Town, robot: WebBackOffice, short_tmp: Path
) -> None:
    """After kill -9 between write and read-back the next try finds the record; browser and profile are gone."""
    worker = subprocess.Popen(
        [sys.executable, Path(__file__).parent / "killed_worker.py", project, town.address],
        env={**os.environ, **ACCOUNT, "TMPDIR": str(short_tmp), "PYTHONPATH": f"{project}:{project / 'tests'}"},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "written\n"
    assert _browsers(short_tmp) > 0
    os.killpg(worker.pid, signal.SIGKILL)  # with all its group, as a supervisor would
    worker.communicate()
    end = time.monotonic() + 10
    while _browsers(short_tmp) or list(short_tmp.glob("dovtech-browser-*")):
        assert time.monotonic() < end, "the browser outlived its worker"
        time.sleep(0.05)
    wanted = direct_debit("web-14")
    assert fill(robot, wanted).found is True
    assert len(town.records("domiciliaciones", external_key=wanted.key)) == 1


def _browsers(folder: Path) -> int:
    """How many processes were started with that folder."""
    lines = (path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.parent.is_dir())
    return sum(str(folder).encode() in line and b"chrom" in line for line in lines)
