"""The REST interface: list, read, create and annul; a key that exists is a conflict, never a second record."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt

from records.base import Record
from records.models import Asiento, Domiciliacion, Expediente, Inscripcion, Tercero
from records.representation import as_json, columns, from_json

COLLECTIONS: dict[str, type[Record]] = {
    "asientos": Asiento,
    "terceros": Tercero,
    "expedientes": Expediente,
    "domiciliaciones": Domiciliacion,
    "padron": Inscripcion,
}
_FILTERS = {"external_key", "numero", "nif"}
_PAGE = 100

View = Callable[..., JsonResponse]


def endpoint(*methods: str) -> Callable[[View], View]:
    """Ask for the token and the method, and turn every expected failure into JSON in Spanish."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def checked(request: HttpRequest, **names: Any) -> JsonResponse:
            if not _authorised(request):
                return _error("Falta el token de acceso o no es válido.", HTTPStatus.UNAUTHORIZED)
            if request.method not in methods:
                return _error("Método no permitido.", HTTPStatus.METHOD_NOT_ALLOWED)
            try:
                return view(request, **names)
            except Http404:
                return _error("No existe.", HTTPStatus.NOT_FOUND)
            except ValidationError as wrong:
                return JsonResponse({"errors": wrong.message_dict}, status=HTTPStatus.BAD_REQUEST)

        return checked

    return decorate


@endpoint("GET", "POST")
def collection(request: HttpRequest, collection: str) -> JsonResponse:
    """GET /api/v1/<collection>/ lists, POST creates."""
    model = _model(collection)
    return _create(model, body_of(request)) if request.method == "POST" else _list(model, request.GET.dict())


@endpoint("GET")
def record(_request: HttpRequest, collection: str, pk: int) -> JsonResponse:
    """GET /api/v1/<collection>/<id>/."""
    return JsonResponse(as_json(get_object_or_404(_model(collection), pk=pk)))


@endpoint("POST")
def annul(request: HttpRequest, collection: str, pk: int) -> JsonResponse:
    """POST /api/v1/<collection>/<id>/anular/ {"motivo": "..."}: the compensation of a create."""
    with transaction.atomic():
        found = get_object_or_404(_model(collection), pk=pk)
        found.annul(str(body_of(request).get("motivo", ""))[:240])
    return JsonResponse(as_json(found))


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of the request; an empty body is an empty object."""
    try:
        body = json.loads(request.body or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise ValidationError({"__all__": "El cuerpo debe ser un objeto JSON."})
    return body


def _create(model: type[Record], body: dict[str, Any]) -> JsonResponse:
    with transaction.atomic():  # the write lock is held from here, so two equal requests cannot both look first
        key = body.get("external_key") or None
        existing = model.objects.filter(external_key=key).first() if isinstance(key, str) else None
        if existing:
            message = "Ya existe un registro con esta referencia externa."
            return _error(message, HTTPStatus.CONFLICT, id=existing.pk, numero=existing.numero)
        new = from_json(model, body)
        new.save()
        new.refresh_from_db()  # the answer shows what is stored, not what was sent
    return JsonResponse(as_json(new), status=HTTPStatus.CREATED)


def _list(model: type[Record], query: dict[str, str]) -> JsonResponse:
    offset = query.pop("offset", "0")
    known = columns(model).keys() & _FILTERS
    wrong = dict.fromkeys(query.keys() - known, "Filtro desconocido.")
    if not offset.isdecimal():
        wrong["offset"] = "Escriba un número."
    if wrong:
        raise ValidationError(wrong)
    found = model.objects.filter(**query).order_by("pk")
    page = found[int(offset) : int(offset) + _PAGE]
    return JsonResponse({"count": found.count(), "results": [as_json(one) for one in page]})


def _model(collection: str) -> type[Record]:
    if collection not in COLLECTIONS:
        raise Http404
    return COLLECTIONS[collection]


def _authorised(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").encode()
    return secrets.compare_digest(given, f"Token {settings.API_TOKEN}".encode())


def _error(message: str, status: HTTPStatus, **more: object) -> JsonResponse:
    return JsonResponse({"error": message, **more}, status=status)
