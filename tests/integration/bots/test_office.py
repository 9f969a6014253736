"""Office documents through LibreOffice, and the refusal where it is not installed."""

from __future__ import annotations

import hashlib
import os
import zipfile
from io import BytesIO

import pytest

from bots.reading import office
from bots.reading.limits import Limits
from bots.reading.ocr import Profile, eyes_for
from bots.reading.reader import DocumentReader
from casework.application import Document
from casework.errors import UnreadableDocument

RTF = rb"{\rtf1\ansi\ansicpg1252 Sol\'b7licitud de Mar\'eda, NIF 48576231R\par\page Segunda hoja}"
needs_office = pytest.mark.skipif(
    office.program() is None and "CI" not in os.environ, reason="LibreOffice is not installed here"
)


_KIND = "http://schemas.openxmlformats.org/"
_TYPES = f"""<Types xmlns="{_KIND}package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = f"""<Relationships xmlns="{_KIND}package/2006/relationships"><Relationship Id="r"
 Type="{_KIND}officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"""


def _docx(text: str) -> bytes:
    """The least that Word opens."""
    body = f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>"
    main = f'<w:document xmlns:w="{_KIND}wordprocessingml/2006/main">{body}</w:document>'
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            "word/document.xml": main,
        }.items():
            packed.writestr(name, content)
    return out.getvalue()


def _pages(data: bytes) -> list[str]:
    document = Document(sha256=hashlib.sha256(data).hexdigest(), name="x", media_type="", size=len(data))
    return [page.text for page in DocumentReader().read(document, data).pages]


@needs_office
def test_office_documents_are_read_as_they_would_be_printed() -> None:
    """RTF with two sheets and DOCX with one, accents and all."""
    assert _pages(RTF) == ["Sol·licitud de María, NIF 48576231R", "Segunda hoja"]
    assert _pages(_docx("Exposa que viu a Alacant")) == ["Exposa que viu a Alacant"]


@needs_office
def test_a_broken_office_document_is_refused() -> None:
    """LibreOffice's own failure comes out as one of ours."""
    with pytest.raises(UnreadableDocument, match="cannot open"):
        _pages(_docx("hola</w:t><w:t"))


def test_without_libreoffice_the_refusal_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The remedy names what to send and what to install."""
    monkeypatch.setattr(office, "_PROGRAMS", ())
    with pytest.raises(UnreadableDocument, match="LibreOffice") as refused:
        office.read_pages(RTF, eyes_for(Profile.ACCURATE), Limits(), ending="rtf")
    assert "PDF" in refused.value.remedy
