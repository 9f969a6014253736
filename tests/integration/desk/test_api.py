"""What programs may ask: submit once, see what they delivered, be told by signed notices; the description holds."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from django.test import Client, override_settings
from fakes.desk import Office, waiting_case
from hypothesis import HealthCheck, given, settings

from casework.errors import Unavailable, WrongUse
from casework.journey import Status

KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


@pytest.fixture
def office(sqlite: str) -> Iterator[Office]:
    """The rest of the office, behind an empty register."""
    from django.conf import settings as django_settings

    made = Office()
    django_settings.DESK_PORTS = made.ports()
    yield made
    django_settings.DESK_PORTS = None


def token(*scopes: str, name: str = "kiosk", webhook: str = "") -> Any:
    """A new token with its webhook's key."""
    from desk.tokens import give

    return give(name, scopes or ("submit", "read"), by="cap", webhook=webhook)


def program(*scopes: str, name: str = "kiosk") -> Client:
    """A program that shows its token."""
    return Client(headers={"authorization": f"Bearer {token(*scopes, name=name).token}"})


def delivers(client: Client, data: bytes = b"one", key: str = KEY) -> Any:
    """Send one file."""
    file = io.BytesIO(data)
    file.name = "instancia.pdf"
    return client.post("/api/v1/cases", {"files": [file]}, headers={"idempotency-key": key})


def saved(number: str, **changes: Any) -> None:
    """The case goes on to stand so."""
    from desk.register import DjangoRegister

    register = DjangoRegister()
    register.save(replace(register.load(number), **changes))


def test_what_a_program_delivers_becomes_a_case_once(office: Office) -> None:
    """The same key and files give the same number again; with other files the key is refused."""
    client = program()
    first, again, other = delivers(client), delivers(client), delivers(client, b"two")
    assert [first.status_code, again.status_code, other.status_code] == [201, 200, 409]
    assert first.json()["number"] == again.json()["number"] == "DOV-2026-000001"
    assert delivers(client, key="another-key").json()["number"] == "DOV-2026-000002"


def test_two_programs_may_choose_the_same_key(office: Office) -> None:
    """Keys are each program's own."""
    numbers = {delivers(program(name=name)).json()["number"] for name in ("kiosk", "portal")}
    assert len(numbers) == 2


def test_nothing_opens_without_an_open_token(office: Office) -> None:
    """No token, a wrong one, a revoked one, a session's cookie."""
    from desk.tokens import revoke

    client = program()
    number = delivers(client).json()["number"]
    address = f"/api/v1/cases/{number}"
    assert client.get(address).status_code == 200
    revoke("kiosk", by="cap")
    stranger = Client(headers={"authorization": "Bearer dov_x"})
    answers = [each.get(address) for each in (client, stranger, Client())]
    assert [answer.status_code for answer in answers] == [401] * 3
    assert answers[0].headers["WWW-Authenticate"] == "Bearer"


def test_a_token_is_kept_as_a_hash(office: Office) -> None:
    """A copy of the database opens nothing, and signs nothing."""
    from desk.models import Token

    given = token(webhook="https://portal.example/told")
    kept = Token.objects.values().get()
    assert kept["digest"] == hashlib.sha256(given.token.encode()).hexdigest()
    assert given.token not in str(kept)
    assert given.webhook_key not in str(kept)


def test_a_program_sees_what_it_delivered_and_nothing_else(office: Office) -> None:
    """Another's case is not there, nor told to exist; the try is noted."""
    from desk.models import AuditEntry

    theirs = delivers(program(name="portal")).json()["number"]
    kiosk = program()
    denied, unknown = (kiosk.get(f"/api/v1/cases/{number}") for number in (theirs, "DOV-2026-009999"))
    assert (denied.status_code, denied.json()) == (unknown.status_code, unknown.json())
    assert AuditEntry.objects.filter(who="api:kiosk", what="denied", number=theirs).count() == 1


def test_scopes_say_what_a_token_does(office: Office) -> None:
    """Who may only submit does not read, and the other way round; all is all but what is specially protected."""
    number = delivers(program("submit", name="kiosk")).json()["number"]
    reader = program("read_all", name="board")
    assert delivers(reader).status_code == 403
    assert program("submit", name="other").get(f"/api/v1/cases/{number}").status_code == 403
    assert reader.get(f"/api/v1/cases/{number}").status_code == 200
    secret = waiting_case(office, kind="P05").number
    assert reader.get(f"/api/v1/cases/{secret}").status_code == 404


def test_the_outcome_is_told_once_there_is_one(office: Office) -> None:
    """Before, it has not ended."""
    client = program()
    number = delivers(client).json()["number"]
    address = f"/api/v1/cases/{number}/decision"
    assert client.get(address).json()["code"] == "NOT_ENDED"
    saved(number, status=Status.FILED)
    told = client.get(address).json()
    assert (told["status"], told["verdict"], told["letters"]) == ("filed", None, [])


def test_a_service_that_is_away_is_told_as_such(office: Office) -> None:
    """Trying again can help, with the same key."""
    from django.conf import settings as django_settings

    def away(*_: object) -> str:
        raise Unavailable("Temporal does not answer", remedy="start it")

    client = program()
    django_settings.DESK_PORTS = replace(office.ports(), deliver=away)
    assert delivers(client).status_code == 503
    django_settings.DESK_PORTS = office.ports()
    assert delivers(client).status_code == 201


@pytest.mark.parametrize(
    ("name", "scopes", "webhook"),
    [("", ["read"], ""), ("x" * 61, ["read"], ""), ("a", [], ""), ("a", ["all"], ""), ("a", ["read"], "ftp://x/"),
     ("a", ["read"], "http://portal.example/"), ("a", ["read"], "https://user:secret@portal.example/")],
)  # fmt: skip
def test_a_token_that_cannot_be_is_refused(office: Office, name: str, scopes: list[str], webhook: str) -> None:
    """No name, unknown scopes, an address that is none or would send notices in clear."""
    from desk.tokens import give

    with pytest.raises(WrongUse):
        give(name, scopes, by="cap", webhook=webhook)


# Notices -----------------------------------------------------------------------------------------------------------


def test_each_change_of_status_is_told_once_and_signed(office: Office) -> None:
    """The signature is over the moment and the body; a case saved again the same way is no news."""
    from desk import outbox

    given = token(webhook="https://portal.example/told")
    number = delivers(Client(headers={"authorization": f"Bearer {given.token}"})).json()["number"]
    sent: list[tuple[str, bytes, dict[str, str]]] = []

    def post(*told: Any) -> int:
        sent.append(told)
        return 204

    saved(number, status=Status.WAITING)
    saved(number, status=Status.WAITING, unit="participation")
    saved(number, status=Status.FILED)
    assert [outbox.send_due(post), outbox.send_due(post)] == [2, 0]
    address, body, headers = sent[0]
    seconds, made = (part.partition("=")[2] for part in headers["DovTech-Signature"].split(","))
    expected = hmac.new(given.webhook_key.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    assert (address, made) == ("https://portal.example/told", expected)
    assert [json.loads(body)["status"] for _, body, _ in sent] == ["waiting", "filed"]
    assert set(json.loads(body)) == {"id", "number", "status", "stage", "at"}


def test_a_notice_that_is_not_taken_waits_longer_each_time_and_is_given_up_at_last(office: Office) -> None:
    """An error and a refusal are alike; after the last try nothing is sent any more."""
    from django.utils import timezone

    from desk import outbox
    from desk.models import Notice

    given = token(webhook="https://portal.example/told")
    number = delivers(Client(headers={"authorization": f"Bearer {given.token}"})).json()["number"]
    saved(number, status=Status.FILED)

    def fails(*_: Any) -> int:
        raise ConnectionRefusedError

    waits: list[int] = []
    for turn in range(20):
        assert outbox.send_due(fails if turn % 2 else lambda *_: 500) == 0
        notice = Notice.objects.get()
        if notice.due_at:
            waits.append(round((notice.due_at - timezone.now()).total_seconds()))
            Notice.objects.update(due_at=timezone.now())
    assert waits == sorted(waits)
    assert (waits[:3], waits[-1]) == ([15, 30, 60], 6 * 3600)
    assert (notice.tries, notice.due_at, notice.taken_at, notice.trouble) == (20, None, None, "ConnectionRefusedError")


def test_one_notice_is_sent_by_one_process_only(office: Office) -> None:
    """While it is being sent it is not due to another."""
    from desk import outbox

    given = token(webhook="https://portal.example/told")
    number = delivers(Client(headers={"authorization": f"Bearer {given.token}"})).json()["number"]
    saved(number, status=Status.FILED)
    inner: list[int] = []

    def post(*_: Any) -> int:
        inner.append(outbox.send_due(lambda *_: 200))
        return 200

    assert outbox.send_due(post) == 1
    assert inner == [0]


def test_a_notice_is_for_its_address_and_for_no_other() -> None:
    """Where a webhook leads elsewhere, nothing is sent there: it counts as not taken."""
    from http.server import BaseHTTPRequestHandler, HTTPServer

    from dovtech.postman import post

    asked: list[str] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(307)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        assert post(f"http://127.0.0.1:{server.server_port}/told", b"{}", {}) == 307
        thread.join()
    assert asked == ["/told"]


# The description ---------------------------------------------------------------------------------------------------


def test_every_answer_is_as_the_description_says(office: Office) -> None:
    """Schemathesis finds no failure of ours and no answer that is not described, whatever it sends."""
    from django.core.wsgi import get_wsgi_application

    shown = token("submit", "read_all").token
    number = waiting_case(office).number
    with override_settings(ALLOWED_HOSTS=["*"]):
        described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
        operations = [found.ok() for found in described.get_all_operations()]
        assert {operation.label for operation in operations} == {
            "POST /api/v1/cases",
            "GET /api/v1/cases/{number}",
            "GET /api/v1/cases/{number}/decision",
        }
        for operation in operations:
            _probe(operation, shown, number)


def _probe(operation: Any, shown: str, number: str) -> None:
    @settings(max_examples=40, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def probe(case: Any) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {shown}"})
        if "number" in (case.path_parameters or {}):
            case.path_parameters["number"] = number
            case.call_and_validate(headers={"Authorization": f"Bearer {shown}"})

    probe()
