"""The names of file formats, as the catalogue of standards of the ENI writes them."""

from __future__ import annotations

_FORMATS = {
    "application/pdf": "PDF",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/zip": "ZIP",
    "image/gif": "GIF",
    "image/heic": "HEIC",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/tiff": "TIFF",
    "image/webp": "WEBP",
    "message/rfc822": "EML",
    "text/html": "HTML",
    "text/plain": "TXT",
}


def format_of(media_type: str) -> str:
    """The format's name; a type that has none there is named by itself."""
    return _FORMATS.get(media_type, media_type)


def extension_of(media_type: str) -> str:
    """The ending of a file's name; `bin` for a type without one."""
    return _FORMATS.get(media_type, "bin").lower()
