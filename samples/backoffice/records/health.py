"""Whether the back-office can work: its database answers."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse

from records.models import Asiento


def health(_request: HttpRequest) -> JsonResponse:
    try:
        Asiento.objects.exists()
    except DatabaseError:
        return JsonResponse({"estado": "error", "base_de_datos": "no responde"}, status=503)
    return JsonResponse({"estado": "ok", "base_de_datos": "ok"})
