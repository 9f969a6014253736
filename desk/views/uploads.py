"""Files that people hand in through a page."""

from __future__ import annotations

from django.http import HttpRequest

from casework.errors import TooLarge
from desk.ports import File

UPLOAD_LIMIT = 50 * 1024 * 1024  # bytes of one delivery


def given_files(request: HttpRequest, *fields: str) -> list[File]:
    """Name and bytes of each file that came in these fields (`files` by default); raises TooLarge."""
    files = [file for field in fields or ("files",) for file in request.FILES.getlist(field)]
    if sum(file.size or 0 for file in files) > UPLOAD_LIMIT:
        raise TooLarge(f"the files are over {UPLOAD_LIMIT // 1024**2} MB", remedy="hand them in as several deliveries")
    return [(file.name or "", file.read()) for file in files]
