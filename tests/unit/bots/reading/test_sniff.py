"""What a file is, by its bytes alone."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from PIL import Image

from bots.reading.sniff import sniff


def _picture(form: str) -> bytes:
    out = BytesIO()
    Image.new("L", (8, 8)).save(out, format=form)
    return out.getvalue()


def _zipped(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return out.getvalue()


CASES = {
    "a PDF": (b"%PDF-1.7\n", "application/pdf"),
    "a PDF after junk": (b"\r\n\r\nHTTP/1.1 200 OK\r\n%PDF-1.4\n", "application/pdf"),
    "JPEG": (_picture("JPEG"), "image/jpeg"),
    "PNG": (_picture("PNG"), "image/png"),
    "TIFF": (_picture("TIFF"), "image/tiff"),
    "WebP": (_picture("WEBP"), "image/webp"),
    "BMP": (_picture("BMP"), "image/bmp"),
    "GIF": (_picture("GIF"), "image/gif"),
    "an iPhone's photograph": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "image/heic"),
    "a photograph whose first brand is another's": (b"\x00\x00\x00\x1cftypMiHB\x00\x00\x00\x00mif1heic", "image/heic"),
    "a film": (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00mp41isom", "application/octet-stream"),
    "a large TIFF": (b"II+\x00\x08\x00\x00\x00", "image/tiff"),
    "a large TIFF of a Mac": (b"MM\x00+\x00\x08\x00\x00", "image/tiff"),
    "a piece of HTML": (b'<div class="x"><p>NIF 48576231R</p></div>', "text/html"),
    "an address in brackets": (b"<p@example.org> escribe: hola", "text/plain"),
    "a message": (b"Received: x\r\nFrom: a@example.org\r\nSubject: s\r\nDate: d\r\n\r\nHola", "message/rfc822"),
    "HTML": (b"<!-- x --><!DOCTYPE html><html>", "text/html"),
    "text": ("Sol·licite l'ajuda.\n".encode(), "text/plain"),
    "text with a colon": (b"EXPONE: que\nSOLICITA: que\n", "text/plain"),
    "text that begins like a bitmap": (b"BMW matricula 1234 BBB", "text/plain"),
    "ZIP": (_zipped("dni.pdf"), "application/zip"),
    "Word": (
        _zipped("[Content_Types].xml", "word/document.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "OpenDocument": (_zipped("mimetype", "content.xml"), "application/vnd.oasis.opendocument.text"),
    "a program": (b"MZ\x90\x00", "application/x-msdownload"),
    "noise": (bytes(range(256)), "application/octet-stream"),
    "nothing": (b"", "application/octet-stream"),
}


@pytest.mark.parametrize("case", CASES)
def test_the_bytes_tell_the_type(case: str) -> None:
    """Every type is known by its content."""
    data, media_type = CASES[case]
    assert sniff(data) == media_type


def test_what_packs_a_pdf_is_not_a_pdf() -> None:
    """A ZIP file whose first member is stored unpacked shows a PDF's header early on."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr("a.pdf", b"%PDF-1.7\n")
    assert sniff(out.getvalue()) == "application/zip"
    assert sniff(b"\x00junk\n%PDF-1.7\n") == "application/pdf"


@pytest.mark.parametrize("sign", [b"<!---->", b"<!-- x --> \n", b"<?xml?>", b"<!--"])
def test_signs_in_a_row_before_nothing_are_text_at_once(sign: bytes) -> None:
    """Hundreds of comments fit in where we look: they once took longer than anybody lives."""
    assert sniff(sign * 600) == "text/plain"
    assert sniff(sign * 20 + b"<!-- --><html>") == "text/html"
