"""What came and what went out: documents, pages as pictures, letters, proofs; and new applications coming in."""

from __future__ import annotations

import io
import zipfile

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from desk.models import Letter
from desk.setup import given_ports
from desk.views.gate import member, seen_case

_EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "message/rfc822": "eml"}
_BOXED = {"Content-Security-Policy": "default-src 'none'; sandbox"}  # what came from outside runs nothing, opened alone
EXPORTS = frozenset({"eni", "sicres"})


@require_GET
def health(_request: HttpRequest) -> HttpResponse:
    """Whether the desk and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_GET
@member
def document(request: HttpRequest, number: str, sha256: str) -> HttpResponse:
    """An original as it came, always as a download: what a citizen sent is never shown by our own address."""
    case = seen_case(request, number, what="download")
    wanted = next((each for each in case.application.documents if each.sha256 == sha256), None)
    if wanted is None:
        raise Http404
    # The citizen's own name for the file may say who they are, and would stay in the clerk's downloads.
    name = f"{number}-{sha256[:8]}.{_EXTENSIONS.get(wanted.media_type, 'bin')}"
    return _download(given_ports().document_bytes(sha256), name)


@require_GET
@member
def letter(request: HttpRequest, number: str, sha256: str) -> HttpResponse:
    """A letter that was written."""
    case = seen_case(request, number, what="download")
    if all(each.sha256 != sha256 for each in case.letters):
        raise Http404
    return _download(given_ports().document_bytes(sha256), f"{number}-{sha256[:8]}.pdf")


@require_GET
@member
def letter_shown(request: HttpRequest, number: str, sha256: str) -> HttpResponse:
    """A letter as the citizen gets it, to look at: our own PDF, so that the browser may show it."""
    case = seen_case(request, number, what="see_letter")
    if all(each.sha256 != sha256 for each in case.letters):
        raise Http404
    headers = {"Content-Disposition": f'inline; filename="{number}-{sha256[:8]}.pdf"'}
    return HttpResponse(given_ports().document_bytes(sha256), content_type="application/pdf", headers=headers)


@require_GET
@member
def export(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """The case as the national standards exchange it, in one archive."""
    case = seen_case(request, number, what=f"export_{form}"[:40])
    if form not in EXPORTS:
        raise Http404
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in given_ports().export(case, form):
            archive.writestr(zipfile.ZipInfo(name), data)
    return _download(packed.getvalue(), f"{number}-{form}.zip")


@require_GET
@member
def proof(request: HttpRequest, number: str, sha256: str) -> HttpResponse:
    """The picture a robot took of the record it wrote."""
    case = seen_case(request, number, what="download")
    if sha256 not in case.pictures:
        raise Http404
    return _picture(given_ports().document_bytes(sha256))


@require_GET
@member
def picture(request: HttpRequest, number: str, sha256: str, page: int) -> HttpResponse:
    """A page as a picture."""
    case = seen_case(request, number, what="see_page")
    if sha256 not in case.readings:
        raise Http404
    return _picture(given_ports().page_picture(sha256, page, "enlarged" in request.GET))


def _download(data: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', **_BOXED}
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)


def _picture(png: bytes) -> HttpResponse:
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "private, max-age=600", **_BOXED})


@require_GET
def check_code(request: HttpRequest) -> HttpResponse:
    """Tell anyone who holds a letter whether it is ours: its code, its day and the hash of its file (art. 27.3.c)."""
    code = "".join(char for char in request.GET.get("csv", "").upper() if char.isalnum())
    found = Letter.objects.filter(csv=code).values("written_at", "sha256", "kind").first() if code else None
    return render(request, "check_code.html", {"code": code, "letter": found})
