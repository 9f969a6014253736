"""Failures on demand for the tests, there only with BACKOFFICE_FAULTS=1.

The worst one is `timeout_after_write`: the record is stored and the answer never says so.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse

from records.api import body_of, endpoint

_FAULTS = ("timeout_after_write", "500", "slow", None)
_WRITES = re.compile(r"/api/v1/[a-z]+/|/admin/records/[a-z]+/add/")
_STORED = {HTTPStatus.CREATED, HTTPStatus.FOUND}  # REST's answer and the admin's


class FaultsMiddleware:
    """Does the one planned fault to the next REST create or admin add, and then forgets it."""

    planned: ClassVar[str | None] = None
    seconds: ClassVar[float] = 0

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        fault = type(self).planned
        if fault is None or request.method != "POST" or not _WRITES.fullmatch(request.path):
            return self.get_response(request)
        return self._answer_badly(fault, request)

    def _answer_badly(self, fault: str, request: HttpRequest) -> HttpResponse:
        """A time-out after the write waits for a request that does write; the others strike at once."""
        response = None if fault == "500" else self.get_response(request)
        if fault == "timeout_after_write" and response and response.status_code not in _STORED:
            return response
        type(self).planned = None
        time.sleep(self.seconds)
        if fault == "slow" and response:
            return response
        status = HTTPStatus.GATEWAY_TIMEOUT if response else HTTPStatus.INTERNAL_SERVER_ERROR
        return HttpResponse(f"{status.value} (fallo provocado)", status=status)


@endpoint("POST")
def plan(request: HttpRequest) -> JsonResponse:
    """POST /api/v1/_faults/ {"next": "timeout_after_write", "seconds": 5}; {"next": null} takes it back."""
    body = body_of(request)
    fault, seconds = body.get("next"), body.get("seconds", 0)
    if fault not in _FAULTS or not isinstance(seconds, int | float):
        raise ValidationError({"next": f"Uno de {', '.join(map(str, _FAULTS))}, y los segundos como número."})
    FaultsMiddleware.planned, FaultsMiddleware.seconds = fault, seconds
    return JsonResponse({"next": fault, "seconds": seconds})
