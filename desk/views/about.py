"""Pages that anyone may read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET


@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (RD 1112/2018, EN 301 549), in the reader's language."""
    return render(request, "accessibility.html", {"reads": get_language() or "es"})
