"""A clerk gives the password of a document that could not be opened without it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from casework.errors import DovTechError, LockedDocument
from casework.unlocking import check_locked
from desk import work
from desk.setup import given_ports
from desk.views.gate import clerk, seen_again, seen_case
from desk.views.review import ANSWERABLE, review_page

_REFUSED = 409
_LONGEST = 200  # characters; a PDF takes 127 bytes


@sensitive_post_parameters("password")
@require_POST
@clerk
def unlock(request: HttpRequest, number: str, sha256: str) -> HttpResponse:
    """Have the document read; where the password is not its own that is said, and the case stays as it is."""
    case, user = seen_case(request, number, what="unlock"), request.user.get_username()
    try:
        work.require_free(number, user)
        check_locked(case, sha256)
        given_ports().unlock(case, sha256, request.POST.get("password", "")[:_LONGEST], user)
    except LockedDocument as error:
        return review_page(request, seen_again(request, number), unopened={sha256: error}, status=_REFUSED)
    except DovTechError as error:
        return review_page(request, seen_again(request, number), error=error, status=_REFUSED)
    waits = seen_again(request, number).status in ANSWERABLE
    return redirect("review" if waits else "case", number=number)
