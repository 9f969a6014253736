"""What kiosks and the participation portal may ask of the desk; described at `/api/v1/openapi.json`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Header, NinjaAPI, Path, Schema, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.files import UploadedFile
from ninja.security import HttpBearer

from casework.application import NUMBER
from casework.case import Case
from casework.errors import DovTechError, Refused, TooLarge, Unavailable, UnknownCase
from desk import audit
from desk.access import restricted_kinds
from desk.models import Delivery, Token
from desk.register import DjangoRegister
from desk.setup import given_ports
from desk.tokens import READ, READ_ALL, SUBMIT, token_of

UPLOAD_LIMIT = 50 * 1024 * 1024  # bytes of one delivery
_STATUS: list[tuple[type[DovTechError], int]] = [
    (UnknownCase, 404),
    (TooLarge, 413),
    (Refused, 422),
    (Unavailable, 503),
]
_MINUTE = 60


class Problem(Schema):
    """What went wrong, by a code that stays and in words."""

    code: str
    message: str


class Taken(Schema):
    """An application that was taken in."""

    number: str
    received_at: datetime
    status: str


class Standing(Schema):
    """Where a case stands. `due` is the end of its term; `ended` says that nothing more will happen by itself."""

    number: str
    received_at: datetime
    presented_at: datetime
    stage: str
    status: str
    ended: bool
    kind: str
    unit: str
    due: date | None


class SentLetter(Schema):
    """A letter that was written, with the code by which anyone can check it."""

    kind: str
    csv: str
    written_at: datetime


class Outcome(Schema):
    """How a case ended, when, what a person decided last, and the letters that went out."""

    number: str
    status: str
    at: datetime
    verdict: str | None
    letters: list[SentLetter]


class Bearer(HttpBearer):
    """A token that is open, shown as `Authorization: Bearer …`."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:  # noqa: ARG002 - ninja's shape
        """The token, and when it was last used (to the minute, so that reading does not always write)."""
        known, now = token_of(token), timezone.now()
        if known is not None and (known.used_at is None or (now - known.used_at).total_seconds() > _MINUTE):
            Token.objects.filter(pk=known.pk).update(used_at=now)
        return known


api = NinjaAPI(
    title="DovTech",
    version="1",
    description="Submit applications and follow them. Tokens are made by `dovtech token new`.",
    urls_namespace="api",
    auth=Bearer(),
    docs_url=None,
)
Number = Annotated[str, Path(pattern=NUMBER.pattern, examples=["DOV-2026-000001"])]
_ONLY_FILES = {"requestBody": {"content": {"multipart/form-data": {"schema": {"additionalProperties": False}}}}}
_PROBLEMS = {401: Problem, 403: Problem, 422: Problem}


class Forbidden(Exception):
    """The token may not do this."""


@api.post(
    "/cases",
    response={201: Taken, 200: Taken, 400: Problem, 409: Problem, 413: Problem, 503: Problem, **_PROBLEMS},
    openapi_extra=_ONLY_FILES,
)
def submit(
    request: HttpRequest,
    files: Annotated[list[UploadedFile], File(min_length=1, max_length=50)],
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=200, pattern=r"^[!-~]+$")],
) -> Status[Taken] | Status[Problem]:
    """Take in the files of one application. The same key gives the same case; with other files it is refused (409)."""
    token = _allowed(request, SUBMIT)
    contents = [(file.name or "", file.read()) for file in files]
    if sum(len(data) for _, data in contents) > UPLOAD_LIMIT:
        raise TooLarge(f"one delivery holds at most {UPLOAD_LIMIT // 1024**2} MB", remedy="send it in parts")
    key = hashlib.sha256(f"{token.pk} {idempotency_key}".encode()).hexdigest()
    known = Delivery.objects.filter(token=token, key=key).first()
    if known is not None and known.files != _fingerprint(contents):
        return Status(409, Problem(code="KEY_USED", message="this key was used for other files"))
    number = known.case_id if known else given_ports().deliver(contents, f"api {key}")
    if known is None:
        _note(token, key, _fingerprint(contents), number)
    case = DjangoRegister().load(number)
    taken = Taken(number=number, received_at=case.application.received_at, status=case.status)
    return Status(200 if known else 201, taken)


@api.get("/cases/{number}", response={200: Standing, 404: Problem, **_PROBLEMS})
def standing(request: HttpRequest, number: Number) -> Standing:
    """Where a case stands."""
    case = _seen(request, number)
    return Standing(
        number=case.number,
        received_at=case.application.received_at,
        presented_at=case.presented_at,
        stage=case.stage,
        status=case.status,
        ended=case.status.ended,
        kind=case.kind,
        unit=case.unit,
        due=case.due,
    )


@api.get("/cases/{number}/decision", response={200: Outcome, 404: Problem, 409: Problem, **_PROBLEMS})
def decision(request: HttpRequest, number: Number) -> Outcome | Status[Problem]:
    """How a case ended; 409 while it has not."""
    case = _seen(request, number)
    if not case.status.ended:
        return Status(409, Problem(code="NOT_ENDED", message="the case has not ended yet"))
    return Outcome(
        number=case.number,
        status=case.status,
        at=case.events[-1].at,
        verdict=case.decisions[-1].verdict if case.decisions else None,
        letters=[SentLetter(kind=each.kind, csv=each.csv, written_at=each.written_at) for each in case.letters],
    )


def _allowed(request: HttpRequest, *scopes: str) -> Token:
    token: Token = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    if not set(scopes).intersection(token.scopes):
        raise Forbidden
    return token


def _seen(request: HttpRequest, number: str) -> Case:
    """The case, where the token delivered it or may read all; each look is noted, and one that is denied as well.

    What may not be seen is not there: the answer does not tell whether the number was given.
    """
    token = _allowed(request, READ, READ_ALL)
    case = DjangoRegister().load(number)
    theirs = Delivery.objects.filter(token=token, case_id=number).exists()
    if not theirs and (READ_ALL not in token.scopes or case.kind in restricted_kinds(given_ports().procedures)):
        audit.record(f"api:{token.name}", "denied", number)
        raise UnknownCase("no such case", remedy="see the number that was given")
    audit.record(f"api:{token.name}", "see", number)
    return case


def _fingerprint(files: Sequence[tuple[str, bytes]]) -> str:
    return hashlib.sha256("".join(hashlib.sha256(data).hexdigest() for _, data in files).encode()).hexdigest()


def _note(token: Token, key: str, files: str, number: str) -> None:
    try:
        Delivery.objects.create(token=token, key=key, files=files, case_id=number)
    except IntegrityError:
        return  # the same delivery came twice at once: both are the same case
    audit.record(f"api:{token.name}", "submit", number)


@api.exception_handler(DovTechError)
def _expected(request: HttpRequest, error: DovTechError) -> HttpResponse:
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
    return _problem(request, status, error.code, "no such case" if status == 404 else str(error))


@api.exception_handler(Forbidden)
def _forbidden(request: HttpRequest, _error: Forbidden) -> HttpResponse:
    return _problem(request, 403, "SCOPE", "the token's scopes do not allow this")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    places = sorted({".".join(str(part) for part in one["loc"]) for one in error.errors})
    return _problem(request, 422, "INVALID", f"not as described: {', '.join(places)}")


def _problem(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    made: HttpResponse = api.create_response(request, {"code": code, "message": message}, status=status)
    return made


def _unauthorized(request: HttpRequest, _error: Any) -> HttpResponse:
    made = _problem(request, 401, "TOKEN", "no open token was shown")
    made.headers["WWW-Authenticate"] = "Bearer"
    return made


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return _problem(request, error.status_code, "BAD", str(error))


api.add_exception_handler(AuthenticationError, _unauthorized)
api.add_exception_handler(HttpError, _refused)
