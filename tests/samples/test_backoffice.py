"""The demonstration back-office as its users meet it: a real process, its forms and its REST interface."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

SERVE = Path(__file__).parents[2] / "samples/backoffice/serve.py"
ACCOUNT = {
    "BACKOFFICE_ROBOT_USER": "robot",
    "BACKOFFICE_ROBOT_PASSWORD": "only-in-this-test",
    "BACKOFFICE_API_TOKEN": "token-only-in-this-test",
    "BACKOFFICE_FAULTS": "1",
}
TOKEN = {"Authorization": "Token token-only-in-this-test"}
NAME = "María Dolores López Sánchez"
EXPEDIENTE = {
    "external_key": "case-1",
    "procedimiento": "P01",
    "asunto": "Tarjeta de residente ORA",
    "interesado_nif": "12345678Z",
    "interesado_nombre": NAME,
    "fecha_entrada": "2026-03-02",
    "numero_solicitud": "2026-000017",
    "datos": {"vehicle_plate": "1234BCD", "amount": "1234.50", "signed": True},
    "observaciones": "línea 1\nlínea 2",
}


@dataclass(frozen=True, slots=True)
class Backoffice:
    """A running back-office: its process, and a client that carries the token."""

    process: subprocess.Popen[str]
    client: httpx.Client

    def post(self, path: str, body: object) -> httpx.Response:
        return self.client.post(f"/api/v1/{path}", json=body, headers=TOKEN)

    def get(self, path: str) -> httpx.Response:
        return self.client.get(f"/api/v1/{path}", headers=TOKEN)

    def stop(self, how: signal.Signals) -> int:
        self.client.close()
        self.process.send_signal(how)
        self.process.communicate(timeout=20)
        return self.process.returncode


def start(data: Path) -> Backoffice:
    """A back-office that has said it listens, on a port the system chose."""
    process = subprocess.Popen(
        [sys.executable, SERVE, "--port", "0", "--data", data],
        env=os.environ | ACCOUNT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    word, _, address = process.stdout.readline().strip().partition(" ")
    assert word == "listening"
    return Backoffice(process, httpx.Client(base_url=address, timeout=20))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backoffice]:
    running = start(tmp_path_factory.mktemp("backoffice"))
    yield running
    assert running.stop(signal.SIGTERM) == 0


@pytest.fixture
def clerk(office: Backoffice) -> Iterator[httpx.Client]:
    """The robot's account, logged in to the forms."""
    with httpx.Client(base_url=office.client.base_url, timeout=20) as browser:
        page = browser.get("/admin/login/")
        credentials = {"username": "robot", "password": "only-in-this-test", "next": "/admin/"}
        answer = browser.post("/admin/login/", data=credentials | csrf(page))
        assert answer.headers["location"] == "/admin/"
        yield browser


def csrf(page: httpx.Response) -> dict[str, str]:
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    assert token is not None
    return {"csrfmiddlewaretoken": token[1]}


def submit(clerk: httpx.Client, form: str, values: dict[str, str]) -> httpx.Response:
    """Open an add form, fill it and press "Guardar", as a browser does."""
    return clerk.post(form, data=values | csrf(clerk.get(form)))


def mandate(key: str) -> dict[str, str]:
    return {
        "external_key": key,
        "tributo": "ibi",
        "deudor_nif": "12345678Z",
        "deudor_nombre": NAME,
        "titular_nif": "B54617204",
        "titular_nombre": "Levante S.L.",
        "iban": "ES9121000418450200051332",
        "tipo_pago": "recurrente",
        "fecha_firma": "2026-03-02",
    }


def test_health_answers_without_a_token(office: Backoffice) -> None:
    """The health check says that the database answers."""
    assert office.client.get("/salud/").json() == {"estado": "ok", "base_de_datos": "ok"}


def test_rest_reads_back_what_was_written(office: Backoffice) -> None:
    """Every value of a created record is found again by its external key, unchanged."""
    created = office.post("expedientes/", EXPEDIENTE)
    assert created.status_code == 201
    found = office.get("expedientes/?external_key=case-1").json()
    assert found == {"count": 1, "results": [created.json()]}
    assert created.json() | EXPEDIENTE == created.json()
    assert office.get(f"expedientes/{created.json()['id']}/").json() == created.json()


def test_second_write_of_a_key_is_a_conflict(office: Backoffice) -> None:
    """Five writers with one key leave one record, and all the others learn its id."""
    entry = mandate("once")
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: office.post("domiciliaciones/", entry), range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
    assert len({answer.json()["id"] for answer in answers}) == 1


def test_numbers_have_no_gaps(office: Backoffice) -> None:
    """A refused record uses up no number, even among parallel writers."""
    keys = [f"gapless-{i}" for i in range(8)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda key: office.post("padron/", inscription(key)), keys))
    refused = office.post("padron/", inscription("gapless-bad") | {"motivo": "otro"})
    assert refused.status_code == 400
    last = office.post("padron/", inscription("gapless-last")).json()["numero"]
    numbers = [one["numero"] for one in office.get("padron/").json()["results"]]
    assert [number[-6:] for number in numbers] == [f"{i:06}" for i in range(1, 10)]
    assert last == numbers[-1]


def inscription(key: str) -> dict[str, str | int]:
    return {
        "external_key": key,
        "motivo": "cambio_residencia",
        "nombre": NAME,
        "documento": "AAB123456",
        "fecha_nacimiento": "1980-05-17",
        "domicilio": "Calle Mayor 12, 3º B",
        "codigo_postal": "03002",
        "numero_personas": 3,
    }


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("deudor_nif", "12345678A", "El NIF no es correcto: la letra o dígito de control no corresponde."),
        ("titular_nif", "P03014008", "El NIF no es correcto: la letra o dígito de control no corresponde."),
        ("deudor_nif", "12345678-Z", "Escriba el NIF con 9 caracteres en mayúsculas, sin espacios ni guiones."),
        ("iban", "ES9121000418450200051333", "El IBAN no es correcto: los dígitos de control no corresponden."),
        ("tributo", "agua", "Valor 'agua' no es una opción válida."),
        ("deudor_nombre", "", "Este campo no puede estar vacío."),
        ("deudor_nombre", 7, "Valor no válido."),
        ("color", "rojo", "Campo desconocido."),
    ],
)
def test_rest_refuses_with_the_field_and_the_reason(
    office: Backoffice, field: str, value: object, message: str
) -> None:
    """What the model refuses comes back as 400 with a Spanish message under the field."""
    answer = office.post("domiciliaciones/", mandate("refused") | {field: value})
    assert answer.status_code == 400
    assert answer.json()["errors"][field][0] == message


def test_one_name_for_each_nif(office: Backoffice) -> None:
    """A third party's NIF under another name is a business error."""
    assert office.post("terceros/", {"nif": "B54617204", "nombre": "Levante S.L."}).status_code == 201
    answer = office.post("terceros/", {"nif": "B54617204", "nombre": "Poniente S.L."})
    assert answer.json() == {"errors": {"nif": ["Ya existe un tercero con este NIF y otro nombre."]}}


def test_annulled_record_stays_readable(office: Backoffice) -> None:
    """The compensation marks the record, keeps its key, and can be repeated."""
    record = office.post("domiciliaciones/", mandate("to-annul")).json()
    for _ in range(2):
        annulled = office.post(f"domiciliaciones/{record['id']}/anular/", {"motivo": "duplicada"}).json()
        assert annulled == record | {"anulado": True, "motivo_anulacion": "duplicada"}
    assert office.post("domiciliaciones/", mandate("to-annul")).status_code == 409


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/api/v1/asientos/", {}, 401),
        ("/api/v1/asientos/", {"Authorization": "Token ñ"}, 401),
        ("/api/v1/nada/", TOKEN, 404),
        ("/api/v1/asientos/99/", TOKEN, 404),
        ("/api/v1/asientos/?color=rojo", TOKEN, 400),
    ],
)
def test_rest_turns_wrong_requests_away(office: Backoffice, path: str, headers: dict[str, str], status: int) -> None:
    """No token, no such thing and no such filter each have their status."""
    answer = office.client.get(path, headers={name: value.encode() for name, value in headers.items()})
    assert answer.status_code == status


def test_login_page_is_spanish(office: Backoffice) -> None:
    """A clerk sees the municipal system's name and Spanish labels."""
    page = office.client.get("/admin/login/").text
    assert '<html lang="es"' in page
    assert "Sistema de gestión municipal (demostración)" in page
    assert "Contraseña:" in page


def test_form_without_csrf_token_is_refused(clerk: httpx.Client) -> None:
    """A form posted from elsewhere stores nothing."""
    assert clerk.post("/admin/records/tercero/add/", data={"nif": "12345678Z", "nombre": NAME}).status_code == 403


def test_form_stores_what_was_typed(office: Backoffice, clerk: httpx.Client) -> None:
    """An entry typed in Spanish style is read back by REST in ISO, with its line ends as typed."""
    typed = {
        "fecha_presentacion": "02/03/2026 09:15:00",
        "canal": "presencial",
        "interesado_nif": "12345678Z",
        "interesado_nombre": NAME,
        "unidad_destino": "Tráfico",
        "resumen": "Solicitud de tarjeta",
        "expone": "uno\r\ndos",
        "external_key": "typed-1",
    }
    saved = submit(clerk, "/admin/records/asiento/add/", typed)
    assert saved.headers["location"] == "/admin/records/asiento/"
    [stored] = office.get("asientos/?external_key=typed-1").json()["results"]
    assert stored["numero"] in clerk.get("/admin/records/asiento/").text
    iso = {"fecha_presentacion": "2026-03-02T09:15:00+01:00", "expone": "uno\ndos"}
    assert stored | typed | iso == stored


def test_form_shows_errors_in_spanish(clerk: httpx.Client) -> None:
    """A wrong control letter comes back on the form with its reason, and nothing is stored."""
    page = submit(clerk, "/admin/records/tercero/add/", {"nif": "12345678A", "nombre": NAME})
    assert page.status_code == 200
    assert "la letra o dígito de control no corresponde" in page.text


def test_expediente_form_keeps_its_data(office: Backoffice, clerk: httpx.Client) -> None:
    """The data of a procedure typed as JSON come back as JSON, and an empty box as no data."""
    typed = {name: str(value) for name, value in EXPEDIENTE.items()} | {"estado": "abierto"}
    for key, text, data in (("json", '{"plate": "Ñ1"}', {"plate": "Ñ1"}), ("none", "", {})):
        submit(clerk, "/admin/records/expediente/add/", typed | {"external_key": key, "datos": text})
        [stored] = office.get(f"expedientes/?external_key={key}").json()["results"]
        assert stored["datos"] == data
        assert clerk.get(f"/admin/records/expediente/{stored['id']}/change/").status_code == 200


def test_autocomplete_finds_the_third_party(office: Backoffice, clerk: httpx.Client) -> None:
    """The box "Tercero" searches by part of the name."""
    office.post("terceros/", {"nif": "00000000T", "nombre": "Vicenta Ñíguez"})
    query = {"term": "Ñígue", "app_label": "records", "model_name": "expediente", "field_name": "tercero"}
    found = clerk.get("/admin/autocomplete/", params=query).json()["results"]
    assert [one["text"] for one in found] == ["00000000T Vicenta Ñíguez"]


def test_robot_can_neither_delete_nor_see_accounts(office: Backoffice, clerk: httpx.Client) -> None:
    """The robot's account has the records and nothing else."""
    record = office.post("domiciliaciones/", mandate("kept")).json()
    assert clerk.get(f"/admin/records/domiciliacion/{record['id']}/delete/").status_code == 403
    assert clerk.get("/admin/auth/user/").status_code == 403


@pytest.mark.parametrize(
    ("fault", "status", "stored"),
    [("timeout_after_write", 504, 1), ("500", 500, 0), ("slow", 201, 1)],
)
def test_planned_fault_strikes_one_rest_write(office: Backoffice, fault: str, status: int, stored: int) -> None:
    """Only the next create fails; after a time-out the record is there although nobody was told."""
    office.post("_faults/", {"next": fault, "seconds": 0.05})
    assert office.post("domiciliaciones/", mandate(fault)).status_code == status
    assert office.get(f"domiciliaciones/?external_key={fault}").json()["count"] == stored
    assert office.post("domiciliaciones/", mandate(f"{fault}-next")).status_code == 201


def test_timeout_after_write_strikes_the_form(office: Backoffice, clerk: httpx.Client) -> None:
    """A refused form does not use the fault up; the one that stores gets no answer."""
    form = "/admin/records/domiciliacion/add/"
    office.post("_faults/", {"next": "timeout_after_write"})
    assert submit(clerk, form, mandate("typed-lost") | {"iban": "ES00"}).status_code == 200
    assert submit(clerk, form, mandate("typed-lost")).status_code == 504
    assert office.get("domiciliaciones/?external_key=typed-lost").json()["count"] == 1


def test_killed_process_loses_nothing(tmp_path: Path) -> None:
    """What was answered with 201 is there after kill -9 and a new start."""
    first = start(tmp_path)
    created = first.post("expedientes/", EXPEDIENTE).json()
    assert first.stop(signal.SIGKILL) == -signal.SIGKILL
    second = start(tmp_path)
    assert second.get("expedientes/").json() == {"count": 1, "results": [created]}
    assert second.stop(signal.SIGINT) == 0


def test_start_needs_credentials(tmp_path: Path) -> None:
    """There is no default password: without one the start fails and names the variable."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BACKOFFICE_")}
    command = [sys.executable, SERVE, "--port", "0", "--data", tmp_path]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (1, "backoffice: set BACKOFFICE_ROBOT_USER (at least 1 characters)\n")
