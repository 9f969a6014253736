"""What came and what went out: documents, pages as pictures, letters; and new applications coming in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from casework.application import Channel
from desk import audit
from desk.access import may_decide, roles_of
from desk.setup import given_ports
from desk.views.cases import seen_case

UPLOAD_LIMIT = 50 * 1024 * 1024  # bytes of one delivery
_EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "message/rfc822": "eml"}


@require_GET
def health(_request: HttpRequest) -> HttpResponse:
    """Whether the desk and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_GET
@login_required
def document(request: HttpRequest, number: str, sha256: str) -> HttpResponse:
    """An original as it came, always as a download: what a citizen sent is never shown by our own address."""
    case = seen_case(request, number)
    wanted = next((each for each in case.application.documents if each.sha256 == sha256), None)
    if wanted is None:
        raise Http404
    name = f"{number}-{sha256[:8]}.{_EXTENSIONS.get(wanted.media_type, 'bin')}"
    return _download(given_ports().document_bytes(sha256), name)


@require_GET
@login_required
def letter(request: HttpRequest, number: str, sha256: str) -> HttpResponse:
    """A letter that was written."""
    case = seen_case(request, number)
    if all(each.sha256 != sha256 for each in case.letters):
        raise Http404
    return _download(given_ports().document_bytes(sha256), f"{number}-{sha256[:8]}.pdf")


def _download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@login_required
def picture(request: HttpRequest, number: str, sha256: str, page: int) -> HttpResponse:
    """A page as a picture."""
    case = seen_case(request, number)
    if sha256 not in case.readings:
        raise Http404
    response = HttpResponse(given_ports().page_picture(sha256, page), content_type="image/png")
    response["Cache-Control"] = "private, max-age=600"
    return response


@require_http_methods(["GET", "POST"])
@login_required
def submit(request: HttpRequest) -> HttpResponse:
    """Take in the files of one application at the counter."""
    if not may_decide(roles_of(request.user)):
        raise PermissionDenied
    files = request.FILES.getlist("files")
    if request.method == "GET" or not files or sum(file.size or 0 for file in files) > UPLOAD_LIMIT:
        return render(request, "submit.html", {"too_much": bool(files)}, status=413 if files else 200)
    number = given_ports().submit([(file.name or "", file.read()) for file in files], Channel.COUNTER)
    audit.record(request.user.get_username(), "submit", number)
    return redirect("case", number=number)
